// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Every page for everyone: for people who look for one, for search engines, and for those who
/// check all of them.
struct SiteMap {
    /// The most addresses a site map may hold (sitemaps.org).
    private static let most = 50_000

    let request: Request

    init(_ request: Request) { self.request = request }

    /// A part of the map.
    struct Part {
        let title: String
        let paths: [String]
    }

    /// Every address, by part.
    func parts() throws -> [Part] {
        let (ui, site) = (request.ui, request.site)
        let tenants = try site.network.tenants()
        let lists = tenants.flatMap { tenant -> [String] in
            let kinds = site.network.systems.all.filter {
                tenant.systems.contains($0.name) && !$0.isCommons
            }
            .flatMap(\.records).filter { $0.readers.contains(.anyone) }
            return ["/t/\(tenant.slug)"]
                + kinds.map { "/t/\(tenant.slug)/\($0.system)/\($0.plural)" }
        }
        let systems = try site.faces.map { face in
            Part(title: ui.name(ofSystem: face.system.name), paths: try face.siteMap(site.network))
        }
        return [Part(title: ui("sitemap.site"), paths: Self.site)] + systems
            + [Part(title: ui("sitemap.tenants"), paths: lists)]
    }

    private static let site = [
        "/", "/help", "/accessibility", "/open-data", "/rules", "/search", "/sitemap", "/sign-in",
    ]

    /// The map as a page.
    func page() throws -> Page {
        let ui = request.ui
        return Page(
            ui("sitemap.title"),
            """
            <h1>\(ui("sitemap.title"))</h1>
            \(try parts().filter { !$0.paths.isEmpty }.map { part in
                "<h2>\(part.title)</h2>\(ui.linkList(part.paths.compactMap(link)))"
            })
            """)
    }

    /// A page by what it is called, where `Words/` says it; else by its address.
    private func link(_ path: String) -> UI.Link? {
        let name = Self.names[path].map { request.ui($0) }
        return Href(path).map { UI.Link(name ?? path, $0) }
    }

    private static let names = [
        "/": "home.title", "/help": "help.title", "/accessibility": "accessibility.title",
        "/open-data": "open_data.title", "/rules": "rules.title", "/search": "search.title",
        "/sitemap": "sitemap.title", "/sign-in": "web.sign_in",
    ]

    /// The map as search engines read it (sitemaps.org, protocol 0.9).
    func xml() throws -> Response {
        let address = request.site.configuration.address
        var seen = Set<String>()
        let urls = try parts().flatMap(\.paths).filter { seen.insert($0).inserted }
            .prefix(Self.most).map { path -> HTML in
                "<url><loc>\(address + path)</loc></url>\n"
            }
        let xml: HTML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            \(urls)</urlset>

            """
        return Response(200, "application/xml; charset=utf-8", xml.bytes)
    }
}
