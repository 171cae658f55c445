// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Store
import Web

/// The events one has a place at, and the secret address under which a calendar program finds them:
/// `/events/mine`.
struct MinePage {
    static let routes = [
        // The calendar is asked for by a program that has the address and nobody's session.
        Route(.get, "/events/mine", .everyone, formats: [.ics]) { request in
            if request.format == .ics { return try calendar(request) }
            return try MinePage(request).answer()
        },
        Route(.post, "/events/mine/address", .signedIn) { try await MinePage($0).makeAddress() },
    ]

    private let request: Request
    private let person: RecordID
    private var ui: UI { request.ui }

    init(_ request: Request) throws {
        guard let person = request.visitor.person else { throw Refusal.signIn }
        self.request = request
        self.person = person
    }

    /// By the address alone; one that was renewed opens nothing any more.
    private static func calendar(_ request: Request) throws -> Response {
        guard let key = request.linkSecret,
            let visitor = try request.site.accounts.visitor(token: key, at: request.now),
            let person = visitor.person, visitor.token?.scopes.contains(OwnEvents.scope) == true
        else { throw Refusal.notFound }
        let calendar = EventCalendar(request: request, today: request.zone.day(at: request.now))
        let items = try OwnEvents(network: request.site.network, person: person)
            .all(lasting: calendar.today.adding(days: -EventCalendar.keptDays))
        let file = calendar.file(
            request.ui("knowledge.events.mine"), items.flatMap { $0.entries(in: calendar) },
            page: "/events/mine", path: "/events/mine.ics")
        return .cacheable(file.text, as: .ics, for: request, seconds: EventFeeds.fresh, isPrivate: true)
            .adding("referrer-policy", "no-referrer")
    }

    private func answer() throws -> Response {
        let today = request.zone.day(at: request.now)
        let items = try OwnEvents(network: request.site.network, person: person)
            .all(lasting: today.adding(days: -365))
        let tokens = try request.site.accounts.tokens(of: person)
        let hasAddress = tokens.contains { $0.scopes == OwnEvents.scope }
        let list = try items.map(item)
        var page = Page(
            ui("knowledge.events.mine"),
            """
            <h1>\(ui("knowledge.events.mine"))</h1>
            \(if: items.isEmpty, ui.emptyState(ui("knowledge.events.mine.none")),
                else: "<ul class=\"link-list\">\(list)</ul>")
            <h2>\(ui("knowledge.events.address"))</h2>
            <p>\(ui("knowledge.events.address.text"))</p>
            \(if: hasAddress, "<p>\(ui("knowledge.events.address.there"))</p>")
            \(ui.buttonForm(
                "/events/mine/address",
                ui(hasAddress ? "knowledge.events.address.renew" : "knowledge.events.address.make"),
                hidden: [("csrf", request.csrf)]))
            """)
        page.isPrivate = true
        page.breadcrumbs = [UI.Link(ui("knowledge.events"), "/events")]
        return request.page(page)
    }

    private func item(_ item: OwnEvents.Item) throws -> HTML {
        let base: Href = "/t/\(item.tenant.slug)/knowledge"
        let day = item.registration.occurrence
        let one = day.flatMap { day in item.event.fields.occurrences.first { $0.day == day } }
            ?? item.event.fields.next(on: request.zone.day(at: request.now))
            ?? item.event.fields.occurrence(on: item.event.startsOn)
        let state = item.event.state == .cancelled
            ? ui.state(.cancelled, of: Event.kind)
            : ui.state(item.registration.state, of: Registration.kind)
        let certificate = base.inside("registrations", item.registration.id.text, "certificate")
        let facts: HTML = "\(EventTimes(ui).text(one)) · \(ui.name(of: item.tenant))"
        return """
            <li><h2>\(ui.link(item.event.title, base.inside("events", item.event.id.text)))</h2>
            <p class="meta">\(facts) · \(ui.tag(state, .active))</p>
            \(if: item.registration.certificate != nil,
                "<p>\(ui.link(ui("knowledge.certificate"), certificate, about: item.event.title))</p>")</li>

            """
    }

    /// Makes the address, and ends the one there was.
    private func makeAddress() async throws -> Response {
        _ = try await request.form()
        let accounts = request.site.accounts
        let actor = Actor(.person(person))
        for token in try accounts.tokens(of: person) where token.scopes == OwnEvents.scope {
            try await accounts.revokeToken(token.id, by: actor, at: request.now)
        }
        let wish = Accounts.TokenWish(
            tenant: Tenant.commons, name: ui("knowledge.events.mine"), scopes: [OwnEvents.scope])
        let key = try await accounts.createToken(wish, by: actor, at: request.now)
        let address = request.address(("/events/mine.ics" as Href).with(["key": key]).string)
        var page = Page(
            ui("knowledge.events.address"),
            """
            <h1>\(ui("knowledge.events.address"))</h1>
            <p>\(ui("knowledge.events.address.made"))</p>
            \(ui.inset("<p><code class=\"address\">\(address)</code></p>"))
            \(ui.warning(ui("knowledge.events.address.secret")))
            <p>\(ui.link(ui("knowledge.events.mine"), "/events/mine"))</p>
            """)
        page.isPrivate = true
        return request.page(page)
    }
}
