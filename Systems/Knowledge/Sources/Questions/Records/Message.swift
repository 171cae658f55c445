// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Something that was said on a question: by who asked, by the desk, or among its staff. It is shown
/// on the page of the question, to those who may read that.
public struct Message: Record {
    public enum Side: String, Choice { case asker, desk, staff }

    public var question = RecordID.none
    public var side = Side.asker
    /// The body that spoke, for the desk's side.
    public var body: String?
    /// What its desk was called then.
    public var desk: String?
    /// Of one with which the question was handed over: to which body, and which desk there.
    public var handedTo: String?
    public var handedToDesk: String?
    public var text = ""
    public var files: [FileReference] = []
    public var saidAt: Instant?
    public var author: RecordID?
    public var asker: RecordID?
    public var key: String?

    public init() {}

    public static let fields: Fields<Message> = [
        .link("question", \.question, to: "knowledge.question"),
        .choice("side", \.side),
        .tenant("body", \.body),
        .text("desk", \.desk, max: 120),
        .tenant("handed_to", \.handedTo),
        .text("handed_to_desk", \.handedToDesk, max: 120),
        .longText("text", \.text, max: 20_000),
        .files("files", \.files, max: 10),
        .instant("said_at", \.saidAt),
        .person("author", \.author, privacy: .personal),
        Field.person("asker", \.asker, privacy: .personal).derived(),
        Field.text("key", \.key, max: 64, privacy: .staff).derived().unseen(),
    ]

    public static let kind = RecordKind(
        Message.self, system: "knowledge", name: "message", plural: "messages", states: [.said],
        readers: .staff + [
            .on(field: "side", ["asker", "desk"], .party(field: "asker")),
            .on(field: "side", ["asker", "desk"], .holder(field: "key")),
        ],
        list: ListShape(columns: ["text", "side", "said_at"], filters: ["question"], order: "said_at"),
        indexes: [["question"]],
        found: ["text"])
}

extension State {
    static let said: State = "said"
}
