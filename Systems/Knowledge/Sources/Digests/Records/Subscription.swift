// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What somebody follows at a body, and how they are told. It lies with the body it is asked of, and is
/// nobody's business but theirs: the body sees how many there are.
public struct Subscription: Record {
    /// The parts of what a network knows.
    public enum Part: String, Choice { case answers, questions, guides, practices, events }

    /// Whose news: the body's alone, or those of every tenant.
    public enum Scope: String, Choice { case body, network }

    public enum Pace: String, Choice { case weekly, atOnce = "at_once" }

    public var person: RecordID?
    /// Which parts; none named: all.
    public var parts: Several<Part> = []
    /// What it may be about. Where neither this, nor a reader, nor duties are named, everything.
    public var topic: Several<Topic> = []
    /// For whom it is written, of what names its readers.
    public var readers: Several<ReaderRole> = []
    /// Whether also what concerns the duties they hold, whichever those are by then.
    public var byDuty: Bool?
    /// In which languages; none named: all.
    public var language: Several<Tongue> = []
    public var scope = Scope.body
    public var pace = Pace.weekly
    /// Since when they follow it so: what is older is not told at once.
    public var since: Instant?

    public init() {}

    /// What they choose themselves.
    static let chosen: [Field<Subscription>] = [
        .choices("parts", \.parts), .choices("topic", \.topic), .choices("readers", \.readers),
        .flag("by_duty", \.byDuty), .choices("language", \.language), .choice("scope", \.scope),
        .choice("pace", \.pace),
    ]

    public static let fields = Fields(
        chosen + [
            Field.instant("since", \.since).derived(),
            Field.person("person", \.person, privacy: .personal).derived(),
        ])

    public static let kind = RecordKind(
        Subscription.self, system: "knowledge", name: "subscription", plural: "subscriptions",
        states: [.active, .stopped], readers: [.party(field: "person")],
        list: ListShape(columns: ["topic", "parts", "scope", "pace"], order: "id"),
        indexes: [["person"], ["pace"]])
}

extension State {
    static let active: State = "active"
    static let stopped: State = "stopped"
}
