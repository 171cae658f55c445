// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A line of a text, and what of it a machine is shown: its words. What marks it (the dash or number
/// of a list, emphasis, code, blanks, the addresses of links) stays here, and is put back.
struct MarkedLine: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case words(String)
        case mark(String)
    }

    /// What begins the line: blanks, `- `, `1. `, `- [ ] `.
    private let head: String
    private let pieces: [Piece]

    init(_ line: Substring) {
        let head = line.prefixMatch(of: /\s*(?:[-*] (?:\[[ xX]\] )?|\d{1,3}\. |#{1,6} |> )?/)
            .map(\.output) ?? ""
        self.head = String(head)
        pieces = Self.pieces(line.dropFirst(head.count))
    }

    private static func pieces(_ text: Substring) -> [Piece] {
        let mark = #/
            \[\[[^\[\]\n]{1,200}\]\] | `[^`\n]+` | \]\([^()\s]{1,500}\)
            | \[(?=[^\[\]\n]{1,500}\]\([^()\s]{1,500}\)) | \*{1,2}
            /#
        var pieces: [Piece] = []
        var rest = text.startIndex
        for match in text.matches(of: mark) {
            if rest < match.range.lowerBound {
                pieces.append(.words(String(text[rest..<match.range.lowerBound])))
            }
            pieces.append(.mark(String(match.output)))
            rest = match.range.upperBound
        }
        if rest < text.endIndex { pieces.append(.words(String(text[rest...]))) }
        return pieces
    }

    private static func saysSomething(_ text: String) -> Bool { text.contains(where: \.isLetter) }

    /// The whole of it in one, so that it is translated as a sentence: with a number in braces for
    /// each mark. Nil where there is nothing to translate, or braces of its own.
    var sentence: String? {
        var (text, number) = ("", 0)
        for piece in pieces {
            switch piece {
            case .words(let words):
                if words.contains("{") { return nil }
                text += words
            case .mark:
                number += 1
                text += "{\(number)}"
            }
        }
        return Self.saysSomething(text) ? text : nil
    }

    /// The line in the other language; nil if a mark is not where it can be put back: all must be
    /// there, once and in their order.
    func line(sentence: String) -> String? {
        let marks = pieces.compactMap { if case .mark(let mark) = $0 { mark } else { nil } }
        let found = sentence.matches(of: /\{\s*(\d{1,3})\s*\}/)
        guard found.map({ Int($0.1) ?? 0 }) == Array(marks.indices.map { $0 + 1 }) else { return nil }
        var (text, rest) = ("", sentence.startIndex)
        for (match, mark) in zip(found, marks) {
            text += Self.plain(sentence[rest..<match.range.lowerBound]) + mark
            rest = match.range.upperBound
        }
        return head + Self.unlisted(text + Self.plain(sentence[rest...]))
    }

    /// Its words between the marks, each by itself: for what cannot be translated as a sentence.
    var words: [String] {
        pieces.compactMap { piece in
            if case .words(let words) = piece, Self.saysSomething(words) { words } else { nil }
        }
    }

    /// The line in the other language, from as many translations as it has words.
    func line(words: some Collection<String>) -> String {
        var next = words.makeIterator()
        let text = pieces.map { piece -> String in
            switch piece {
            case .mark(let mark): return mark
            case .words(let old):
                guard Self.saysSomething(old), let new = next.next() else { return old }
                let before = old.prefix(while: \.isWhitespace)
                let after = old.reversed().prefix(while: \.isWhitespace)
                return before + Self.plain(Self.trimmed(new)) + String(after)
            }
        }.joined()
        return head + Self.unlisted(text)
    }

    private static func trimmed(_ text: String) -> Substring {
        let start = text.drop(while: \.isWhitespace)
        return start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count)
    }

    /// A machine's words without what would mark anything: it may not add a link.
    private static func plain(_ text: Substring) -> String {
        String(text).replacing("](", with: "] (").replacing("[[", with: "[ [")
            .replacing("`", with: "’").replacing("*", with: "")
    }

    /// A machine's line that begins like an item of a list, which the original does not.
    private static func unlisted(_ text: String) -> String {
        text.replacing(/^\s*(?:[-*]|\d{1,3}\.)[ ]/, with: "")
    }
}
