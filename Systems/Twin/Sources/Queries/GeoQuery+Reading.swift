// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension GeoQuery {
    /// The kinds of geometries there are (4.10): those of RFC 7946 but collections.
    static let kinds = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]

    /// Reads the parameters of a request; nil where none of `georel`, `geometry`, `coordinates` is there.
    init?(parameters: [String: String], naming: any Naming) throws(TwinProblem) {
        let names = ["georel", "geometry", "coordinates"]
        guard names.contains(where: { parameters[$0] != nil }) else { return nil }
        for name in names where parameters[name] == nil {
            throw .bad("A geo-query needs “\(name)”, too.", at: "?" + name, clause: "4.10")
        }
        let coordinates = JSON.string(parameters["coordinates"] ?? "")
        try self.init(
            relation: parameters["georel"] ?? "", kind: parameters["geometry"] ?? "",
            coordinates: coordinates,
            property: parameters["geoproperty"], naming: naming, at: "?")
    }

    /// Reads a `geoQ` (5.2.13).
    init(json: JSON, naming: any Naming, at pointer: String) throws(TwinProblem) {
        guard let members = json.asObject else {
            throw .bad("A geo-query is an object.", at: pointer, clause: "5.2.13")
        }
        for name in ["georel", "geometry"] where members[name]?.asString == nil {
            throw .bad("A geo-query needs “\(name)”, a text.", at: "\(pointer)/\(name)", clause: "5.2.13")
        }
        guard let coordinates = members["coordinates"] else {
            throw .bad("A geo-query needs “coordinates”.", at: pointer + "/coordinates", clause: "5.2.13")
        }
        if let property = members["geoproperty"], property.asString == nil {
            throw .bad("“geoproperty” is a name.", at: pointer + "/geoproperty", clause: "5.2.13")
        }
        try self.init(
            relation: members["georel"]?.asString ?? "", kind: members["geometry"]?.asString ?? "",
            coordinates: coordinates, property: members["geoproperty"]?.asString, naming: naming,
            at: pointer + "/")
    }

    private init(
        relation: String, kind: String, coordinates: JSON, property: String?, naming: any Naming,
        at place: String
    ) throws(TwinProblem) {
        let relation = try GeoQuery.relation(relation, at: place + "georel")
        let reference = try GeoQuery.geometry(kind, coordinates, at: place, "geometry", "coordinates")
        let path: AttributePath
        if let property {
            path = try QueryLanguage.path(property, naming: naming, at: place + "geoproperty")
        } else {
            path = AttributePath(names: [CoreContext.namespace + "location"])
        }
        self.init(relation, reference, path: path)
    }

    /// Reads `georel`.
    static func relation(_ text: String, at pointer: String) throws(TwinProblem) -> Relation {
        switch text {
        case "within": return .within
        case "contains": return .contains
        case "intersects": return .intersects
        case "equals": return .equals
        case "disjoint": return .disjoint
        case "overlaps": return .overlaps
        default: break
        }
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "near" else {
            throw .bad(
                "“\(text.prefix(60))” is no geo-relation: near;maxDistance==metres, "
                    + "near;minDistance==metres, within, contains, intersects, equals, disjoint or overlaps.",
                at: pointer, clause: "4.10")
        }
        for modifier in ["maxDistance", "minDistance"] where parts[1].hasPrefix(modifier + "==") {
            let digits = String(parts[1].dropFirst(modifier.utf8.count + 2))
            guard let metres = JSONNumber(lexeme: digits)?.double, metres > 0 else { break }
            return modifier == "maxDistance" ? .near(atMost: metres) : .far(moreThan: metres)
        }
        throw .bad(
            "“near” needs maxDistance== or minDistance== and metres above 0.", at: pointer, clause: "4.10")
    }

    /// Reads a geometry from its kind and its coordinates, an array or the text of one.
    static func geometry(
        _ kind: String, _ coordinates: JSON, at place: String, _ kindName: String, _ coordinatesName: String
    ) throws(TwinProblem) -> Geometry {
        guard kinds.contains(kind) else {
            throw .bad(
                "“\(kind.prefix(40))” is none of \(kinds.joined(separator: ", ")).", at: place + kindName,
                clause: "4.10")
        }
        var array = coordinates
        if case .string(let text) = coordinates { array = (try? JSON(parsing: text)) ?? .null }
        do {
            return try Geometry(json: ["type": .string(kind), "coordinates": array], positions: 2_000)
        } catch {
            let values = error.phrase.values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            throw .bad(
                "The coordinates are none of a \(kind): \(error.phrase.key.dropFirst(9)) "
                    + "(\(values.joined(separator: ", "))).", at: place + coordinatesName, clause: "4.10")
        }
    }
}
