// SPDX-License-Identifier: EUPL-1.2

import Store

/// The passage of a text where the words looked for are, with those words marked.
struct Excerpt {
    /// How much of a text is looked through, and how many of its words are shown: before the first
    /// that was looked for, and in all.
    private static let looked = 6_000
    private static let before = 8
    private static let shown = 40

    private let words: [Substring]
    private let isFound: [Bool]
    private let first: Int

    /// - Parameter typed: what was looked for; each word may be the beginning of one.
    init(_ text: String, around typed: String) {
        words = text.prefix(Self.looked).split(whereSeparator: \.isWhitespace)
        let wanted = SearchWords.words(typed)
        isFound = words.map { word in
            SearchWords.words(String(word)).contains { part in wanted.contains { part.hasPrefix($0) } }
        }
        let hit = isFound.firstIndex(of: true) ?? 0
        first = hit <= Self.before ? 0 : hit - Self.before
    }

    /// The passage; empty for a text without words.
    var html: HTML {
        let end = min(words.count, first + Self.shown)
        let parts = (first..<end).map { index -> HTML in
            isFound[index] ? "<mark>\(words[index])</mark>" : "\(words[index])"
        }
        return "\(if: first > 0, "… ")\(parts.joined(by: " "))\(if: end < words.count, " …")"
    }
}
