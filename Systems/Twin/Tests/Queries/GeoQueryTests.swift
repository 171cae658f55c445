// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Testing

@testable import Twin

private func query(_ relation: String, _ kind: String, _ coordinates: String) throws -> GeoQuery {
    let parameters = ["georel": relation, "geometry": kind, "coordinates": coordinates]
    return try #require(try GeoQuery(parameters: parameters, naming: Sample.naming))
}

private func geometry(_ kind: String, _ coordinates: String) throws -> Geometry {
    try Geometry(json: ["type": .string(kind), "coordinates": try JSON(parsing: coordinates)])
}

private let square = "[[[0,0],[10,0],[10,10],[0,10],[0,0]]]"
private let holed = "[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[4,4],[6,4],[6,6],[4,6],[4,4]]]"

@Suite struct GeoRelationTests {
    /// The relation of the first geometry to the second.
    @Test(arguments: [
        ("within", "Point", "[5,5]", "Polygon", square, true),
        ("within", "Point", "[0,5]", "Polygon", square, false),
        ("within", "Point", "[5,5]", "Polygon", holed, false),
        ("within", "Point", "[11,5]", "Polygon", square, false),
        ("within", "LineString", "[[1,1],[9,9]]", "Polygon", square, true),
        ("within", "LineString", "[[1,1],[9,9]]", "Polygon", holed, false),
        ("within", "LineString", "[[0,0],[10,0]]", "Polygon", square, false),
        ("within", "Polygon", "[[[1,1],[2,1],[2,2],[1,1]]]", "Polygon", square, true),
        ("within", "Polygon", square, "Polygon", square, true),
        ("within", "Polygon", "[[[3,3],[7,3],[7,7],[3,7],[3,3]]]", "Polygon", holed, false),
        ("within", "Polygon", square, "Point", "[5,5]", false),
        ("within", "Point", "[5,5]", "LineString", "[[0,0],[10,10]]", true),
        ("within", "Point", "[0,0]", "LineString", "[[0,0],[10,10]]", false),
        ("within", "MultiPoint", "[[5,5],[0,5]]", "Polygon", square, true),
        ("within", "MultiPoint", "[[5,5],[20,5]]", "Polygon", square, false),
        ("contains", "Polygon", square, "Point", "[5,5]", true),
        ("contains", "Polygon", square, "Polygon", "[[[1,1],[2,1],[2,2],[1,1]]]", true),
        ("contains", "Point", "[5,5]", "Polygon", square, false),
        ("intersects", "Point", "[0,5]", "Polygon", square, true),
        ("intersects", "LineString", "[[-5,5],[15,5]]", "Polygon", square, true),
        ("intersects", "Polygon", "[[[20,20],[30,20],[30,30],[20,20]]]", "Polygon", square, false),
        ("intersects", "Polygon", "[[[-5,-5],[50,-5],[50,50],[-5,50],[-5,-5]]]", "Polygon", square, true),
        ("intersects", "LineString", "[[0,0],[2,2]]", "LineString", "[[0,2],[2,0]]", true),
        ("intersects", "Polygon", "[[[4.5,4.5],[5.5,4.5],[5.5,5.5],[4.5,4.5]]]", "Polygon", holed, false),
        ("intersects", "MultiPolygon", "[\(square)]", "MultiLineString", "[[[5,5],[6,6]]]", true),
        ("disjoint", "Point", "[11,5]", "Polygon", square, true),
        ("disjoint", "Point", "[5,5]", "Polygon", square, false),
        ("equals", "Point", "[5,5]", "Point", "[5,5]", true),
        ("equals", "Point", "[5,5]", "Point", "[5,5.1]", false),
        ("equals", "LineString", "[[0,0],[1,1],[2,2]]", "LineString", "[[2,2],[0,0]]", true),
        ("equals", "Polygon", "[[[10,0],[10,10],[0,10],[0,0],[10,0]]]", "Polygon", square, true),
        ("equals", "Polygon", holed, "Polygon", square, false),
        ("overlaps", "Polygon", "[[[5,5],[15,5],[15,15],[5,15],[5,5]]]", "Polygon", square, true),
        ("overlaps", "Polygon", square, "Polygon", square, false),
        ("overlaps", "Polygon", "[[[1,1],[2,1],[2,2],[1,1]]]", "Polygon", square, false),
        ("overlaps", "Polygon", "[[[10,0],[20,0],[20,10],[10,10],[10,0]]]", "Polygon", square, false),
        ("overlaps", "LineString", "[[0,0],[2,0]]", "LineString", "[[1,0],[3,0]]", true),
        ("overlaps", "LineString", "[[0,0],[2,2]]", "LineString", "[[0,2],[2,0]]", false),
        ("overlaps", "MultiPoint", "[[1,1],[2,2]]", "MultiPoint", "[[2,2],[3,3]]", true),
        ("overlaps", "Point", "[5,5]", "Polygon", square, false),
    ])
    func relations(
        _ relation: String, _ kind: String, _ coordinates: String, _ other: String, _ reference: String,
        _ isTrue: Bool
    ) throws {
        #expect(
            try query(relation, other, reference).matches(try geometry(kind, coordinates)) == isTrue,
            "\(kind) \(relation) \(other)")
    }

    @Test(arguments: [
        ("near;maxDistance==2000", "[8.01,40.01]", true), ("near;maxDistance==1000", "[8.01,40.01]", false),
        ("near;minDistance==1000", "[8.01,40.01]", true), ("near;minDistance==2000", "[8.01,40.01]", false),
        ("near;maxDistance==1", "[8,40]", true), ("near;maxDistance==1.5e3", "[8.01,40.01]", true),
    ])
    func near(_ relation: String, _ coordinates: String, _ isTrue: Bool) throws {
        #expect(try query(relation, "Point", "[8,40]").matches(try geometry("Point", coordinates)) == isTrue)
    }

    @Test func distancesToLinesAndAreas() throws {
        let beside = try query("near;maxDistance==120000", "Point", "[11,5]")
        #expect(beside.matches(try geometry("Polygon", square)))
        #expect(try query("near;maxDistance==1", "Point", "[5,5]").matches(try geometry("Polygon", square)))
        let hole = try query("near;maxDistance==100000", "Point", "[5,5]")
        #expect(!hole.matches(try geometry("Polygon", holed)))
        let line = Shape(try geometry("LineString", "[[0,0],[10,0]]"))
        let metres = line.distance(to: Shape(try geometry("Point", "[5,1]")))
        #expect(abs(metres - 111_195) < 10)
        let long = try query("near;maxDistance==500000", "Polygon", square)
        #expect(long.matches(try geometry("Point", "[12,5]")))
    }

    /// As far as the nearest of all pairs of edges, wherever on the earth they lie.
    @Test(arguments: 0..<60)
    func distancesAreThoseOfTheNearestEdges(_ seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        let (one, other) = (Shape.drawn(&numbers), Shape.drawn(&numbers))
        #expect(one.edgesMeet(other) == one.meetsEdgeByEdge(other))
        guard !one.intersects(other) else { return #expect(one.distance(to: other) == 0) }
        #expect(abs(one.distance(to: other) - one.distanceEdgeByEdge(to: other)) < 1e-3)
    }

    @Test func linesOfThousandsOfEdgesLieSoFarApart() throws {
        func line(at latitude: Double) -> Geometry {
            .lineString((0..<5_000).map {
                Point(longitude: Double($0) / 1_000, latitude: latitude + Double($0 % 2) / 100)
            })
        }
        let metres = Shape(line(at: 50)).distance(to: Shape(line(at: 51)))
        #expect(abs(metres - 0.99 * 111_195) < 10)
    }

    @Test func boxesHoldAllMatches() throws {
        let near = try query("near;maxDistance==5000", "Point", "[8,60]")
        let box = try #require(near.bounds)
        for step in 0..<36 {
            let angle = Double(step) * 10
            let place = Point(longitude: 8 + 0.0893 * angle.sine, latitude: 60 + 0.0446 * angle.cosine)
            if near.matches(.point(place)) { #expect(box.contains(place)) }
        }
        #expect(box.east - box.west < 0.3)
        #expect(try query("disjoint", "Point", "[8,60]").bounds == nil)
        #expect(try query("near;maxDistance==50000", "Point", "[179.9,60]").bounds?.west == -180)
        #expect(
            try query("within", "Polygon", square).bounds?.contains(Point(longitude: 10, latitude: 10))
                == true)
    }

    @Test func entities() throws {
        #expect(try query("near;maxDistance==10", "Point", "[8,40]").matches(Sample.car))
        let parameters = [
            "georel": "near;maxDistance==10", "geometry": "Point", "coordinates": "[8,40]",
            "geoproperty": "speed",
        ]
        #expect(try GeoQuery(parameters: parameters, naming: Sample.naming)?.matches(Sample.car) == false)
    }
}

