// SPDX-License-Identifier: EUPL-1.2

/// A set of days within a range, a bit each: membership without hashing.
struct DaySet: Sendable {
    private let range: ClosedRange<Day>
    private var words: [UInt64]

    /// The empty set within a range.
    init(_ range: ClosedRange<Day>) {
        self.range = range
        words = Array(repeating: 0, count: (range.upperBound - range.lowerBound) / 64 + 1)
    }

    /// Puts a day in; one outside the range is left out.
    mutating func insert(_ day: Day) {
        guard range.contains(day) else { return }
        let index = day - range.lowerBound
        words[index / 64] |= 1 << UInt64(index % 64)
    }

    /// Whether a day is in the set; nil outside the range, of which the set knows nothing.
    func contains(_ day: Day) -> Bool? {
        guard range.contains(day) else { return nil }
        let index = day - range.lowerBound
        return words[index / 64] & (1 << UInt64(index % 64)) != 0
    }
}
