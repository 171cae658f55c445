// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The schemas and headers every document has.
enum OpenAPISchemas {
    static let all: [(String, JSON)] = [
        ("Problem", APISchema.object(problem, optional: optional)),
        (
            "InvalidProblem",
            APISchema.object(problem + [("problems", APISchema.array(mistake))], optional: optional)
        ),
        (
            "StaleProblem",
            APISchema.object(
                problem + [
                    ("seen", APISchema.integer()), ("current", APISchema.integer()),
                    ("changes", APISchema.array(change)),
                ], optional: optional)
        ),
        ("Step", step), ("File", file), ("Geometry", geometry),
        ("FeatureCollection", featureCollection),
    ]

    static let headers: [(String, JSON)] = [
        ("ETag", APISchema.string()), ("Location", APISchema.string(format: "uri-reference")),
        ("Retry-After", ["type": "integer", "minimum": 0]),
        ("WWW-Authenticate", APISchema.string()), ("Accept", APISchema.string()),
    ]

    /// The headers of an answer, as it refers to them.
    static func references(toHeaders names: [String]) -> JSON {
        .object(JSONObject(names.map { ($0, ["$ref": .string("#/components/headers/\($0)")]) }))
    }

    private static let optional: Set<String> = ["detail", "incident"]

    private static let problem: [(String, JSON)] = [
        ("type", APISchema.string(format: "uri-reference")), ("title", APISchema.string()),
        ("status", APISchema.integer(400...599)), ("code", APISchema.string()),
        ("detail", APISchema.string()), ("incident", APISchema.string()),
    ]

    private static let mistake = APISchema.object([
        "field": APISchema.nullable(APISchema.string()), "code": APISchema.string(),
        "message": APISchema.string(),
    ])

    private static let change = APISchema.object([
        "version": APISchema.integer(), "action": APISchema.string(),
        "by": APISchema.nullable(APISchema.string()), "at": APISchema.instant,
        "fields": APISchema.array(APISchema.string()),
    ])

    private static let step = APISchema.object([
        "version": APISchema.integer(), "at": APISchema.instant, "action": APISchema.string(),
        "by": APISchema.nullable(APISchema.string()), "state": APISchema.string(),
        "previousState": APISchema.nullable(APISchema.string()),
        "changes": APISchema.array(
            APISchema.object(["field": APISchema.string(), "from": [:], "to": [:]])),
        "rules": APISchema.array(APISchema.string()),
    ])

    private static let file = APISchema.object(
        [
            "digest": ["type": "string", "pattern": "^[0-9a-f]{64}$"],
            "name": ["type": "string", "minLength": 1, "maxLength": 120],
            "type": APISchema.string(), "size": ["type": "integer", "minimum": 0],
            "label": APISchema.string(max: 200),
        ], optional: ["label"])

    private static let featureCollection = APISchema.object([
        "type": ["const": "FeatureCollection"],
        "features": APISchema.array(
            APISchema.object([
                "type": ["const": "Feature"], "id": APISchema.string(),
                "geometry": APISchema.nullable(APISchema.geometry),
                "properties": ["type": "object"],
            ])),
        "next": APISchema.nullable(APISchema.string()),
    ])

    // MARK: GeoJSON (RFC 7946)

    private static let geometry: JSON = [
        "oneOf": .array(
            simple.map(shape)
                + [
                    APISchema.object([
                        "type": ["const": "GeometryCollection"],
                        "geometries": list(APISchema.geometry, atLeast: 1),
                    ])
                ])
    ]

    private static let simple: [(String, JSON)] = [
        ("Point", position), ("MultiPoint", list(position, atLeast: 1)),
        ("LineString", line), ("MultiLineString", list(line, atLeast: 1)),
        ("Polygon", rings), ("MultiPolygon", list(rings, atLeast: 1)),
    ]

    private static let position: JSON = [
        "type": "array",
        "prefixItems": [
            ["type": "number", "minimum": -180, "maximum": 180],
            ["type": "number", "minimum": -90, "maximum": 90],
        ],
        "items": ["type": "number"], "minItems": 2, "maxItems": 3,
    ]
    private static let line = list(position, atLeast: 2)
    private static let rings = list(list(position, atLeast: 4), atLeast: 1)

    private static func list(_ items: JSON, atLeast count: Int) -> JSON {
        var schema = APISchema.array(items)
        schema["minItems"] = .integer(count)
        return schema
    }

    private static func shape(_ type: String, _ coordinates: JSON) -> JSON {
        APISchema.object(["type": ["const": .string(type)], "coordinates": coordinates])
    }
}
