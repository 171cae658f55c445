// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension EventActions {
    static let registering = [register.kind, enter.kind, giveUp.kind, remind.kind]

    struct Registered: Form {
        var event = RecordID.none
        var occurrence: Day?
        var name = ""
        var organisation: String?
        var needs: String?
        static let fields: Fields<Registered> = [
            .link("event", \.event, to: "knowledge.event"), .day("occurrence", \.occurrence),
            .text("name", \.name, max: 120, privacy: .personal),
            .text("organisation", \.organisation, max: 200, privacy: .personal),
            .longText("needs", \.needs, max: 1_000, privacy: .personal),
        ]
    }

    /// A place, or where there is none left, one in the line.
    static let register = Action<Registration, Registered>(
        "register", by: [.signedIn], to: [.registered, .waiting]
    ) { registration, input, desk in
        let event = try open(input.event, input.occurrence, desk)
        guard event.fields.isOpen(on: desk.moment.today) else {
            throw Problems("event", "closed", Phrase("knowledge.problem.registration_closed"))
        }
        registration.person = desk.moment.actor.person
        let own = try desk.list(
            Registration.self,
            Query([
                .field("event", is: event.id), .field("person", is: registration.person),
                .field("occurrence", is: input.occurrence), .state(.registered, .waiting, .came, .absent),
            ], limit: 1))
        guard own.isEmpty else {
            throw Problems("event", "twice", Phrase("knowledge.problem.registered_twice"))
        }
        try seat(&registration, input.fields, at: event, desk)
    }

    /// Somebody who has no account, or stands at the door.
    static let enter = Action<Registration, Registered>(
        "enter_participant", by: .officers, to: [.registered, .waiting]
    ) { registration, input, desk in
        let event = try open(input.event, input.occurrence, desk)
        try seat(&registration, input.fields, at: event, desk)
    }

    /// Whoever waits longest has the place then.
    static let giveUp = Action<Registration, Nothing>(
        "give_up_place", by: [.party(field: "person")] + .officers, from: [.registered, .waiting],
        to: [.cancelled]
    ) { registration, _, desk in
        registration.remindAfter = nil
        registration.waitingSince = nil
        registration = try desk.save(registration)
        guard let event = try desk.find(Event.self, registration.event) else { return }
        try Places(event).fill(on: registration.occurrence, desk)
        if let person = registration.person, person != desk.moment.actor.person {
            try tell([registration], of: event, "knowledge.notice.place_taken", desk)
        }
    }

    /// The day before, whoever has a place is told once more.
    static let remind = Action<Registration, Nothing>(
        "remind_of_event", by: [.system("clock")], from: Registration.kind.states, isInternal: true
    ) { registration, _, desk in
        registration.remindAfter = nil
        guard let event = try desk.find(Event.self, registration.event), event.state == .published,
            registration.state == .registered,
            let next = Reminding.next(for: registration.fields, of: event.fields, on: desk.moment.today)
        else { return }
        registration.remindAfter = Reminding.day(
            for: registration.fields, of: event.fields, on: next.startsOn)
        guard next.startsOn <= desk.moment.today.next else { return }
        try tell(
            [registration], of: event, "knowledge.notice.event_soon", desk,
            ["day": next.startsOn.description])
    }

    /// The event, if somebody may have a place there at that time of it.
    private static func open(_ id: RecordID, _ day: Day?, _ desk: any Desk) throws -> Stored<Event> {
        let actor = desk.moment.actor
        guard let event = try desk.find(Event.self, id), event.state == .published,
            Event.kind.permits(actor, toRead: event.row.grounds)
        else { throw Problems("event", "not_found", Phrase("knowledge.problem.no_event")) }
        guard event.registering != .no else {
            throw Problems("event", "no_registration", Phrase("knowledge.problem.no_registration"))
        }
        guard (event.registering == .each) == (day != nil) else {
            throw Problems("occurrence", "which", Phrase("knowledge.problem.which_occurrence"))
        }
        let today = desk.moment.today
        let isThere = event.fields.occurrences.contains {
            !$0.isCancelled && !$0.isOver(on: today) && (day == nil || $0.day == day)
        }
        guard isThere else {
            throw Problems("occurrence", "not_found", Phrase("knowledge.problem.no_occurrence"))
        }
        return event
    }

    private static func seat(
        _ registration: inout Stored<Registration>, _ input: Registered, at event: Stored<Event>,
        _ desk: any Desk
    ) throws {
        registration.fields.take(from: input)
        registration.title = event.title
        let places = Places(event)
        let left = try places.left(on: input.occurrence, desk) ?? 1
        let mayHave = try left > 0 && !places.isWaitedFor(on: input.occurrence, desk)
        registration.state = mayHave ? .registered : .waiting
        registration.waitingSince = mayHave ? nil : desk.moment.now
        registration.remindAfter = mayHave
            ? Reminding.day(for: registration.fields, of: event.fields, on: desk.moment.today) : nil
    }
}

extension Event {
    /// Whether places are given away on a day.
    func isOpen(on today: Day) -> Bool {
        registering != .no && (opensOn ?? .first) <= today && today <= (closesOn ?? .last)
            && next(on: today) != nil
    }
}
