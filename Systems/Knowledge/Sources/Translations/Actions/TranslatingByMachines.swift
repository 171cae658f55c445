// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension TranslationActions {
    static let byMachines = [ask.kind, askAgain.kind, take.kind, fail.kind]

    /// The kind of the job that asks the machine; its last part names who acts.
    static let job = "knowledge.translator"
    private static let machine: [Grant] = [.system("translator")]
    private static let there: [State] = [.requested, .current, .outdated]

    struct Asking: Form {
        var original = ""
        var sort = Translation.Sort.guide
        var part: String?
        var language = Tongue.en
        static let fields: Fields<Asking> = [
            .text("original", \.original, max: 36), .choice("sort", \.sort),
            .text("part", \.part, max: 80), .choice("language", \.language),
        ]
    }

    /// Has a machine translate what nobody has translated yet.
    static let ask = Action<Translation, Asking>(
        "have_translated", by: .officers, to: [.requested], at: "original"
    ) { translation, input, desk in
        translation.fields.take(["original", "sort", "part", "language"], from: input.fields)
        if translation.sort != .section { translation.part = nil }
        _ = try original(of: translation.fields, desk)
        try mustBeFirst(translation, desk)
        try queue(&translation, desk)
    }

    /// Has a machine try again, or translate anew what has changed. What a person wrote is theirs.
    static let askAgain = Action<Translation, Nothing>(
        "have_translated_again", by: .officers, from: there,
        unless: { translation, _ in
            translation.made == .person ? Phrase("knowledge.obstacle.by_person") : nil
        }
    ) { translation, _, desk in
        guard translation.made == .machine else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.by_person"))
        }
        _ = try original(of: translation.fields, desk)
        try queue(&translation, desk)
    }

    private static func queue(_ translation: inout Stored<Translation>, _ desk: any Desk) throws {
        translation.made = .machine
        translation.askedAt = desk.moment.now
        translation.failure = nil
        // One after another: a machine has better things to do than one guide's forty sections.
        try desk.queue(Job(job, ["record": .string(translation.id.text)], lane: "translator"))
    }

    /// What the machine answered. A person may have been quicker: then it is too late.
    static let take = Action<Translation, Correcting>(
        "take_translation", by: machine, from: there, to: [.current, .outdated], isInternal: true
    ) { translation, input, desk in
        let isWanted = translation.askedAt != nil || translation.state == .requested
        guard translation.made == .machine, isWanted else {
            throw Refusal.notNow(Phrase("knowledge.obstacle.by_person"))
        }
        let original = try original(of: translation.fields, desk)
        try translation.take(input.texts, of: original)
        translation.madeOn = desk.moment.today
        (translation.checkedOn, translation.askedAt, translation.failure) = (nil, nil, nil)
        (translation.staleSince, translation.staleOn) = (nil, nil)
        hold(&translation, input.digest, to: original, desk)
    }

    struct Failing: Form {
        var reason = ""
        var isFinal = false
        static let fields: Fields<Failing> = [
            .text("reason", \.reason, max: 300), .flag("is_final", \.isFinal),
        ]
    }

    /// Why the machine has not translated, and whether it will be asked once more by itself.
    static let fail = Action<Translation, Failing>(
        "fail_translation", by: machine, from: there, isInternal: true
    ) { translation, input, _ in
        guard translation.askedAt != nil else { return }
        translation.failure = input.reason
        if input.isFinal { translation.askedAt = nil }
    }
}
