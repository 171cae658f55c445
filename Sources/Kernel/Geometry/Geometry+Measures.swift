// SPDX-License-Identifier: EUPL-1.2

import Foundation

extension Geometry {
    /// The area of the polygons in square metres, holes left out, on the WGS84 ellipsoid.
    ///
    /// Points are taken into the cylindrical equal-area projection, where the area is exact and
    /// only the edges bend: under a millionth for anything of the size of a building site.
    public var area: Double {
        polygons.reduce(0) { $0 + Geometry.area(of: $1) }
    }

    /// The middle: of the area if there is one, else along the lines, else of the points.
    /// It may lie outside a bent shape. Nil for a shape without a point.
    public var centroid: Point? {
        if case .point(let point) = self { return point }
        guard let bounds else { return nil }
        let origin = bounds.center
        let squeeze = cos(origin.latitude * .pi / 180)
        func flat(_ point: Point) -> (x: Double, y: Double) {
            ((point.longitude - origin.longitude) * squeeze, point.latitude - origin.latitude)
        }
        var sum = (weight: 0.0, x: 0.0, y: 0.0)
        func add(_ weight: Double, _ x: Double, _ y: Double) {
            sum = (sum.weight + weight, sum.x + weight * x, sum.y + weight * y)
        }
        for rings in polygons {
            for (index, ring) in rings.enumerated() {
                let isCounted = (Geometry.turn(of: ring) > 0) == (index == 0)
                for (one, two) in zip(ring.map(flat), ring.dropFirst().map(flat)) {
                    let cross = (one.x * two.y - two.x * one.y) * (isCounted ? 1 : -1)
                    add(cross, (one.x + two.x) / 3, (one.y + two.y) / 3)
                }
            }
        }
        if sum.weight == 0 {
            for line in lines + polygons.flatMap({ $0 }) {
                for (one, two) in zip(line.map(flat), line.dropFirst().map(flat)) {
                    let length = hypot(two.x - one.x, two.y - one.y)
                    add(length, (one.x + two.x) / 2, (one.y + two.y) / 2)
                }
            }
        }
        if sum.weight == 0 {
            for point in points.map(flat) { add(1, point.x, point.y) }
        }
        return Point(
            longitude: origin.longitude + sum.x / sum.weight / squeeze,
            latitude: origin.latitude + sum.y / sum.weight)
    }

    /// Whether a place lies in one of the polygons and in none of its holes. On an edge the
    /// answer may be either.
    public func contains(_ point: Point) -> Bool {
        polygons.contains { rings in
            rings.count(where: { Geometry.isInside(point, $0) }) % 2 == 1
        }
    }

    /// Twice the area a ring goes round, in square degrees; positive where it runs against the
    /// clock, as RFC 7946 wants of an outer ring.
    static func turn(of ring: [Point]) -> Double {
        guard let first = ring.first else { return 0 }
        return zip(ring, ring.dropFirst()).reduce(0) { sum, edge in
            // Relative to the first point, so that a small ring keeps its digits.
            let (one, two) = edge
            return sum
                + (one.longitude - first.longitude) * (two.latitude - first.latitude)
                - (two.longitude - first.longitude) * (one.latitude - first.latitude)
        }
    }

    private static func isInside(_ point: Point, _ ring: [Point]) -> Bool {
        var isInside = false
        for (one, two) in zip(ring, ring.dropFirst())
        where (one.latitude > point.latitude) != (two.latitude > point.latitude) {
            let share = (point.latitude - one.latitude) / (two.latitude - one.latitude)
            if point.longitude < one.longitude + share * (two.longitude - one.longitude) {
                isInside.toggle()
            }
        }
        return isInside
    }

    private static func area(of rings: [[Point]]) -> Double {
        guard let outer = rings.first else { return 0 }
        return abs(area(inside: outer)) - rings.dropFirst().reduce(0) { $0 + abs(area(inside: $1)) }
    }

    private static func area(inside ring: [Point]) -> Double {
        guard let first = ring.first else { return 0 }
        let base = authalic(first.latitude)
        let semiMajor = Ellipsoid.wgs84.semiMajor
        let sum = zip(ring, ring.dropFirst()).reduce(0.0) { sum, edge in
            let eastward = (edge.1.longitude - edge.0.longitude) * .pi / 180
            let height = authalic(edge.0.latitude) + authalic(edge.1.latitude) - 2 * base
            return sum + eastward * height
        }
        return sum * semiMajor * semiMajor / 4
    }

    /// The height of a parallel in the equal-area projection, in units of half the semi-major
    /// axis (Snyder, Map Projections: A Working Manual, 1987, equation 3-12).
    private static func authalic(_ latitude: Double) -> Double {
        let squared = Ellipsoid.wgs84.eccentricitySquared
        let eccentricity = squared.squareRoot()
        let sine = sin(latitude * .pi / 180)
        return (1 - squared)
            * (sine / (1 - squared * sine * sine)
                + atanh(eccentricity * sine) / eccentricity)
    }
}
