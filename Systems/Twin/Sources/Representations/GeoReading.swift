// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// GeoJSON geometries as values (GS CIM 009, 4.7).
enum GeoReading {
    /// The kinds that may be values; a GeometryCollection may not.
    static let types: Set<String> = [
        "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    ]

    /// Whether a value looks like a geometry: what a concise GeoProperty is known by.
    static func looksLikeGeometry(_ json: JSON) -> Bool {
        guard case .object(let members) = json, case .string(let type)? = members["type"] else {
            return false
        }
        return types.contains(type) && members["coordinates"] != nil
    }

    /// The geometry, checked; one that was sent as text is given as what the text says.
    static func geometry(_ json: JSON, at place: Place) throws(TwinProblem) -> JSON {
        var json = json
        if case .string(let text) = json {
            guard let parsed = try? JSON(parsing: text) else {
                throw problem("is a text that holds no GeoJSON geometry", place)
            }
            json = parsed
        }
        guard case .object(let members) = json, let type = members["type"]?.asString else {
            throw problem("must be a GeoJSON geometry: an object with type and coordinates", place)
        }
        guard types.contains(type) else {
            throw problem("is a geometry of type “\(type.prefix(40))”, which is none of 4.7", place)
        }
        guard let coordinates = members["coordinates"] else {
            throw problem("is a geometry without coordinates", place)
        }
        do {
            _ = try Geometry(json: ["type": .string(type), "coordinates": coordinates])
        } catch {
            throw problem("is not a sound \(type): \(words(error))", place)
        }
        return json
    }

    private static func problem(_ text: String, _ place: Place) -> TwinProblem {
        .bad("The value \(text).", at: place.pointer, clause: "4.7")
    }

    private static func words(_ error: GeometryError) -> String {
        let place = (error.phrase.values["at"]).map { " at \($0)" } ?? ""
        switch error.phrase.key {
        case "geometry.ring_open": return "a ring does not end where it begins\(place)"
        case "geometry.ring_flat": return "a ring surrounds nothing\(place)"
        case "geometry.list_missing": return "an array is missing\(place)"
        case "geometry.list_short": return "there are too few positions\(place)"
        case "geometry.position_wrong": return "a position is not two or three numbers\(place)"
        case "geometry.position_off_earth", "geometry.position_not_degrees":
            return "a position is not a longitude and a latitude in degrees\(place)"
        case "geometry.too_many_positions": return "it has too many positions"
        default: return "it is not as RFC 7946 has it\(place)"
        }
    }
}
