// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// A moment, the same everywhere: milliseconds since 1970-01-01T00:00:00Z without leap seconds.
///
/// What the law counts in days is a `Day`; a `Zone` leads from one to the other.
public struct Instant: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// The first moment of the year 1583, UTC.
    public static let first = Instant(milliseconds: Int64(Day.first.number) * millisecondsPerDay)
    /// The last millisecond of the year 9999, UTC.
    public static let last = Instant(
        milliseconds: (Int64(Day.last.number) + 1) * millisecondsPerDay - 1)

    static let millisecondsPerDay: Int64 = 86_400_000

    /// The moment `milliseconds` after the beginning of 1970, held within the years 1583 to 9999.
    public init(milliseconds: Int64) {
        let first = Int64(Day.first.number) * Self.millisecondsPerDay
        let end = (Int64(Day.last.number) + 1) * Self.millisecondsPerDay
        self.milliseconds = min(max(milliseconds, first), end - 1)
    }

    /// The moment of a Foundation date, cut to the millisecond below.
    public init(_ date: Date) {
        let value = (date.timeIntervalSince1970 * 1000).rounded(.down)
        // Clamping first: a conversion of a double outside the range of Int64 would trap.
        self.init(milliseconds: Int64(min(max(value, -1e15), 1e15)))
    }

    /// The same moment as a Foundation date.
    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// The moment so many seconds later, or earlier when negative.
    public func adding(seconds: Int) -> Instant {
        let product = Int64(seconds).multipliedReportingOverflow(by: 1000)
        if product.overflow { return seconds > 0 ? .last : .first }
        return adding(milliseconds: product.partialValue)
    }

    /// The moment so many milliseconds later, or earlier when negative.
    public func adding(milliseconds more: Int64) -> Instant {
        let sum = milliseconds.addingReportingOverflow(more)
        if sum.overflow { return more > 0 ? .last : .first }
        return Instant(milliseconds: sum.partialValue)
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Milliseconds from `right` to `left`.
    public static func - (left: Instant, right: Instant) -> Int64 {
        left.milliseconds - right.milliseconds
    }
}
