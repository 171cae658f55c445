// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PlanningActions.Report {
    /// Adds what was said since, once each, and what can be read now that could not before. What
    /// an officer took off the file stays off.
    func putSubmissions(on application: Stored<Application>, _ desk: any Desk) throws {
        let sent = (submissions?.asArray ?? []).map { Submission(sent: $0) }
        guard !sent.isEmpty else { return }
        let query = Query([.field("application", is: application.id)], limit: 1_000_000)
        let present =
            application.version == 0 ? [] : try desk.list(Submission.self, query)
        let byOrigin = Dictionary(
            present.compactMap { item in item.origin.map { ($0, item) } },
            uniquingKeysWith: { first, _ in first })
        for var submission in sent {
            submission.application = application.id
            if !application.isPublic { submission.officersOnly = true }
            guard var known = submission.origin.flatMap({ byOrigin[$0] }) else {
                _ = try desk.create(submission, in: .acknowledged)
                continue
            }
            let isNews = known.state != .removed && known.fields.values != submission.values
            guard isNews else { continue }
            known.fields = submission
            _ = try desk.save(known)
        }
    }
}

extension Submission {
    /// A submission on its way into an action, and out of it.
    init(sent json: JSON) {
        var values = Values()
        for field in Self.fields {
            values[field.name] = json[field.name].flatMap { json in
                switch json {
                case .string(let text): .text(text)
                case .integer(let integer): .integer(integer)
                default: nil
                }
            }
        }
        self.init(values: values)
    }

    var sentJSON: JSON {
        var members = JSONObject()
        for (name, value) in values {
            if let text = value.text { members[name] = .string(text) }
            if let integer = value.integer { members[name] = .integer(integer) }
        }
        return .object(members)
    }
}
