// SPDX-License-Identifier: EUPL-1.2

/// Numbers in order, each with the entity that says it, in pieces small enough that putting one in moves
/// little.
struct NumberIndex: Sendable {
    struct Entry: Sendable, Comparable {
        let value: Double
        let entity: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.value, left.entity) < (right.value, right.entity)
        }
    }

    private static var largest: Int { 512 }

    private var pieces: [[Entry]] = []

    mutating func insert(_ entry: Entry) {
        guard !pieces.isEmpty else {
            pieces = [[entry]]
            return
        }
        let piece = piece(for: entry)
        let place = pieces[piece].place(of: entry)
        if place < pieces[piece].count, pieces[piece][place] == entry { return }
        pieces[piece].insert(entry, at: place)
        guard pieces[piece].count > Self.largest else { return }
        let half = pieces[piece].count / 2
        pieces.insert(Array(pieces[piece][half...]), at: piece + 1)
        pieces[piece].removeSubrange(half...)
    }

    mutating func remove(_ entry: Entry) {
        guard !pieces.isEmpty else { return }
        let piece = piece(for: entry)
        let place = pieces[piece].place(of: entry)
        guard place < pieces[piece].count, pieces[piece][place] == entry else { return }
        pieces[piece].remove(at: place)
        if pieces[piece].isEmpty { pieces.remove(at: piece) }
    }

    /// The entities that say a number within bounds; nil where they are more than are wanted.
    func entities(in range: ClosedRange<Double>, atMost most: Int) -> [Int]? {
        guard !pieces.isEmpty else { return [] }
        let start = Entry(value: range.lowerBound, entity: Int.min)
        var (piece, found): (Int, [Int]) = (piece(for: start), [])
        var place = pieces[piece].place(of: start)
        while piece < pieces.count {
            while place < pieces[piece].count {
                let entry = pieces[piece][place]
                if entry.value > range.upperBound { return found }
                if found.count == most { return nil }
                found.append(entry.entity)
                place += 1
            }
            (piece, place) = (piece + 1, 0)
        }
        return found
    }

    /// The piece an entry stands in, or would.
    private func piece(for entry: Entry) -> Int {
        var (low, high) = (0, pieces.count)
        while low < high {
            let middle = (low + high) / 2
            if pieces[middle][0] <= entry { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }
}

extension [NumberIndex.Entry] {
    /// Where an entry stands in order, or would.
    fileprivate func place(of entry: NumberIndex.Entry) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < entry { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
