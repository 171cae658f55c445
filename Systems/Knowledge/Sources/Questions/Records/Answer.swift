// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// An answer that serves more than who asked: published, with somebody who looks after it and a day
/// on which it is to be looked at again.
public struct Answer: Record {
    public var question = ""
    public var answer = ""
    public var topic: Topic?
    public var audience: Several<Audience> = []
    public var language: Tongue?
    public var expiresOn = Day.first
    public var owner: RecordID?
    /// The question it was given to.
    public var source: RecordID?

    public init() {}

    public static let fields: Fields<Answer> = [
        .text("question", \.question, max: 300),
        .longText("answer", \.answer, max: 20_000),
        .choice("topic", \.topic),
        .choices("audience", \.audience),
        .choice("language", \.language),
        .day("expires_on", \.expiresOn),
        .person("owner", \.owner),
        Field.link("source", \.source, to: "knowledge.question", privacy: .staff).derived(),
    ]

    public static let kind = RecordKind(
        Answer.self, system: "knowledge", name: "answer", plural: "answers",
        states: [.current, .expired, .withdrawn],
        readers: .staff + [.on(field: "state", ["current"], .anyone)], hidesPast: true,
        list: ListShape(
            columns: ["question", "topic", "language", "expires_on"],
            filters: ["topic", "language"], order: "expires_on", descending: false),
        indexes: [["source"]],
        found: ["question", "answer"],
        linked: LinkedTerms(
            ["schema:QAPage"],
            names: ["question": "dct:title", "answer": "dct:description", "expires_on": "dct:valid"]))

    public static func publication(of answer: Stored<Answer>, at moment: Moment) -> Publication? {
        guard answer.state == .current else { return nil }
        return Publication(
            kind: PublishedKind.answer.name, reference: "", title: answer.question,
            summary: GuideText(answer.answer).plain, status: answer.state.rawValue, day: moment.today,
            columns: [
                "topic": answer.topic.stored, "language": answer.language.stored,
                "expires_on": answer.expiresOn.stored,
            ],
            body: [
                "question": .string(answer.question), "answer": .string(answer.answer),
                "topic": .optional(answer.topic?.rawValue), "audience": answer.audience.json,
                "language": .optional(answer.language?.rawValue),
                "expiresOn": .string(answer.expiresOn.description),
            ])
    }
}

extension State {
    static let current: State = "current"
    static let expired: State = "expired"
}
