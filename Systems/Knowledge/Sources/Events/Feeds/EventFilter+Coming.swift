// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Web

/// One time of one event.
struct ComingEvent {
    let found: PublicEvent
    let one: Occurrence
}

extension EventFilter {
    /// How near those are looked for first of which a few are shown, and how far where there are not
    /// enough, in days.
    private static let reaches = [31, 400]

    /// Every time of every event from a day on, the soonest first.
    func coming(from today: Day, until last: Day) throws -> [ComingEvent] {
        try events(lasting: today, begunBy: last).flatMap { found in
            found.event.occurrences.filter { !$0.isOver(on: today) && $0.startsOn <= last }
                .map { ComingEvent(found: found, one: $0) }
        }.sorted { a, b in
            (a.one.startsOn, a.one.start.minutes, a.found.event.uid)
                < (b.one.startsOn, b.one.start.minutes, b.found.event.uid)
        }
    }

    /// The next few events: of a series the next time of it, and none that is called off.
    func next(_ limit: Int, from today: Day) throws -> [ComingEvent] {
        var next: [ComingEvent] = []
        for reach in Self.reaches where next.count < limit {
            var known = Set<String>()
            next = try coming(from: today, until: today.adding(days: reach)).filter {
                $0.found.status != .cancelled && !$0.one.isCancelled
                    && known.insert($0.found.event.uid).inserted
            }
        }
        return Array(next.prefix(limit))
    }
}
