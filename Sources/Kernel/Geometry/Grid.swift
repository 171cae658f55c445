// SPDX-License-Identifier: EUPL-1.2

/// A national grid: metres east and north, as surveyors and drawings give them.
public struct Grid: Sendable {
    /// The grid's number in the EPSG register.
    public let epsg: Int
    private let ellipsoid: Ellipsoid
    private let projection: TransverseMercator
    private let datum: Helmert?

    /// Irish Transverse Mercator (EPSG:2157), which planning applications in Ireland use; on
    /// ETRS89, so that nothing is lost against WGS84.
    public static let irishTransverseMercator = Grid(
        epsg: 2157, .grs80, origin: Point(longitude: -8, latitude: 53.5), scale: 0.99982,
        falseEasting: 600_000, falseNorthing: 750_000)

    /// British National Grid (EPSG:27700), on OSGB36. The step from WGS84 is the seven-parameter
    /// one the Ordnance Survey publishes (A guide to coordinate systems in Great Britain, 6.6):
    /// right to about five metres, which places a site but does not survey it.
    public static let britishNationalGrid = Grid(
        epsg: 27700, .airy1830, origin: Point(longitude: -2, latitude: 49), scale: 0.9996012717,
        falseEasting: 400_000, falseNorthing: -100_000, datum: .wgs84ToOSGB36)

    /// The grids known here.
    public static let all = [irishTransverseMercator, britishNationalGrid]

    private init(
        epsg: Int, _ ellipsoid: Ellipsoid, origin: Point, scale: Double,
        falseEasting: Double, falseNorthing: Double, datum: Helmert? = nil
    ) {
        self.epsg = epsg
        self.ellipsoid = ellipsoid
        self.datum = datum
        projection = TransverseMercator(
            ellipsoid, origin: origin, scale: scale, falseEasting: falseEasting,
            falseNorthing: falseNorthing)
    }

    /// Metres east and north of a place.
    public func coordinates(of point: Point) -> (easting: Double, northing: Double) {
        guard let datum else { return projection.project(point) }
        let moved = datum.apply(Ellipsoid.wgs84.cartesian(point))
        return projection.project(ellipsoid.point(moved))
    }

    /// The place of metres east and north.
    public func point(easting: Double, northing: Double) -> Point {
        let first = roughly(easting, northing)
        guard datum != nil else { return first }
        // The height between the two ellipsoids is not kept, which costs a millimetre; asking
        // where the answer would lie wins it back.
        let missed = coordinates(of: first)
        return roughly(2 * easting - missed.easting, 2 * northing - missed.northing)
    }

    private func roughly(_ easting: Double, _ northing: Double) -> Point {
        let point = projection.unproject(easting: easting, northing: northing)
        guard let datum else { return point }
        return Ellipsoid.wgs84.point(datum.undo(ellipsoid.cartesian(point)))
    }
}

/// Moves the earth's middle from one datum to another: a shift in metres, a turn in radians and a
/// share of scale.
struct Helmert: Sendable {
    let shift, turn: SIMD3<Double>
    let scale: Double

    static let wgs84ToOSGB36 = Helmert(
        shift: SIMD3(-446.448, 125.157, -542.060),
        turn: SIMD3(-0.1502, -0.2470, -0.8421) * (.pi / 180 / 3600),
        scale: 20.4894e-6)

    func apply(_ point: SIMD3<Double>) -> SIMD3<Double> { point + change(at: point) }

    func undo(_ point: SIMD3<Double>) -> SIMD3<Double> {
        var back = point
        // The change hardly changes from place to place, so each round gains over four digits.
        for _ in 0..<4 { back = point - change(at: back) }
        return back
    }

    private func change(at point: SIMD3<Double>) -> SIMD3<Double> {
        let turned = SIMD3(
            -turn.z * point.y + turn.y * point.z,
            turn.z * point.x - turn.x * point.z,
            -turn.y * point.x + turn.x * point.y)
        return shift + point * scale + turned
    }
}
