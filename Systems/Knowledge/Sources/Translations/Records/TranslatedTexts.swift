// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The texts of an original in another language, each under the name it has there: of all that guides,
/// sections, answers, practices and events have. Longer than there by half: languages differ.
public struct TranslatedTexts: Form {
    public var title: String?
    public var summary: String?
    public var text: String?
    public var question: String?
    public var answer: String?
    public var problem: String?
    public var solution: String?
    public var cost: String?
    public var preconditions: String?
    public var effect: String?
    public var evidence: String?

    public init() {}

    static let all: [Field<TranslatedTexts>] = [
        .text("title", \.title, max: 300), .longText("summary", \.summary, max: 3_000),
        .longText("text", \.text, max: 60_000), .text("question", \.question, max: 450),
        .longText("answer", \.answer, max: 30_000), .longText("problem", \.problem, max: 6_000),
        .longText("solution", \.solution, max: 15_000), .longText("cost", \.cost, max: 1_500),
        .longText("preconditions", \.preconditions, max: 6_000),
        .longText("effect", \.effect, max: 6_000), .longText("evidence", \.evidence, max: 6_000),
    ]

    public static let fields = Fields(all)

    /// The text of that name, if there is one.
    subscript(name: String) -> String? { value(of: name)?.text }
}
