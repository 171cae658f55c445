// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What of a question and of what was said on it moves with it, by letter. Declared as fields anew,
/// since a letter also brings what no form asks for.
enum Moving {
    static let question: [Field<Question>] = [
        .text("subject", \.subject, max: 200), .longText("text", \.text, max: 20_000),
        .choice("audience", \.audience), .choice("topic", \.topic),
        .text("place", \.place, max: 63), .choice("language", \.language),
        .choice("visibility", \.visibility), .files("files", \.files, max: 10),
        .day("asked_on", \.askedOn), .day("promised_on", \.promisedOn),
        .text("name", \.name, privacy: .personal), .person("asker", \.asker, privacy: .personal),
        .text("key", \.key, max: 64, privacy: .staff),
        .day("key_until", \.keyUntil, privacy: .personal),
    ]

    static let message: [Field<Message>] = [
        .link("question", \.question, to: "knowledge.question"), .choice("side", \.side),
        .text("body", \.body, max: 63), .text("desk", \.desk, max: 120),
        .text("handed_to", \.handedTo, max: 63), .text("handed_to_desk", \.handedToDesk, max: 120),
        .longText("text", \.text, max: 20_000),
        .files("files", \.files, max: 10), .instant("said_at", \.saidAt),
        .person("author", \.author, privacy: .personal),
    ]

    /// The members of a letter's body: what is there of these fields.
    static func json<R: Record>(_ record: R, _ fields: [Field<R>]) -> JSONObject {
        var members: JSONObject = [:]
        for field in fields.map(\.description) {
            guard let value = record.value(of: field.name), !value.isNull else { continue }
            members[field.name] = field.json(value)
        }
        return members
    }
}

extension Question {
    /// The whole of it, as it goes to another body's desk.
    func letter(id: RecordID, to desk: RecordID) -> JSON {
        var members = Moving.json(self, Moving.question)
        members["record"] = .string(id.text)
        members["to_desk"] = .string(desk.text)
        return .object(members)
    }
}

extension Message {
    func letter(id: RecordID) -> JSON {
        var members = Moving.json(self, Moving.message)
        members["record"] = .string(id.text)
        return .object(members)
    }
}
