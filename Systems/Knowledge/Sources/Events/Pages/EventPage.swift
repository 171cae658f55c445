// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// One event: when and where, its papers, and one's own place at it; to staff what can be done with
/// it. As a calendar file, to be put among one's own.
struct EventPage {
    static let routes = [
        Route(
            .get, "/t/:tenant/knowledge/events/:id", .everyone,
            formats: .thing.union([.ics]), system: "knowledge"
        ) { request in
            switch request.format {
            case .ics: try EventFeeds.one(request)
            case .json: try EventPage(request).json()
            default: try EventPage(request).answer()
            }
        }
    ]

    let context: DerivedContext
    private let found: DerivedContext.Found
    private let event: Stored<Event>
    private let own: [Stored<Registration>]
    private let reading: Reading
    private var ui: UI { context.ui }
    private var today: Day { context.moment.today }
    private var isStaff: Bool { context.actor.isStaff }

    init(_ request: Request) throws {
        let context = try DerivedContext(request, kind: Event.kind)
        found = try context.find()
        let event = Stored<Event>(found.whole)
        (self.context, self.event) = (context, event)
        reading = try context.reading(Original(event))
        own = try context.actor.person.map { person in
            try context.store.read(as: .system("pages")) { reader in
                try reader.list(
                    Registration.self,
                    Query([
                        .field("event", is: event.id), .field("person", is: person),
                        .state(.registered, .waiting, .came, .absent),
                    ], limit: 500))
            }
        } ?? []
    }

    private func json() throws -> Response {
        try context.request.asOf() == nil ? context.json(found) : RecordPage.answer(context)
    }

    private func answer() throws -> Response {
        let linked = EventLinked(event, context)
        if context.request.isLinked {
            guard event.seenBy != .staff else { throw Refusal.notFound }
            return linked.answer
        }
        let isOff = event.state == .cancelled
        let (title, text) = (reading.text("title", ui), reading.text("text", ui))
        var page = Page(
            "\(title.text) – \(ui.name(of: Event.kind))",
            """
            <h1\("lang", title.lang)>\(title.text)</h1>
            <p>\(ui.tag(ui.state(event.state, of: Event.kind), isOff ? .bad : .active))</p>
            \(event.reason.map { ui.inset("<p>\($0)</p>") })
            \(ReadingNote(reading, context, page: context.href(event.id)).html)
            \(EventFacts(event, context, isIn: isIn).html)
            <div\("lang", text.lang)>\(ui.prose(text.text))</div>
            \(try EventPlaces(event, own, context).html())
            \(try EventPapers(event, context).html())
            \(if: event.seenBy != .staff, calendar)
            \(if: isStaff, staffSide)
            """)
        page.breadcrumbs = context.trail(ui("knowledge.events"), "/events")
        page.isPrivate = event.seenBy != .everyone
        page.notice = notice
        if event.seenBy != .staff {
            page.feeds = [Page.Feed(event.title, type: "text/calendar", file)]
            page.addLinked(at: context.href(event.id), event.title)
            page.data = linked.node.forPage
        }
        return context.request.page(page)
    }

    /// Whether the reader has a place, and so is told where to take part from afar.
    private var isIn: Bool { isStaff || own.contains { $0.state == .registered || $0.state == .came } }

    private var file: Href { "\(context.list)/\(event.id.text).ics" }

    private var calendar: HTML {
        let body: Href = "\(context.list).ics"
        return """
            <h2>\(ui("knowledge.event.calendar"))</h2>
            \(ui.linkList([
                UI.Link(ui("knowledge.event.calendar.add"), file),
                UI.Link(
                    ui("knowledge.event.calendar.body", ["body": ui.name(of: context.store.tenant)]), body),
                UI.Link(ui("knowledge.events.mine"), "/events/mine"),
            ]))
            """
    }

    private var staffSide: HTML {
        let add = ("/t/\(context.slug)/knowledge/materials/new/add-material" as Href)
            .with(["event": event.id.text])
        return """
            <h2>\(ui("knowledge.event.staff"))</h2>
            \(RecordPage.actions(found, context))
            \(ui.linkList([
                UI.Link(ui("knowledge.participants"), context.href(event.id, "participants")),
                UI.Link(ui.name(of: EventActions.add.kind), add),
                UI.Link(ui("derived.history"), context.href(event.id, "history")),
            ]))
            """
    }

    private var notice: UI.Notice? {
        let done = context.request.query["done"]
        let known = context.actions + [EventActions.register.kind, EventActions.add.kind]
        return known.first { $0.segment == done }.map { action in
            let isWaiting = action.name == EventActions.register.kind.name
                && own.contains { $0.state == .waiting }
            return UI.Notice("<p>\(isWaiting ? ui("knowledge.event.now_waiting") : ui.done(action.key))</p>")
        }
    }
}

/// When, where and for whom an event is.
struct EventFacts {
    private let event: Stored<Event>
    private let context: DerivedContext
    private let isIn: Bool
    private var ui: UI { context.ui }

    init(_ event: Stored<Event>, _ context: DerivedContext, isIn: Bool) {
        self.event = event
        self.context = context
        self.isIn = isIn
    }

    var html: HTML {
        let words = context.words
        var rows = [UI.Row(ui("knowledge.event.when"), when)]
        if event.mode != .online { rows.append(UI.Row(words.label("venue"), "\(event.venue ?? "")")) }
        if event.mode != .onSite { rows.append(UI.Row(ui("knowledge.event.online"), online)) }
        if let topic = event.topic {
            rows.append(UI.Row(words.label("topic"), "\(words.option("topic", topic.rawValue))"))
        }
        if !event.invited.isEmpty {
            let all = event.invited.all.map { words.option("invited", $0.rawValue) }
            rows.append(UI.Row(words.label("invited"), "\(all.joined(separator: ", "))"))
        }
        if let language = event.language {
            rows.append(UI.Row(words.label("language"), "\(words.option("language", language.rawValue))"))
        }
        if event.visibility == .members {
            rows.append(UI.Row(words.label("visibility"), "\(words.option("visibility", "members"))"))
        }
        if let mail = event.contactEmail, let href = Href("mailto:" + mail) {
            rows.append(UI.Row(words.label("contact_email"), ui.link(mail, href)))
        }
        return ui.summaryList(rows)
    }

    private var online: HTML {
        guard isIn, let address = event.online else { return "\(ui("knowledge.event.online.later"))" }
        return "<a href=\"\(address)\">\(address)</a>"
    }

    /// Of a series how it comes again and each time of it; what was changed is marked.
    private var when: HTML {
        let times = EventTimes(ui)
        let all = event.fields.occurrences
        guard let series = times.series(event.fields) else {
            return all.first.map { times.text($0) } ?? ""
        }
        let items = all.map { one -> HTML in
            """
            <li>\(times.text(one))\
            \(if: one.isCancelled, " \(ui.tag(ui.state(.cancelled, of: Event.kind), .bad))")\
            \(if: one.isMoved && !one.isCancelled, " \(ui.tag(ui("knowledge.events.moved"), .attention))")\
            \(one.venue.map { " · \($0)" as HTML })\(one.note.map { " · \($0)" as HTML })</li>
            """
        }
        let list: HTML = "<ul>\(items)</ul>"
        return """
            <p>\(series)</p>
            \(if: items.count > 12, ui.details(ui("knowledge.event.all_times"), list), else: list)
            """
    }
}
