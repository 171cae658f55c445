// SPDX-License-Identifier: EUPL-1.2

extension Geometry {
    /// Reads GeoJSON (RFC 7946): a geometry, a `Feature` or a `FeatureCollection`, whose
    /// polygons become one `MultiPolygon` and whose other shapes one collection. Heights are not
    /// kept. A file of the older kind that names its grid in `crs` is read if the grid is one of
    /// `Grid.all`.
    /// - Parameter positions: how many positions the whole shape may have.
    /// - Throws: the first fault, as a phrase naming where it is.
    public init(json: JSON, positions: Int = 20_000) throws(GeometryError) {
        var reader = GeometryReader(grid: try GeometryReader.grid(of: json), positions: positions)
        self = try reader.shape(json, at: "")
    }

    /// The shape as a GeoJSON geometry. Outer rings run against the clock and holes with it, as
    /// RFC 7946 §3.1.6 wants.
    public var json: JSON {
        if case .geometryCollection(let members) = self {
            return ["type": .string(type), "geometries": .array(members.map(\.json))]
        }
        return ["type": .string(type), "coordinates": coordinates]
    }

    private var coordinates: JSON {
        switch self {
        case .point(let point): point.json
        case .multiPoint(let points), .lineString(let points): .array(points.map(\.json))
        case .multiLineString(let lines): .array(lines.map { .array($0.map(\.json)) })
        case .polygon(let rings): Geometry.json(rings)
        case .multiPolygon(let polygons): .array(polygons.map(Geometry.json))
        case .geometryCollection: .null
        }
    }

    private static func json(_ rings: [[Point]]) -> JSON {
        .array(
            rings.enumerated().map { index, ring in
                let isRight = (turn(of: ring) >= 0) == (index == 0)
                return .array((isRight ? ring : ring.reversed()).map(\.json))
            })
    }
}

extension Point {
    /// The place as a GeoJSON position: longitude, then latitude.
    public var json: JSON { [.decimal(longitude), .decimal(latitude)] }
}
