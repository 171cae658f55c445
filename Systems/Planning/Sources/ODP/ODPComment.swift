// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What one person or one consultee said about the proposal.
public struct ODPComment: Sendable, Hashable {
    /// An answer to one question, or the whole comment without a topic.
    public struct Part: Sendable, Hashable {
        public let topic: String?
        public let question: String?
        public let text: String
    }

    /// Unlike any other of the same list.
    public var id: String
    /// `supportive`, `objection`, `neutral`; of consultees `approved`, `amendmentsNeeded`,
    /// `objected`.
    public var sentiment: String?
    /// What was written. Officers only.
    public var parts: [Part]
    /// What was written, less what must not be public; nil when nobody has made such a copy.
    public var redacted: [Part]?
    /// Who wrote it. Public only with the comment.
    public var author: String?
    public var submittedAt: Instant?
    public var validatedAt: Instant?
    public var publishedAt: Instant?

    /// What the public may read: only a redacted text, and only once it has been published.
    public var publicParts: [Part]? { publishedAt == nil ? nil : redacted }

    /// - Parameter place: its place in the list, its id where none was sent.
    init?(_ at: ODPCursor, place: Int) {
        parts = ODPComment.parts(at["comment"])
        let redacted = ODPComment.parts(at["commentRedacted"])
        self.redacted = redacted.isEmpty ? nil : redacted
        sentiment = ODPComment.sentiment(at["sentiment"])
        guard !parts.isEmpty || self.redacted != nil || sentiment != nil else { return nil }
        id = at["id"].label() ?? "#\(place + 1)"
        author = ODPParty.name(at["author"]["name"]) ?? at["author"].text()
        let times = at["metadata"]
        submittedAt = times["submittedAt"].instant() ?? at["respondedAt"].instant()
        validatedAt = times["validatedAt"].instant() ?? times["validAt"].instant()
        publishedAt = times["publishedAt"].instant()
    }

    private static let sentiments: Set<String> = [
        "supportive", "objection", "neutral", "approved", "amendmentsNeeded", "objected",
    ]

    private static func sentiment(_ at: ODPCursor) -> String? {
        guard let sent = at.json?.asString, !sent.isEmpty else { return nil }
        guard sentiments.contains(sent) else {
            at.note(.unknownValue, ["value": String(sent.prefix(60))])
            return nil
        }
        at.use()
        return sent
    }

    private static func parts(_ at: ODPCursor) -> [Part] {
        if let text = at.text() { return [Part(topic: nil, question: nil, text: text)] }
        return at.elements.compactMap { part in
            guard let text = part["comment"].text() ?? part.text() else { return nil }
            return Part(topic: part["topic"].text(), question: part["question"].text(), text: text)
        }
    }
}