extension Double {
    fileprivate var sine: Double { Stepper.sine(self) }
    fileprivate var cosine: Double { Stepper.sine(self + 90) }
}

/// The sine of degrees, near enough for going round in a circle.
private enum Stepper {
    static func sine(_ degrees: Double) -> Double {
        let turn = degrees.truncatingRemainder(dividingBy: 360)
        let half = turn > 180 ? turn - 180 : turn
        let value = 4 * half * (180 - half) / (40_500 - half * (180 - half))
        return turn > 180 ? -value : value
    }
}

@Suite struct GeoQueryReadingTests {
    @Test(arguments: [
        ["georel": "within"], ["geometry": "Point"], ["coordinates": "[1,2]"],
        ["georel": "within", "geometry": "Polygon"],
        ["georel": "beside", "geometry": "Point", "coordinates": "[1,2]"],
        ["georel": "near", "geometry": "Point", "coordinates": "[1,2]"],
        ["georel": "near;maxDistance=5", "geometry": "Point", "coordinates": "[1,2]"],
        ["georel": "near;maxDistance==0", "geometry": "Point", "coordinates": "[1,2]"],
        ["georel": "near;maxDistance==-5", "geometry": "Point", "coordinates": "[1,2]"],
        ["georel": "near;maxDistance==x", "geometry": "Point", "coordinates": "[1,2]"],
        ["georel": "near;maxDistance==1;minDistance==1", "geometry": "Point", "coordinates": "[1,2]"],
        ["georel": "within;maxDistance==1", "geometry": "Point", "coordinates": "[1,2]"],
        ["georel": "within", "geometry": "Circle", "coordinates": "[1,2]"],
        ["georel": "within", "geometry": "GeometryCollection", "coordinates": "[]"],
        ["georel": "within", "geometry": "Point", "coordinates": "1,2"],
        ["georel": "within", "geometry": "Point", "coordinates": "[[1,2]]"],
        ["georel": "within", "geometry": "Point", "coordinates": "[181,2]"],
        ["georel": "within", "geometry": "Polygon", "coordinates": "[[[0,0],[1,0],[1,1],[0,1]]]"],
        ["georel": "within", "geometry": "Polygon", "coordinates": "[[[0,0],[1,0],[0,0]]]"],
        ["georel": "within", "geometry": "LineString", "coordinates": "[[0,0]]"],
        ["georel": "within", "geometry": "Point", "coordinates": "[1,2]", "geoproperty": "a b"],
    ])
    func refuses(_ parameters: [String: String]) {
        #expect { try GeoQuery(parameters: parameters, naming: Sample.naming) } throws: {
            let problem = $0 as? TwinProblem
            return problem?.kind == .badRequestData && problem?.pointer?.hasPrefix("?") ?? false
        }
    }

    @Test func bodies() throws {
        let json: JSON = [
            "georel": "within", "geometry": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]],
        ]
        #expect(try GeoQuery(json: json, naming: Sample.naming, at: "/geoQ").relation == .within)
        var text = json
        text["coordinates"] = "[[[0,0],[1,0],[1,1],[0,0]]]"
        #expect(try GeoQuery(json: text, naming: Sample.naming, at: "/geoQ").relation == .within)
        for name in ["georel", "geometry", "coordinates"] {
            var short = json
            short[name] = nil
            #expect { try GeoQuery(json: short, naming: Sample.naming, at: "/geoQ") } throws: {
                ($0 as? TwinProblem)?.pointer == "/geoQ/" + name
            }
        }
    }

    /// Two lines that wind through each other, each once to every turn of the other.
    @Test func whatCutsAnotherIntoMillionsLiesNotWithinIt() throws {
        let down = (0..<1_000).map { "[\(Double($0) / 1_000),\($0 % 2)]" }.joined(separator: ",")
        let across = (0..<1_000).map { "[\($0 % 2),\(Double($0) / 1_000)]" }.joined(separator: ",")
        let one = try geometry("LineString", "[\(down)]")
        let other = try geometry("LineString", "[\(across)]")
        for relation in ["within", "contains", "equals", "overlaps"] {
            #expect(try !query(relation, "LineString", "[\(across)]").matches(one))
        }
        #expect(try query("intersects", "LineString", "[\(down)]").matches(other))
    }

    @Test func hostileCoordinatesAreBounded() {
        let deep = String(repeating: "[", count: 100_000)
        let long = "[" + Array(repeating: "[1,2]", count: 50_000).joined(separator: ",") + "]"
        for (kind, text) in [("Polygon", deep), ("MultiPoint", long)] {
            #expect(throws: TwinProblem.self) {
                try GeoQuery(
                    parameters: ["georel": "within", "geometry": kind, "coordinates": text],
                    naming: Sample.naming)
            }
        }
    }
}

