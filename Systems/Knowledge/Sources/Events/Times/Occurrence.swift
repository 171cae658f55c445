// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel

/// One time at which an event is held.
struct Occurrence: Sendable, Hashable {
    /// The day it would have been on: what it is known by, wherever it is moved.
    let day: Day
    var start: CalendarTime
    /// When it is over; of whole days the last one.
    var end: CalendarTime
    /// Where it is instead of the usual place.
    var venue: String?
    var isCancelled = false
    var isMoved = false
    /// What was said of the change.
    var note: String?

    var startsOn: Day { start.day }
    var endsOn: Day { end.day }
    var isAllDay: Bool { start.instant == nil }

    /// Whether it is over on a day.
    func isOver(on today: Day) -> Bool { endsOn < today }
}

/// What became of one occurrence of an event, as the event keeps it.
struct OccurrenceChange: Sendable, Hashable {
    let day: Day
    var isCancelled = false
    var startsOn: Day?
    var startsAt: String?
    var endsAt: String?
    var venue: String?
    var note: String?
    var at: Instant

    var json: JSON {
        [
            "day": .string(day.description), "cancelled": .bool(isCancelled),
            "startsOn": .optional(startsOn?.description), "startsAt": .optional(startsAt),
            "endsAt": .optional(endsAt), "venue": .optional(venue), "note": .optional(note),
            "at": .string(at.description),
        ]
    }

    init(_ day: Day, at now: Instant) {
        self.day = day
        at = now
    }

    init?(_ json: JSON) {
        guard let day = json["day"]?.asString.flatMap({ Day($0) }),
            let at = json["at"]?.asString.flatMap({ Instant($0) })
        else { return nil }
        self.init(day, at: at)
        isCancelled = json["cancelled"] == true
        startsOn = json["startsOn"]?.asString.flatMap { Day($0) }
        startsAt = json["startsAt"]?.asString
        endsAt = json["endsAt"]?.asString
        venue = json["venue"]?.asString
        note = json["note"]?.asString
    }
}
