// SPDX-License-Identifier: EUPL-1.2

/// Which days are worked in a jurisdiction. Made once; asking about the years 1990 to 2060 is a
/// look-up, other years are worked out each time.
public struct HolidayCalendar: Sendable {
    /// Whose calendar this is.
    public let jurisdiction: Jurisdiction
    private let years: [[Holiday]]
    /// Holidays and weekly days of rest of the prepared years, a bit a day.
    private let closed: DaySet
    private let closures: [String: DaySet]

    private static let prepared = 1990...2060

    /// The calendar of a jurisdiction.
    public init(_ jurisdiction: Jurisdiction) {
        self.jurisdiction = jurisdiction
        let years = Self.prepared.map { Self.holidays(in: $0, of: jurisdiction) }
        self.years = years
        let first = Day(validYear: Self.prepared.lowerBound, month: 1, day: 1)
        let last = Day(validYear: Self.prepared.upperBound, month: 12, day: 31)
        var closed = DaySet(first...last)
        for weekday in Weekday.allCases where !jurisdiction.workingWeekdays.contains(weekday) {
            var day = first.adding(days: (weekday.rawValue - first.weekday.rawValue + 7) % 7)
            while day <= last {
                closed.insert(day)
                day = day.adding(days: 7)
            }
        }
        for holiday in years.joined() { closed.insert(holiday.day) }
        self.closed = closed
        closures = jurisdiction.closures.mapValues { closure in
            var days = DaySet(first...last)
            for (year, holidays) in zip(Self.prepared, years) {
                for day in Self.days(of: closure, in: year, holidays, jurisdiction) {
                    days.insert(day)
                }
            }
            return days
        }
    }

    /// The public holidays kept in a year, in order of their days.
    public func holidays(in year: Int) -> [Holiday] {
        guard Self.prepared.contains(year) else {
            return (1583...9999).contains(year) ? Self.holidays(in: year, of: jurisdiction) : []
        }
        return years[year - Self.prepared.lowerBound]
    }

    /// The public holiday kept on a day.
    public func holiday(on day: Day) -> Holiday? {
        holidays(in: day.year).first { $0.day == day }
    }

    /// Whether it is neither a weekly day of rest nor a public holiday.
    public func isWorkingDay(_ day: Day) -> Bool {
        if let isClosed = closed.contains(day) { return !isClosed }
        return jurisdiction.workingWeekdays.contains(day.weekday) && holiday(on: day) == nil
    }

    /// Whether offices are open: a working day not among the closures named, which are those a
    /// reading of the law counts in addition. A name the jurisdiction lacks closes nothing.
    public func isOpenDay(_ day: Day, closures names: [String] = []) -> Bool {
        guard isWorkingDay(day) else { return false }
        for name in names where isClosure(day, name) { return false }
        return true
    }

    /// The first open day that is `day` or later.
    public func nextOpenDay(onOrAfter day: Day, closures names: [String] = []) -> Day {
        var day = day
        while day < .last, !isOpenDay(day, closures: names) { day = day.next }
        return day
    }

    /// The day that is the given number of working days after `day`, which itself does not count.
    public func adding(workingDays count: Int, to day: Day) -> Day {
        var (day, left) = (day, count)
        while left > 0, day < .last {
            day = day.next
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    /// The names of the closures beyond the law that the jurisdiction knows.
    public var closureNames: [String] { jurisdiction.closures.keys.sorted() }

    private func isClosure(_ day: Day, _ name: String) -> Bool {
        if let isClosed = closures[name]?.contains(day) { return isClosed }
        guard let closure = jurisdiction.closures[name] else { return false }
        let year = day.year
        // A day kept in lieu may lie in the year after its holiday's.
        return [year - 1, year].contains { year in
            Self.days(of: closure, in: year, holidays(in: year), jurisdiction).contains(day)
        }
    }
}

/// Working the days out.
extension HolidayCalendar {
    /// A year's holidays: those on working weekdays first, then the substitutes for the others in
    /// order, each on the next working weekday that is free.
    private static func holidays(in year: Int, of jurisdiction: Jurisdiction) -> [Holiday] {
        var kept: [Holiday] = []
        var waiting: [Holiday] = []
        for rule in jurisdiction.holidays {
            guard let day = rule.day(in: year) else { continue }
            let holiday = Holiday(
                key: rule.key, day: day, movedFrom: nil, source: rule.source,
                certain: rule.certain)
            let isAtRest = !jurisdiction.workingWeekdays.contains(day.weekday)
            if rule.isSubstituted && isAtRest {
                waiting.append(holiday)
            } else {
                kept.append(holiday)
            }
        }
        for holiday in waiting.sorted(by: { $0.day < $1.day }) {
            let day = nextFreeWeekday(after: holiday.day, kept, jurisdiction)
            kept.append(
                Holiday(
                    key: holiday.key, day: day, movedFrom: holiday.day, source: holiday.source,
                    certain: holiday.certain))
        }
        return kept.sorted { $0.day < $1.day }
    }

    /// The days of a closure that belong to a year.
    private static func days(
        of closure: Jurisdiction.Closure, in year: Int, _ holidays: [Holiday],
        _ jurisdiction: Jurisdiction
    ) -> [Day] {
        var days = closure.days.compactMap { $0.day(in: year) }
        guard closure.inLieu else { return days }
        var taken = holidays
        for holiday in holidays
        where holiday.movedFrom == nil
            && !jurisdiction.workingWeekdays.contains(holiday.day.weekday)
        {
            let day = nextFreeWeekday(after: holiday.day, taken, jurisdiction)
            days.append(day)
            taken.append(
                Holiday(
                    key: holiday.key, day: day, movedFrom: holiday.day, source: holiday.source,
                    certain: false))
        }
        return days
    }

    private static func nextFreeWeekday(
        after day: Day, _ taken: [Holiday], _ jurisdiction: Jurisdiction
    ) -> Day {
        var day = day.next
        while day < .last,
            !jurisdiction.workingWeekdays.contains(day.weekday)
                || taken.contains(where: { $0.day == day })
        {
            day = day.next
        }
        return day
    }
}
