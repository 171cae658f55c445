// SPDX-License-Identifier: EUPL-1.2

/// Reads the marks within a line. A mark that nothing closes is a sign like any other.
struct InlineParser {
    /// How far on a mark may be closed, and how deep marks stand in each other: both bound the work
    /// on a text that somebody made to be slow.
    private static let farthest = 500
    private static let deepest = 3

    private let signs: [Character]
    private let depth: Int
    private var index = 0
    private var found: [GuideText.Inline] = []
    private var plain = ""

    private init(_ signs: [Character], depth: Int) {
        self.signs = signs
        self.depth = depth
    }

    static func parse(_ line: String) -> [GuideText.Inline] {
        var parser = InlineParser(Array(line), depth: 0)
        return parser.read()
    }

    private mutating func read() -> [GuideText.Inline] {
        while index < signs.count {
            if !mark() {
                plain.append(signs[index])
                index += 1
            }
        }
        flush()
        return found
    }

    /// Reads what is marked from here on; false if nothing is.
    private mutating func mark() -> Bool {
        guard depth < Self.deepest else { return false }
        switch signs[index] {
        case "`":
            guard let end = close("`", from: index + 1) else { return false }
            take(.code(String(signs[(index + 1)..<end])), to: end + 1)
        case "*" where next == "*":
            guard let end = close("**", from: index + 2) else { return false }
            take(.strong(inner((index + 2)..<end)), to: end + 2)
        case "*":
            guard let end = close("*", from: index + 1) else { return false }
            take(.emphasis(inner((index + 1)..<end)), to: end + 1)
        case "[": return link()
        default: return false
        }
        return true
    }

    private var next: Character? { index + 1 < signs.count ? signs[index + 1] : nil }

    private mutating func link() -> Bool {
        guard let middle = close("](", from: index + 1), let end = close(")", from: middle + 2) else {
            return false
        }
        let address = String(signs[(middle + 2)..<end])
        take(.link(inner((index + 1)..<middle), to: address), to: end + 1)
        return true
    }

    /// Where the mark is closed, with something before it that is not blank at its ends.
    private func close(_ mark: String, from start: Int) -> Int? {
        let mark = Array(mark)
        guard start < signs.count, !signs[start].isWhitespace else { return nil }
        let last = min(signs.count - mark.count, start + Self.farthest)
        var place = start
        while place <= last {
            if place > start, signs[place..<(place + mark.count)].elementsEqual(mark),
                !signs[place - 1].isWhitespace {
                return place
            }
            place += 1
        }
        return nil
    }

    private func inner(_ range: Range<Int>) -> [GuideText.Inline] {
        var parser = InlineParser(Array(signs[range]), depth: depth + 1)
        return parser.read()
    }

    private mutating func take(_ inline: GuideText.Inline, to end: Int) {
        flush()
        found.append(inline)
        index = end
    }

    private mutating func flush() {
        if !plain.isEmpty { found.append(.text(plain)) }
        plain = ""
    }
}
