// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Every list the network gives away, in which forms: read off the routes themselves.
enum OpenDataPage {
    static func page(_ request: Request) -> Page {
        let ui = request.ui
        let rows = request.site.openData.map { route -> [HTML] in
            let formats = route.formats.sorted { $0.rawValue < $1.rawValue }.compactMap { format in
                Href("\(route.path).\(format.rawValue)" as String).map {
                    ui.link(format.name, $0, about: route.path)
                }
            }
            return [
                Href(route.path).map { ui.link(route.path, $0) } ?? "\(route.path)",
                formats.joined(by: " · "),
            ]
        }
        var page = Page(
            ui("open_data.title"),
            """
            <h1>\(ui("open_data.title"))</h1>
            <p class="lead">\(ui("open_data.lead"))</p>
            <h2>\(ui("open_data.lists"))</h2>
            \(ui.table(
                ui("open_data.lists.caption"),
                ["address", "forms"].map { UI.Column(ui("open_data.column.\($0)")) },
                rows, isCaptionSeen: false))
            \(catalogue(request))
            <h2>\(ui("open_data.past"))</h2>
            \(ui.prose(ui("open_data.past.text")))
            <h2>\(ui("open_data.api"))</h2>
            \(ui.prose(ui("open_data.api.text")))
            <p>\(ui.link(ui("open_data.api.document"), "/api/openapi.json"))</p>
            <h2>\(ui("open_data.licence"))</h2>
            \(ui.prose(ui("open_data.licence.text")))
            """)
        page.description = ui("open_data.lead")
        return page
    }

    /// All of it as one description, where there is one.
    private static func catalogue(_ request: Request) -> HTML {
        let ui = request.ui
        guard request.site.openData.contains(where: { $0.path == "/catalogue" }) else { return "" }
        return """
            <h2>\(ui("open_data.catalogue"))</h2>
            \(ui.prose(ui("open_data.catalogue.text")))
            \(ui.linkList([
                UI.Link("JSON-LD", "/catalogue.jsonld"), UI.Link("Turtle", "/catalogue.ttl"),
            ]))
            """
    }
}

extension Site {
    /// The routes for everyone that give data and have no places in their path.
    public var openData: [Route] {
        router.routes.filter { route in
            route.method == .get && route.access == .everyone && !route.formats.isEmpty
                && !route.path.contains(":") && !route.path.hasPrefix("/api")
                && route.path != "/search" && !route.path.hasSuffix("/mine")
        }.sorted { $0.path < $1.path }
    }
}

extension Format {
    /// What people call it.
    public var name: String {
        switch self {
        case .html: "HTML"
        case .json: "JSON"
        case .csv: "CSV"
        case .jsonld: "JSON-LD"
        case .ttl: "Turtle"
        case .geojson: "GeoJSON"
        case .atom: "Atom"
        case .ics: "iCalendar"
        }
    }
}
