// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PlanningActions {
    static let speaking = [submit.kind, removeSubmission.kind]

    struct Say: Form {
        var application = RecordID.none
        var name = ""
        var address = ""
        var text = ""
        var stance: Submission.Stance?
        /// Asked for where the rules know a fee.
        var feeReference: String?
        var files: [FileReference] = []
        static let fields: Fields<Say> = [
            .link("application", \.application, to: "planning.application"),
            .text("name", \.name, privacy: .personal),
            .text("address", \.address, max: 500, privacy: .personal),
            .longText("text", \.text, max: 20_000), .choice("stance", \.stance),
            .text("fee_reference", \.feeReference, max: 100), .files("files", \.files, max: 10),
        ]
    }

    /// Anyone's say, in writing and with its fee, while the window is open (art. 29).
    static let submit = Action<Submission, Say>(
        "make_submission", by: [.signedIn], to: [.acknowledged]
    ) { submission, input, desk in
        guard let application = try desk.find(Application.self, input.application),
            application.isPublic
        else { throw Problems("application", "not_found", Phrase("planning.problem.no_application")) }
        let say = haveYourSay(
            application.dates, rules: desk.moment.rules, calendar: desk.moment.calendar,
            on: desk.moment.today, comparing: false)
        guard open.contains(application.state), say.state == .open else { throw closed(say) }
        guard say.fee == nil || input.feeReference?.isEmpty == false else {
            throw Problems("fee_reference", "required", Phrase("problem.required"))
        }
        desk.cite(say.clock)
        submission.fields.take(from: input.fields)
        submission.person = desk.moment.actor.person
        submission.receivedOn = desk.moment.today
        if let officer = application.assignedTo {
            try desk.notify(
                Notice(
                    to: officer,
                    Phrase("planning.notice.submission", ["file": application.fileNumber ?? ""]),
                    path: "/t/\(desk.moment.tenant.slug)/planning/applications/\(application.id)"))
        }
    }

    private static func closed(_ say: HaveYourSay) -> Refusal {
        if say.state == .notYet { return .notNow(Phrase("planning.refusal.say_not_open")) }
        guard say.state == .closed, let until = say.until else {
            return .notNow(Phrase("planning.refusal.say_over"))
        }
        return .notNow(Phrase("planning.refusal.say_closed", ["until": until.description]))
    }

    /// What was said on a case stands on the register as long as the case does.
    static func keepTogether(_ application: Stored<Application>, _ desk: any Desk) throws {
        let wanted: State = application.isPublic ? .acknowledged : .withheld
        let others: State = application.isPublic ? .withheld : .acknowledged
        let said = try desk.list(
            Submission.self,
            Query([.field("application", is: application.id), .state(others)], limit: 1_000_000))
        for var submission in said {
            submission.state = wanted
            _ = try desk.save(submission)
        }
    }

    static let removeSubmission = Action<Submission, Reasons>(
        "remove_submission", by: officers, from: [.acknowledged, .withheld], to: [.removed]
    ) { submission, input, desk in desk.cite("reason: \(input.reasons)") }
}
