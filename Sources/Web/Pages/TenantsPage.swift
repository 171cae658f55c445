// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Every tenant by its name, a letter at a time where they are many: `/tenants`.
struct TenantsPage {
    let request: Request
    private var ui: UI { request.ui }

    init(_ request: Request) { self.request = request }

    func answer() throws -> Response {
        let named = try request.site.network.tenants().filter { !$0.systems.isEmpty }
            .map { (tenant: $0, name: ui.name(of: $0)) }
        let letters = Dictionary(grouping: named) { Self.letter($0.name) }
        let chosen = (request.query["letter"]?.first).map { Self.letter(String($0)) }
        let begun = letters.keys.sorted()
        let shown = chosen.flatMap { letters[$0] } ?? begun.first.flatMap { letters[$0] } ?? []
        let current = chosen ?? begun.first
        let ways = begun.map { letter in
            UI.Link(
                letter, ("/tenants" as Href).with([("letter", letter)]), isCurrent: letter == current)
        }
        let links = shown.sorted { $0.name < $1.name }.map { UI.Link($0.name, "/t/\($0.tenant.slug)") }
        let list = links.isEmpty
            ? ui.emptyState(ui("home.tenants.none")) : ui.linkList(links, inColumns: true)
        return request.page(
            Page(
                ui("home.tenants"), width: .wide,
                """
                <h1>\(ui("home.tenants"))</h1>
                \(if: ways.count > 1, ui.subNavigation(ways, label: ui("home.tenants.letters")))
                \(list)
                """))
    }

    /// The letter a name is listed under: without accents, so that each is where one looks.
    private static func letter(_ name: String) -> String {
        SearchWords.words(name).first?.first.map { $0.uppercased() } ?? "#"
    }
}
