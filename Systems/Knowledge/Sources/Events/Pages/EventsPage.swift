// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// What is on: every time of every event to come, month by month; what is over under `past`. The same
/// as a calendar to subscribe to, and as JSON: `/events`.
struct EventsPage {
    /// How many times, and for how many days ahead, stand on the page; calendars have all.
    private static let most = 300
    private static let ahead = 400

    static let routes = [
        Route(
            .get, "/events", .everyone, formats: [.json, .ics, .atom], choices: EventFilter.choices
        ) { try EventsPage($0).answer() },
        // Below a tenant the list is the derived one, for those who work on it; its calendar is its own.
        Route(
            .get, "/t/:tenant/knowledge/events", .everyone, formats: [.csv, .json, .ics], system: "knowledge"
        ) { request in
            guard request.format == .ics else {
                return try ListPage.answer(DerivedContext(request, kind: Event.kind))
            }
            let tenant = request["tenant"]
            return try EventFeeds.list(
                EventFilter(request, tenant: tenant), page: ("/events" as Href).with(["body": tenant]))
        },
    ]

    private let request: Request
    private let filter: EventFilter
    private let today: Day
    private var ui: UI { request.ui }
    private var words: FieldWords { FieldWords(ui, kind: Event.kind) }
    private var isPast: Bool { request.query["past"] != nil }

    init(_ request: Request) {
        self.request = request
        filter = EventFilter(request)
        today = request.zone.day(at: request.now)
    }

    private func answer() throws -> Response {
        switch request.format {
        case .ics: return try EventFeeds.list(filter, page: "/events")
        case .atom:
            return try PublishedFeed(
                request, title: ui("knowledge.events"), page: href([]), feed: atom
            ).answer(filter.query) { PublicEvent($0).map(filter.isFor) ?? false }
        case .json: return .json(["items": .array(try coming().map(json))])
        default: return request.page(try isPast ? past() : page(coming()))
        }
    }

    private func coming() throws -> [ComingEvent] {
        let last = today.adding(days: Self.ahead)
        return Array(try filter.coming(from: today, until: last).prefix(Self.most))
    }

    private func page(_ entries: [ComingEvent]) throws -> Page {
        let titles = try titles(entries)
        var months: [HTML] = []
        for (month, entries) in Self.byMonth(entries) {
            months.append(
                """
                <section><h2>\(ui.words.month(of: month, in: ui.language))</h2>
                <ol class="link-list">\(try entries.map { try item($0, titles) })</ol></section>

                """)
        }
        let list = entries.isEmpty ? ui.emptyState(ui("knowledge.events.none")) : months.joined(by: "\n")
        return frame("\(list)\(calendars)")
    }

    private func past() throws -> Page {
        let (events, found) = try filter.past(before: today, cursor: request.query["cursor"])
        let entries = events.map { found in
            let last = found.event.occurrences.last ?? found.event.occurrence(on: found.event.startsOn)
            return ComingEvent(found: found, one: last)
        }
        let titles = try titles(entries)
        let items = try entries.map { try item($0, titles) }
        func turn(_ cursor: String?) -> Href? { cursor.map { href([("past", "1"), ("cursor", $0)]) } }
        return frame(
            """
            \(if: items.isEmpty, ui.emptyState(ui("knowledge.events.none_past")),
                else: "<ol class=\"link-list\">\(items)</ol>")
            \(ui.pagination(previous: turn(found.previous), next: turn(found.next)))
            """)
    }

    private func href(_ more: [(String, String?)]) -> Href { ("/events" as Href).with(filter.pairs + more) }

    private func frame(_ body: HTML) -> Page {
        let tabs = [
            UI.Link(ui("knowledge.events.coming"), href([]), isCurrent: !isPast),
            UI.Link(ui("knowledge.events.past"), href([("past", "1")]), isCurrent: isPast),
            UI.Link(ui("knowledge.events.mine"), "/events/mine"),
        ]
        var page = Page(
            ui("knowledge.events"), width: .wide,
            """
            <h1>\(ui("knowledge.events"))</h1>
            <p class="lead">\(ui("knowledge.events.lead"))</p>
            \(ui.subNavigation(tabs, label: ui("knowledge.events")))
            \(panel)\(body)
            """)
        page.description = ui("knowledge.events.lead")
        page.feeds = [Page.Feed(ui("knowledge.events"), type: "text/calendar", feed)]
        page.add(atom: ui("knowledge.events"), atom)
        return page
    }

    private var feed: Href { ("/events.ics" as Href).with(filter.pairs) }
    private var atom: Href { ("/events.atom" as Href).with(filter.pairs) }

