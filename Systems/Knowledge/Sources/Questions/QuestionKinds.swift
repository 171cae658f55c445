// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension PublishedKind {
    static let desk = PublishedKind(
        "knowledge.desk", path: "/ask/desks", page: "/t/:tenant/knowledge/desks/:record",
        columns: [.integer("takes_rest")], isNews: false, past: .asItIsNow)

    /// Words that may be taken back: what was said to everyone once is not shown for ever.
    static let question = PublishedKind(
        "knowledge.question", path: "/answers", page: "/t/:tenant/knowledge/questions/:record",
        columns: ["topic", "language"], isNews: false, past: .asItIsNow,
        travels: true)

    /// The same, for those who work for a tenant of the network.
    static let sharedQuestion = PublishedKind(
        "knowledge.shared_question", of: "knowledge.question", audience: .members, path: "/answers",
        page: "/t/:tenant/knowledge/questions/:record", columns: ["topic", "language"],
        past: .asItIsNow)

    static let answer = PublishedKind(
        "knowledge.answer", path: "/answers", page: "/t/:tenant/knowledge/answers/:record",
        columns: ["topic", "language", "expires_on"], past: .asItIsNow, travels: true)
}
