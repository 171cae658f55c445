// SPDX-License-Identifier: EUPL-1.2

/// What was taken out of a text and what was put in, word by word: the shortest way from one to the
/// other (E. W. Myers, An O(ND) Difference Algorithm, Algorithmica 1, 1986). Texts that differ in
/// too much are compared paragraph by paragraph, and if that is too much, too, taken as a whole: the
/// work is bounded whatever somebody writes.
public enum WordDiff {
    public enum Piece: Sendable, Hashable {
        case same(String), removed(String), added(String)
    }

    /// The most words put in and taken out together.
    private static let mostChanges = 600

    /// The pieces of both texts in order.
    public static func pieces(from old: String, to new: String) -> [Piece] {
        if let pieces = pieces(words(old), words(new)) { return joined(pieces) }
        if let pieces = pieces(paragraphs(old), paragraphs(new)) { return joined(pieces) }
        return [.removed(old), .added(new)]
    }

    /// The pieces between two lists; nil if there are more changes than are looked for.
    static func pieces(_ old: [Substring], _ new: [Substring], atMost most: Int = mostChanges) -> [Piece]? {
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed())
            .prefix { $0 == $1 }.count
        let (a, b) = (Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)]))
        guard let middle = changes(a, b, atMost: most) else { return nil }
        return old[..<head].map { .same(String($0)) } + middle
            + old[(old.count - tail)...].map { .same(String($0)) }
    }

    /// Walks from the start along ever more changes until the end is reached, keeping how far each
    /// diagonal got, and then back.
    private static func changes(_ a: [Substring], _ b: [Substring], atMost most: Int) -> [Piece]? {
        var reach = [1: 0]
        var trace: [[Int: Int]] = []
        for count in 0...min(most, a.count + b.count) {
            trace.append(reach)
            for diagonal in stride(from: -count, through: count, by: 2) {
                let isDown = diagonal == -count
                    || (diagonal != count && at(diagonal - 1, reach) < at(diagonal + 1, reach))
                var x = isDown ? at(diagonal + 1, reach) : at(diagonal - 1, reach) + 1
                while x < a.count, x - diagonal < b.count, a[x] == b[x - diagonal] { x += 1 }
                reach[diagonal] = x
                if x == a.count, x - diagonal == b.count { return back(trace, a, b) }
            }
        }
        return nil
    }

    private static func at(_ diagonal: Int, _ reach: [Int: Int]) -> Int { reach[diagonal] ?? -1 }

    private static func back(_ trace: [[Int: Int]], _ a: [Substring], _ b: [Substring]) -> [Piece] {
        var (x, y) = (a.count, b.count)
        var pieces: [Piece] = []
        for count in trace.indices.reversed() {
            let (reach, diagonal) = (trace[count], x - y)
            let isDown = diagonal == -count
                || (diagonal != count && at(diagonal - 1, reach) < at(diagonal + 1, reach))
            let before = isDown ? diagonal + 1 : diagonal - 1
            let (fromX, fromY) = count == 0 ? (0, 0) : (at(before, reach), at(before, reach) - before)
            while x > fromX, y > fromY {
                (x, y) = (x - 1, y - 1)
                pieces.append(.same(String(a[x])))
            }
            if count == 0 { break }
            pieces.append(isDown ? .added(String(b[y - 1])) : .removed(String(a[x - 1])))
            (x, y) = (fromX, fromY)
        }
        return pieces.reversed()
    }

    // MARK: What is compared, and how it is shown

    /// Words, each mark by itself, and what is blank between them.
    static func words(_ text: String) -> [Substring] {
        parts(text) { $0.isLetter || $0.isNumber ? 0 : $0.isNewline ? 1 : $0.isWhitespace ? 2 : nil }
    }

    private static func paragraphs(_ text: String) -> [Substring] {
        parts(text) { $0.isNewline ? 1 : 0 }
    }

    /// Runs of characters of one sort; one of none stands alone.
    private static func parts(_ text: String, _ sort: (Character) -> Int?) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        while start < text.endIndex {
            let first = sort(text[start])
            var end = text.index(after: start)
            while first != nil, end < text.endIndex, sort(text[end]) == first {
                end = text.index(after: end)
            }
            parts.append(text[start..<end])
            start = end
        }
        return parts
    }

    /// Neighbours of one sort in one piece. Between two changes a blank is part of both, so that what
    /// was rewritten reads as words and not as a hedge of marks.
    private static func joined(_ pieces: [Piece]) -> [Piece] {
        var all: [Piece] = []
        var (removed, added) = ("", "")
        func flush() {
            if !removed.isEmpty { all.append(.removed(removed)) }
            if !added.isEmpty { all.append(.added(added)) }
            (removed, added) = ("", "")
        }
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .removed(let text): removed += text
            case .added(let text): added += text
            case .same(let text):
                let isBlank = text.allSatisfy { $0.isWhitespace && !$0.isNewline }
                let next = index + 1 < pieces.count ? pieces[index + 1] : .same("")
                if isBlank, !removed.isEmpty, !added.isEmpty, !next.isSame {
                    (removed, added) = (removed + text, added + text)
                    continue
                }
                flush()
                if case .same(let last)? = all.last {
                    all[all.count - 1] = .same(last + text)
                } else {
                    all.append(piece)
                }
            }
        }
        flush()
        return all
    }
}

extension WordDiff.Piece {
    var isSame: Bool { if case .same = self { true } else { false } }
}
