// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// Events as calendars: all, those of a topic or a body, one alone.
enum EventFeeds {
    /// How many seconds one is used before it is asked for again.
    static let fresh = 300

    /// What the list's filters find, of the last weeks and to come.
    static func list(_ filter: EventFilter, page: Href) throws -> Response {
        let request = filter.request
        let calendar = EventCalendar(request: request, today: request.zone.day(at: request.now))
        let found = try filter.events(lasting: calendar.today.adding(days: -EventCalendar.keptDays))
        let entries = found.sorted { ($0.event.startsOn, $0.event.uid) < ($1.event.startsOn, $1.event.uid) }
            .flatMap { calendar.entries(for: $0) }
        let file = calendar.file(
            try name(filter), entries, page: page.with(shown(filter)),
            path: Self.path(request).with(shown(filter)))
        return .cacheable(file.text, as: .ics, for: request, seconds: fresh)
    }

    /// Its own address, however it was asked for: by its ending or by an `Accept` header.
    private static func path(_ request: Request) -> Href {
        request["tenant"].isEmpty ? "/events.ics" : "/t/\(request["tenant"])/knowledge/events.ics"
    }

    /// The filters that stand in the address; the path says the body itself.
    private static func shown(_ filter: EventFilter) -> [(String, String?)] {
        filter.pairs.filter { $0.0 != "body" || filter.request["tenant"].isEmpty }
    }

    /// One event, to be put among one's own.
    static func one(_ request: Request) throws -> Response {
        guard let id = RecordID(request["id"]),
            let item = try request.register.item(tenant: request["tenant"], record: id),
            let found = PublicEvent(item)
        else { throw Refusal.notFound }
        let calendar = EventCalendar(request: request, today: request.zone.day(at: request.now))
        let page: Href = "/t/\(found.tenant)/knowledge/events/\(id.text)"
        let file = calendar.file(
            found.event.title, calendar.entries(for: found), page: page,
            path: "/t/\(found.tenant)/knowledge/events/\(id.text).ics")
        return .cacheable(file.text, as: .ics, for: request, seconds: fresh)
            .adding("content-disposition", "attachment; filename=\"event.ics\"")
    }

    /// What the calendar of a list is called.
    private static func name(_ filter: EventFilter) throws -> String {
        let ui = filter.request.ui
        let words = FieldWords(ui, kind: Event.kind)
        let holder = try filter.tenant.flatMap { try filter.request.site.network.find($0) }
        let parts = [
            holder.map { ui.name(of: $0) }, filter.topic.map { words.option("topic", $0.rawValue) },
            filter.mode.map { words.option("mode", $0.rawValue) },
        ].compactMap { $0 }
        return ([ui("knowledge.events")] + parts).joined(separator: " – ")
    }
}
