// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A text that a body looks after for others, in editions: whose it is, for whom, and until when
/// somebody vouches for it. What it says stands in its editions' sections.
public struct Guide: Record {
    public var title = ""
    public var summary = ""
    public var topic: Topic?
    /// For whom; none named: for everybody.
    public var readers: Several<ReaderRole> = []
    public var language: Tongue?
    public var owner: RecordID?
    public var expiresOn = Day.first
    /// The number of the edition that stands.
    public var edition: Int?
    public var publishedOn: Day?
    public var current: RecordID?
    /// The edition that is being written.
    public var draft: RecordID?
    /// The sections of the edition that stands: anchor, title and sort of each.
    public var contents: JSON?

    public init() {}

    public static let fields: Fields<Guide> = [
        .text("title", \.title),
        .longText("summary", \.summary, max: 2_000),
        .choice("topic", \.topic),
        .choices("readers", \.readers),
        .choice("language", \.language),
        .person("owner", \.owner),
        .day("expires_on", \.expiresOn),
        Field.integer("edition", \.edition, in: 1...10_000).derived(),
        Field.day("published_on", \.publishedOn).derived(),
        Field.link("current", \.current, to: "knowledge.edition").derived(),
        Field.link("draft", \.draft, to: "knowledge.edition", privacy: .staff).derived(),
        .json("contents", \.contents),
    ]

    public static let kind = RecordKind(
        Guide.self, system: "knowledge", name: "guide", plural: "guides",
        states: [.draft, .published, .expired, .withdrawn],
        readers: .staff + [.on(field: "state", ["published", "expired"], .anyone)],
        list: ListShape(
            columns: ["title", "topic", "readers", "language", "edition", "expires_on"],
            filters: ["topic", "readers", "language"], order: "title", descending: false),
        found: ["title", "summary"],
        linked: LinkedTerms(
            ["dcat:Dataset", "adms:Asset", "schema:Article"],
            names: [
                "summary": "dct:description", "edition": "dcat:version", "published_on": "dct:issued",
                "expires_on": "dct:valid",
            ]))

    /// One that has expired stays to be read, and says so.
    public static func publication(of guide: Stored<Guide>, at moment: Moment) -> Publication? {
        guard guide.state == .published || guide.state == .expired else { return nil }
        var columns = guide.readers.columns
        columns["topic"] = guide.topic.stored
        columns["language"] = guide.language.stored
        columns["edition"] = guide.edition.stored
        columns["expires_on"] = guide.expiresOn.stored
        return Publication(
            kind: PublishedKind.guide.name, reference: "", title: guide.title,
            summary: guide.summary, status: guide.state.rawValue, day: guide.publishedOn,
            columns: columns,
            body: [
                "title": .string(guide.title), "summary": .string(guide.summary),
                "topic": .optional(guide.topic?.rawValue), "readers": guide.readers.json,
                "language": .optional(guide.language?.rawValue),
                "edition": guide.edition.map { .integer($0) } ?? .null,
                "publishedOn": .optional(guide.publishedOn?.description),
                "expiresOn": .string(guide.expiresOn.description),
                "contents": guide.contents ?? [],
            ])
    }
}
