// SPDX-License-Identifier: EUPL-1.2
import Kernel
import Testing

@Suite struct GeometryTests {
    private func read(_ text: String, positions: Int = 20_000) throws -> Geometry {
        try Geometry(json: try JSON(parsing: text), positions: positions)
    }

    static let square = "[[[-6.3,53.3],[-6.2,53.3],[-6.2,53.4],[-6.3,53.4],[-6.3,53.3]]]"

    @Test(arguments: [
        #"{"type":"Point","coordinates":[-6.26,53.35]}"#,
        #"{"type":"MultiPoint","coordinates":[[-6.26,53.35],[-6.3,53.3]]}"#,
        #"{"type":"LineString","coordinates":[[-6.26,53.35],[-6.3,53.3]]}"#,
        #"{"type":"MultiLineString","coordinates":[[[-6.26,53.35],[-6.3,53.3]]]}"#,
        #"{"type":"Polygon","coordinates":\#(square)}"#,
        #"{"type":"MultiPolygon","coordinates":[\#(square)]}"#,
        #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1.5,2.5]}]}"#,
    ])
    func eachKindIsReadAndWrittenBack(text: String) throws {
        #expect(try read(text).json.text() == text)
    }

    @Test func featuresAndCollectionsOfThemAreUnwrapped() throws {
        let polygon = #"{"type":"Polygon","coordinates":\#(Self.square)}"#
        let feature = #"{"type":"Feature","properties":{"a":1},"geometry":\#(polygon)}"#
        #expect(try read(feature) == read(polygon))
        let one = #"{"type":"FeatureCollection","features":[\#(feature)]}"#
        #expect(try read(one) == read(polygon))
        let two = #"{"type":"FeatureCollection","features":[\#(feature),\#(feature)]}"#
        #expect(try read(two).polygons.count == 2)
        let point = #"{"type":"Feature","geometry":{"type":"Point","coordinates":[-6,53]}}"#
        let mixed = #"{"type":"FeatureCollection","features":[\#(feature),\#(point)]}"#
        #expect(try read(mixed).type == "GeometryCollection")
        #expect(try read(mixed).singlePoints == [Point(longitude: -6, latitude: 53)])
    }

