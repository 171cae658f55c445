// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// The cases found, on a map drawn here. Its links move and zoom it and narrow the list below to
/// the part it shows; so it works the same with and without JavaScript. On the operator's tiles it
/// can be moved by hand, too.
struct RegisterMap {
    /// The newest cases that are drawn; the rest are in the list.
    private static let most = 2_000

    private let filter: RegisterFilter
    private let points: [RegisterPoint]
    private let tiles: MapTiles?
    private let ui: UI

    init(_ filter: RegisterFilter, _ query: RegisterQuery, _ request: Request) throws {
        self.filter = filter
        ui = request.ui
        tiles = request.site.tiles
        var query = query
        query.cursor = nil
        points = try request.site.network.register.points(query, limit: Self.most)
    }

    func html() -> HTML {
        if points.isEmpty { return "<p>\(ui("register.map.none"))</p>" }
        let filter = filter
        var view = MapView(
            id: "register-map", title: ui("register.map"),
            description: ui("register.map.text", ["count": ui.number(points.count)]),
            frame: MapFrame(area, width: 760, height: 640, metresMin: 2_000),
            features: points.map(feature), inset: nil,
            zoom: { bounds in
                let href = filter.href(.html, ["bounds": bounds.text, "view": "map"])
                return Href(href.string + "#register-map") ?? href
            })
        view.tones = Dictionary(
            uniqueKeysWithValues: RegisterFilter.statuses.map {
                ($0.rawValue, CaseSummary.tone($0))
            })
        return """
            \(tiles.map { ui.map(view, live: live, tiles: $0) } ?? ui.map(view))
            \(ui.mapLegend(legend))
            \(if: points.count == Self.most, """
                <p class="hint">\(ui("register.map.newest", ["count": ui.number(Self.most)]))</p>
                """)
            """
    }

    private var live: Href {
        filter.href(.geojson, ["view": nil, "limit": String(Self.most)])
    }

    /// What is shown: the part asked for, else as much as holds every case.
    private var area: Bounds {
        filter.bounds
            ?? Bounds(around: points.map(\.point))?.padded(by: 0.06) ?? .ireland
    }

    /// The states by how they look, in the order a case takes.
    private var legend: [(tone: UI.Tone, text: String)] {
        let tones: [UI.Tone] = [.active, .attention, .good, .bad, .plain]
        return tones.map { tone in
            let states = RegisterFilter.statuses.filter { CaseSummary.tone($0) == tone }
            let names = states.map { ui.state($0, of: Application.kind) }
            return (tone, names.joined(separator: ", "))
        }
    }

    private func feature(_ point: RegisterPoint) -> MapFeature {
        let state = State(rawValue: point.status)
        let label = [point.reference, point.title, ui.state(state, of: Application.kind)]
        return MapFeature(
            id: point.record.text, geometry: .point(point.point),
            label: label.filter { !$0.isEmpty }.joined(separator: ", "),
            href: PublicCase.href(point.tenant, point.record), status: point.status)
    }
}

extension Site {
    /// The pictures maps lie on, where the operator has set an address for them.
    var tiles: MapTiles? {
        configuration.tiles.flatMap { address in
            let host = address.split(separator: "/").dropFirst().first.map(String.init)
            return MapTiles(address: address, attribution: host ?? configuration.siteName)
        }
    }
}
