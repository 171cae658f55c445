// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A question put to a body, and what became of it. It lies with the desk that is to answer; when it
/// is handed over it moves there under the same id, with its thread and the day that was promised.
public struct Question: Record {
    /// Who may read it, once it is answered.
    public enum Visibility: String, Choice { case `private`, members, everyone }

    public var subject = ""
    public var text = ""
    public var audience = Audience.resident
    public var topic: Topic?
    /// The tenant it is about, if the asker named one.
    public var place: String?
    public var language: Tongue?
    public var visibility = Visibility.private
    public var files: [FileReference] = []
    public var desk = RecordID.none
    public var askedOn: Day?
    public var promisedOn: Day?
    public var answer: String?
    public var answeredOn: Day?
    public var rating: Int?
    public var ratingWords: String?

    public var name: String?
    public var asker: RecordID?
    /// The digest of the secret by which somebody without an account follows it.
    public var key: String?
    public var keyUntil: Day?

    public var assignedTo: RecordID?
    /// Who has it now, once it has moved; whom it came from.
    public var movedTo: String?
    public var cameFrom: String?
    /// Who reads it as it stands: `visibility`, as long as there is something to read.
    public var seenBy = Visibility.private

    public init() {}

    public static let fields: Fields<Question> = [
        .text("subject", \.subject, max: 200),
        .longText("text", \.text, max: 20_000),
        .choice("audience", \.audience),
        .choice("topic", \.topic),
        .text("place", \.place, max: 63),
        .choice("language", \.language),
        .choice("visibility", \.visibility),
        .files("files", \.files, max: 10),
        .link("desk", \.desk, to: "knowledge.desk"),
        Field.day("asked_on", \.askedOn).derived(),
        Field.day("promised_on", \.promisedOn).derived(),
        Field.longText("answer", \.answer, max: 20_000).derived(),
        Field.day("answered_on", \.answeredOn).derived(),
        Field.integer("rating", \.rating, in: 1...5).derived(),
        Field.longText("rating_words", \.ratingWords, privacy: .personal).derived(),
        .text("name", \.name, privacy: .personal),
        Field.person("asker", \.asker, privacy: .personal).derived(),
        Field.text("key", \.key, max: 64, privacy: .staff).derived().unseen(),
        Field.day("key_until", \.keyUntil, privacy: .personal).derived(),
        Field.person("assigned_to", \.assignedTo).derived(),
        Field.text("moved_to", \.movedTo, max: 63, privacy: .staff).derived(),
        Field.text("came_from", \.cameFrom, max: 63, privacy: .staff).derived(),
        Field.choice("seen_by", \.seenBy).derived(),
    ]

    public static let kind = RecordKind(
        Question.self, system: "knowledge", name: "question", plural: "questions",
        states: [.asked, .answered, .settled, .leaving, .moved, .withdrawn],
        readers: .staff + [
            .party(field: "asker"), .holder(field: "key"),
            .on(field: "seen_by", ["everyone"], .anyone),
            .on(field: "seen_by", ["members"], .role(.member)),
        ], hidesPast: true,
        list: ListShape(
            columns: ["subject", "topic", "asked_on", "promised_on", "answered_on"],
            filters: ["topic", "audience", "language"], order: "asked_on"),
        indexes: [["promised_on"], ["asker"]],
        found: ["subject", "text", "answer"],
        linked: LinkedTerms(
            names: ["subject": "dct:title", "text": "dct:description"], codes: ["place"]))

    public static func settle(_ question: inout Stored<Question>, at moment: Moment) {
        let isAnswered = question.state == .answered || question.state == .settled
        question.seenBy = isAnswered ? question.visibility : .private
    }

    public static func publication(
        of question: Stored<Question>, at moment: Moment
    ) -> Publication? {
        let kind: PublishedKind
        switch question.seenBy {
        case .private: return nil
        case .members: kind = .sharedQuestion
        case .everyone: kind = .question
        }
        return Publication(
            kind: kind.name, reference: "", title: question.subject,
            summary: question.answer ?? "", status: question.state.rawValue,
            day: question.answeredOn,
            columns: ["topic": question.topic.stored, "language": question.language.stored],
            body: [
                "question": .string(question.text), "answer": .optional(question.answer),
                "topic": .optional(question.topic?.rawValue),
                "audience": .string(question.audience.rawValue),
                "language": .optional(question.language?.rawValue),
            ])
    }
}

extension State {
    static let asked: State = "asked"
    static let answered: State = "answered"
    static let settled: State = "settled"
    /// On its way to another body, which has not said yet that it has it.
    static let leaving: State = "leaving"
    static let moved: State = "moved"
    static let withdrawn: State = "withdrawn"
}
