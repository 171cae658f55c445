// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Testing

@Suite struct GridTests {
    /// Degrees, then metres as PROJ 9 gives them.
    static let irish: [(Double, Double, Double, Double)] = [
        (-6.2603, 53.3498, 715826.5066, 734697.5926), (-8.47, 51.9, 567655.3672, 572087.4958),
        (-9.5, 52.05, 497119.1636, 589732.1753), (-5.43, 54.49, 766496.2692, 863212.4780),
        (-10.48, 51.6, 428207.8069, 541524.8623), (-7.99, 54.27, 600651.3897, 835687.8169),
    ]

    static let british: [(Double, Double, Double, Double)] = [
        (-0.1276, 51.5072, 530043.1950, 180358.2086), (1.7, 52.65, 650370.3231, 312234.3221),
        (-5.0, 58.6, 225779.1522, 971900.6477), (-3.19, 55.95, 325784.7480, 673635.7681),
    ]

    @Test(arguments: irish)
    func irishTransverseMercator(_ known: (Double, Double, Double, Double)) {
        check(Grid.irishTransverseMercator, known, withinMetres: 0.001)
    }

    @Test(arguments: british)
    func britishNationalGrid(_ known: (Double, Double, Double, Double)) {
        check(Grid.britishNationalGrid, known, withinMetres: 5)
    }

    private func check(
        _ grid: Grid, _ known: (Double, Double, Double, Double), withinMetres: Double
    ) {
        let (longitude, latitude, easting, northing) = known
        let metres = grid.coordinates(of: Point(longitude: longitude, latitude: latitude))
        #expect(abs(metres.easting - easting) < withinMetres)
        #expect(abs(metres.northing - northing) < withinMetres)
    }

    /// The worked example of the Ordnance Survey's guide to coordinate systems, annexe C:
    /// 52° 39′ 27.2531″ N, 1° 43′ 4.5177″ E on Airy 1830.
    @Test func workedExampleOfTheOrdnanceSurvey() {
        let projection = TransverseMercator(
            .airy1830, origin: Point(longitude: -2, latitude: 49), scale: 0.9996012717,
            falseEasting: 400_000, falseNorthing: -100_000)
        let place = Point(
            longitude: 1 + 43 / 60.0 + 4.5177 / 3600, latitude: 52 + 39 / 60.0 + 27.2531 / 3600)
        let metres = projection.project(place)
        #expect(abs(metres.easting - 651_409.903) < 0.001)
        #expect(abs(metres.northing - 313_177.270) < 0.001)
        let back = projection.unproject(easting: 651_409.903, northing: 313_177.270)
        #expect(back.distance(to: place) < 0.001)
    }

    /// The Spire in Dublin: ITM 715830 734697 as published with its grid reference O 15904 34671.
    @Test func theSpire() {
        let spire = Grid.irishTransverseMercator.point(easting: 715_830, northing: 734_697)
        #expect(spire.distance(to: Point(longitude: -6.26026, latitude: 53.34979)) < 3)
    }

    @Test func roundTripsAreWithinAMillimetre() {
        for grid in Grid.all {
            for step in 0..<400 {
                let place = Point(
                    longitude: -10.5 + Double(step % 20) * 0.65,
                    latitude: 49.9 + Double(step / 20) * 0.55)
                let metres = grid.coordinates(of: place)
                let back = grid.point(easting: metres.easting, northing: metres.northing)
                #expect(back.distance(to: place) < 0.001)
                let again = grid.coordinates(of: back)
                #expect(abs(again.easting - metres.easting) < 0.001)
                #expect(abs(again.northing - metres.northing) < 0.001)
            }
        }
    }

    @Test func webMercator() {
        let dublin = Point(longitude: -6.2603, latitude: 53.3498)
        let drawn = WebMercator.project(dublin)
        // EPSG:3857 as PROJ gives it, whose square is 40075016.6856 m wide about the middle.
        #expect(abs((drawn.x - 0.5) * 40_075_016.6856 - -696_893.4082) < 0.001)
        #expect(abs((0.5 - drawn.y) * 40_075_016.6856 - 7_047_965.3916) < 0.001)
        let back = WebMercator.unproject(x: drawn.x, y: drawn.y)
        #expect(back.distance(to: dublin) < 0.001)
        let pole = WebMercator.project(Point(longitude: 180, latitude: 90))
        #expect(abs(pole.y) < 1e-9 && pole.x == 1)
    }
}
