// SPDX-License-Identifier: EUPL-1.2

/// Reads GeoJSON, checking what it reads; `at` is the JSON Pointer of the value in hand.
struct GeometryReader {
    /// The grid positions are in; nil for degrees.
    let grid: Grid?
    /// How many more positions may come.
    private var left: Int
    private let limit: Int

    init(grid: Grid?, positions: Int) {
        self.grid = grid
        left = positions
        limit = positions
    }

    /// The grid a file of 2008's GeoJSON names; RFC 7946 files name none and are in degrees.
    static func grid(of json: JSON) throws(GeometryError) -> Grid? {
        guard let crs = json["crs"], !crs.isNull else { return nil }
        let name = crs[pointer: "/properties/name"]?.asString ?? ""
        let code =
            name.split(whereSeparator: { $0 == ":" || $0 == "/" }).last.map(String.init) ?? ""
        if ["CRS84", "4326", "4258"].contains(code) { return nil }
        guard let grid = Grid.all.first(where: { String($0.epsg) == code }) else {
            throw GeometryError("grid_unknown", ["name": String(name.prefix(80))])
        }
        return grid
    }

    mutating func shape(_ json: JSON, at place: String) throws(GeometryError) -> Geometry {
        switch json["type"]?.asString {
        case "Feature":
            guard let geometry = json["geometry"], !geometry.isNull else {
                throw GeometryError("feature_empty", ["at": place])
            }
            return try shape(geometry, at: place + "/geometry")
        case "FeatureCollection":
            let members = try shapes(json["features"], at: place + "/features")
            return members.count == 1 ? members[0] : Geometry(joining: members)
        case "GeometryCollection":
            return .geometryCollection(
                try shapes(json["geometries"], at: place + "/geometries"))
        case let type?:
            return try simple(type, json["coordinates"] ?? .null, at: place + "/coordinates")
        case nil:
            throw GeometryError("type_missing", ["at": place])
        }
    }

    private mutating func shapes(_ json: JSON?, at place: String) throws(GeometryError)
        -> [Geometry]
    {
        let members = try list(json ?? .null, at: place, atLeast: 1)
        var shapes: [Geometry] = []
        for (index, member) in members.enumerated() {
            shapes.append(try shape(member, at: "\(place)/\(index)"))
        }
        return shapes
    }

    private mutating func simple(
        _ type: String, _ json: JSON, at place: String
    ) throws(GeometryError) -> Geometry {
        switch type {
        case "Point": .point(try position(json, at: place))
        case "MultiPoint": .multiPoint(try line(json, at: place, atLeast: 1))
        case "LineString": .lineString(try line(json, at: place, atLeast: 2))
        case "MultiLineString": .multiLineString(try lines(json, at: place))
        case "Polygon": .polygon(try rings(json, at: place))
        case "MultiPolygon": .multiPolygon(try polygons(json, at: place))
        default:
            throw GeometryError("type_unknown", ["type": String(type.prefix(40)), "at": place])
        }
    }

    private mutating func polygons(_ json: JSON, at place: String) throws(GeometryError)
        -> [[[Point]]]
    {
        var polygons: [[[Point]]] = []
        for (index, item) in try list(json, at: place, atLeast: 1).enumerated() {
            polygons.append(try rings(item, at: "\(place)/\(index)"))
        }
        return polygons
    }

    private mutating func lines(_ json: JSON, at place: String) throws(GeometryError) -> [[Point]] {
        var lines: [[Point]] = []
        for (index, item) in try list(json, at: place, atLeast: 1).enumerated() {
            lines.append(try line(item, at: "\(place)/\(index)", atLeast: 2))
        }
        return lines
    }

    private mutating func rings(_ json: JSON, at place: String) throws(GeometryError) -> [[Point]] {
        var rings: [[Point]] = []
        for (index, item) in try list(json, at: place, atLeast: 1).enumerated() {
            let place = "\(place)/\(index)"
            let ring = try line(item, at: place, atLeast: 4)
            guard ring.first == ring.last else { throw GeometryError("ring_open", ["at": place]) }
            guard Geometry.turn(of: ring) != 0 else {
                throw GeometryError("ring_flat", ["at": place])
            }
            rings.append(ring)
        }
        return rings
    }

    private mutating func line(
        _ json: JSON, at place: String, atLeast: Int
    ) throws(GeometryError) -> [Point] {
        let items = try list(json, at: place, atLeast: atLeast)
        guard items.count <= left else {
            throw GeometryError("too_many_positions", ["limit": String(limit)])
        }
        var points: [Point] = []
        points.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            points.append(try position(item, at: "\(place)/\(index)"))
        }
        return points
    }

    private mutating func position(_ json: JSON, at place: String) throws(GeometryError) -> Point {
        guard let numbers = json.asArray, numbers.count >= 2,
            let x = numbers[0].asDouble, let y = numbers[1].asDouble,
            numbers.dropFirst(2).allSatisfy({ $0.asDouble != nil })
        else { throw GeometryError("position_wrong", ["at": place]) }
        left -= 1
        guard left >= 0 else {
            throw GeometryError("too_many_positions", ["limit": String(limit)])
        }
        let point = grid?.point(easting: x, northing: y) ?? Point(longitude: x, latitude: y)
        guard point.isValid else {
            let key = abs(x) > 1000 && grid == nil ? "position_not_degrees" : "position_off_earth"
            throw GeometryError(key, ["at": place, "x": "\(x)", "y": "\(y)"])
        }
        return point
    }

    private func list(_ json: JSON, at place: String, atLeast: Int) throws(GeometryError) -> [JSON]
    {
        guard let items = json.asArray else { throw GeometryError("list_missing", ["at": place]) }
        guard items.count >= atLeast else {
            throw GeometryError(
                "list_short",
                ["at": place, "least": String(atLeast), "count": String(items.count)])
        }
        return items
    }
}

extension Geometry {
    /// One shape of many: polygons become one shape of several parts, anything else a collection.
    fileprivate init(joining members: [Geometry]) {
        let polygons = members.flatMap { member in
            switch member {
            case .polygon, .multiPolygon: member.polygons
            default: [[[Point]]]()
            }
        }
        let areOnlyPolygons = members.allSatisfy {
            switch $0 {
            case .polygon, .multiPolygon: true
            default: false
            }
        }
        self = areOnlyPolygons ? .multiPolygon(polygons) : .geometryCollection(members)
    }
}
