// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension GuideActions {
    static let rounds = [
        openRound.kind, extendRound.kind, cancelRound.kind, startRound.kind, closeRound.kind,
        reportRound.kind,
    ]

    /// Puts an edition before others for a time. One that is still a draft is read by them as long as
    /// the round is open, and does not change meanwhile.
    static let openRound = Action<Round, Round>(
        "open_round", by: .officers, to: [.planned, .open],
        prefill: { _, moment in
            var round = Round()
            round.opensOn = moment.today
            round.closesOn = moment.today.adding(days: 28)
            return round
        }
    ) { round, input, desk in
        guard let edition = try desk.find(Edition.self, input.edition),
            edition.state == .draft || edition.state == .published
        else { throw Problems("edition", "not_found", Phrase("knowledge.problem.no_edition")) }
        guard try running(edition.guide, desk).isEmpty else {
            throw Problems("edition", "has_round", Phrase("knowledge.problem.has_round"))
        }
        round.fields.take(
            ["edition", "title", "about", "opens_on", "closes_on", "open_to"], from: input.fields)
        try check(round.fields, desk)
        round.guide = edition.guide
        if input.openTo == .invited {
            guard let key = input.key, QuestionActions.isDigest(key) else {
                throw Problems("key", "required", Phrase("knowledge.problem.no_key"))
            }
            round.key = key
        }
        round.state = .planned
        if input.opensOn <= desk.moment.today { try start(&round, desk) }
    }

    private static func check(_ round: Round, _ desk: any Desk) throws {
        var problems = Problems()
        if round.closesOn < round.opensOn {
            problems.add("closes_on", "before", Phrase("knowledge.problem.closes_before"))
        } else if round.closesOn < desk.moment.today {
            problems.add("closes_on", "past", Phrase("knowledge.problem.closes_past"))
        }
        try problems.check()
    }

    /// The rounds of a guide that are to come or under way.
    static func running(_ guide: RecordID, _ desk: any Desk) throws -> [Stored<Round>] {
        try desk.list(Round.self, Query([.field("guide", is: guide), .state(.planned, .open)]))
    }

    private static func start(_ round: inout Stored<Round>, _ desk: any Desk) throws {
        round.state = .open
        guard var edition = try desk.find(Edition.self, round.edition), edition.state == .draft else {
            return
        }
        try put(&edition, in: .inRound, for: round.openTo.reach, key: round.key, desk)
        _ = try desk.save(edition)
    }

    /// A draft is nobody's business again but its writers'.
    private static func takeBack(_ round: Stored<Round>, _ desk: any Desk) throws {
        guard var edition = try desk.find(Edition.self, round.edition), edition.state == .inRound else {
            return
        }
        try put(&edition, in: .draft, for: .private, desk)
        _ = try desk.save(edition)
    }

    struct Longer: Form {
        var closesOn = Day.first
        static let fields: Fields<Longer> = [.day("closes_on", \.closesOn)]
    }

    static let extendRound = Action<Round, Longer>(
        "extend_round", by: .officers, from: [.planned, .open],
        prefill: { round, _ in
            var longer = Longer()
            longer.closesOn = round?.closesOn ?? .first
            return longer
        }
    ) { round, input, desk in
        round.closesOn = input.closesOn
        try check(round.fields, desk)
    }

    static let cancelRound = Action<Round, Nothing>(
        "cancel_round", by: .officers, from: [.planned, .open], to: [.cancelled]
    ) { round, _, desk in try takeBack(round, desk) }

    /// Its first day has come.
    static let startRound = Action<Round, Nothing>(
        "start_round", by: [.system("clock")], from: [.planned], to: [.open], isInternal: true
    ) { round, _, desk in try start(&round, desk) }

    /// Its last day has passed.
    static let closeRound = Action<Round, Nothing>(
        "close_round", by: [.system("clock")], from: [.planned, .open], to: [.closed],
        isInternal: true
    ) { round, _, desk in
        try takeBack(round, desk)
        let waiting = try comments(on: round.id, .received, desk)
        try tellOwner(
            of: guide(round.guide, desk), "knowledge.notice.round_closed",
            "rounds/\(round.id.text)", desk,
            ["round": round.title, "count": String(waiting.count)])
    }

    /// Says to all who could take part what became of each comment.
    static let reportRound = Action<Round, Nothing>(
        "report_round", by: .officers, from: [.closed], to: [.reported]
    ) { round, _, desk in
        guard try comments(on: round.id, .received, desk).isEmpty else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.unanswered"))
        }
        round.reportedOn = desk.moment.today
        let path = "/t/\(desk.moment.tenant.slug)/knowledge/rounds/\(round.id.text)/report"
        var told: Set<RecordID> = []
        for var comment in try comments(on: round.id, .answered, desk) {
            (comment.seenBy, comment.key) = (round.openTo.reach, round.key)
            _ = try desk.save(comment)
            guard let author = comment.author, told.insert(author).inserted else { continue }
            try desk.notify(
                Notice(
                    to: author, Phrase("knowledge.notice.round_reported", ["round": round.title]),
                    path: path))
        }
    }

    static func comments(
        on round: RecordID, _ state: State, _ desk: any Desk
    ) throws -> [Stored<GuideComment>] {
        try desk.list(
            GuideComment.self, Query([.field("round", is: round), .state(state)], limit: 100_000))
    }
}