    private var panel: HTML {
        let bodies = ((try? request.site.network.tenants()) ?? []).filter { $0.systems.contains("knowledge") }
            .map { UI.Option($0.slug, ui.name(of: $0)) }.sorted { $0.label < $1.label }
        let body: HTML = bodies.count > 300
            ? ui.textInput(UI.Ask("body", label: ui("knowledge.events.body")), value: filter.tenant ?? "")
            : ui.select(
                UI.Ask("body", label: ui("knowledge.events.body")), bodies, chosen: filter.tenant,
                empty: ui("derived.filter.any"))
        return ui.filterPanel(
            "/events", hidden: isPast ? [("past", "1")] : [],
            """
            \(select("topic", Topic.names, filter.topic?.rawValue))\(body)
            \(select("mode", Event.Mode.names, filter.mode?.rawValue))
            \(select("invited", Event.Invited.names, filter.invited?.rawValue))
            \(select("language", Tongue.names, filter.language?.rawValue))
            """)
    }

    private func select(_ field: String, _ names: [String], _ chosen: String?) -> HTML {
        ui.select(
            UI.Ask(field, label: words.label(field)),
            names.map { UI.Option($0, words.option(field, $0)) }, chosen: chosen,
            empty: ui("derived.filter.any"))
    }

    private func titles(_ entries: [ComingEvent]) throws -> TranslatedTitles {
        try TranslatedTitles(entries.map { ($0.found.tenant, $0.found.id) }, request)
    }

    /// Whoever takes part from afar is told whose clocks it goes by.
    private func times(_ entry: ComingEvent) -> HTML {
        EventTimes(ui).text(
            entry.one, here: entry.found.event.mode == .onSite ? request.zone : nil)
    }

    private func item(_ entry: ComingEvent, _ titles: TranslatedTitles) throws -> HTML {
        let (found, event) = (entry.found, entry.found.event)
        let holder = try request.site.network.find(found.tenant).map { ui.name(of: $0) } ?? found.tenant
        let isOff = found.status == .cancelled || entry.one.isCancelled
        let venue = event.mode == .online ? nil : entry.one.venue ?? event.venue
        let facts = [holder, venue, event.topic.map { words.option("topic", $0.rawValue) }].compactMap { $0 }
        let page: Href = "/t/\(found.tenant)/knowledge/events/\(found.id.text)"
        let shown = titles.shown(
            found.tenant, found.id, title: event.title, summary: "", language: event.language)
        return """
            <li><h3><a href="\(page)">\(shown.title)</a>\(shown.note)</h3>
            <p>\(times(entry)) \
            \(if: isOff, ui.tag(ui.state(.cancelled, of: Event.kind), .bad),
                else: ui.tag(words.option("mode", event.mode.rawValue)))\
            \(if: entry.one.isMoved && !isOff, ui.tag(ui("knowledge.events.moved"), .attention))</p>
            <p class="meta">\(facts.joined(separator: " · "))</p></li>

            """
    }

    private var calendars: HTML {
        """
        \(ui.feedLinks([UI.Link("iCalendar", feed)]))
        \(request.following(atom, [
            ("parts", "events"), ("body", filter.tenant), ("topic", filter.topic?.rawValue),
            ("language", filter.language?.rawValue),
        ]))
        \(ui.details(ui("knowledge.events.subscribe"), """
            <p>\(ui("knowledge.events.subscribe.text"))</p>
            <p><code class="address">\(request.address(feed.string))</code></p>
            """))
        """
    }

    private static func byMonth(_ entries: [ComingEvent]) -> [(Day, [ComingEvent])] {
        var months: [(Day, [ComingEvent])] = []
        for entry in entries {
            let day = entry.one.startsOn
            let first = day.adding(days: 1 - day.day)
            if months.last?.0 == first {
                months[months.count - 1].1.append(entry)
            } else {
                months.append((first, [entry]))
            }
        }
        return months
    }

    private func json(_ entry: ComingEvent) -> JSON {
        let (found, event) = (entry.found, entry.found.event)
        return [
            "tenant": .string(found.tenant), "record": .string(found.id.text),
            "uid": .string(event.uid), "title": .string(event.title),
            "startsOn": .string(entry.one.startsOn.description),
            "endsOn": .string(entry.one.endsOn.description),
            "starts": .optional(entry.one.start.instant?.description),
            "ends": .optional(entry.one.end.instant?.description), "zone": .optional(event.zone),
            "mode": .string(event.mode.rawValue), "venue": .optional(entry.one.venue ?? event.venue),
            "topic": .optional(event.topic?.rawValue), "language": .optional(event.language?.rawValue),
            "cancelled": .bool(found.status == .cancelled || entry.one.isCancelled),
            "href": .string("/t/\(found.tenant)/knowledge/events/\(found.id.text)"),
        ]
    }
}

extension CalendarTime {
    /// For ordering: whole days come before what begins at some hour of them.
    var minutes: Int { if case .local(_, let minutes, _) = self { minutes } else { -1 } }
}
