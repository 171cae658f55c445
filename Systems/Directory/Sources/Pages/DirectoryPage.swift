// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// The directory's first page: the bodies, where they are, and the authorities.
struct DirectoryPage {
    let ui: UI
    let view: DirectoryView
    let filter: DirectoryFilter
    let bodies: [Organisation]
    let authorities: [Organisation]

    init(_ view: DirectoryView, _ filter: DirectoryFilter, _ ui: UI) {
        self.ui = ui
        self.view = view
        self.filter = filter
        bodies = view.bodies.filter { filter.matches($0, in: view) }
        authorities = view.authorities().filter { filter.matches($0, in: view) }
    }

    var page: Page {
        let isEmpty = bodies.isEmpty && authorities.isEmpty
        var page = Page(
            ui("directory.title"), width: .wide,
            """
            <h1>\(ui("directory.title"))</h1>
            <p class="lead">\(ui("directory.intro"))</p>
            \(ui.standing(view, today: "/directory"))
            \(filter.panel(ui, view))
            <p>\(ui.count("directory.count", bodies.count + authorities.count)) · \
            \(ui.link(ui("directory.links.coverage"), ("/coverage" as Href).with(view.query)))</p>
            \(if: isEmpty, ui.emptyState(ui("directory.empty")))
            \(if: !bodies.isEmpty, bodiesSection)
            \(if: !authorities.isEmpty, authoritiesSection)
            \(if: !former.isEmpty, formerSection)
            \(ui.forms("/directory", view.query + filter.query, Self.forms))
            \(ui.forms("/directory/services", view.query, Self.serviceForms))
            \(ui.keeping(view, "directory.keep", "/t/commons"))
            """)
        page.description = ui("directory.intro")
        page.styles = [UI.mapStyle]
        page.scripts = [UI.mapScript]
        return page
    }

    private static let forms = [
        ("csv", "directory.formats.csv"), ("json", "directory.formats.json"),
        ("jsonld", "directory.formats.jsonld"), ("geojson", "directory.formats.geojson"),
    ]

    private static let serviceForms = [
        ("json", "directory.formats.services.json"),
        ("jsonld", "directory.formats.services.jsonld"),
    ]

    private var bodiesSection: HTML {
        let kinds = Set(bodies.map(\.sort)).count
        let counts = ["count": ui.number(bodies.count), "kinds": ui.number(kinds)]
        let columns = ["name", "kind", "country", "services"].map(column)
        let rows = bodies.map { body -> [HTML] in
            [
                "\(view.link(body.slug, ui))\(doubt(body))", "\(ui.kind(body))",
                "\(ui.country(body.country))",
                body.summary.map { ui.said($0) } ?? "",
            ]
        }
        return """
            <h2>\(ui("directory.bodies.heading"))</h2>
            <p>\(ui("directory.bodies.intro", counts))</p>
            \(ui.table(ui("directory.bodies.caption"), columns, rows, isCaptionSeen: false))
            \(map)
            """
    }

    /// The seats of the bodies; the table before it says the same.
    private var map: HTML {
        let seats = bodies.flatMap { $0.place?.points ?? [] }
        guard let around = Bounds(around: seats) else { return "" }
        let area = filter.box ?? (seats.count > 1 ? around.padded(by: 0.12) : .europe)
        let features = bodies.compactMap { body in
            body.place.map {
                MapFeature(
                    id: "seat-\(body.slug)", geometry: $0, label: view.name(body.slug),
                    href: view.href(body.slug))
            }
        }
        let here = ("/directory" as Href).with(view.query + filter.query)
        return ui.map(
            MapView(
                id: "seats", title: ui("directory.map.title"),
                description: ui("directory.map.text"),
                frame: MapFrame(area, width: 720, height: 560), features: features,
                zoom: { here.with(["box": $0.text]) }))
    }

    private var authoritiesSection: HTML {
        let key = view.on == nil ? "directory.authorities.intro" : "directory.authorities.introOn"
        let unknown = view.unknown(among: authorities)
        let counts = ["count": ui.number(authorities.count - unknown), "day": view.day.description]
        let more = ui("directory.existence.unknown", ["count": ui.number(unknown)])
        let other: Language = ui.language == .irish ? .english : .irish
        let columns = [
            column("name"), UI.Column(ui("directory.language.\(other.code)")), column("kind"),
            column("province"), column("place"),
        ]
        let rows = authorities.map { authority -> [HTML] in
            [
                "\(view.link(authority.slug, ui))\(doubt(authority))",
                "<span lang=\"\(other.code)\">\(view.name(authority.slug, in: other))</span>",
                "\(ui.kind(authority))",
                "\(authority.province.map { ui.each([$0], "directory.province") } ?? "")",
                "\(ui.plain(authority.town ?? "", authority.townGa))",
            ]
        }
        return """
            <h2>\(ui("directory.authorities.heading"))</h2>
            <p>\(ui(key, counts)) \(if: unknown > 0, "\(more)")</p>
            \(ui.table(ui("directory.authorities.caption"), columns, rows, isCaptionSeen: false))
            """
    }

    /// A mark on what is not known to have been there on the day.
    private func doubt(_ organisation: Organisation) -> HTML {
        guard view.existed(organisation) == nil else { return "" }
        return " \(ui.tag(ui("directory.existence.open"), .attention))"
    }

    private var former: [Organisation] {
        view.former.filter { filter.matches($0, in: view) }
    }

    private var formerSection: HTML {
        let columns = [
            column("name"), column("validUntil"), UI.Column(ui("directory.section.history")),
        ]
        let rows = former.map { organisation -> [HTML] in
            let last = view.snapshot.events[organisation.slug]?.last
            return [
                view.link(organisation.slug, ui), organisation.until.map { ui.day($0) } ?? "",
                last.map { ui.said($0.text, $0.textGa) } ?? "",
            ]
        }
        let table = ui.table(
            ui("directory.former.caption"), columns, rows, isCaptionSeen: false)
        return ui.details(ui("directory.former.heading"), table)
    }

    private func column(_ name: String) -> UI.Column { UI.Column(ui("directory.column.\(name)")) }
}
