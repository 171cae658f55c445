// SPDX-License-Identifier: EUPL-1.2

/// A question of the portal and what was answered: officers only, since people are asked for
/// their telephone numbers like anything else.
public struct ODPAnswer: Sendable, Hashable {
    public let question: String
    public let answers: [String]
    public let section: String?
    /// What the portal concluded from an answer, such as `Planning permission / Immune`.
    public let flags: [String]
    /// The law or policy behind the question, with its address where one was sent.
    public let policies: [String]
    /// The portal knew the answer and did not ask.
    public let isAutomatic: Bool

    init?(_ at: ODPCursor) {
        guard let question = at["question"].text() else { return nil }
        self.question = question
        let given = at["responses"]
        answers = given.isArray
            ? given.elements.compactMap { $0["value"].label() ?? $0.text() }
            : [given.label()].compactMap { $0 }
        flags = given.elements.flatMap { ODPTerm.list($0["metadata"]["flags"]).map(\.value) }
        let more = at["metadata"]
        section = more["sectionName"].text()
        isAutomatic = more["autoAnswered"].flag() ?? false
        policies = more["policyRefs"].elements.flatMap { policy in
            [policy["text"].text(), policy["url"].text()].compactMap { $0 }
        }
    }
}
