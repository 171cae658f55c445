// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// The pieces JSON Schemas (2020-12, as OpenAPI 3.1 has them) are put together from.
public enum APISchema {
    /// A schema of the document's components.
    public static func ref(_ name: String) -> JSON {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    /// A text, of any or of a known format.
    public static func string(format: String? = nil, max: Int? = nil) -> JSON {
        var schema: JSON = ["type": "string"]
        if let format { schema["format"] = .string(format) }
        if let max { schema["maxLength"] = .integer(max) }
        return schema
    }

    /// A text with something in it beside blanks.
    public static func text(max: Int) -> JSON {
        ["type": "string", "minLength": 1, "maxLength": .integer(max), "pattern": "\\S"]
    }

    /// One of these texts.
    public static func choice(_ names: [String]) -> JSON {
        ["type": "string", "enum": .array(names.map(JSON.string))]
    }

    /// A whole number within a range.
    public static func integer(_ range: ClosedRange<Int>? = nil) -> JSON {
        var schema: JSON = ["type": "integer"]
        if let range {
            schema["minimum"] = .integer(range.lowerBound)
            schema["maximum"] = .integer(range.upperBound)
        }
        return schema
    }

    /// A list.
    public static func array(_ items: JSON, max: Int? = nil) -> JSON {
        var schema: JSON = ["type": "array", "items": items]
        if let max { schema["maxItems"] = .integer(max) }
        return schema
    }

    /// An object of these members. The members named in `optional` may be missing.
    public static func object(
        _ members: KeyValuePairs<String, JSON>, optional: Set<String> = []
    ) -> JSON {
        object(members.map { ($0.key, $0.value) }, optional: optional)
    }

    static func object(_ members: [(String, JSON)], optional: Set<String> = []) -> JSON {
        let required = members.map(\.0).filter { !optional.contains($0) }
        var schema: JSON = [
            "type": "object",
            "properties": .object(JSONObject(members.map { (key: $0.0, value: $0.1) })),
        ]
        if !required.isEmpty { schema["required"] = .array(required.map(JSON.string)) }
        return schema
    }

    /// The same, or null.
    public static func nullable(_ schema: JSON) -> JSON {
        guard let type = schema["type"], case .string = type else {
            return ["anyOf": [schema, ["type": "null"]]]
        }
        var nullable = schema
        nullable["type"] = [type, "null"]
        if case .array(let names)? = schema["enum"] { nullable["enum"] = .array(names + [.null]) }
        return nullable
    }

    /// The same with words to it.
    public static func titled(_ schema: JSON, _ title: String?, _ description: String? = nil)
        -> JSON
    {
        var titled = schema
        if let title { titled["title"] = .string(title) }
        if let description { titled["description"] = .string(description) }
        return titled
    }

    /// A page of a list: its items, and where the next page begins.
    public static func page(of items: JSON) -> JSON {
        object(["items": array(items), "next": nullable(string())])
    }

    /// A canonical UUID in lower case.
    public static let id: JSON = [
        "type": "string", "format": "uuid",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
    ]

    /// A day of the years 1583 to 9999.
    public static let day: JSON = [
        "type": "string", "format": "date",
        "pattern": .string("^\(years)-[0-9]{2}-[0-9]{2}$"),
    ]

    /// A moment (RFC 3339) of the years 1583 to 9999.
    public static let instant: JSON = [
        "type": "string", "format": "date-time", "pattern": .string("^\(years)-"),
    ]

    /// A moment, or a day, which stands for its end in UTC.
    static let asOf: JSON = ["anyOf": [instant, day]]

    private static let years = "(158[3-9]|159[0-9]|1[6-9][0-9]{2}|[2-9][0-9]{3})"

    /// A place or shape, as GeoJSON has it.
    public static let geometry = ref("Geometry")

    /// A document that was taken in.
    public static let file = ref("File")
}
