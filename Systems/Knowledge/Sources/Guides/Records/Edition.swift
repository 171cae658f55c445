// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A guide as it was put out once: what is published never changes, the next edition does.
public struct Edition: Record {
    public var guide = RecordID.none
    public var number = 1
    /// What the guide was called when it came out.
    public var title = ""
    /// What is new in it.
    public var about: String?
    public var publishedOn: Day?
    public var seenBy = Reach.private
    /// The digest of the secret by which those invited to comment read it.
    public var key: String?

    public init() {}

    public static let fields: Fields<Edition> = [
        Field.link("guide", \.guide, to: "knowledge.guide").derived(),
        Field.integer("number", \.number, in: 1...10_000).derived(),
        Field.text("title", \.title).derived(),
        .longText("about", \.about, max: 2_000),
        Field.day("published_on", \.publishedOn).derived(),
        Field.choice("seen_by", \.seenBy).derived(),
        Field.text("key", \.key, max: 64, privacy: .staff).derived().unseen(),
    ]

    public static let kind = RecordKind(
        Edition.self, system: "knowledge", name: "edition", plural: "editions",
        states: [.draft, .inRound, .published, .replaced, .withdrawn],
        readers: .staff + .reached,
        list: ListShape(
            columns: ["title", "number", "published_on"], filters: ["guide"], order: "published_on"),
        indexes: [["guide", "number"]])
}
