// SPDX-License-Identifier: EUPL-1.2

/// A civil date of the Gregorian calendar with no time and no zone, as laws name days.
///
/// Stored as the number of days since 1 January 1970, so comparing and counting cost nothing.
/// Years 1583 to 9999 can be written and read: the calendar's first whole year, and the last
/// that ISO 8601 writes in four digits.
public struct Day: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01, which is 0.
    public let number: Int32

    /// 1583-01-01, the first day that can be written.
    public static let first = Day(number: -141_349)
    /// 9999-12-31, the last day that can be written.
    public static let last = Day(number: 2_932_896)

    /// The day that lies `number` days after 1970-01-01, held between `first` and `last`.
    public init(number: Int32) {
        self.number = min(max(number, -141_349), 2_932_896)
    }

    /// The day with these numbers; nil when there is none, such as 29 February 2027.
    public init?(year: Int, month: Int, day: Int) {
        guard (1583...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Day.length(ofMonth: month, in: year)
        else { return nil }
        self.init(validYear: year, month: month, day: day)
    }

    /// For callers that have made sure of the numbers. The method is Howard Hinnant's
    /// `days_from_civil`, which counts years from March so that the leap day comes last.
    init(validYear year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// The number of days in a month (1...12) of a year.
    public static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether a year has a 29 February.
    public static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }
}

/// Its parts, and counting.
extension Day {
    /// The year, the month (1...12) and the day of the month (1...31).
    public var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The year, 1583...9999.
    public var year: Int { civil.year }
    /// The month, 1...12.
    public var month: Int { civil.month }
    /// The day of the month, 1...31.
    public var day: Int { civil.day }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday; the sum is positive for every day that can be written.
        Weekday(rawValue: (Int(number) + 141_350 + 4) % 7 + 1) ?? .monday
    }

    /// The day after this one.
    public var next: Day { Day(number: number + 1) }
    /// The day before this one.
    public var previous: Day { Day(number: number - 1) }

    /// The day `days` later, or earlier when negative; held between `first` and `last`.
    public func adding(days: Int) -> Day {
        let sum = Int(number).addingReportingOverflow(days)
        if sum.overflow { return days > 0 ? .last : .first }
        return Day(number: Int32(clamping: sum.partialValue))
    }

    /// The same day of the month `months` later; where that month is shorter, its last day
    /// (31 January and one month is 28 or 29 February).
    public func adding(months: Int) -> Day {
        let (year, month, day) = civil
        let sum = (year * 12 + month - 1).addingReportingOverflow(months)
        if sum.overflow || sum.partialValue > 9999 * 12 + 11 || sum.partialValue < 1583 * 12 {
            return months > 0 ? .last : .first
        }
        let (newYear, newMonth) = (sum.partialValue / 12, sum.partialValue % 12 + 1)
        let newDay = min(day, Day.length(ofMonth: newMonth, in: newYear))
        return Day(validYear: newYear, month: newMonth, day: newDay)
    }

    /// The same date `years` later; 29 February becomes 28 February in a common year.
    public func adding(years: Int) -> Day {
        let months = years.multipliedReportingOverflow(by: 12)
        return adding(months: months.overflow ? (years > 0 ? .max : .min) : months.partialValue)
    }

    /// How many days `left` lies after `right`; negative when it lies before.
    public static func - (left: Day, right: Day) -> Int { Int(left.number) - Int(right.number) }
}
