// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A checklist or a template of some body's guide as an officer fills it in and keeps it, in their
/// own tenant, with where it came from.
public struct Sheet: Record {
    public enum Sort: String, Choice { case checklist, template }

    public var title = ""
    public var sort = Sort.checklist
    /// Whose guide it is of: the slug of a tenant, the id of the guide, its title, the number of the
    /// edition and the anchor of the section.
    public var body = ""
    public var guide = ""
    public var guideTitle = ""
    public var edition = 1
    public var anchor = ""
    /// A checklist's lines as `[ ]` and `[x]`, with notes below them; a template's text.
    public var text = ""
    /// What it is filled in for.
    public var about: String?
    public var filledBy: RecordID?

    public init() {}

    public static let fields: Fields<Sheet> = [
        .text("title", \.title),
        .longText("about", \.about, max: 2_000),
        .choice("sort", \.sort),
        .tenant("body", \.body),
        Field.text("guide", \.guide, max: 36).unseen(),
        .text("guide_title", \.guideTitle),
        .integer("edition", \.edition, in: 1...10_000),
        Field.text("anchor", \.anchor, max: 80).unseen(),
        .longText("text", \.text, max: 100_000),
        Field.person("filled_by", \.filledBy).derived(),
    ]

    public static let kind = RecordKind(
        Sheet.self, system: "knowledge", name: "sheet", plural: "sheets",
        states: [.filling, .finished], readers: .staff,
        list: ListShape(
            columns: ["title", "guide_title", "sort", "filled_by"], filters: ["sort"], order: "id"),
        found: ["title"])
}

extension State {
    static let filling: State = "filling"
    static let finished: State = "finished"
}
