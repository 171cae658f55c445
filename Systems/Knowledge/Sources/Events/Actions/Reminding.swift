// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// When whoever has a place is reminded of it: on the day before.
enum Reminding {
    /// What comes next for somebody with a place, today or later.
    static func next(for registration: Registration, of event: Event, on today: Day) -> Occurrence? {
        event.occurrences.first { one in
            !one.isCancelled && one.startsOn >= today
                && (registration.occurrence == nil || registration.occurrence == one.day)
        }
    }

    /// The day after which the next reminder is due: two before the event, so that it goes out on the
    /// one before. Nil where that has passed: who takes a place the day before needs none.
    static func day(for registration: Registration, of event: Event, on today: Day) -> Day? {
        let ahead = event.occurrences.first { one in
            !one.isCancelled && one.startsOn > today.next
                && (registration.occurrence == nil || registration.occurrence == one.day)
        }
        return ahead.map { $0.startsOn.adding(days: -2) }
    }

    /// Sets it anew after the times have changed.
    static func set(
        _ registrations: [Stored<Registration>], of event: Event, _ desk: any Desk
    ) throws {
        for var registration in registrations where registration.state == .registered {
            let due = day(for: registration.fields, of: event, on: desk.moment.today)
            guard due != registration.remindAfter else { continue }
            registration.remindAfter = due
            _ = try desk.save(registration)
        }
    }
}
