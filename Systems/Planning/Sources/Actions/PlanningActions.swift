// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Everything that can be done with an application and what is said on it, in the order of a
/// case's life.
enum PlanningActions {
    static let officers: [Grant] = [.role(.officer), .role(.manager)]
    static let applicant: Grant = .party(field: "applicant")
    /// The states of a case that is before the authority.
    static let open: [State] = [.lodged, .valid, .furtherInformation]
    static let all: [ActionKind] =
        applying + validating + informing + deciding + afterwards + speaking + consulting
        + importing
}

extension Desk {
    /// A rule's value today, noted in the journal as that under which this is done.
    func rule<V>(_ key: RuleKey<V>) throws -> V {
        do {
            let value = try moment.rules[key, on: moment.today]
            cite("\(value.key): \(value.source)")
            return value.value
        } catch { throw Fault("\(error)") }
    }

    /// Notes the rules a clock was worked out by.
    func cite(_ clock: ClockAnswer) {
        for step in clock.steps {
            if let source = step.source { cite("\(step.rule ?? clock.name): \(source)") }
        }
    }

    /// Tells the applicant, if they sign in here.
    func tellApplicant(_ application: Stored<Application>, _ key: String) throws {
        guard let person = application.applicant else { return }
        try notify(
            Notice(
                to: person,
                Phrase("planning.notice.\(key)", [
                    "file": application.fileNumber ?? "",
                    "address": application.address ?? "",
                ]),
                path: "/t/\(moment.tenant.slug)/planning/applications/\(application.id)"))
    }
}
