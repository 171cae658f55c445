// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension GuideActions {
    static let editing = [publish.kind, describe.kind, discard.kind]

    /// Puts an edition out: from now on nothing in it changes. The one before stays to be read.
    static let publish = Action<Edition, Next>(
        "publish_edition", by: .officers, from: [.draft], to: [.published],
        prefill: { edition, _ in
            var next = Next()
            next.about = edition?.about
            return next
        }
    ) { edition, input, desk in
        var guide = try guide(edition.guide, desk)
        let parts = try sections(of: edition.id, desk)
        guard !parts.isEmpty else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.empty"))
        }
        try check(guide.fields, desk)
        if let id = guide.current, var old = try desk.find(Edition.self, id) {
            try put(&old, in: .replaced, for: .everyone, desk)
            _ = try desk.save(old)
        }
        let (today, number, title) = (desk.moment.today, edition.number, guide.title)
        if input.given.contains("about") { edition.about = input.about }
        (edition.title, edition.publishedOn) = (title, today)
        try put(&edition, in: .published, for: .everyone, desk) { section in
            (section.guideTitle, section.number, section.publishedOn) = (title, number, today)
        }
        (guide.state, guide.edition, guide.publishedOn) = (.published, number, today)
        (guide.current, guide.draft) = (edition.id, nil)
        guide.contents = .array(
            parts.map { part in
                [
                    "anchor": .string(part.anchor), "title": .string(part.title),
                    "sort": .string(part.sort.rawValue),
                ]
            })
        _ = try desk.save(guide)
        try TranslationActions.follow(guide, sections: parts, desk)
    }

    /// What is new in it, while it is written.
    static let describe = Action<Edition, Next>(
        "describe_edition", by: .officers, from: [.draft],
        prefill: { edition, _ in
            var next = Next()
            next.about = edition?.about
            return next
        }
    ) { edition, input, _ in edition.about = input.about }

    /// The edition that was begun is given up; the one before stands.
    static let discard = Action<Edition, Nothing>(
        "discard_edition", by: .officers, from: [.draft], to: [.withdrawn],
        unless: { edition, _ in
            edition.number > 1 ? nil : Phrase("knowledge.obstacle.first_edition")
        }
    ) { edition, _, desk in
        guard edition.number > 1 else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.first_edition"))
        }
        try put(&edition, in: .withdrawn, for: .private, desk)
        var guide = try guide(edition.guide, desk)
        guide.draft = nil
        _ = try desk.save(guide)
    }
}
