// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension EventActions {
    static let changing = [moveOne.kind, cancelOne.kind]

    struct Moved: Form {
        var occurrence = Day.first
        var startsOn: Day?
        var startsAt: String?
        var endsAt: String?
        var venue: String?
        var note: String?
        static let fields: Fields<Moved> = [
            .day("occurrence", \.occurrence), .day("starts_on", \.startsOn),
            .text("starts_at", \.startsAt, max: 5), .text("ends_at", \.endsAt, max: 5),
            .text("venue", \.venue, max: 300), .text("note", \.note, max: 500),
        ]
    }

    private static let onlySeries: @Sendable (Stored<Event>, Moment) -> Phrase? = { event, _ in
        event.repeats == nil ? Phrase("knowledge.obstacle.no_series") : nil
    }

    /// One time of a series on another day, at another hour or in another place.
    static let moveOne = Action<Event, Moved>(
        "move_occurrence", by: .officers, from: [.published], unless: onlySeries
    ) { event, input, desk in
        var change = try change(input.occurrence, of: event.fields, desk)
        for (field, text) in [("starts_at", input.startsAt), ("ends_at", input.endsAt)] {
            if let text, TimeOfDay.minutes(text) == nil {
                throw Problems(field, "not_a_time", Phrase("knowledge.problem.not_a_time"))
            }
        }
        change.startsOn = input.startsOn
        change.startsAt = input.startsAt
        change.endsAt = input.endsAt
        change.venue = input.venue
        change.note = input.note
        let moved = event.fields.occurrence(on: change.day).changed(change, event.fields.clocks)
        if let start = moved.start.instant, let end = moved.end.instant, end <= start {
            throw Problems("ends_at", "ends_before", Phrase("knowledge.problem.event.ends_before"))
        }
        try keep(change, of: &event, "knowledge.notice.occurrence_moved", desk)
    }

    struct CancelledOne: Form {
        var occurrence = Day.first
        var note: String?
        static let fields: Fields<CancelledOne> = [
            .day("occurrence", \.occurrence), .text("note", \.note, max: 500),
        ]
    }

    static let cancelOne = Action<Event, CancelledOne>(
        "cancel_occurrence", by: .officers, from: [.published], unless: onlySeries
    ) { event, input, desk in
        var change = try change(input.occurrence, of: event.fields, desk)
        change.isCancelled = true
        change.note = input.note
        try keep(change, of: &event, "knowledge.notice.occurrence_cancelled", desk)
    }

    private static func change(_ day: Day, of event: Event, _ desk: any Desk) throws -> OccurrenceChange {
        guard event.occurrences.contains(where: { $0.day == day && !$0.isCancelled }) else {
            throw Problems("occurrence", "not_found", Phrase("knowledge.problem.no_occurrence"))
        }
        return OccurrenceChange(day, at: desk.moment.now)
    }

    private static func keep(
        _ change: OccurrenceChange, of event: inout Stored<Event>, _ key: String, _ desk: any Desk
    ) throws {
        event.fields.keep(change)
        touch(&event, desk)
        let told = try registrations(of: event.id, on: change.day, desk)
        try tell(told, of: event, key, desk, ["day": change.day.description])
        try Reminding.set(told, of: event.fields, desk)
    }
}