    @Test(arguments: [
        ("[]", "geometry.type_missing"), (#"{"type":"Circle"}"#, "geometry.type_unknown"),
        (#"{"type":"Point"}"#, "geometry.position_wrong"),
        (#"{"type":"Point","coordinates":["1","2"]}"#, "geometry.position_wrong"),
        (#"{"type":"Point","coordinates":[1]}"#, "geometry.position_wrong"),
        (#"{"type":"Point","coordinates":[1,null]}"#, "geometry.position_wrong"),
        (#"{"type":"Point","coordinates":[1e999,1]}"#, "geometry.position_wrong"),
        (#"{"type":"Point","coordinates":[181,1]}"#, "geometry.position_off_earth"),
        (#"{"type":"Point","coordinates":[1,-90.1]}"#, "geometry.position_off_earth"),
        (#"{"type":"Point","coordinates":[715830,734697]}"#, "geometry.position_not_degrees"),
        (#"{"type":"LineString","coordinates":[[1,2]]}"#, "geometry.list_short"),
        (#"{"type":"LineString","coordinates":{}}"#, "geometry.list_missing"),
        (#"{"type":"MultiPoint","coordinates":[]}"#, "geometry.list_short"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#, "geometry.list_short"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#, "geometry.ring_open"),
        (#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[0,0]]]}"#, "geometry.ring_flat"),
        (#"{"type":"Feature","geometry":null}"#, "geometry.feature_empty"),
        (#"{"type":"FeatureCollection","features":[]}"#, "geometry.list_short"),
        (
            #"{"type":"Point","coordinates":[1,2],"crs":{"properties":{"name":"EPSG:9"}}}"#,
            "geometry.grid_unknown"
        ),
    ])
    func faultsAreNamed(text: String, key: String) throws {
        let error = #expect(throws: GeometryError.self) { try read(text) }
        #expect(error?.phrase.key == key)
    }

    @Test func faultsSayWhere() throws {
        let text =
            #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":"#
            + #"{"type":"LineString","coordinates":[[1,2],[3]]}}]}"#
        let error = #expect(throws: GeometryError.self) { try read(text) }
        #expect(error?.phrase.values["at"] == "/features/0/geometry/coordinates/1")
    }

    @Test func positionsAreLimitedOverTheWholeShape() throws {
        let text = #"{"type":"MultiPoint","coordinates":[[1,2],[1,2],[1,2]]}"#
        #expect(try read(text, positions: 3).points.count == 3)
        let error = #expect(throws: GeometryError.self) { try read(text, positions: 2) }
        #expect(error?.phrase.key == "geometry.too_many_positions")
    }

    @Test func filesInANationalGridAreTakenToDegrees() throws {
        let crs = #""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2157"}}"#
        let shape = try read(#"{"type":"Point","coordinates":[715830,734697],\#(crs)}"#)
        let point = try #require(shape.singlePoints.first)
        #expect(point.distance(to: Point(longitude: -6.2603, latitude: 53.3498)) < 5)
    }

    @Test func heightsAreDropped() throws {
        let shape = try read(#"{"type":"Point","coordinates":[-6.26,53.35,12.5]}"#)
        #expect(shape.json.text() == #"{"type":"Point","coordinates":[-6.26,53.35]}"#)
    }

    @Test func ringsAreTurnedTheRightWayWhenWritten() throws {
        let clockwise = #"{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[1,0],[0,0]]]}"#
        #expect(
            try read(clockwise).json["coordinates"]?.text()
                == "[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,1.0],[0.0,0.0]]]")
    }

    /// Areas by Karney's exact method (GeographicLib 2).
    @Test(arguments: [
        (#"{"type":"Polygon","coordinates":\#(square)}"#, 74_113_268.76, 1e-5),
        (
            #"{"type":"Polygon","coordinates":[[[-6.26,53.35],[-6.2595,53.35],[-6.2595,53.3503],"#
                + "[-6.26,53.3503],[-6.26,53.35]]]}", 1111.69557, 1e-6
        ),
    ])
    func areas(text: String, expected: Double, tolerance: Double) throws {
        #expect(abs(try read(text).area / expected - 1) < tolerance)
    }

    @Test func holesCountNeitherToAreaNorInside() throws {
        let hole = "[[-6.27,53.33],[-6.27,53.37],[-6.23,53.37],[-6.23,53.33],[-6.27,53.33]]"
        let whole = try read(#"{"type":"Polygon","coordinates":\#(Self.square)}"#)
        let text = #"{"type":"Polygon","coordinates":\#(Self.square.dropLast()),\#(hole)]}"#
        let holed = try read(text)
        let middle = Point(longitude: -6.25, latitude: 53.35)
        let side = Point(longitude: -6.29, latitude: 53.35)
        #expect(whole.contains(middle) && whole.contains(side))
        #expect(!holed.contains(middle) && holed.contains(side))
        #expect(!holed.contains(Point(longitude: -6.5, latitude: 53.35)))
        #expect(abs(holed.area / whole.area - 0.84) < 0.001)
        let centroid = try #require(holed.centroid)
        #expect(centroid.distance(to: middle) < 50)
    }

    @Test func centroidsOfLinesAndPoints() throws {
        let line = Geometry.lineString([
            Point(longitude: 0, latitude: 0), Point(longitude: 2, latitude: 0),
        ])
        #expect(line.centroid == Point(longitude: 1, latitude: 0))
        let points = Geometry.multiPoint([
            Point(longitude: -8, latitude: 53), Point(longitude: -6, latitude: 53),
        ])
        #expect(points.centroid?.rounded() == Point(longitude: -7, latitude: 53))
        #expect(Geometry.geometryCollection([]).centroid == nil)
    }

    @Test func bounds() throws {
        let shape = try read(#"{"type":"Polygon","coordinates":\#(Self.square)}"#)
        let box = try #require(shape.bounds)
        #expect(box == Bounds(west: -6.3, south: 53.3, east: -6.2, north: 53.4))
        #expect(Bounds(box.text) == box)
        #expect(Bounds.ireland.contains(box.center) && Bounds.ireland.intersects(box))
        #expect(!Bounds(west: 0, south: 0, east: 1, north: 1).intersects(box))
        for text in ["", "1,2,3", "1,2,3,x", "3,2,1,4", "-200,0,0,0", "nan,0,0,0", "1,2,3,4,5"] {
            #expect(Bounds(text) == nil, "\(text)")
        }
    }
}
