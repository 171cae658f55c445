// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The register of one authority or of the whole network, in the form asked for.
struct RegisterView {
    /// How many cases a page lists.
    private static let pageSize = 25
    /// How many items a page of JSON holds unless `limit` says otherwise.
    private static let jsonSize = 50

    let request: Request
    let filter: RegisterFilter
    private var ui: UI { request.ui }
    private var network: Network { request.site.network }

    /// - Parameter own: the authority whose own register it is; nil: that of the whole network.
    init(_ request: Request, own: Tenant?) throws {
        self.request = request
        filter = try RegisterFilter(request, own: own)
    }

    /// The register of the authority the path names, or of the network.
    @Sendable static func answer(_ request: Request) throws -> Response {
        let own = try request["tenant"].isEmpty ? nil : request.tenant().tenant
        return try RegisterView(request, own: own).answer()
    }

    func answer() throws -> Response {
        var problems = filter.problems
        do {
            try problems.check()
            switch request.format {
            case .json: return try json()
            case .csv: return try export().csv()
            case .geojson: return try export().geojson()
            case .atom: return try RegisterFeed(request, filter, query).answer()
            default: return request.page(try page(register.page(listed)))
            }
        } catch let found as Problems {
            guard request.format == .html else { throw found }
            problems = found
        }
        var wrong = filter
        wrong.note(problems)
        return request.page(
            try RegisterView(request: request, filter: wrong).page(nil), status: 422)
    }

    private init(request: Request, filter: RegisterFilter) {
        self.request = request
        self.filter = filter
    }

    private var register: Register { network.register }

    /// The day on which windows for submissions are asked about.
    private var today: Day {
        network.commons.moment(
            for: .visitor, system: "planning", at: filter.asOf ?? request.now).today
    }

    private var query: RegisterQuery { filter.query(on: today) }

    // MARK: For programs

    private func json() throws -> Response {
        var query = query
        query.limit = filter.limit ?? Self.jsonSize
        query.isCounted = true
        let page = try register.page(query)
        let names = try network.tenantNames()
        let address = request.site.configuration.address
        let limit = filter.limit.map(String.init)
        func link(_ cursor: String?) -> JSON {
            guard let cursor else { return .null }
            let href = filter.href(.json, ["cursor": cursor, "limit": limit])
            return .string(address + href.string)
        }
        let items = page.items.map {
            RegisterEntry($0, authority: names[$0.tenant] ?? $0.tenant, address: address).json
        }
        return .json([
            "items": .array(items),
            "count": [
                "value": .integer(page.count?.value ?? 0),
                "exact": .bool(page.count?.isExact ?? true),
            ],
            "asOf": .optional(filter.asOf?.description), "next": link(page.next),
            "previous": link(page.previous),
        ])
    }

    private func export() throws -> RegisterExport {
        var first = query
        first.limit = 1
        // A cursor that is none is said before anything is sent.
        _ = try register.page(first)
        return try RegisterExport(
            network, query, limit: filter.limit, address: request.site.configuration.address)
    }

    // MARK: As a page

    private var listed: RegisterQuery {
        var query = query
        query.limit = Self.pageSize
        query.isWhole = true
        query.isCounted = true
        return query
    }

    /// - Parameter found: nil where what was asked cannot be answered.
    private func page(_ found: Store.RegisterPage?) throws -> Page {
        let panel = RegisterPanel(filter: filter, network: network, ui: ui)
        let authority = filter.own?.name(in: ui.language)
        let title = authority.map { ui("register.title.of", ["authority": $0]) }
            ?? ui("register.title")
        let lead = authority.map { ui("register.lead.of", ["authority": $0]) }
            ?? ui("register.lead")
        let isMap = filter.view == .map
        var page = Page(
            title, width: .wide,
            """
            \(ui.errorSummary(panel.mistakes))
            <h1>\(title)</h1>
            <p class="lead">\(lead)</p>
            \(panel.search)
            \(ui.columns(
                try found.map(results) ?? panel.panel,
                aside: "\(if: found != nil, panel.panel)\(more)"))
            """)
        page.hasErrors = !panel.mistakes.isEmpty
        page.description = lead
        page.canonical = Href(request.site.configuration.address + filter.address().string)
        page.notice = filter.asOf.map(past)
        if filter.own != nil {
            page.breadcrumbs = [UI.Link(ui("register.title"), "/register/planning")]
        }
        page.feeds = [
            Page.Feed(ui("register.feed"), type: "application/atom+xml", filter.href(.atom))
        ]
        if isMap { page.styles = [UI.mapStyle] }
        if isMap, request.site.tiles != nil { page.scripts = [UI.mapScript] }
        return page
    }

    private var more: HTML {
        """
        <h2>\(ui("register.more"))</h2>
        \(ui.linkList(ways))
        \(ui.feedLinks(feeds))
        """
    }

    private func past(_ moment: Instant) -> UI.Notice {
        UI.Notice(
            """
            <p>\(ui("register.past")) \(ui.moment(moment, in: request.zone)). \
            \(ui.link(ui("register.now"), filter.href(.html, ["asOf": nil])))</p>
            """, .attention)
    }

    private func results(_ found: Store.RegisterPage) throws -> HTML {
        let views = ui.subNavigation(
            [
                UI.Link(
                    ui("register.view.list"), filter.href(.html, ["view": nil]),
                    isCurrent: filter.view == .list),
                UI.Link(
                    ui("register.view.map"), filter.href(.html, ["view": "map"]),
                    isCurrent: filter.view == .map),
            ], label: ui("register.view"))
        if found.items.isEmpty { return "\(views)\(empty)" }
        let map =
            filter.view == .map ? try RegisterMap(filter, query, request).html() : HTML()
        return """
            \(views)
            \(map)
            <h2>\(count(found.count))</h2>
            <ol class="link-list">\(try entries(found.items))</ol>
            \(ui.pagination(previous: turn(found.previous), next: turn(found.next)))
            """
    }

    private var empty: HTML {
        guard filter.isNarrow else {
            return ui.emptyState(ui("register.empty"), "<p>\(ui("register.empty.text"))</p>")
        }
        let clear = ui.link(ui("web.filter.clear"), filter.address())
        return ui.emptyState(
            ui("register.none"), "<p>\(ui("register.none.text")) \(clear)</p>")
    }

    private func count(_ count: RegisterCount?) -> String {
        guard let count else { return "" }
        return count.isExact
            ? ui.count("register.count", count.value)
            : ui("register.count.more", ["count": ui.number(count.value)])
    }

    private func entries(_ items: [RegisterItem]) throws -> [HTML] {
        let at = filter.asOf ?? request.now
        return try items.compactMap { item in
            guard let tenant = try network.find(item.tenant) else { return nil }
            return PublicCase(item, of: tenant, law: network.law, at: at, explaining: false)
                .map { RegisterEntry.html($0, ui) }
        }
    }

    private func turn(_ cursor: String?) -> Href? {
        cursor.map { filter.href(.html, ["cursor": $0]) }
    }

    private var ways: [UI.Link] {
        let weekly = filter.own.map {
            UI.Link(ui("register.weekly"), "/t/\($0.slug)/planning/weekly")
        }
        let all = filter.own.map { _ in UI.Link(ui("register.all"), "/register/planning") }
        return [weekly, UI.Link(ui("register.find"), "/register/planning/find"), all]
            .compactMap(\.self)
    }

    private var feeds: [UI.Link] {
        [("Atom", Format.atom), ("CSV", .csv), ("GeoJSON", .geojson), ("JSON", .json)].map {
            UI.Link($0.0, filter.href($0.1, ["view": nil]))
        }
    }
}
