// SPDX-License-Identifier: EUPL-1.2

/// The counting itself.
extension Reckoning {
    /// The last day of a period that follows on `previous`, or on the start when there is none.
    /// What is passed over is said, beyond a day up to which it was said before.
    mutating func count(_ run: Run, after previous: Day?, saidUntil: Day? = nil) -> Day {
        let base = previous ?? startedOn ?? .first
        let isIncluded = previous == nil && counting == .thatDay
        let first = isIncluded ? base : base.next
        if run.period.count == 0 { return base }
        if run.period.unit == .workingDays || run.leavesOutHolidays {
            return countSingly(run, from: first, saidUntil: saidUntil)
        }
        let nominal = Self.end(of: run.period, from: base, isIncluded: isIncluded)
        var skips: [DaysNotCounted.Skip] = []
        let explains = isExplaining
        let end = notCounted.day(nominal - first + 1, from: first) { skip in
            if explains { skips.append(skip) }
        }
        for skip in skips where skip.days.lowerBound > saidUntil ?? .first {
            guard let interval = skip.interval else { continue }
            saySkipped(skip.days, by: interval)
        }
        return end
    }

    /// Where a period ends if every day counts. A month or year that begins on a day ends on the
    /// day before the same date; where that month has no such date, on its last day.
    static func end(of period: Period, from base: Day, isIncluded: Bool) -> Day {
        let same: Day
        switch period.unit {
        case .days, .workingDays: same = base.adding(days: period.count)
        case .weeks: same = base.adding(days: period.count * 7)
        case .months: same = base.adding(months: period.count)
        case .years: same = base.adding(years: period.count)
        }
        guard isIncluded else { return same }
        let isCut = (period.unit == .months || period.unit == .years) && same.day != base.day
        return isCut ? same : same.previous
    }

    /// Day by day, for short periods of which weekends or holidays are left out.
    private mutating func countSingly(_ run: Run, from first: Day, saidUntil: Day?) -> Day {
        let isWorking = run.period.unit == .workingDays
        let nominal = Self.end(of: run.period, from: first, isIncluded: true)
        var left = isWorking ? run.period.count : nominal - first + 1
        var day = first
        var said: Day? = saidUntil
        while day < .last {
            if notCounted.counts(day) {
                let holiday = isWorking ? nil : calendar.holiday(on: day)
                if isWorking ? calendar.isWorkingDay(day) : holiday == nil { left -= 1 }
                if let holiday, day > saidUntil ?? .first {
                    say(
                        "clock.closed.\(holiday.key)", ["closedOn": day.description], day: day,
                        basis: LegalBasis(source: holiday.source, certain: holiday.certain))
                }
            } else if isExplaining, day > said ?? .first {
                said = saySkip(containing: day)
            }
            if left == 0 { break }
            day = day.next
        }
        return day
    }

    /// Says the run of days set apart that a day lies in; gives its last day.
    private mutating func saySkip(containing day: Day) -> Day {
        for interval in notCounted.apart {
            if let days = interval.occurrence(endingOnOrAfter: day), days.contains(day) {
                saySkipped(days, by: interval)
                return days.upperBound
            }
        }
        return day
    }

    private mutating func saySkipped(_ days: ClosedRange<Day>, by interval: DayInterval) {
        let apart = apartBasis
        say(
            "clock.step.skipped",
            [
                "fromDay": days.lowerBound.description, "untilDay": days.upperBound.description,
                "days": "\(days.upperBound - days.lowerBound + 1)",
            ],
            day: days.upperBound,
            basis: LegalBasis(
                source: interval.source ?? apart?.source ?? "",
                certain: apart?.certain ?? false, rule: apart?.rule, reading: apart?.reading))
    }
}
