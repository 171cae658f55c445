// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// The style sheet a page with a map loads.
    public static let mapStyle: Href = "/assets/map/map.css"
    /// The script a page with a map loads; maps work without it.
    public static let mapScript: Href = "/assets/map.js"

    /// A map as SVG, with links over it to zoom and move where the view says where they lead.
    /// It holds no style and no script.
    public func map(_ view: MapView, coast: Coastlines = .bundled) -> HTML {
        """
        <figure class="map" id="\(view.id)">
        \(view.zoom.map { mapLinks(view, $0) })\
        \(mapDrawing(view, coast))
        <figcaption class="map-source">\(self("map.source"))</figcaption>
        </figure>
        """
    }

    /// The drawing alone.
    func mapDrawing(_ view: MapView, _ coast: Coastlines) -> HTML {
        let frame = view.frame
        // A picture with links in it is a group: what is in a picture is not read out.
        let hasLinks = view.zoom != nil || view.features.contains { $0.href != nil }
        return """
            <svg class="map-drawing" viewBox="0 0 \(frame.width) \(frame.height)" \
            width="\(frame.width)" height="\(frame.height)" role="\(hasLinks ? "group" : "img")" \
            aria-labelledby="\(view.id)-title" aria-describedby="\(view.id)-desc" \
            focusable="false">
            <title id="\(view.id)-title">\(view.title)</title>
            <desc id="\(view.id)-desc">\(view.description)</desc>
            \(mapGround(frame, coast, pathBytes: view.pathBytes))
            \(mapGraticule(frame))
            \(mapPlaces(frame))
            \(if: view.isDivided, mapNinths(frame))
            \(mapFeatures(view))
            \(mapScale(frame))
            \(mapNorth(frame))
            \(view.inset.map { mapInset($0, of: frame, coast) })
            </svg>
            """
    }

    /// Sea, land, lakes and borders, simplified until their paths are small enough.
    func mapGround(_ frame: MapFrame, _ coast: Coastlines, pathBytes: Int) -> HTML {
        let lines = coast.best(for: frame).lines
        var tolerance = 0.8
        while true {
            var land = MapPath(frame)
            var lakes = MapPath(frame)
            var borders = MapPath(frame)
            for line in lines {
                switch line.kind {
                case .land: land.add(line, tolerance: tolerance)
                case .lake: lakes.add(line, tolerance: tolerance)
                case .border: borders.add(line, tolerance: tolerance)
                }
            }
            let size = land.bytes.count + lakes.bytes.count + borders.bytes.count
            if size > pathBytes {
                tolerance *= max(1.2, Double(size) / Double(pathBytes))
                continue
            }
            return """
                <rect class="map-sea" width="\(frame.width)" height="\(frame.height)"/>\
                <g transform="scale(.5)">\(path("map-land", land))\(path("map-lake", lakes))\
                \(path("map-border", borders))</g>
                """
        }
    }

    func path(_ name: StaticString, _ path: MapPath) -> HTML {
        if path.bytes.isEmpty { return "" }
        return "<path\("class", "\(name)") d=\"\(HTML(bytes: path.bytes))\"/>"
    }

    private func mapInset(_ area: Bounds, of frame: MapFrame, _ coast: Coastlines) -> HTML {
        let width = frame.width / 5
        let small = MapFrame(area, width: width, height: width * 5 / 4)
        let view = frame.bounds
        guard view.east - view.west < (area.east - area.west) / 2 else { return "" }
        let middle = small.place(view.center)
        return """
            <svg class="map-inset" x="\(frame.width - width - 8)" y="8" width="\(small.width)" \
            height="\(small.height)" aria-hidden="true" focusable="false">
            \(mapGround(small, coast, pathBytes: 4_000))
            <circle class="map-here" cx="\(units(middle.x))" cy="\(units(middle.y))" r="4"/>
            <rect class="map-edge" width="\(small.width)" height="\(small.height)"/>
            </svg>
            """
    }

    private func mapLinks(_ view: MapView, _ zoom: (Bounds) -> Href) -> HTML {
        let frame = view.frame
        let ways: [(key: String, bounds: Bounds)] = [
            ("map.in", frame.zoomed(by: 0.5)), ("map.out", frame.zoomed(by: 2)),
            ("map.move.north", frame.moved(east: 0, south: -0.5)),
            ("map.move.south", frame.moved(east: 0, south: 0.5)),
            ("map.move.west", frame.moved(east: -0.5, south: 0)),
            ("map.move.east", frame.moved(east: 0.5, south: 0)),
        ]
        let links = ways.map { way -> HTML in
            "<li><a href=\"\(zoom(way.bounds))\" rel=\"nofollow\">\(self(way.key))</a></li>"
        }
        return """
            <nav class="map-links" aria-label="\(self("map.links", ["map": view.title]))">
            <ul>\(links)</ul>
            </nav>

            """
    }

    /// A drawing coordinate, to a tenth of a unit.
    func units(_ value: Double) -> String {
        let tenths = Int((max(-1e6, min(1e6, value)) * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}
