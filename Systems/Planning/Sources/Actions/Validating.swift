// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PlanningActions {
    static let validating = [assign.kind, validate.kind, invalidate.kind, correct.kind]

    struct Assignment: Form {
        var officer: RecordID?
        static let fields: Fields<Assignment> = [.person("officer", \.officer)]
    }

    /// To the officer named, or to whoever takes it.
    static let assign = Action<Application, Assignment>(
        "assign", by: officers, from: open,
        prefill: { _, moment in
            var assignment = Assignment()
            assignment.officer = moment.actor.person
            return assignment
        }
    ) { application, input, desk in
        application.assignedTo = input.officer ?? desk.moment.actor.person
    }

    struct Validation: Form {
        var receivedOn: Day?
        static let fields: Fields<Validation> = [.day("received_on", \.receivedOn)]
    }

    /// Gives the file its number, of the authority's own series of the year it was received in.
    static let validate = Action<Application, Validation>(
        "validate", by: officers, from: [.lodged], to: [.valid],
        prefill: { application, _ in
            var validation = Validation()
            validation.receivedOn = application?.receivedOn
            return validation
        }
    ) { application, input, desk in
        let received = input.receivedOn ?? application.receivedOn ?? desk.moment.today
        guard received <= desk.moment.today, received >= application.lodgedOn ?? received else {
            throw Problems("received_on", "out_of_range", Phrase("planning.problem.received_on"))
        }
        application.receivedOn = received
        application.validOn = desk.moment.today
        application.invalidOn = nil
        application.invalidReasons = nil
        if application.fileNumber == nil {
            application.fileNumber = try newFileNumber(in: received.year, desk)
        }
        if application.assignedTo == nil { application.assignedTo = desk.moment.actor.person }
        try desk.tellApplicant(application, "valid")
    }

    static func newFileNumber(in year: Int, _ desk: any Desk) throws -> String {
        let first = try desk.rule(.fileNumberFirst)
        let number = try desk.next(inSeries: "planning.file.\(year)")
        return FileNumber.text(
            pattern: try desk.rule(.fileNumberPattern), year: year, number: first + number - 1)
    }

    struct Reasons: Form {
        var reasons = ""
        static let fields: Fields<Reasons> = [.longText("reasons", \.reasons)]
    }

    /// Returned with its fee (art. 26); a later site inspection can still find it so.
    static let invalidate = Action<Application, Reasons>(
        "invalidate", by: officers, from: [.lodged, .valid], to: [.invalid]
    ) { application, input, desk in
        application.invalidOn = desk.moment.today
        application.validOn = nil
        application.invalidReasons = input.reasons
        try desk.tellApplicant(application, "invalid")
    }

    /// What an officer puts right, and why. The entry that was wrong stays in the history.
    struct Correction: Form {
        var fields = Application()
        var reason = ""
        static let fields: Fields<Correction> =
            [.longText("reason", \.reason, max: 1_000)]
            + correctable.compactMap { name in
                Application.fields.first { $0.name == name }?.within(\.fields)
            }
        private static let correctable = [
            "proposal", "address", "site", "applicant_name", "agent_name", "floor_area_new",
            "site_area", "homes", "protected_structure", "environmental_report",
            "natura_statement", "received_on", "newspaper_notice_on", "site_notice_on",
            "decided_on", "conditions", "decision_reasons", "notified_on", "appealed_on",
        ]
    }

    static let correct = Action<Application, Correction>(
        "correct_entry", by: officers,
        from: open + [.granted, .refused, .decided, .withdrawn, .deemedWithdrawn, .invalid],
        isPartial: true,
        prefill: { application, _ in
            var correction = Correction()
            if let application { correction.fields = application.fields }
            return correction
        }
    ) { application, input, desk in
        guard input.given.contains("reason"), !input.reason.isEmpty else {
            throw Problems("reason", "required", Phrase("problem.required"))
        }
        application.fields.take(input.given.subtracting(["reason"]), from: input.fields.fields)
        let line = "\(desk.moment.today): \(input.reason)"
        application.corrections = [application.corrections, line].compactMap { $0 }
            .joined(separator: "\n")
    }
}
