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
        let officer = input.officer ?? desk.moment.actor.person
        // Whoever takes it may act on it, or would not have come here.
        if let officer, officer != desk.moment.actor.person,
            try desk.roles(of: officer).isDisjoint(with: [.officer, .manager])
        {
            throw Problems("officer", "not_an_officer", Phrase("planning.problem.not_an_officer"))
        }
        application.assignedTo = officer
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
        try keepTogether(application, desk)
        try desk.tellApplicant(application, "valid")
    }

    /// The next number of the year's series that no case from elsewhere bears already.
    static func newFileNumber(in year: Int, _ desk: any Desk) throws -> String {
        let first = try desk.rule(.fileNumberFirst)
        let pattern = try desk.rule(.fileNumberPattern)
        while true {
            let number = try desk.next(inSeries: "planning.file.\(year)")
            let text = FileNumber.text(pattern: pattern, year: year, number: first + number - 1)
            let bearers = try desk.list(
                Application.self, Query([.field("file_number", is: text)], limit: 1))
            if bearers.isEmpty { return text }
        }
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
        try keepTogether(application, desk)
        try desk.tellApplicant(application, "invalid")
    }
}
