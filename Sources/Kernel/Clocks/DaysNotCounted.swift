// SPDX-License-Identifier: EUPL-1.2

/// The days a reckoning passes over, and the counting of the others.
struct DaysNotCounted: Sendable {
    /// Days set apart by law, for everybody.
    var apart: [DayInterval] = []
    /// Days on which this case stood still.
    var pauses: [ClosedRange<Day>] = []

    /// A run of days passed over, and the law for it; nil for a pause.
    struct Skip {
        let days: ClosedRange<Day>
        let interval: DayInterval?
    }

    /// The `count`th day from `first` on that counts, `first` being the first if it does.
    /// Takes a step a run of days passed over, not a step a day.
    func day(_ count: Int, from first: Day, passing: (Skip) -> Void) -> Day {
        var day = first
        var left = max(count, 1)
        while let skip = next(from: day) {
            let before = max(0, skip.days.lowerBound - day)
            if left <= before { break }
            left -= before
            let start = max(day, skip.days.lowerBound)
            passing(Skip(days: start...skip.days.upperBound, interval: skip.interval))
            guard skip.days.upperBound < .last else { return .last }
            day = skip.days.upperBound.next
        }
        return day.adding(days: left - 1)
    }

    /// Whether a day counts.
    func counts(_ day: Day) -> Bool {
        guard let skip = next(from: day) else { return true }
        return skip.days.lowerBound > day
    }

    /// The run that begins first among those ending on `day` or later.
    private func next(from day: Day) -> Skip? {
        var found: Skip?
        func consider(_ days: ClosedRange<Day>, _ interval: DayInterval?) {
            guard days.upperBound >= day else { return }
            if let other = found, other.days.lowerBound <= days.lowerBound { return }
            found = Skip(days: days, interval: interval)
        }
        for interval in apart {
            if let days = interval.occurrence(endingOnOrAfter: day) { consider(days, interval) }
        }
        for pause in pauses { consider(pause, nil) }
        return found
    }
}
