// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The places at an event and the line for them. They are counted where they are given away, in the
/// one line of those who write: nobody is given a place twice.
struct Places {
    private let event: Stored<Event>

    init(_ event: Stored<Event>) { self.event = event }

    /// How many are left at one time of it, or at all; nil: there is no limit.
    func left(on day: Day?, _ desk: any Desk) throws -> Int? {
        guard let places = event.places else { return nil }
        let taken = try list(day, State.seated, limit: places, desk).count
        return max(0, places - taken)
    }

    /// Whether somebody waits already: whoever comes later waits behind them.
    func isWaitedFor(on day: Day?, _ desk: any Desk) throws -> Bool {
        try !list(day, [.waiting], limit: 1, desk).isEmpty
    }

    /// Gives places that are free to who has waited longest, and tells them.
    func fill(on day: Day?, _ desk: any Desk) throws {
        guard event.state == .published, isAhead(day, desk.moment.today) else { return }
        let free = try left(on: day, desk) ?? 100_000
        guard free > 0 else { return }
        for var next in try list(day, [.waiting], limit: free, desk) {
            next.state = .registered
            next.waitingSince = nil
            next.remindAfter = Reminding.day(for: next.fields, of: event.fields, on: desk.moment.today)
            _ = try desk.save(next)
            guard let person = next.person else { continue }
            try desk.notify(
                Notice(
                    to: person, Phrase("knowledge.notice.place_free", ["event": event.title]),
                    path: EventActions.path(event.id, desk)))
        }
    }

    /// The same for every time of it.
    func fillAll(_ desk: any Desk) throws {
        let waiting = try EventActions.registrations(of: event.id, in: [.waiting], desk)
        for day in Set(waiting.map(\.occurrence)) { try fill(on: day, desk) }
    }

    /// Whether it is still to come: who has a place at what is over has no use for it.
    private func isAhead(_ day: Day?, _ today: Day) -> Bool {
        guard let day else { return event.fields.next(on: today) != nil }
        return event.fields.occurrences.contains { $0.day == day && !$0.isCancelled && !$0.isOver(on: today) }
    }

    private func list(
        _ day: Day?, _ states: [State], limit: Int, _ desk: any Desk
    ) throws -> [Stored<Registration>] {
        try desk.list(
            Registration.self,
            Query(
                [
                    .field("event", is: event.id), .field("occurrence", is: day),
                    .init("state", .oneOf(states.map { .text($0.rawValue) })),
                ], order: states == [.waiting] ? "waiting_since" : "id", limit: limit))
    }
}
