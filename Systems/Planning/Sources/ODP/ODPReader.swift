// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads cases in the Open Digital Planning format, of any version there has been: what a file
/// must have to be taken is only what its case is known by.
public struct ODPReader: Sendable {
    /// The zone in which the format's moments become days.
    public let zone: Zone
    /// The longest file that is read, in bytes.
    public let bytesMax: Int

    /// The longest list of cases that is read.
    public let casesMax: Int
    /// The day of the reading, after which nothing can have happened; nil: it is not asked.
    public let today: Day?

    /// A reader; the published examples are under 100 kB.
    public init(
        zone: Zone, bytesMax: Int = 20_000_000, casesMax: Int = 10_000, today: Day? = nil
    ) {
        self.today = today
        self.zone = zone
        self.bytesMax = bytesMax
        self.casesMax = casesMax
    }

    /// What became of one case of a file.
    public typealias Answer = Result<ODPCase, ODPRefusal>

    /// The cases of a file: one, or as many as its list holds. A list may also stand under
    /// `data`, as the format's own interface answers. Never empty.
    public func read(bytes: [UInt8]) -> [Answer] {
        switch ODPText.json(bytes, bytesMax) {
        case .success(let json): read(file: json)
        case .failure(let refusal): [.failure(refusal)]
        }
    }

    /// The cases of a file that has been parsed.
    public func read(file json: JSON) -> [Answer] {
        if case .array(let list) = json { return read(list, under: "") }
        if json["metadata"] == nil, json["applicationType"] == nil, let data = json["data"] {
            if case .array(let list) = data { return read(list, under: "/data") }
            if data["metadata"]?.asObject != nil { return [read(data, at: "/data")] }
        }
        return [read(json, at: "")]
    }

    /// One case.
    /// - Parameter pointer: where in its file it stands, for what is reported of it.
    public func read(_ json: JSON, at pointer: String = "") -> Answer {
        guard json.asObject != nil else {
            return .failure(ODPRefusal(
                [ODPProblem(.notAnObject, at: pointer, ["kind": json.kind])], at: pointer))
        }
        let reading = ODPReading(zone: zone, at: pointer, today: today)
        let root = ODPCursor(json: json, place: reading.top, reading: reading)
        guard root["metadata"].isObject || root["data"].isObject else {
            return .failure(ODPRefusal([ODPProblem(.notODP, at: pointer)], at: pointer))
        }
        let form = ODPReader.form(root)
        var identity = ODPIdentity(root)
        let key = identity.key(ODPIdentity.typePlaces(root))
        guard let key else { return .failure(ODPRefusal(identity.problems, at: pointer)) }
        let submission = form == .publishedCase ? ODPIdentity.submission(root, of: key) : nil
        return .success(
            ODPCase(form: form, key: key, submission: submission, root: root, json: json))
    }

    private func read(_ list: [JSON], under pointer: String) -> [Answer] {
        guard !list.isEmpty else {
            return [.failure(ODPRefusal([ODPProblem(.noCases, at: pointer)], at: pointer))]
        }
        guard list.count <= casesMax else {
            let values = ["count": String(list.count), "limit": String(casesMax)]
            return [.failure(ODPRefusal(
                [ODPProblem(.tooManyCases, at: pointer, values)], at: pointer))]
        }
        return list.enumerated().map { read($1, at: "\(pointer)/\($0)") }
    }

    private static func form(_ root: ODPCursor) -> ODPForm {
        let data = root["data"]
        let application = data["application"]
        let isProcess = ["stage", "status"].contains { application[$0].json?.asString != nil }
        if isProcess || root["submission"]["data"].isObject { return .publishedCase }
        if data["complainant"].isObject || data["report"].isObject { return .breachReport }
        return .application
    }
}
