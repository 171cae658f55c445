// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension TranslationActions {
    static let byPeople = [translate.kind, correct.kind, check.kind, withdraw.kind]

    private static let read: [State] = [.current, .outdated]

    /// A translation that a person made.
    static let translate = Action<Translation, Translation>(
        "translate", by: .officers, to: read, at: "original"
    ) { translation, input, desk in
        translation.fields.take(["original", "sort", "part", "language"], from: input.fields)
        if translation.sort != .section { translation.part = nil }
        let original = try original(of: translation.fields, desk)
        try mustBeFirst(translation, desk)
        try take(input.texts, input.digest, into: &translation, of: original, desk)
    }

    struct Correcting: Form {
        var texts = TranslatedTexts()
        var digest: String?
        static let fields = Fields(
            TranslatedTexts.all.map { $0.within(\Correcting.texts) }
                + [.text("digest", \.digest, max: 64)])
    }

    /// Another wording, or the one for what the original says now. What a machine made becomes a
    /// person's by that.
    static let correct = Action<Translation, Correcting>(
        "correct_translation", by: .officers, from: [.requested] + read, to: read,
        prefill: { translation, _ in
            var correcting = Correcting()
            if let translation { correcting.texts = translation.texts }
            return correcting
        }
    ) { translation, input, desk in
        let original = try original(of: translation.fields, desk)
        try take(input.texts, input.digest, into: &translation, of: original, desk)
    }

    /// A person's words, made of what the original said when they saw it.
    private static func take(
        _ texts: TranslatedTexts, _ seen: String?, into translation: inout Stored<Translation>,
        of original: Original, _ desk: any Desk
    ) throws {
        try translation.take(texts, of: original)
        translation.made = .person
        translation.madeOn = desk.moment.today
        translation.translator = desk.moment.actor.person
        (translation.checkedOn, translation.askedAt, translation.failure) = (nil, nil, nil)
        hold(&translation, seen, to: original, desk)
    }

    /// From now on it is measured by what the original said when somebody saw it.
    static func hold(
        _ translation: inout Stored<Translation>, _ seen: String?, to original: Original, _ desk: any Desk
    ) {
        translation.digest = seen ?? original.digest
        if translation.digest == original.digest { translation.edition = original.edition }
        translation.state = .current
        translation.compare(with: original, at: desk.moment)
    }

    struct Checking: Form {
        var digest: String?
        static let fields: Fields<Checking> = [.text("digest", \.digest, max: 64)]
    }

    /// Somebody vouches that it says what the original says now.
    static let check = Action<Translation, Checking>(
        "check_translation", by: .officers, from: read, to: [.current],
        unless: { translation, _ in
            translation.state == .current && (translation.made == .person || translation.checkedOn != nil)
                ? Phrase("knowledge.obstacle.is_right") : nil
        }
    ) { translation, input, desk in
        let original = try original(of: translation.fields, desk)
        guard input.digest ?? original.digest == original.digest else {
            throw Problems("digest", "changed", Phrase("knowledge.problem.original_changed"))
        }
        translation.checkedOn = desk.moment.today
        hold(&translation, nil, to: original, desk)
    }

    static let withdraw = Action<Translation, Nothing>(
        "withdraw_translation", by: .officers, from: [.requested] + read, to: [.withdrawn]
    ) { translation, _, _ in
        (translation.seenBy, translation.askedAt, translation.failure) = (.staff, nil, nil)
    }
}
