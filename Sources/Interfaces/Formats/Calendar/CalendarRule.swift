// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How something comes again (RFC 5545, section 3.3.10), as far as people arrange it, and on which
/// days that is. Counting and writing stand side by side, so that they come to the same.
public struct CalendarRule: Sendable, Hashable {
    /// What it is counted in.
    public enum Frequency: Sendable, Hashable {
        case daily, weekly
        /// On the same day of the month; months that have none are passed over.
        case monthlyByDate
        /// On the same weekday: the second Tuesday; of a fifth one the last.
        case monthlyByWeekday
        /// On the same date; 29 February in leap years alone.
        case yearly
    }

    /// When it ends.
    public enum End: Sendable, Hashable {
        /// After so many times, those that are left out among them.
        case count(Int)
        /// On this day at the latest.
        case until(Day)
    }

    public let frequency: Frequency
    /// Every how-manieth day, week, month or year.
    public let interval: Int
    public let end: End

    /// A rule; an interval under 1 is 1.
    public init(_ frequency: Frequency, every interval: Int = 1, _ end: End) {
        self.frequency = frequency
        self.interval = max(1, interval)
        self.end = end
    }

    /// Every day it comes to, from the first on.
    /// - Parameter limit: the most days there can be.
    public func days(from first: Day, limit: Int = 1_000) -> [Day] {
        var days: [Day] = []
        var most = limit
        var last = Day.last
        switch end {
        case .count(let count): most = min(count, limit)
        case .until(let day): last = day
        }
        // A rule that never fits, such as a 31st every twelfth month from a short one, must end too.
        for step in 0..<(limit * 12) where days.count < most {
            let (day, isOver) = day(step * interval, from: first, last: last)
            if isOver { break }
            if let day { days.append(day) }
        }
        return days
    }

    /// The day of a step, if that has one, and whether it lies behind the end.
    private func day(_ steps: Int, from first: Day, last: Day) -> (Day?, isOver: Bool) {
        let (year, month, day) = first.civil
        switch frequency {
        case .daily, .weekly:
            let found = first.adding(days: steps * (frequency == .weekly ? 7 : 1))
            return (found, found > last)
        case .monthlyByDate, .yearly:
            let months = month - 1 + steps * (frequency == .yearly ? 12 : 1)
            let (inYear, inMonth) = (year + months / 12, months % 12 + 1)
            let start = Day(year: inYear, month: inMonth, day: 1) ?? .last
            let found = Day(year: inYear, month: inMonth, day: day)
            return (found, start > last || found.map { $0 > last } ?? false)
        case .monthlyByWeekday:
            let months = month - 1 + steps
            let start = Day(year: year + months / 12, month: months % 12 + 1, day: 1) ?? .last
            let found = start.weekday(first.weekday, place(of: day))
            return (found, found > last)
        }
    }

    /// Which of its weekdays in a month a day is: 1 to 4, or -1 for the last.
    private func place(of day: Int) -> Int { day > 28 ? -1 : (day - 1) / 7 + 1 }

    /// The rule as a value, for something that first is at a time.
    func text(from start: CalendarTime) -> String {
        var parts = [name(on: start.day)]
        if interval > 1 { parts.append("INTERVAL=\(interval)") }
        switch end {
        case .count(let count): parts.append("COUNT=\(count)")
        case .until(let day):
            // With a time of day it is a moment in UTC: that of the last day's own start.
            parts.append("UNTIL=\(start.on(day).instant?.basic ?? day.basic)")
        }
        return parts.joined(separator: ";")
    }

    private func name(on first: Day) -> String {
        let weekday = first.weekday.code
        switch frequency {
        case .daily: return "FREQ=DAILY"
        case .weekly: return "FREQ=WEEKLY;BYDAY=\(weekday)"
        case .monthlyByDate: return "FREQ=MONTHLY;BYMONTHDAY=\(first.day)"
        case .monthlyByWeekday: return "FREQ=MONTHLY;BYDAY=\(place(of: first.day))\(weekday)"
        case .yearly: return "FREQ=YEARLY;BYMONTH=\(first.month);BYMONTHDAY=\(first.day)"
        }
    }
}

extension Weekday {
    /// `MO`, `TU` …
    var code: String { name.prefix(2).uppercased() }
}

extension Day {
    /// A weekday of the month this first day begins: the first to fourth, or, for -1, the last.
    func weekday(_ weekday: Weekday, _ place: Int) -> Day {
        if place > 0 {
            let gap = (weekday.rawValue - self.weekday.rawValue + 7) % 7
            return adding(days: gap + (place - 1) * 7)
        }
        let last = adding(days: Day.length(ofMonth: month, in: year) - 1)
        return last.adding(days: -((last.weekday.rawValue - weekday.rawValue + 7) % 7))
    }
}