extension Shape {
    /// Points, a line or an area, small or large, at the edges of the map, too.
    fileprivate static func drawn(_ numbers: inout SeededNumbers) -> Shape {
        let size: Double = [0.01, 1, 40][Int.random(in: 0..<3, using: &numbers)]
        var place = Point(
            longitude: .random(in: -180...180, using: &numbers),
            latitude: .random(in: -85...85, using: &numbers))
        let points = (0..<Int.random(in: 3...150, using: &numbers)).map { _ in
            let step = Double.random(in: -size...size, using: &numbers)
            place = Point(
                longitude: max(-180, min(180, place.longitude + step)),
                latitude: max(-90, min(90, place.latitude + .random(in: -size...size, using: &numbers))))
            return place
        }
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0: return Shape(.multiPoint(points))
        case 1: return Shape(.lineString(points))
        default: return Shape(.polygon([points + points.prefix(1)]))
        }
    }

    fileprivate func meetsEdgeByEdge(_ other: Shape) -> Bool {
        segments.contains { one in other.segments.contains { !one.shares(meeting: $0).isEmpty } }
    }

    fileprivate func distanceEdgeByEdge(to other: Shape) -> Double {
        func least(_ places: [Point], _ shape: Shape) -> Double {
            let edges = shape.segments + shape.points.map { Segment(from: $0, to: $0) }
            return places.map { place in
                let squeeze = cos(place.latitude * .pi / 180)
                let nearest = edges.map { $0.at($0.share(nearest: place, squeeze: squeeze)) }
                return nearest.map { $0.distance(to: place) }.min() ?? 0
            }.min() ?? 0
        }
        return segments.isEmpty ? least(points, other)
            : min(least(vertices, other), least(other.vertices, self))
    }
}
