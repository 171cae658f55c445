// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// The first page: what one can do here, whoever one is.
enum HomePage {
    static func answer(_ request: Request) throws -> Response {
        let (ui, network) = (request.ui, request.site.network)
        let entrances = request.site.faces.flatMap(\.navigation)
        let published = try network.register.count(RegisterQuery())
        var page = Page(
            ui("home.title"), width: .wide,
            """
            \(ui.hero(ui("home.title"), lead: ui("home.lead"), ui.searchBox(
                "/search", label: ui("home.search"))))
            <h2>\(ui("home.ways"))</h2>
            \(ui.cards(cards(entrances, ui)))
            \(figures(try network.tenants(), published, ui))
            <h2>\(ui("home.tenants"))</h2>
            \(try tenants(network, ui))
            <h2>\(ui("home.about"))</h2>
            \(ui.prose(ui("home.about.text")))
            """)
        page.description = ui("home.lead")
        return request.page(page)
    }

    /// A card for every way into a system, with the line `Words/` has for it under `KEY.card`.
    private static func cards(_ entrances: [Face.Entrance], _ ui: UI) -> [(
        link: UI.Link, text: String
    )] {
        let own = [Face.Entrance("home.follow", "/work"), Face.Entrance("web.help", "/help")]
        return (entrances + own).compactMap { entrance in
            Href(entrance.path).map {
                (
                    UI.Link(ui(entrance.key), $0),
                    ui.words.find("\(entrance.key).card", in: ui.language) ?? ""
                )
            }
        }
    }

    private static func figures(_ tenants: [Tenant], _ published: RegisterCount, _ ui: UI) -> HTML {
        let systems = Set(tenants.flatMap(\.systems)).count
        let count = ui.number(published.value) + (published.isExact ? "" : "+")
        return ui.figures([
            UI.Figure(ui.number(tenants.count), ui.count("home.figure.tenants", tenants.count)),
            UI.Figure(ui.number(systems), ui.count("home.figure.systems", systems)),
            UI.Figure(count, ui("home.figure.published")),
        ])
    }

    private static func tenants(_ network: Network, _ ui: UI) throws -> HTML {
        let tenants = try network.tenants().filter { !$0.systems.isEmpty }
        if tenants.isEmpty { return ui.emptyState(ui("home.tenants.none")) }
        return ui.linkList(
            tenants.sorted { $0.name < $1.name }.map { UI.Link($0.name, "/t/\($0.slug)") })
    }
}
