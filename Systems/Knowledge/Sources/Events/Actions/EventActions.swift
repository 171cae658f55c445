// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done with events, their papers and the places at them.
enum EventActions {
    static let all = arranging + changing + papers + registering + attending

    static func path(_ event: RecordID, _ desk: any Desk) -> String {
        "/t/\(desk.moment.tenant.slug)/knowledge/events/\(event.text)"
    }

    /// Everyone who has a place at an event or waits for one, at one time of it or at all.
    static func registrations(
        of event: RecordID, on day: Day? = nil, in states: [State] = [.registered, .waiting],
        _ desk: any Desk
    ) throws -> [Stored<Registration>] {
        let all = try desk.list(
            Registration.self,
            Query(
                [
                    .field("event", is: event),
                    .init("state", .oneOf(states.map { .text($0.rawValue) })),
                ], limit: 100_000))
        guard let day else { return all }
        return all.filter { $0.occurrence == nil || $0.occurrence == day }
    }

    /// Tells everyone who has a place or waits for one, once each.
    static func tell(
        _ registrations: [Stored<Registration>], of event: Stored<Event>, _ key: String, _ desk: any Desk,
        _ more: [String: String] = [:]
    ) throws {
        let values = ["event": event.title].merging(more) { _, own in own }
        let people = Set(registrations.compactMap(\.person)).sorted()
        for person in people where person != desk.moment.actor.person {
            try desk.notify(Notice(to: person, Phrase(key, values), path: path(event.id, desk)))
        }
    }
}
