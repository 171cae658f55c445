// SPDX-License-Identifier: EUPL-1.2

/// A shape on the earth, of the seven kinds of RFC 7946, in two dimensions.
///
/// A polygon is its rings: the outer one, then the holes; a ring's last point repeats its first.
public indirect enum Geometry: Sendable, Hashable {
    case point(Point)
    case multiPoint([Point])
    case lineString([Point])
    case multiLineString([[Point]])
    case polygon([[Point]])
    case multiPolygon([[[Point]]])
    case geometryCollection([Geometry])

    /// The name RFC 7946 gives the kind, such as `MultiPolygon`.
    public var type: String {
        switch self {
        case .point: "Point"
        case .multiPoint: "MultiPoint"
        case .lineString: "LineString"
        case .multiLineString: "MultiLineString"
        case .polygon: "Polygon"
        case .multiPolygon: "MultiPolygon"
        case .geometryCollection: "GeometryCollection"
        }
    }

    /// Every position, in order; the closing point of a ring too.
    public var points: [Point] {
        switch self {
        case .point(let point): [point]
        case .multiPoint(let points), .lineString(let points): points
        case .multiLineString(let lines), .polygon(let lines): lines.flatMap { $0 }
        case .multiPolygon(let polygons): polygons.flatMap { $0.flatMap { $0 } }
        case .geometryCollection(let members): members.flatMap(\.points)
        }
    }

    /// The smallest box round the shape; nil for a shape without a point.
    public var bounds: Bounds? { Bounds(around: points) }

    /// The polygons of the shape, each as its rings.
    public var polygons: [[[Point]]] {
        switch self {
        case .polygon(let rings): [rings]
        case .multiPolygon(let polygons): polygons
        case .geometryCollection(let members): members.flatMap(\.polygons)
        default: []
        }
    }

    /// The lines of the shape.
    public var lines: [[Point]] {
        switch self {
        case .lineString(let line): [line]
        case .multiLineString(let lines): lines
        case .geometryCollection(let members): members.flatMap(\.lines)
        default: []
        }
    }

    /// The points of the shape that stand for themselves.
    public var singlePoints: [Point] {
        switch self {
        case .point(let point): [point]
        case .multiPoint(let points): points
        case .geometryCollection(let members): members.flatMap(\.singlePoints)
        default: []
        }
    }
}
