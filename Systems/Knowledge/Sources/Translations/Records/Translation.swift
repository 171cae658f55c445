// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What something says in another language: by whom it was put into that, of which edition, and
/// whether the original says the same still. One for each original, section and language.
public struct Translation: Record {
    /// What is translated.
    public enum Sort: String, Choice { case guide, section, answer, practice, event }

    public enum Maker: String, Choice { case person, machine }

    /// The id of the guide, answer, practice or event; of a section, that of its guide, so that it
    /// outlives editions.
    public var original = ""
    public var sort = Sort.guide
    /// The anchor of a section.
    public var part: String?
    public var language = Tongue.en
    /// The digest of the texts it was made of, as whoever made it saw them.
    public var digest: String?
    public var texts = TranslatedTexts()

    public var made = Maker.person
    public var madeOn: Day?
    /// Who translated, of a person.
    public var translator: RecordID?
    /// When a person looked at what a machine made, or at what was out of date, and found it right.
    public var checkedOn: Day?
    /// The number of the edition it was made of, or found to be right for; of guides alone.
    public var edition: Int?
    /// Out of date since: the edition, of a guide, and the day. Nil: it is not.
    public var staleSince: Int?
    public var staleOn: Day?
    /// The language of the original, by its code.
    public var source: String?
    public var seenBy = Event.Seen.staff
    /// When a machine was asked that has not answered yet, and what went wrong when it was asked last.
    public var askedAt: Instant?
    public var failure: String?

    public init() {}

    /// What somebody says of it who translates.
    private static let said: [Field<Translation>] = [
        Field.text("original", \.original, max: 36).unseen(), .choice("sort", \.sort),
        .text("part", \.part, max: 80), .choice("language", \.language),
        Field.text("digest", \.digest, max: 64).unseen(),
    ]

    private static let kept: [Field<Translation>] = [
        Field.choice("made", \.made).derived(), Field.day("made_on", \.madeOn).derived(),
        Field.person("translator", \.translator, privacy: .staff).derived(),
        Field.day("checked_on", \.checkedOn).derived(),
        Field.integer("edition", \.edition, in: 1...10_000).derived(),
        Field.integer("stale_since", \.staleSince, in: 1...10_000).derived(),
        Field.day("stale_on", \.staleOn).derived(), Field.text("source", \.source, max: 2).derived(),
        Field.choice("seen_by", \.seenBy).derived(),
        Field.instant("asked_at", \.askedAt, privacy: .staff).derived(),
        Field.text("failure", \.failure, max: 300, privacy: .staff).derived(),
    ]

    public static let fields = Fields(said + TranslatedTexts.all.map { $0.within(\.texts) } + kept)

    /// The language of the original.
    var from: Tongue? { source.flatMap(Tongue.init(rawValue:)) }

    public static let kind = RecordKind(
        Translation.self, system: "knowledge", name: "translation", plural: "translations",
        states: [.requested, .current, .outdated, .withdrawn],
        readers: .staff + [
            .on(field: "seen_by", ["everyone"], .anyone),
            .on(field: "seen_by", ["members"], .role(.member)),
        ], hidesPast: true,
        list: ListShape(
            columns: ["title", "question", "sort", "language", "made", "made_on", "stale_on"],
            filters: ["original", "sort", "language", "made"], order: "made_on"),
        indexes: [["original", "language"], ["sort"]])
}

extension State {
    /// A machine was asked for it, and has not answered yet.
    static let requested: State = "requested"
    /// What the original says now is something else.
    static let outdated: State = "outdated"
}
