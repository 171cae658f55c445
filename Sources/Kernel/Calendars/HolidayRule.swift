// SPDX-License-Identifier: EUPL-1.2

/// How a public holiday finds its day in a year, as a jurisdiction's file writes it.
struct HolidayRule: Sendable {
    /// The closed set of ways.
    enum Way: Sendable {
        /// The same date every year.
        case date(DayInterval.MonthDay)
        /// The nth such weekday of a month, counted from its end when negative; on `instead` in
        /// years in which that date falls on that weekday.
        case weekday(Weekday, nth: Int, month: Int, instead: (DayInterval.MonthDay, Weekday)?)
        /// So many days after Easter Sunday.
        case easter(Int)
        case orthodoxEaster(Int)
        /// One day, once.
        case on(Day)
    }

    let key: String
    let way: Way
    /// The first and last day on which the rule is law.
    let from: Day
    let until: Day
    /// Whether one that falls on a day of rest is made up for on the next working weekday.
    let isSubstituted: Bool
    /// Years in which it was kept on another day, by order; nil where it fell away.
    let moved: [Int: Day?]
    let source: String
    let certain: Bool

    /// Its day in a year, before any substitution; nil when the rule is not law then.
    func day(in year: Int) -> Day? {
        if let moved = moved[year] { return moved }
        guard let day = ordinaryDay(in: year), day >= from, day <= until else { return nil }
        return day
    }

    private func ordinaryDay(in year: Int) -> Day? {
        switch way {
        case .date(let date):
            return date.day(in: year)
        case .easter(let offset):
            return Easter.western(in: year).adding(days: offset)
        case .orthodoxEaster(let offset):
            return Easter.orthodox(in: year).adding(days: offset)
        case .on(let day):
            return day.year == year ? day : nil
        case .weekday(let weekday, let nth, let month, let instead):
            if let (date, falls) = instead, let day = date.day(in: year), day.weekday == falls {
                return day
            }
            return Self.day(nth, weekday, of: month, in: year)
        }
    }

    private static func day(_ nth: Int, _ weekday: Weekday, of month: Int, in year: Int) -> Day {
        if nth < 0 {
            let length = Day.length(ofMonth: month, in: year)
            let last = Day(validYear: year, month: month, day: length)
            let back = (last.weekday.rawValue - weekday.rawValue + 7) % 7
            return last.adding(days: -back + (nth + 1) * 7)
        }
        let first = Day(validYear: year, month: month, day: 1)
        let ahead = (weekday.rawValue - first.weekday.rawValue + 7) % 7
        return first.adding(days: ahead + (nth - 1) * 7)
    }
}
