// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Following a body, and how its digest goes out.
enum DigestActions {
    static let all = [
        follow.kind, change.kind, stop.kind, again.kind, chooseDay.kind, begin.kind, note.kind,
    ]

    /// Who is told nothing more by the link in a mail.
    static let link = Actor.system("mail")
    private static let own: [Grant] = [.party(field: "person")]

    /// Once at a body; who follows it already changes what.
    static let follow = Action<Subscription, Subscription>(
        "follow", by: [.signedIn], to: [.active]
    ) { subscription, input, desk in
        guard let person = desk.moment.actor.person else { throw Refusal.signIn }
        let there = try desk.list(Subscription.self, Query([.field("person", is: person)], limit: 1))
        guard there.isEmpty else { throw Refusal.notNow(Phrase("knowledge.refusal.follows")) }
        take(input, &subscription, desk)
        subscription.person = person
        if try desk.list(Digest.self, Query(limit: 1)).isEmpty { _ = try desk.create(Digest(), in: .open) }
    }

    static let change = Action<Subscription, Subscription>(
        "change_following", by: own, from: [.active, .stopped], to: [.active],
        prefill: { subscription, _ in subscription?.fields ?? Subscription() }
    ) { subscription, input, desk in take(input, &subscription, desk) }

    private static func take(
        _ input: Sent<Subscription>, _ subscription: inout Stored<Subscription>, _ desk: any Desk
    ) {
        subscription.fields.take(Set(Subscription.chosen.map(\.name)), from: input.fields)
        subscription.since = desk.moment.now
    }

    static let stop = Action<Subscription, Nothing>(
        "stop_following", by: own + [.system("mail")], from: [.active], to: [.stopped]
    ) { _, _, _ in }

    static let again = Action<Subscription, Nothing>(
        "follow_again", by: own + [.system("mail")], from: [.stopped], to: [.active]
    ) { subscription, _, desk in subscription.since = desk.moment.now }
}

extension DigestActions {
    struct OnDay: Form {
        var weekday = Digest.DayOfWeek.monday
        static let fields: Fields<OnDay> = [.choice("weekday", \.weekday)]
    }

    static let chooseDay = Action<Digest, OnDay>(
        "choose_digest_day", by: .managers, from: [.open],
        prefill: { digest, _ in
            var day = OnDay()
            if let digest { day.weekday = digest.weekday }
            return day
        }
    ) { digest, input, _ in digest.weekday = input.weekday }

    struct Span: Form {
        var dueOn = Day.first
        var after = 0
        var until = 0
        static let fields: Fields<Span> = [
            .day("due_on", \.dueOn), .integer("after_place", \.after, in: 0...Int.max),
            .integer("until_place", \.until, in: 0...Int.max),
        ]
    }

    /// Says what the next one tells, before anybody is told: whoever goes on after a crash tells the same.
    static let begin = Action<Digest, Span>(
        "begin_digest", by: [.system("clock")], from: [.open], isInternal: true
    ) { digest, input, desk in
        guard digest.dueOn.map({ $0 < input.dueOn }) ?? true else {
            throw Refusal.notNow(Phrase("knowledge.refusal.digest_sent"))
        }
        (digest.dueOn, digest.after, digest.until) = (input.dueOn, input.after, input.until)
        digest.people = nil
        try desk.queue(
            Job(
                DigestBuilding.job, ["record": .string(digest.id.text)], key: input.dueOn.description))
    }

    struct Count: Form {
        var people = 0
        static let fields: Fields<Count> = [.integer("people", \.people, in: 0...Int.max)]
    }

    static let note = Action<Digest, Count>(
        "note_digest", by: [.system("digest")], from: [.open], isInternal: true
    ) { digest, input, _ in digest.people = input.people }
}
