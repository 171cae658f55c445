// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Application {
    /// The fields everyone may see. The ways to reach somebody are not among them, and no field
    /// that is not named here can get out (s.38(1A) of the 2000 Act).
    static let publicFields: [String] = [
        "type", "proposal", "address", "site", "development_class", "floor_area_new",
        "floor_area_existing", "floor_area_demolished", "site_area", "line_length", "homes",
        "protected_structure", "environmental_report", "natura_statement", "applicant_name",
        "agent_name", "newspaper_name", "newspaper_notice_on", "site_notice_on", "drawings",
        "other_documents", "fee_paid", "file_number", "lodged_on", "received_on", "valid_on",
        "further_information", "extensions", "consultation_on", "consultation_until",
        "comments_until_decision",
        "decided_on", "decision", "conditions", "decision_reasons", "notified_on",
        "withdrawn_on", "appealed_on",
    ]

    /// Public from the day it is found valid, or was lodged with an authority that publishes on
    /// receipt; a draft, one that was returned, and advice for officers alone never are.
    public static func publication(
        of record: Stored<Application>, at moment: Moment
    ) -> Publication? {
        publication(of: record)
    }

    /// The same at any moment: it does not go by the time.
    static func publication(of record: Stored<Application>) -> Publication? {
        guard record.isPublic, let number = record.fileNumber else { return nil }
        let values = record.fields.values
        var body: JSONObject = ["state": .string(record.state.rawValue)]
        for name in publicFields {
            guard let field = kind.field(name) else { continue }
            body[name] = field.json(values[name] ?? .null)
        }
        body["elsewhere"] = record.fields.publishedElsewhere
        body["documents_elsewhere"] = record.fields.documentsElsewhere
        return Publication(
            kind: PublishedKind.application.name, reference: number,
            title: record.address ?? "", summary: record.proposal ?? "",
            status: record.state.rawValue, place: record.site, day: record.receivedOn,
            columns: [
                "type": .text(record.type), "decision": record.decision.stored,
                "received_on": record.receivedOn.stored, "decided_on": record.decidedOn.stored,
                "say_until": record.sayUntil.stored, "file_number": .text(number),
            ],
            body: .object(body), documents: publicDocuments(of: record.fields))
    }

    private static func publicDocuments(of application: Application) -> [FileReference] {
        application.drawings + application.otherDocuments
            + application.informationRounds.flatMap(\.files)
    }
}

extension Stored<Application> {
    /// Whether everyone may see that the case is there.
    var isPublic: Bool {
        if fields.officersOnly == true { return false }
        return switch state {
        case .draft, .invalid: false
        case .lodged: fields.isPublishedElsewhere
        default: fields.validOn != nil || fields.isPublishedElsewhere
        }
    }
}
