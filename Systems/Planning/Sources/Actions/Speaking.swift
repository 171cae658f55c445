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
        var feeReference = ""
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
            on: desk.moment.today)
        guard say.state == .open else { throw closed(say) }
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
        guard let until = say.until else {
            return .notNow(Phrase("planning.refusal.say_not_open"))
        }
        return .notNow(Phrase("planning.refusal.say_closed", ["until": until.description]))
    }

    static let removeSubmission = Action<Submission, Reasons>(
        "remove_submission", by: officers, from: [.acknowledged], to: [.removed]
    ) { submission, input, desk in desk.cite("reason: \(input.reasons)") }
}
