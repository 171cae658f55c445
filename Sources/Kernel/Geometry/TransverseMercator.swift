// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// The transverse Mercator projection by Krüger's series to the fourth order (1912; the forms in
/// Karney, Transverse Mercator with an accuracy of a few nanometers, 2011): better than a tenth
/// of a millimetre within twenty degrees of the central meridian.
public struct TransverseMercator: Sendable {
    private let ellipsoid: Ellipsoid
    private let origin: Point
    private let falseEasting, falseNorthing: Double
    /// The scale on the central meridian times the radius of the meridian's circle.
    private let radius: Double
    private let forward, backward: [Double]
    /// How far the origin lies from the equator along the meridian, in units of `radius`.
    private let originHeight: Double

    /// A projection.
    /// - Parameters:
    ///   - origin: where the false easting and northing are counted from.
    ///   - scale: the scale on the central meridian.
    ///   - falseEasting: metres added to each easting.
    ///   - falseNorthing: metres added to each northing.
    public init(
        _ ellipsoid: Ellipsoid, origin: Point, scale: Double,
        falseEasting: Double, falseNorthing: Double
    ) {
        self.ellipsoid = ellipsoid
        self.origin = origin
        self.falseEasting = falseEasting
        self.falseNorthing = falseNorthing
        let n = ellipsoid.flattening / (2 - ellipsoid.flattening)
        let (n2, n3, n4) = (n * n, n * n * n, n * n * n * n)
        radius = scale * ellipsoid.semiMajor / (1 + n) * (1 + n2 / 4 + n4 / 64)
        let forward = [
            n / 2 - 2 * n2 / 3 + 5 * n3 / 16 + 41 * n4 / 180,
            13 * n2 / 48 - 3 * n3 / 5 + 557 * n4 / 1440,
            61 * n3 / 240 - 103 * n4 / 140,
            49561 * n4 / 161_280,
        ]
        self.forward = forward
        backward = [
            n / 2 - 2 * n2 / 3 + 37 * n3 / 96 - n4 / 360,
            n2 / 48 + n3 / 15 - 437 * n4 / 1440,
            17 * n3 / 480 - 37 * n4 / 840,
            4397 * n4 / 161_280,
        ]
        let slope = Self.conformal(origin.latitude * .pi / 180, ellipsoid)
        originHeight = Self.sum(forward, atan(slope), 0).height
    }

    /// Metres east and north of a place given on the same ellipsoid.
    public func project(_ point: Point) -> (easting: Double, northing: Double) {
        let slope = Self.conformal(point.latitude * .pi / 180, ellipsoid)
        let east = (point.longitude - origin.longitude) * .pi / 180
        let (height, width) = Self.sum(
            forward, atan2(slope, cos(east)), asinh(sin(east) / hypot(slope, cos(east))))
        return (falseEasting + radius * width, falseNorthing + radius * (height - originHeight))
    }

    /// The place on the same ellipsoid of metres east and north.
    public func unproject(easting: Double, northing: Double) -> Point {
        let (height, width) = Self.sum(
            backward.map { -$0 }, (northing - falseNorthing) / radius + originHeight,
            (easting - falseEasting) / radius)
        let slope = sin(height) / hypot(sinh(width), cos(height))
        let eccentricity = ellipsoid.eccentricitySquared.squareRoot()
        var latitude = atan(slope)
        // Each round gains more than two digits.
        for _ in 0..<8 {
            let lift = eccentricity * atanh(eccentricity * sin(latitude))
            latitude = atan(sinh(asinh(slope) + lift))
        }
        return Point(
            longitude: origin.longitude + atan2(sinh(width), cos(height)) * 180 / .pi,
            latitude: latitude * 180 / .pi)
    }

    /// The tangent of the conformal latitude.
    private static func conformal(_ latitude: Double, _ ellipsoid: Ellipsoid) -> Double {
        let eccentricity = ellipsoid.eccentricitySquared.squareRoot()
        let sine = sin(latitude)
        return sinh(atanh(sine) - eccentricity * atanh(eccentricity * sine))
    }

    private static func sum(
        _ series: [Double], _ height: Double, _ width: Double
    ) -> (height: Double, width: Double) {
        var sum = (height, width)
        for (index, term) in series.enumerated() {
            let times = Double(2 * (index + 1))
            sum.0 += term * sin(times * height) * cosh(times * width)
            sum.1 += term * cos(times * height) * sinh(times * width)
        }
        return sum
    }
}
