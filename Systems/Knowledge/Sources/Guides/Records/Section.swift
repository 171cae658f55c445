// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A part of an edition that can be linked, cited and commented on. From edition to edition it is
/// known by its anchor, which stays when its title or its place changes.
public struct Section: Record {
    public enum Sort: String, Choice {
        case text
        /// One thing to be done or looked at a line; officers tick it off in a copy of their own.
        case checklist
        /// A text with blanks in double square brackets, filled in likewise.
        case template
    }

    public var edition = RecordID.none
    public var guide = RecordID.none
    public var anchor = ""
    public var position = 1
    public var sort = Sort.text
    public var title = ""
    public var text = ""
    /// The guide and the number of its edition, once they are out.
    public var guideTitle: String?
    public var number: Int?
    public var publishedOn: Day?
    public var seenBy = Reach.private
    public var key: String?

    public init() {}

    public static let fields: Fields<Section> = [
        .link("edition", \.edition, to: "knowledge.edition"),
        .choice("sort", \.sort),
        .text("title", \.title),
        .longText("text", \.text, max: 40_000),
        Field.link("guide", \.guide, to: "knowledge.guide").derived(),
        Field.text("anchor", \.anchor, max: 80).derived(),
        Field.integer("position", \.position, in: 1...10_000).derived(),
        Field.text("guide_title", \.guideTitle).derived(),
        Field.integer("number", \.number, in: 1...10_000).derived(),
        Field.day("published_on", \.publishedOn).derived(),
        Field.choice("seen_by", \.seenBy).derived(),
        Field.text("key", \.key, max: 64, privacy: .staff).derived().unseen(),
    ]

    public static let kind = RecordKind(
        Section.self, system: "knowledge", name: "section", plural: "sections",
        states: [.draft, .inRound, .published, .replaced, .withdrawn, .removed],
        readers: .staff + .reached,
        list: ListShape(
            columns: ["title", "guide_title", "number", "sort"], filters: ["edition", "sort"],
            order: "position", descending: false),
        indexes: [["edition", "position"]],
        found: ["title", "text"])

    /// Those of the edition that stands are found by themselves, and lead into their guide.
    public static func publication(of section: Stored<Section>, at moment: Moment) -> Publication? {
        guard section.state == .published else { return nil }
        return Publication(
            kind: PublishedKind.section.name, reference: section.guideTitle ?? "",
            title: section.title, summary: GuideText(section.text).plain,
            status: section.state.rawValue, day: section.publishedOn,
            columns: [
                "guide": section.guide.stored, "anchor": .text(section.anchor),
                "sort": section.sort.stored, "edition": section.number.stored,
            ],
            body: [
                "guide": .string(section.guide.text), "title": .string(section.title),
                "guideTitle": .optional(section.guideTitle), "anchor": .string(section.anchor),
                "sort": .string(section.sort.rawValue),
                "edition": section.number.map { .integer($0) } ?? .null,
                "text": .string(section.text),
            ])
    }
}
