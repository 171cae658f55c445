// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Something an organisation works with and can hand on: the text of a letter, a set of conditions, an
/// overlay of rules, a checklist. One that was taken over knows from whom, and which edition it is of.
public struct Thing: Record {
    public enum Sort: String, Choice {
        case letterTemplate = "letter_template"
        case conditions
        case ruleOverlay = "rule_overlay"
        case checklist
    }

    public var name = ""
    public var sort = Sort.checklist
    public var text = ""
    public var edition = 1
    /// The tenant and the practice it came from, and the edition of theirs it is.
    public var origin: String?
    public var practice: RecordID?
    public var originEdition: Int?
    /// Whether it was changed since it was taken over.
    public var isOurs: Bool?
    /// The last edition of theirs that somebody here was told of.
    public var toldEdition: Int?

    public init() {}

    public static let fields: Fields<Thing> = [
        .text("name", \.name),
        .choice("sort", \.sort),
        .longText("text", \.text, max: 50_000),
        Field.integer("edition", \.edition, in: 1...100_000).derived(),
        Field.tenant("origin", \.origin).derived(),
        Field.link("practice", \.practice, to: "knowledge.practice").derived().unseen(),
        Field.integer("origin_edition", \.originEdition, in: 1...100_000).derived(),
        Field.flag("is_ours", \.isOurs).derived(),
        Field.integer("told_edition", \.toldEdition, in: 1...100_000, privacy: .staff).derived(),
    ]

    public static let kind = RecordKind(
        Thing.self, system: "knowledge", name: "thing", plural: "things",
        states: [.inUse, .retired], readers: .staff,
        list: ListShape(
            columns: ["name", "sort", "edition", "origin"], filters: ["sort"], order: "name",
            descending: false),
        indexes: [["practice"]],
        found: ["name"])
}

extension State {
    static let inUse: State = "in_use"
    static let retired: State = "retired"
}
