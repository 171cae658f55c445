// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension GuideActions {
    static let commenting = [comment.kind, answerComment.kind, withdrawComment.kind]

    /// A comment on a passage, by whom the round is for, as long as it is open.
    static let comment = Action<GuideComment, GuideComment>(
        "comment", by: [.anyone], to: [.received], at: "round", strangersAnHour: 30
    ) { comment, input, desk in
        guard let round = try desk.find(Round.self, input.round),
            Round.kind.permits(desk.moment.actor, toRead: round.row.grounds)
        else { throw Problems("round", "not_found", Phrase("knowledge.problem.no_round")) }
        let days = round.opensOn...max(round.opensOn, round.closesOn)
        guard round.state == .open, days.contains(desk.moment.today) else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.not_open"))
        }
        comment.fields.take(
            ["round", "anchor", "quote", "text", "organisation", "name"], from: input.fields)
        let section = try sections(of: round.edition, desk).first { $0.anchor == input.anchor }
        guard let section else {
            throw Problems("anchor", "not_found", Phrase("knowledge.problem.no_section"))
        }
        comment.sectionTitle = section.title
        if let quote = input.quote {
            guard let found = Passage.find(quote, in: GuideText(section.text).plain) else {
                throw Problems("quote", "not_there", Phrase("knowledge.problem.not_quoted"))
            }
            (comment.before, comment.after) = (found.before.orNil, found.after.orNil)
        }
        comment.author = desk.moment.actor.person
        comment.saidOn = desk.moment.today
    }

    struct Answering: Form {
        var outcome = GuideComment.Outcome.taken
        var reason: String?
        static let fields: Fields<Answering> = [
            .choice("outcome", \.outcome), .longText("reason", \.reason),
        ]
    }

    /// What becomes of it; whoever does not get what they asked for is told why.
    static let answerComment = Action<GuideComment, Answering>(
        "answer_comment", by: .officers, from: [.received, .answered], to: [.answered],
        prefill: { comment, _ in
            var answering = Answering()
            answering.outcome = comment?.outcome ?? .taken
            answering.reason = comment?.reason
            return answering
        }
    ) { comment, input, desk in
        guard input.outcome == .taken || input.reason != nil else {
            throw Problems("reason", "required", Phrase("knowledge.problem.no_reason"))
        }
        comment.outcome = input.outcome
        comment.reason = input.reason
        comment.answeredOn = desk.moment.today
    }

    /// Taken back by who made it, or taken away by staff: advertising, abuse.
    static let withdrawComment = Action<GuideComment, Nothing>(
        "withdraw_comment", by: [.party(field: "author")] + .officers, from: [.received, .answered],
        to: [.withdrawn]
    ) { _, _, _ in }
}

extension String {
    /// Nil for nothing.
    var orNil: String? { isEmpty ? nil : self }
}
