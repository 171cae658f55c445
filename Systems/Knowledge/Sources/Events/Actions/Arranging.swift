// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension EventActions {
    static let arranging = [draft.kind, revise.kind, publish.kind, cancel.kind, withdraw.kind]

    static let draft = Action<Event, Event>("draft_event", by: .officers, to: [.draft]) {
        event, input, desk in
        try take(input.fields, into: &event, desk)
        event.uid = "\(event.id.text)@\(desk.moment.tenant.slug)"
    }

    /// Of an event that is out, whoever has a place is told, and a larger room is filled from the
    /// line.
    static let revise = Action<Event, Event>(
        "change_event", by: .officers, from: [.draft, .published],
        prefill: { event, _ in event?.fields ?? Event() }
    ) { event, input, desk in
        let before = event.fields
        try take(input.fields, into: &event, desk)
        try TranslationActions.follow(Original(event), desk)
        guard event.state == .published else { return }
        try holdDays(event, desk)
        touch(&event, desk)
        try Papers.show(event, desk)
        let all = try registrations(of: event.id, desk)
        let isElsewhere = before.venue != event.venue || before.mode != event.mode
        if isElsewhere || before.occurrences != event.occurrences {
            try tell(all, of: event, "knowledge.notice.event_changed", desk)
            try Reminding.set(all, of: event.fields, desk)
        }
        try Places(event).fillAll(desk)
    }

    static let publish = Action<Event, Nothing>(
        "publish_event", by: .officers, from: [.draft], to: [.published],
        unless: { event, moment in
            event.fields.next(on: moment.today) == nil ? Phrase("knowledge.obstacle.event_over") : nil
        }
    ) { event, _, desk in
        touch(&event, desk)
        try Papers.show(event, desk)
        try TranslationActions.follow(Original(event), desk)
    }

    struct Cancelling: Form {
        var reason: String?
        static let fields: Fields<Cancelling> = [.text("reason", \.reason, max: 500)]
    }

    /// It stays to be seen, and stays in calendars for a time, so that nobody goes there.
    static let cancel = Action<Event, Cancelling>(
        "cancel_event", by: .officers, from: [.published], to: [.cancelled]
    ) { event, input, desk in
        event.reason = input.reason
        event.cancelledOn = desk.moment.today
        touch(&event, desk)
        let all = try registrations(of: event.id, desk)
        try tell(
            all, of: event, "knowledge.notice.event_cancelled", desk, ["reason": input.reason ?? ""])
        for var registration in all where registration.remindAfter != nil {
            registration.remindAfter = nil
            _ = try desk.save(registration)
        }
    }

    /// What should never have been out, or never will be. Who has a place is told that it is off.
    static let withdraw = Action<Event, Nothing>(
        "withdraw_event", by: .officers, from: [.draft, .cancelled], to: [.withdrawn]
    ) { event, _, desk in
        try Papers.show(event, desk)
        try TranslationActions.follow(Original(event), desk)
    }

    /// Marks a change that calendar programs must notice.
    static func touch(_ event: inout Stored<Event>, _ desk: any Desk) {
        event.sequence += event.changedAt == nil ? 0 : 1
        event.changedAt = desk.moment.now
    }

    private static func take(_ input: Event, into event: inout Stored<Event>, _ desk: any Desk) throws {
        event.fields.take(Set(Event.asked.map(\.name)), from: input)
        if event.zone == nil { event.zone = desk.moment.calendar.jurisdiction.zone.name }
        if event.endsOn == nil { event.endsOn = event.startsOn }
        event.startsAt = try clean(event.startsAt, "starts_at")
        event.endsAt = try clean(event.endsAt, "ends_at")
        try EventCheck(event.fields).check()
    }

    private static func clean(_ text: String?, _ field: String) throws -> String? {
        guard let text else { return nil }
        guard let minutes = TimeOfDay.minutes(text) else {
            throw Problems(field, "not_a_time", Phrase("knowledge.problem.not_a_time"))
        }
        return TimeOfDay.text(minutes)
    }

    /// Nobody may be left with a place on a day that is not there any more.
    private static func holdDays(_ event: Stored<Event>, _ desk: any Desk) throws {
        let days = Set(event.fields.occurrences.map(\.day))
        let held = try registrations(of: event.id, desk).compactMap(\.occurrence)
        guard let day = held.filter({ !days.contains($0) }).min() else { return }
        throw Problems(
            "starts_on", "registered",
            Phrase("knowledge.problem.registered_day", ["day": day.description]))
    }
}
