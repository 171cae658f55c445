// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The cases found, on a map drawn here. Its links move and zoom it and narrow the list below to
/// the part it shows; so it works the same with and without JavaScript.
struct RegisterMap {
    /// The newest cases that are drawn; the rest are in the list.
    private static let most = 2_000

    private let filter: RegisterFilter
    private let points: [RegisterPoint]
    private let ui: UI

    init(
        _ filter: RegisterFilter, _ register: Register, _ query: RegisterQuery, _ ui: UI
    ) throws {
        self.filter = filter
        self.ui = ui
        var query = query
        query.cursor = nil
        points = try register.points(query, limit: Self.most)
    }

    func html() -> HTML {
        if points.isEmpty { return "<p>\(ui("register.map.none"))</p>" }
        let filter = filter
        let view = MapView(
            id: "register-map", title: ui("register.map"),
            description: ui("register.map.text", ["count": ui.number(points.count)]),
            frame: MapFrame(area, width: 760, height: 640, metresMin: 2_000),
            features: points.map(feature), inset: nil,
            zoom: { bounds in
                let href = filter.href(.html, ["bounds": bounds.text, "view": "map"])
                return Href(href.string + "#register-map") ?? href
            })
        return """
            \(ui.map(view))
            <p>\(ui("register.map.key")) \(legend)</p>
            \(if: points.count == Self.most,
                "<p class=\"hint\">\(ui("register.map.newest", ["count": ui.number(Self.most)]))</p>")
            """
    }

    /// What is shown: the part asked for, else as much as holds every case.
    private var area: Bounds {
        filter.bounds
            ?? Bounds(around: points.map(\.point))?.padded(by: 0.06) ?? .ireland
    }

    private var legend: HTML {
        [
            ui.tag(ui("register.map.open"), .good),
            ui.tag(ui.state(.furtherInformation, of: Application.kind), .attention),
            ui.tag(ui("register.map.over"), .plain),
        ].joined(by: " ")
    }

    private func feature(_ point: RegisterPoint) -> MapFeature {
        let state = State(rawValue: point.status)
        let status =
            switch state {
            case .lodged, .valid: "open"
            case .furtherInformation: "attention"
            default: "closed"
            }
        let label = [point.reference, point.title, ui.state(state, of: Application.kind)]
        return MapFeature(
            id: point.record.text, geometry: .point(point.point),
            label: label.filter { !$0.isEmpty }.joined(separator: ", "),
            href: PublicCase.href(point.tenant, point.record), status: status)
    }
}
