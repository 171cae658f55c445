// SPDX-License-Identifier: EUPL-1.2
import Kernel

extension UI {
    /// The features: shapes large enough to be seen as such, then marks, then clusters.
    func mapFeatures(_ view: MapView) -> HTML {
        let isShape = view.features.map { isSeenAsShape($0.geometry, in: view.frame) }
        let shapes = zip(view.features, isShape).filter(\.1).map { mapShape($0.0, view) }
        let marks = zip(view.features, isShape).filter { !$0.1 }.map(\.0)
        let clusters = MapCluster.clusters(of: marks, in: view.frame)
        return HTML("\(shapes)\(clusters.map { mapMark($0, of: marks, view) })")
    }

    private func isSeenAsShape(_ geometry: Geometry, in frame: MapFrame) -> Bool {
        if case .point = geometry { return false }
        guard let bounds = geometry.bounds, geometry.singlePoints.isEmpty else { return false }
        let southWest = frame.place(bounds.southWest)
        let northEast = frame.place(bounds.northEast)
        return max(northEast.x - southWest.x, southWest.y - northEast.y) >= 14
    }

    private func mapShape(_ feature: MapFeature, _ view: MapView) -> HTML {
        var outline = MapPath(view.frame)
        outline.add(feature.geometry)
        let kind = feature.geometry.polygons.isEmpty ? "map-line" : "map-shape"
        return linked(
            feature,
            """
            <g transform="scale(.5)"><path class="\(view.classes(feature)) \(kind)" \
            fill-rule="evenodd" d="\(HTML(bytes: outline.bytes))"/></g>
            """)
    }

    private func mapMark(
        _ cluster: MapCluster, of features: [MapFeature], _ view: MapView
    ) -> HTML {
        let (x, y) = (units(cluster.x), units(cluster.y))
        let first = features[cluster.members[0]]
        guard cluster.members.count > 1 else {
            return linked(
                first,
                """
                <circle class="\(view.classes(first)) map-mark" cx="\(x)" cy="\(y)" r="9"/>
                """)
        }
        let count = cluster.members.count
        let classes = view.classes(cluster.members.map { features[$0] })
        let radius = count < 10 ? 14 : count < 100 ? 18 : 23
        let drawn: HTML = """
            <circle class="\(classes) map-cluster" cx="\(x)" cy="\(y)" r="\(radius)"/>\
            <text class="map-count" x="\(x)" y="\(y)" dy=".35em" aria-hidden="true">\(count)</text>
            """
        let label = self("map.cluster", ["count": number(count)])
        guard let zoom = view.zoom else {
            let name = self("map.cluster.plain", ["count": number(count)])
            return "<g><title>\(name)</title>\(drawn)</g>"
        }
        let near = MapFrame(
            cluster.bounds.padded(by: 0.2), width: view.frame.width, height: view.frame.height)
        return
            "<a href=\"\(zoom(near.bounds))\" rel=\"nofollow\" aria-label=\"\(label)\">\(drawn)</a>"
    }

    private func linked(_ feature: MapFeature, _ drawn: HTML) -> HTML {
        guard let href = feature.href else {
            return "<g><title>\(feature.label)</title>\(drawn)</g>"
        }
        return """
            <a href="\(href)" aria-label="\(feature.label)"><title>\(feature.label)</title>\
            \(drawn)</a>
            """
    }
}
