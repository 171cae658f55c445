// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Something that was done somewhere and may serve others: what the problem was, what was done, what
/// it cost and took, and what came of it.
public struct Practice: Record {
    public var title = ""
    public var topic: Topic?
    public var problem = ""
    public var solution = ""
    public var cost: String?
    public var preconditions: String?
    public var effect: String?
    public var evidence: String?
    /// A duty or a desk rather than a person: people change.
    public var contact = ""
    public var since: Day?
    public var language: Tongue?
    /// Where it is known from, of one that is told by somebody else.
    public var source: String?
    public var files: [FileReference] = []

    /// What comes with it to be taken over: its text and the edition of it.
    public var thing: RecordID?
    public var thingSort: Thing.Sort?
    public var thingText: String?
    public var thingEdition: Int?

    public init() {}

    public static let fields: Fields<Practice> = [
        .text("title", \.title),
        .choice("topic", \.topic),
        .longText("problem", \.problem),
        .longText("solution", \.solution, max: 10_000),
        .longText("cost", \.cost, max: 1_000),
        .longText("preconditions", \.preconditions),
        .longText("effect", \.effect),
        .longText("evidence", \.evidence),
        .text("contact", \.contact),
        .day("since", \.since),
        .choice("language", \.language),
        .text("source", \.source, max: 500),
        .files("files", \.files, max: 10),
        Field.link("thing", \.thing, to: "knowledge.thing").derived(),
        Field.choice("thing_sort", \.thingSort).derived(),
        Field.longText("thing_text", \.thingText, max: 50_000).derived(),
        Field.integer("thing_edition", \.thingEdition, in: 1...100_000).derived(),
    ]

    public static let kind = RecordKind(
        Practice.self, system: "knowledge", name: "practice", plural: "practices",
        states: [.draft, .shared, .withdrawn],
        readers: .staff + [.on(field: "state", ["shared"], .anyone)],
        list: ListShape(
            columns: ["title", "topic", "since"], filters: ["topic"], order: "title",
            descending: false),
        indexes: [["thing"]],
        found: ["title", "problem", "solution"],
        linked: LinkedTerms(
            ["schema:Article"],
            names: [
                "problem": "dct:abstract", "solution": "dct:description",
                "preconditions": "dct:requires", "since": "dct:created", "source": "schema:citation",
            ]))

    public static func publication(
        of practice: Stored<Practice>, at moment: Moment
    ) -> Publication? {
        guard practice.state == .shared else { return nil }
        return Publication(
            kind: PublishedKind.practice.name, reference: "", title: practice.title,
            summary: practice.problem + "\n" + practice.solution, status: practice.state.rawValue,
            day: practice.since,
            columns: [
                "topic": practice.topic.stored, "language": practice.language.stored,
                "thing_sort": practice.thingSort.stored,
            ], body: practice.fields.json, documents: practice.files)
    }

    /// The whole of it, as open data gives it.
    private var json: JSON {
        [
            "problem": .string(problem), "solution": .string(solution), "cost": .optional(cost),
            "preconditions": .optional(preconditions), "effect": .optional(effect),
            "evidence": .optional(evidence), "contact": .string(contact),
            "source": .optional(source), "topic": .optional(topic?.rawValue),
            "language": .optional(language?.rawValue), "thingSort": .optional(thingSort?.rawValue),
            "thingText": .optional(thingText),
            "thingEdition": thingEdition.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}

extension State {
    static let shared: State = "shared"
}
