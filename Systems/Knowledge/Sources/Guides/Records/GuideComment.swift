// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What somebody said of a passage in a comment round, and what became of it. Others read it, without
/// the name, in the round's report.
public struct GuideComment: Record {
    public enum Outcome: String, Choice { case taken, partly, refused }

    public var round = RecordID.none
    public var anchor = ""
    public var sectionTitle = ""
    /// The words it is about; nil: the whole section.
    public var quote: String?
    /// What stood before and after them, which tells two equal passages apart.
    public var before: String?
    public var after: String?
    public var text = ""
    public var organisation: String?
    public var name: String?
    public var author: RecordID?
    public var saidOn: Day?
    public var outcome: Outcome?
    public var reason: String?
    public var answeredOn: Day?
    public var seenBy = Reach.private
    public var key: String?

    public init() {}

    public static let fields: Fields<GuideComment> = [
        .link("round", \.round, to: "knowledge.round"),
        Field.text("anchor", \.anchor, max: 80).unseen(),
        .longText("quote", \.quote, max: 2_000),
        .longText("text", \.text, max: 8_000),
        .text("organisation", \.organisation),
        .text("name", \.name, privacy: .personal),
        Field.text("section_title", \.sectionTitle).derived(),
        Field.text("before", \.before).derived(),
        Field.text("after", \.after).derived(),
        Field.person("author", \.author, privacy: .personal).derived(),
        Field.day("said_on", \.saidOn).derived(),
        Field.choice("outcome", \.outcome).derived(),
        Field.longText("reason", \.reason).derived(),
        Field.day("answered_on", \.answeredOn).derived(),
        Field.choice("seen_by", \.seenBy).derived(),
        Field.text("key", \.key, max: 64, privacy: .staff).derived().unseen(),
    ]

    public static let kind = RecordKind(
        GuideComment.self, system: "knowledge", name: "comment", plural: "comments",
        states: [.received, .answered, .withdrawn],
        readers: .staff + [.party(field: "author")] + .reached,
        list: ListShape(
            columns: ["text", "section_title", "organisation", "outcome", "said_on"],
            filters: ["round", "outcome"], order: "said_on", descending: false),
        indexes: [["round"]],
        found: ["text"])

    public static func settle(_ comment: inout Stored<GuideComment>, at moment: Moment) {
        if comment.state == .withdrawn { comment.seenBy = .private }
    }
}
