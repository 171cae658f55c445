// SPDX-License-Identifier: EUPL-1.2

/// Days from a first to a last, both included: every year again, or once.
public struct DayInterval: Sendable, Hashable {
    /// When the days fall.
    public enum Span: Sendable, Hashable {
        /// From a month and day to another, over the turn of the year if the second is earlier.
        case yearly(from: MonthDay, until: MonthDay)
        /// Once.
        case once(ClosedRange<Day>)
    }

    /// A day of no particular year.
    public struct MonthDay: Sendable, Hashable, Comparable {
        /// 1...12.
        public let month: Int
        /// 1...31; 29 February stands for 28 February in a common year.
        public let day: Int

        /// Reads exactly `MM-DD`; nil for anything else.
        public init?(_ text: String) {
            // 2000 was a leap year, so that 02-29 can be written.
            guard let day = Day(iso: "2000-" + text) else { return nil }
            (_, month, self.day) = day.civil
        }

        /// The day of that name in a year; nil outside the years a `Day` can hold.
        public func day(in year: Int) -> Day? {
            guard (1583...9999).contains(year) else { return nil }
            return Day(
                year: year, month: month, day: min(day, Day.length(ofMonth: month, in: year)))
        }

        public static func < (left: MonthDay, right: MonthDay) -> Bool {
            (left.month, left.day) < (right.month, right.day)
        }
    }

    /// When the days fall.
    public let span: Span
    /// The law that sets them apart, when it differs from that of the list they stand in.
    public let source: String?

    public init(_ span: Span, source: String? = nil) {
        self.span = span
        self.source = source
    }

    /// The first run of these days that ends on `day` or later.
    func occurrence(endingOnOrAfter day: Day) -> ClosedRange<Day>? {
        switch span {
        case .once(let days):
            return days.upperBound >= day ? days : nil
        case .yearly(let from, let until):
            let year = day.year
            let wraps = until < from
            // The run that ends in this year, else the one that ends in the next.
            for endYear in [year, year + 1] {
                if let first = from.day(in: wraps ? endYear - 1 : endYear),
                    let last = until.day(in: endYear), last >= day
                {
                    return first...last
                }
            }
            return nil
        }
    }
}
