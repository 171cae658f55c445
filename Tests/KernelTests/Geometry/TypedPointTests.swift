// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Testing

@Suite struct TypedPointTests {
    static let spire = Point(longitude: -6.2603, latitude: 53.3498)

    @Test(arguments: [
        "53.3498, -6.2603", "-6.2603, 53.3498", "53.3498 -6.2603", "  -6.2603\t53.3498\n",
        "53.3498,-6.2603", "53.3498;-6.2603", "53.3498/-6.2603", "53.3498, −6.2603",
        "53.3498 N, 6.2603 W", "53.3498N 6.2603W", "N53.3498 W6.2603", "6.2603w 53.3498n",
        "N 53.3498, W 6.2603", "53.3498, 6.2603 W", "53.3498° N, 6.2603° W", "+53.3498, -6.2603",
        "53.3498°, -6.2603°", "53.3498° -6.2603°", "53,3498 -6,2603", "53,3498; -6,2603",
        "53°20'59.28\"N 6°15'37.08\"W", "53° 20′ 59.28″ N, 6° 15′ 37.08″ W",
        "53 20 59.28 N 6 15 37.08 W", "N 53 20 59.28, W 6 15 37.08", "53° 20.988' N 6° 15.618' W",
        "53 20.988, -6 15.618", "53:20:59.28, -6:15:37.08", "53.3498, -6.2603 W",
    ])
    func degreesInManyHands(text: String) throws {
        let point = try Point(typed: text)
        #expect(point.distance(to: Self.spire) < 0.01, "\(text)")
    }

    @Test(arguments: [
        "715830, 734697", "715830 734697", "715830,734697", "ITM 715830 734697",
        "ITM: 715830, 734697", "E 715830 N 734697", "N 734697, E 715830", "715830.0;734697.0",
        "715830E 734697N",
    ])
    func irishGrid(text: String) throws {
        let point = try Point(typed: text)
        #expect(point.distance(to: Point(longitude: -6.26025, latitude: 53.34979)) < 3, "\(text)")
    }

    @Test func britishGridWhereItIsUsed() throws {
        let grids = [Grid.britishNationalGrid]
        let point = try Point(typed: "530043, 180358", within: .greatBritain, grids: grids)
        #expect(point.distance(to: Point(longitude: -0.1276, latitude: 51.5072)) < 6)
        #expect(throws: GeometryError.self) { try Point(typed: "530043, 180358") }
    }

    @Test(arguments: [
        "", " ", "53.3498", "here", "53.3498, -6.2603, 12", "a, b", "53..3, -6", "53.3498, N",
        "53 61 00 N 6 15 00 W", "53 20 60.5 N, 6 W", "53.3 N, 6.2 N", "53.3 S -6.2 E",
        "°, °", "53.3498,, -6.2603", "- , -", "1e3, 5", "53.3498 -6.2603 ?", "🏠", "NaN, NaN",
        "53.3498, -6.2603 E", ",", "53,3498,-6,2603", "99.1, 95.2", "12° 13° 14°",
    ])
    func whatCannotBeRead(text: String) {
        let error = #expect(throws: GeometryError.self) { try Point(typed: text) }
        #expect(error?.phrase.key == "geometry.typed_unreadable", "\(text)")
    }

    @Test func placesElsewhereAreNamed() {
        let paris = #expect(throws: GeometryError.self) { try Point(typed: "48.8566, 2.3522") }
        #expect(paris?.phrase.key == "geometry.typed_outside")
        #expect(paris?.phrase.values == ["latitude": "48.8566", "longitude": "2.3522"])
        let metres = #expect(throws: GeometryError.self) { try Point(typed: "1, 734697") }
        #expect(metres?.phrase.key == "geometry.typed_unreadable")
        let far = #expect(throws: GeometryError.self) { try Point(typed: "2000000, 734697") }
        #expect(far?.phrase.key == "geometry.typed_grid_outside")
        #expect(throws: GeometryError.self) {
            try Point(typed: String(repeating: "1", count: 5000))
        }
    }
}
