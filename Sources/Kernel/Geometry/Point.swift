// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// A place on the earth in WGS84 degrees, as GeoJSON has it. ETRS89, which the grids of Europe
/// stand on, is taken as the same: the two lie under a metre apart.
public struct Point: Sendable, Hashable, Codable {
    /// Degrees east, -180 to 180.
    public var longitude: Double
    /// Degrees north, -90 to 90.
    public var latitude: Double

    /// A place from degrees east and degrees north.
    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }

    /// Whether both are finite and in range.
    public var isValid: Bool {
        (-180...180).contains(longitude) && (-90...90).contains(latitude)
    }

    /// The place to so many decimals of a degree: 7 of them are a centimetre.
    public func rounded(decimals: Int = 7) -> Point {
        let factor = pow(10, Double(decimals))
        // Adding zero turns a negative zero into the plain one.
        return Point(
            longitude: (longitude * factor).rounded() / factor + 0,
            latitude: (latitude * factor).rounded() / factor + 0)
    }

    /// The mean radius of the earth, in metres.
    public static let earthRadius = 6_371_008.8

    /// How far another place is, in metres, on a sphere: good to half a percent.
    public func distance(to other: Point) -> Double {
        let radians = Double.pi / 180
        let northward = (other.latitude - latitude) * radians
        let eastward = (other.longitude - longitude) * radians
        let chord =
            pow(sin(northward / 2), 2)
            + cos(latitude * radians) * cos(other.latitude * radians) * pow(sin(eastward / 2), 2)
        return 2 * Self.earthRadius * asin(min(1, chord.squareRoot()))
    }
}
