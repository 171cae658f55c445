// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension GuideActions {
    static let writing = [
        write.kind, change.kind, newEdition.kind, keepOn.kind, expire.kind, withdraw.kind,
    ]

    /// How long a guide is good before somebody looks at it again, unless they say otherwise.
    static let guideMonths = 24

    /// A guide nobody but staff sees yet, with its first edition to be written.
    static let write = Action<Guide, Guide>(
        "write_guide", by: .officers, to: [.draft],
        prefill: { _, moment in
            var guide = Guide()
            guide.expiresOn = moment.today.adding(months: guideMonths)
            guide.owner = moment.actor.person
            return guide
        }
    ) { guide, input, desk in
        guide.fields = input.fields
        guide.owner = guide.owner ?? desk.moment.actor.person
        try check(guide.fields, desk)
        guide.draft = try desk.create(edition(1, of: guide), in: .draft).id
    }

    private static func edition(_ number: Int, of guide: Stored<Guide>) -> Edition {
        var edition = Edition()
        edition.guide = guide.id
        edition.number = number
        edition.title = guide.title
        return edition
    }

    /// What a guide is called, for whom it is and who looks after it. What it says changes with
    /// editions alone.
    static let change = Action<Guide, Guide>(
        "change_guide", by: .officers, from: [.draft, .published, .expired],
        prefill: { guide, _ in guide?.fields ?? Guide() }
    ) { guide, input, desk in
        guide.fields.take(
            ["title", "summary", "topic", "readers", "language", "owner", "expires_on"],
            from: input.fields)
        if guide.state != .expired { try check(guide.fields, desk) }
        try TranslationActions.follow(guide, desk)
        guard let id = guide.draft, var draft = try desk.find(Edition.self, id) else { return }
        draft.title = guide.title
        _ = try desk.save(draft)
    }

    struct Next: Form {
        var about: String?
        static let fields: Fields<Next> = [.longText("about", \.about, max: 2_000)]
    }

    /// The next edition: a copy of the one that stands, to be worked on.
    static let newEdition = Action<Guide, Next>(
        "new_edition", by: .officers, from: [.published, .expired],
        unless: { guide, _ in
            guide.draft == nil ? nil : Phrase("knowledge.obstacle.draft")
        }
    ) { guide, input, desk in
        guard guide.draft == nil, let current = guide.current else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.draft"))
        }
        var next = edition((guide.edition ?? 0) + 1, of: guide)
        next.about = input.about
        let kept = try desk.create(next, in: .draft)
        for section in try sections(of: current, desk) {
            var copy = section.fields
            copy.edition = kept.id
            (copy.seenBy, copy.key, copy.publishedOn) = (.private, nil, nil)
            copy.number = next.number
            _ = try desk.create(copy, in: .draft)
        }
        guide.draft = kept.id
    }

    struct Vouching: Form {
        var expiresOn = Day.first
        static let fields: Fields<Vouching> = [.day("expires_on", \.expiresOn)]
    }

    /// It was looked at, and still holds.
    static let keepOn = Action<Guide, Vouching>(
        "keep_guide", by: .officers, from: [.published, .expired], to: [.published],
        prefill: { _, moment in
            var vouching = Vouching()
            vouching.expiresOn = moment.today.adding(months: guideMonths)
            return vouching
        }
    ) { guide, input, desk in
        guide.expiresOn = input.expiresOn
        try check(guide.fields, desk)
    }

    /// Nobody vouches for it any more; it stays to be read, and says so.
    static let expire = Action<Guide, Nothing>(
        "expire_guide", by: [.system("clock")], from: [.published], to: [.expired], isInternal: true
    ) { guide, _, desk in
        try tellOwner(
            of: guide, "knowledge.notice.guide_expired", "guides/\(guide.id.text)", desk)
    }

    /// Taken back, with all its editions.
    static let withdraw = Action<Guide, Nothing>(
        "withdraw_guide", by: .officers, from: [.draft, .published, .expired], to: [.withdrawn]
    ) { guide, _, desk in
        let all = try desk.list(
            Edition.self, Query([.field("guide", is: guide.id)], order: "number", limit: 10_000))
        for var edition in all where edition.state != .withdrawn {
            guard edition.state != .inRound else {
                throw Refusal.notNow(Phrase("knowledge.obstacle.round"))
            }
            try put(&edition, in: .withdrawn, for: .private, desk)
            _ = try desk.save(edition)
        }
        try TranslationActions.follow(guide, desk)
        // Nobody comments on what is not there.
        for var round in try running(guide.id, desk) {
            round.state = .cancelled
            _ = try desk.save(round)
        }
        (guide.draft, guide.current) = (nil, nil)
    }

    static func check(_ guide: Guide, _ desk: any Desk) throws {
        guard guide.expiresOn > desk.moment.today else {
            throw Problems("expires_on", "past", Phrase("knowledge.problem.expires"))
        }
    }
}
