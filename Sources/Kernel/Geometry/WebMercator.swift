// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// The projection of web maps (EPSG:3857), with the world as a square of side 1: x to the east,
/// y to the south, as screens count. For drawing only; it measures nothing.
public enum WebMercator {
    /// How far north and south the square reaches, in degrees.
    public static let latitudeMax = 85.051128779806604

    /// Where a place lies in the square. Beyond `latitudeMax` it lies on the edge.
    public static func project(_ point: Point) -> (x: Double, y: Double) {
        let latitude = min(max(point.latitude, -latitudeMax), latitudeMax) * .pi / 180
        return (point.longitude / 360 + 0.5, 0.5 - asinh(tan(latitude)) / (2 * .pi))
    }

    /// The place at a point of the square.
    public static func unproject(x: Double, y: Double) -> Point {
        Point(
            longitude: (x - 0.5) * 360, latitude: atan(sinh((0.5 - y) * 2 * .pi)) * 180 / .pi)
    }

    /// How many metres on the ground the side of the square would be, measured at a latitude.
    public static func metresAcross(at latitude: Double) -> Double {
        2 * .pi * Ellipsoid.wgs84.semiMajor * cos(latitude * .pi / 180)
    }
}
