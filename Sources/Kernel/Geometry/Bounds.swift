// SPDX-License-Identifier: EUPL-1.2

/// A box on the earth, in WGS84 degrees. One that would cross the 180th meridian is not
/// represented: no network this serves reaches it.
public struct Bounds: Sendable, Hashable {
    /// The edges in degrees; `west ≤ east`, `south ≤ north`.
    public var west, south, east, north: Double

    /// The island of Ireland and the waters round it.
    public static let ireland = Bounds(west: -10.8, south: 51.3, east: -5.3, north: 55.5)
    /// Great Britain with its islands, the Shetlands too.
    public static let greatBritain = Bounds(west: -8.7, south: 49.8, east: 1.9, north: 60.9)
    /// Europe as far as the Urals' foot.
    public static let europe = Bounds(west: -25, south: 33, east: 45, north: 72)

    /// A box from its edges; those given the wrong way round are exchanged.
    public init(west: Double, south: Double, east: Double, north: Double) {
        self.west = min(west, east)
        self.east = max(west, east)
        self.south = min(south, north)
        self.north = max(south, north)
    }

    /// The smallest box round all the points; nil where there are none.
    public init?(around points: some Sequence<Point>) {
        var box: Bounds?
        for point in points {
            if box == nil {
                box = Bounds(
                    west: point.longitude, south: point.latitude,
                    east: point.longitude, north: point.latitude)
            }
            box?.include(point)
        }
        guard let box else { return nil }
        self = box
    }

    /// A box as OGC API and GeoJSON write it: `west,south,east,north`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0) }
        guard parts.count == 4, numbers.count == 4, numbers[0] <= numbers[2],
            numbers[1] <= numbers[3]
        else { return nil }
        self.init(west: numbers[0], south: numbers[1], east: numbers[2], north: numbers[3])
        guard southWest.isValid, northEast.isValid else { return nil }
    }

    /// `west,south,east,north`, to a metre.
    public var text: String {
        [southWest.rounded(decimals: 5), northEast.rounded(decimals: 5)]
            .map { "\($0.longitude),\($0.latitude)" }.joined(separator: ",")
    }

    /// The corner with the smallest numbers.
    public var southWest: Point { Point(longitude: west, latitude: south) }
    /// The corner with the greatest numbers.
    public var northEast: Point { Point(longitude: east, latitude: north) }
    /// The middle, in degrees.
    public var center: Point {
        Point(longitude: (west + east) / 2, latitude: (south + north) / 2)
    }

    /// Whether the place lies in the box or on its edge.
    public func contains(_ point: Point) -> Bool {
        point.longitude >= west && point.longitude <= east
            && point.latitude >= south && point.latitude <= north
    }

    /// Whether both share at least an edge.
    public func intersects(_ other: Bounds) -> Bool {
        west <= other.east && other.west <= east && south <= other.north && other.south <= north
    }

    /// The smallest box round both.
    public func union(_ other: Bounds) -> Bounds {
        Bounds(
            west: min(west, other.west), south: min(south, other.south),
            east: max(east, other.east), north: max(north, other.north))
    }

    /// The box widened on each side by a share of its size, within the earth.
    public func padded(by share: Double) -> Bounds {
        let wide = (east - west) * share
        let high = (north - south) * share
        return Bounds(
            west: max(-180, west - wide), south: max(-90, south - high),
            east: min(180, east + wide), north: min(90, north + high))
    }

    private mutating func include(_ point: Point) {
        west = min(west, point.longitude)
        east = max(east, point.longitude)
        south = min(south, point.latitude)
        north = max(north, point.latitude)
    }
}
