// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel

/// When it is. Everything here follows from the event alone.
extension Event {
    /// The most times a series is held.
    static let mostTimes = 500

    /// The zone whose clocks its times are on.
    var clocks: Zone { zone.flatMap { Zone($0) } ?? .utc }

    /// How it comes again; nil: it does not.
    var rule: CalendarRule? {
        guard let repeats else { return nil }
        let frequency: CalendarRule.Frequency =
            switch repeats {
            case .daily: .daily
            case .weekly: .weekly
            case .monthlyByDate: .monthlyByDate
            case .monthlyByWeekday: .monthlyByWeekday
            case .yearly: .yearly
            }
        let end = until.map(CalendarRule.End.until) ?? .count(times ?? 1)
        return CalendarRule(frequency, every: every ?? 1, end)
    }

    /// The days of the series on which it is not.
    var exceptDays: [Day] {
        let days = (notOn ?? "").split { $0.isWhitespace || $0 == "," }.compactMap { Day(iso: $0) }
        return Set(days).sorted()
    }

    /// The changes of single occurrences, by the days these were to be on.
    var changesByDay: [Day: OccurrenceChange] {
        let all = (changes?.asArray ?? []).compactMap(OccurrenceChange.init)
        return Dictionary(all.map { ($0.day, $0) }, uniquingKeysWith: { _, last in last })
    }

    /// Keeps what became of one.
    mutating func keep(_ change: OccurrenceChange) {
        var all = changesByDay
        all[change.day] = change
        changes = .array(all.values.sorted { $0.day < $1.day }.map(\.json))
    }

    /// Every time it is held, in order; those that were called off among them.
    var occurrences: [Occurrence] {
        let changes = changesByDay
        let except = Set(exceptDays)
        let days = rule?.days(from: startsOn, limit: Self.mostTimes) ?? [startsOn]
        return days.filter { !except.contains($0) }.map { day in
            changes[day].map { occurrence(on: day).changed($0, clocks) } ?? occurrence(on: day)
        }.sorted { ($0.startsOn, $0.day) < ($1.startsOn, $1.day) }
    }

    /// The occurrence as it was planned.
    func occurrence(on day: Day) -> Occurrence {
        let length = max(0, (endsOn ?? startsOn) - startsOn)
        let last = day.adding(days: length)
        guard let start = startsAt.flatMap(TimeOfDay.minutes) else {
            return Occurrence(day: day, start: .day(day), end: .day(last))
        }
        let end = endsAt.flatMap(TimeOfDay.minutes) ?? min(start + 60, 24 * 60 - 1)
        return Occurrence(
            day: day, start: .local(day, minutes: start, clocks),
            end: .local(last, minutes: end, clocks))
    }

    /// The first that is not over on a day, and was not called off.
    func next(on today: Day) -> Occurrence? {
        occurrences.first { !$0.isCancelled && !$0.isOver(on: today) }
    }
}

extension Occurrence {
    /// The same after a change.
    func changed(_ change: OccurrenceChange, _ zone: Zone) -> Occurrence {
        var changed = self
        changed.isCancelled = change.isCancelled
        changed.note = change.note
        changed.venue = change.venue
        let first = change.startsOn ?? startsOn
        let last = first.adding(days: endsOn - startsOn)
        (changed.start, changed.end) = (start.on(first), end.on(last))
        if let minutes = change.startsAt.flatMap(TimeOfDay.minutes), !isAllDay {
            changed.start = .local(first, minutes: minutes, zone)
        }
        if let minutes = change.endsAt.flatMap(TimeOfDay.minutes), !isAllDay {
            changed.end = .local(last, minutes: minutes, zone)
        } else if case .local(_, let was, _) = start, case .local(_, let ended, _) = end,
            case .local(_, let now, _) = changed.start
        {
            // It takes as long as it would have, unless that is said too.
            changed.end = .local(last, minutes: min(ended + now - was, 24 * 60 - 1), zone)
        }
        changed.isMoved = changed.start != start || changed.end != end || venue != change.venue
        return changed
    }
}

/// A time of day as people write it.
enum TimeOfDay {
    /// `14:30`, `9.05`: minutes after midnight; nil for what is none.
    static func minutes(_ text: String) -> Int? {
        guard let match = text.wholeMatch(of: /([0-9]{1,2})[:.]([0-9]{2})/),
            let hour = Int(match.1), let minute = Int(match.2), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// `14:30`.
    static func text(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
