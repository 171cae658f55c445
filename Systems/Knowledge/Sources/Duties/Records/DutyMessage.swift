// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Something said to a duty, whoever holds it: it waits where nobody does, and whoever comes next finds
/// it.
public struct DutyMessage: Record {
    public var duty = Duty.networkContact
    /// The tenant it came from; of one that was sent, where it went.
    public var other = ""
    public var subject = ""
    public var text = ""
    public var files: [FileReference] = []
    public var sentOn: Day?
    public var answer: String?
    public var answeredOn: Day?
    /// The record of it at who sent it.
    public var sent: RecordID?
    /// Whose it is here: who holds the duty, or nobody yet.
    public var holder: RecordID?
    public var standing = Standing.sent
    /// Of one that was sent: who wrote it, how the duty stands there, and whether a manager was told.
    public var author: RecordID?
    public var reception: Reception?
    public var isManagerTold: Bool?

    /// By what it is decided who reads it.
    public enum Standing: String, Choice { case sent, held, vacant }

    /// How it was received: by who holds the duty, or why by nobody yet.
    public enum Reception: String, Choice {
        case held, vacant
        case noAccount = "no_account"
        case noPost = "no_post"
    }

    public init() {}

    public static let fields: Fields<DutyMessage> = [
        .choice("duty", \.duty),
        .tenant("other", \.other),
        .text("subject", \.subject),
        .longText("text", \.text, max: 20_000),
        .files("files", \.files, max: 10),
        Field.day("sent_on", \.sentOn).derived(),
        Field.longText("answer", \.answer, max: 20_000).derived(),
        Field.day("answered_on", \.answeredOn).derived(),
        Field.link("sent", \.sent, to: "knowledge.duty_message").derived().unseen(),
        Field.person("holder", \.holder).derived(),
        Field.choice("standing", \.standing).derived(),
        Field.person("author", \.author, privacy: .personal).derived(),
        Field.choice("reception", \.reception).derived(),
        Field.flag("manager_told", \.isManagerTold).derived(),
    ]

    public static let kind = RecordKind(
        DutyMessage.self, system: "knowledge", name: "duty_message", plural: "duty-messages",
        states: [.sent, .received, .waiting, .answered, .undelivered],
        // What is said to a duty is for who holds it; where nobody does, for who will see to that.
        readers: [
            .on(field: "standing", ["sent"], .role(.officer)),
            .on(field: "standing", ["sent", "vacant"], .role(.manager)),
            .on(field: "standing", ["vacant"], .role(.administrator)), .party(field: "holder"),
        ],
        list: ListShape(
            columns: ["subject", "duty", "other", "sent_on", "answered_on"], filters: ["duty"],
            order: "sent_on"),
        indexes: [["duty"]],
        found: ["subject", "text"])
}

extension State {
    static let sent: State = "sent"
    static let received: State = "received"
    static let undelivered: State = "undelivered"
}
