// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The first page: what one can do here, whoever one is, and what is new.
struct HomePage {
    /// How many of a kind are listed.
    private static let newest = 5
    /// How many of a kind are drawn on its map.
    private static let drawn = 200
    /// How many tenants are listed; more have a page of their own.
    private static let mostTenants = 100

    let request: Request
    private var ui: UI { request.ui }
    private var network: Network { request.site.network }

    init(_ request: Request) { self.request = request }

    func answer() throws -> Response {
        var page = Page(
            ui("home.title"), width: .wide,
            """
            \(ui.hero(ui("home.title"), lead: ui("home.lead"), ui.searchBox(
                "/search", label: ui("home.search"))))
            <h2>\(ui("home.ways"))</h2>
            \(ui.cards(cards))
            \(try kinds.map(newest))
            <h2>\(ui("home.tenants"))</h2>
            \(try tenants())
            \(ui.columns(
                "<h2>\(ui("home.about"))</h2>\(ui.prose(ui("home.about.text")))",
                aside: try figures()))
            """)
        page.description = ui("home.lead")
        page.styles = [UI.mapStyle]
        return request.page(page)
    }

    /// What people come for, then every other way into a system; each with the line `Words/` has
    /// for it under `KEY.card`.
    private var cards: [(link: UI.Link, text: String)] {
        let tasks = request.site.faces.flatMap(\.tasks)
        let ways = request.site.faces.flatMap(\.navigation).filter { way in
            !tasks.contains { $0.path == way.path }
        }
        return (tasks + ways).compactMap { entrance in
            Href(entrance.path).map {
                let text = ui.words.find("\(entrance.key).card", in: ui.language)
                return (UI.Link(ui(entrance.key), $0), text ?? "")
            }
        }
    }

    // MARK: What is new

    /// What is published for its own sake, not as a part of something else.
    private var kinds: [PublishedKind] {
        network.register.publishedKinds.filter { $0.partOf == nil && $0.isNews }
    }

    private func newest(of kind: PublishedKind) throws -> HTML {
        let own = try request.site.faces.compactMap { try $0.highlights(request, kind, Self.newest) }
        let found = try own.first ?? Highlights(kind, Self.newest, request)
        guard !found.items.isEmpty, let list = Href(kind.path) else { return "" }
        let name = network.systems.record(kind.name).map(ui.plural)
            ?? ui.words.find("\(kind.name).list", in: ui.language) ?? kind.name
        let items = found.items.map { item -> HTML in
            """
            <li><h3><a href="\(item.href)">\(item.title)</a></h3>
            <p class="meta">\(item.facts)</p></li>

            """
        }
        return ui.columns(
            """
            <h2>\(found.title)</h2>
            <ol class="link-list">\(items)</ol>
            <p>\(ui.link(ui("home.all"), list, about: name))</p>
            """,
            aside: try map(of: kind))
    }

    /// Where the newest of a kind are, as a picture beside their list.
    private func map(of kind: PublishedKind) throws -> HTML {
        let points = try network.register.points(
            RegisterQuery(kind: kind.name), limit: Self.drawn)
        guard let area = Bounds(around: points.map(\.point))?.padded(by: 0.1) else { return "" }
        let count = ui.number(points.count)
        var view = MapView(
            id: "map-\(kind.path.split(separator: "/").joined(separator: "-"))",
            title: ui("home.map"), description: ui("home.map.text", ["count": count]),
            frame: MapFrame(area, width: 340, height: 400, metresMin: 20_000),
            features: points.map {
                MapFeature(id: $0.record.text, geometry: .point($0.point), label: $0.title)
            })
        view.pathBytes = 8_000
        return ui.map(view)
    }

    // MARK: Who is here

    private func tenants() throws -> HTML {
        let all = try network.tenants()
        if all.count > Self.mostTenants {
            let count = ui.number(all.count)
            return "<p>\(ui.link(ui("home.tenants.all", ["count": count]), "/tenants"))</p>"
        }
        let tenants = all.filter { !$0.systems.isEmpty }
        if tenants.isEmpty { return ui.emptyState(ui("home.tenants.none")) }
        return ui.linkList(
            tenants.map { UI.Link(ui.name(of: $0), "/t/\($0.slug)") }
                .sorted { $0.text < $1.text },
            inColumns: true)
    }

    private func figures() throws -> HTML {
        let tenants = try network.tenants().count
        let published = try network.register.count(RegisterQuery())
        let count = ui.number(published.value) + (published.isExact ? "" : "+")
        return ui.figures([
            UI.Figure(ui.number(tenants), ui.count("home.figure.tenants", tenants)),
            UI.Figure(count, ui("home.figure.published")),
        ])
    }
}
