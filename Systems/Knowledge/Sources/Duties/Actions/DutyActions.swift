// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done with posts, with who holds them, and with what is said to a duty.
enum DutyActions {
    static let all = posts + mandates + messages + receptions

    static let letters = [
        LetterKind(
            "knowledge.duty_message", takenInBy: receive.kind, givenBackBy: (giveBack.kind, "sent")),
        LetterKind("knowledge.duty_reception", takenInBy: hear.kind),
        LetterKind("knowledge.duty_answer", takenInBy: receiveAnswer.kind),
    ]

    // MARK: Posts

    static let posts = [make.kind, change.kind, close.kind]

    static let make = Action<Post, Post>(
        "make_post", by: .managers + [.system("import")], to: [.open]
    ) { post, input, _ in post.fields.take(Set(asked), from: input.fields) }

    static let change = Action<Post, Post>(
        "change_post", by: .managers, from: [.open],
        prefill: { post, _ in post?.fields ?? Post() }
    ) { post, input, _ in post.fields.take(Set(asked), from: input.fields) }

    static let close = Action<Post, Nothing>(
        "close_post", by: .managers, from: [.open], to: [.closed],
        unless: { post, _ in post.held > 0 ? Phrase("knowledge.refusal.post_held") : nil }
    ) { _, _, _ in }

    private static let asked = Post.fields.map(\.description).filter { !$0.isDerived }.map(\.name)
}
