// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// The figure of the earth a grid is computed on.
public struct Ellipsoid: Sendable, Hashable {
    /// The equatorial radius in metres.
    public let semiMajor: Double
    /// How much shorter the polar radius is, as a share.
    public let flattening: Double

    /// WGS84 (EPSG:7030).
    public static let wgs84 = Ellipsoid(semiMajor: 6_378_137, flattening: 1 / 298.257223563)
    /// GRS 1980 (EPSG:7019), under ETRS89.
    public static let grs80 = Ellipsoid(semiMajor: 6_378_137, flattening: 1 / 298.257222101)
    /// Airy 1830 (EPSG:7001), under OSGB36.
    public static let airy1830 = Ellipsoid(
        semiMajor: 6_377_563.396, flattening: 1 - 6_356_256.909 / 6_377_563.396)

    /// The square of the first eccentricity.
    public var eccentricitySquared: Double { flattening * (2 - flattening) }

    /// A place on the ellipsoid's surface as metres from the earth's middle.
    func cartesian(_ point: Point) -> SIMD3<Double> {
        let latitude = point.latitude * .pi / 180
        let longitude = point.longitude * .pi / 180
        let radius = primeVerticalRadius(latitude)
        return SIMD3(
            radius * cos(latitude) * cos(longitude), radius * cos(latitude) * sin(longitude),
            radius * (1 - eccentricitySquared) * sin(latitude))
    }

    /// The place on the surface under a point near it.
    func point(_ cartesian: SIMD3<Double>) -> Point {
        let distance = hypot(cartesian.x, cartesian.y)
        var latitude = atan2(cartesian.z, distance * (1 - eccentricitySquared))
        // Each round gains more than two digits.
        for _ in 0..<8 {
            let lift = eccentricitySquared * primeVerticalRadius(latitude) * sin(latitude)
            latitude = atan2(cartesian.z + lift, distance)
        }
        return Point(
            longitude: atan2(cartesian.y, cartesian.x) * 180 / .pi, latitude: latitude * 180 / .pi)
    }

    private func primeVerticalRadius(_ latitude: Double) -> Double {
        semiMajor / (1 - eccentricitySquared * pow(sin(latitude), 2)).squareRoot()
    }
}
