// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The number under which the words of an item stand in the full-text index. Numbers follow the
/// order of the register, newest day last and what has no day first, so that the index itself gives
/// the newest matches of a popular word without looking at the others.
enum WordPlace {
    /// So many numbers there are for the items of one day.
    private static let bits: Int64 = 32
    /// Added to the number of a day, so that none is below that of what has no day.
    private static let first: Int64 = 1_000_000

    /// The least number of what has a day.
    static let firstOfADay: Int64 = 1 << bits

    /// - Parameter day: the day the item has in lists.
    static func number(_ item: Int64, day: Day?) -> Int64 {
        let days = day.map { Int64($0.number) + first } ?? 0
        return days << bits | item
    }

    /// The item a number stands for.
    static func item(_ number: Int64) -> Int64 { number & (1 << bits - 1) }

    /// The number of an item, as the engine makes it from the columns of `published`.
    static let sql = """
        (coalesce(CAST(julianday(p.day) - 2440587.5 AS INTEGER) + \(first), 0) << \(bits) | p.item)
        """
}
