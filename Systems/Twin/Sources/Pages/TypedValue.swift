// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A value that can be typed: a number, a truth value or a text; a point; the id of one entity.
enum TypedValue {
    case plain(JSON)
    case point(Point)
    case pointer(String)

    /// Nil: it has parts, or is said in several languages; programs change it.
    init?(_ instance: Instance) {
        switch instance.value {
        case .property(let json):
            switch json {
            case .string, .integer, .number, .bool: self = .plain(json)
            default: return nil
            }
        case .geo(let json):
            guard case .point(let point)? = try? Geometry(json: json) else { return nil }
            self = .point(point)
        case .relationship(let ids, isArray: false):
            guard let id = ids.first else { return nil }
            self = .pointer(id)
        default: return nil
        }
    }

    /// What stands in the fields of the form.
    var fields: [String: String] {
        switch self {
        case .plain(let json): ["value": json.asString ?? json.text()]
        case .point(let point):
            ["latitude": Self.degrees(point.latitude), "longitude": Self.degrees(point.longitude)]
        case .pointer(let id): ["value": id]
        }
    }

    private static func degrees(_ value: Double) -> String { JSON.decimal(value).lexeme ?? "" }

    /// The same kind of value with what was typed; what is wrong with that is noted.
    func members(_ fields: inout TypedFields) -> JSONObject {
        switch self {
        case .point:
            let (latitude, longitude) = (fields.number("latitude"), fields.number("longitude"))
            if latitude?.asDouble.map({ abs($0) <= 90 }) != true { fields.refuse("latitude", "latitude") }
            if longitude?.asDouble.map({ abs($0) <= 180 }) != true { fields.refuse("longitude", "longitude") }
            return [
                "type": "GeoProperty",
                "value": ["type": "Point", "coordinates": [longitude ?? .null, latitude ?? .null]],
            ]
        case .pointer:
            if !NameRules.isURI(fields["value"]) { fields.refuse("value", "id") }
            return ["type": "Relationship", "object": .string(fields["value"])]
        case .plain(let old):
            let text = fields["value"]
            if text.isEmpty { fields.refuse("value", "no_value") }
            // What was a text stays one, whatever it looks like.
            let isText = old.asString != nil
            let value = isText ? .string(text) : ImportTable.value(text, decimalComma: Self.hasComma(text))
            return ["type": "Property", "value": value ?? .string(text)]
        }
    }

    private static func hasComma(_ text: String) -> Bool { text.wholeMatch(of: /-?[0-9]+,[0-9]+/) != nil }
}
