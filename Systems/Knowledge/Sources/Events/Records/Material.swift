// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Papers and links of an event: what to read before, what was shown and settled.
public struct Material: Record {
    public enum Phase: String, Choice { case before, after }

    public var event = RecordID.none
    /// Of which time of a series; nil: of all.
    public var occurrence: Day?
    public var phase = Phase.before
    public var title = ""
    public var link: String?
    public var files: [FileReference] = []
    /// Who reads it: whoever reads the event.
    public var seenBy = Event.Seen.staff

    public init() {}

    public static let fields: Fields<Material> = [
        .link("event", \.event, to: "knowledge.event"), .day("occurrence", \.occurrence),
        .choice("phase", \.phase), .text("title", \.title, max: 200),
        .text("link", \.link, max: 500), .files("files", \.files, max: 20),
        Field.choice("seen_by", \.seenBy).derived(),
    ]

    public static let kind = RecordKind(
        Material.self, system: "knowledge", name: "material", plural: "materials",
        states: [.current, .withdrawn],
        readers: .staff + [
            .on(field: "seen_by", ["everyone"], .anyone),
            .on(field: "seen_by", ["members"], .role(.member)),
        ],
        list: ListShape(columns: ["title", "phase", "occurrence"], filters: ["event"], order: "id"),
        indexes: [["event"]],
        found: ["title"])
}
