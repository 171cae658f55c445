// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension ODPCase {
    /// Things as they are compared: how many there are, and a digest of all they say in whatever
    /// order, so that words that were taken out and a document that was taken back are a change.
    static func digest(_ things: [JSON]) -> String {
        if things.isEmpty { return "0" }
        let said = things.map { Digest.of($0.canonical) }.sorted().joined()
        return "\(things.count) · \(Digest.of(Array(said.utf8)).prefix(12))"
    }
}

extension ODPComment {
    /// All that a change of could matter to anybody.
    var json: JSON {
        [
            "id": .string(id), "sentiment": .optional(sentiment), "author": .optional(author),
            "parts": .array(parts.map(\.json)), "redacted": .array((redacted ?? []).map(\.json)),
            "submitted": .optional(submittedAt?.description), "public": .bool(publicParts != nil),
        ]
    }
}

extension ODPComment.Part {
    fileprivate var json: JSON {
        [
            "topic": .optional(topic), "question": .optional(question), "text": .string(text),
        ]
    }
}

extension ODPDocument {
    /// All that a change of could matter to anybody.
    var json: JSON {
        [
            "name": .string(name), "types": .array(types.map { .string($0.value) }),
            "association": .optional(association), "description": .optional(description),
            "address": .optional(address), "public": .optional(publicAddress),
            "superseded": .bool(isSuperseded),
        ]
    }
}
