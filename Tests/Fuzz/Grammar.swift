// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Makes, from chance, what programs send: most of it sound, and some of it what nobody would send who means
/// well.
struct Grammar {
    var chance: Chance
    /// How much more may be made for one thing, so that nothing grows without end.
    private var left = 0

    init(_ chance: Chance) { self.chance = chance }

    /// Begins another thing.
    mutating func begin(_ most: Int = 150) { left = most }

    /// Whether there is room for one part more.
    mutating func takesOne() -> Bool {
        left -= 1
        return left > 0
    }

    // MARK: Words

    mutating func id() -> String { "urn:x:\(chance.below(4))" }

    mutating func uri() -> String {
        chance.pick([
            id(), id(), "urn:ngsi-ld:Car:\(chance.below(3))", "https://a.example/b?c=d#e", "a:b", "urn:é:ü",
            "urn:x:a,b", "urn:x:/", "urn:x:%2F", "http://[::1]/",
            "urn:x:\(String(repeating: "y", count: 300))",
        ])
    }

    mutating func attribute() -> String {
        if chance.percent(80) {
            return chance.pick(["speed", "name", "owner", "parts", "flag", "address", "a", "b"])
        }
        return chance.pick([
            "location", "observationSpace", "tags", "kind", "says", "raw", "steps", "stops", "route", "typed",
            "é", "日本", "a-b", "a_1", "ngsi-ld:a", "https://a.example/x", "urn:a:b", "sdm:speed", "title",
            "https://uri.etsi.org/ngsi-ld/default-context/speed", "status", "value", "scope", "ngsi-ld:scope",
            "createdAt", "https://uri.etsi.org/ngsi-ld/hasValue", "dataset", "previousValue", "entity", "1a",
            "a b", "", "@id", "@value", "type",
        ])
    }

    mutating func type() -> String {
        chance.percent(85)
            ? chance.pick(["Car", "House", "Thing"])
            : chance.pick(["*", "Property", "ngsi-ld:Car", "https://a.example/T", "é", "id", "1", "", "A:B"])
    }

    mutating func scope() -> String {
        chance.pick(["/Clare", "/Clare/Ennis", "/a/b/c", "a", "/é", "/", "//", "/a//b", "/a b", "/#", "/+"])
    }

    mutating func moment() -> String {
        chance.percent(80)
            ? "2026-01-\(chance.pick(["01", "10", "12"]))T0\(chance.below(10)):\(chance.pick(10...59)):00Z"
            : chance.pick([
                "2026-01-12T09:00:00.000001Z", "2026-01-12T09:00:00,5Z", "1583-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999Z", "2027-01-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-12",
                "2026-01-12T09:00:60Z", "2026-01-12T09:00:00+01:00", "0000-00-00T00:00:00Z", "now", "",
                "2026-01-12T09:00:00.1234567Z",
            ])
    }

    mutating func text() -> String {
        chance.percent(60)
            ? chance.pick(["red", "blue", "Ennis", "Male", "x", "yes", "2026-01-01", "08:30:00Z"])
            : chance.pick([
                "", " ", "é", "e\u{301}", "日本語", "a\"b\\c", "\u{0}", "\n", "urn:ngsi-ld:null", "null", "😀",
                "a:b",
                "::::", "İ", "ß", "true", "1e5", "2026-01-01T00:00:00Z", String(repeating: "ab", count: 200),
            ])
    }

    mutating func language() -> String {
        chance.pick(["en", "fr", "fr-CH", "@none", "zh-Hant-TW", "x", "e n", "", "*"])
    }

    mutating func whole() -> Int {
        chance.percent(70)
            ? chance.pick(-3...120) : chance.pick([.min, .max, 0, 1 << 53, -(1 << 53), 1 << 31])
    }

    // MARK: Values

    mutating func number() -> JSON {
        guard chance.percent(30) else { return .integer(whole()) }
        let text = chance.pick(Mutation.numbers + ["55.5", "0.25", "1e5", "-3.75"])
        return JSONNumber(lexeme: text).map(JSON.number) ?? 0
    }

    mutating func json(_ depth: Int = 0) -> JSON {
        guard takesOne(), depth < 6 else { return 1 }
        switch chance.below(12) {
        case 0, 1, 2: return .string(text())
        case 3, 4: return number()
        case 5: return .bool(chance.percent(50))
        case 6: return chance.percent(20) ? .null : .string(uri())
        case 7: return .array((0..<chance.below(5)).map { _ in json(depth + 1) })
        case 8:
            return [
                "@type": .string(chance.pick(["DateTime", "Date", "Time", "é"])), "@value": json(depth + 1),
            ]
        case 9: return geometry()
        default:
            var members = JSONObject()
            for _ in 0..<chance.below(4) {
                let key = chance.pick([
                    "a", "b", "value", "type", "object", "@value", "datasetId", "é", text(),
                ])
                members[key] = json(depth + 1)
            }
            return .object(members)
        }
    }

    mutating func position() -> JSON {
        guard chance.percent(90) else { return json(5) }
        return [number(-180, 180), number(-90, 90)]
    }

    private mutating func number(_ low: Int, _ high: Int) -> JSON {
        if chance.percent(50) { return .integer(chance.pick(0...10)) }
        return chance.percent(90) ? .decimal(Double(chance.pick(low * 100...high * 100)) / 100) : number()
    }

    mutating func positions(_ least: Int) -> [JSON] {
        (0..<(chance.percent(95) ? least + chance.below(5) : chance.below(40))).map { _ in position() }
    }

    private mutating func ring() -> JSON {
        var ring = positions(3)
        if chance.percent(95), let first = ring.first { ring.append(first) }
        return .array(ring)
    }

    mutating func coordinates(_ kind: String) -> JSON {
        switch kind {
        case "Point": position()
        case "MultiPoint", "LineString": .array(positions(2))
        case "MultiLineString": .array((0..<chance.pick(1...3)).map { _ in .array(positions(2)) })
        case "Polygon": .array((0..<chance.pick([1, 1, 1, 2])).map { _ in ring() })
        case "MultiPolygon": .array((0..<chance.pick(1...3)).map { _ in [ring()] })
        default: json(4)
        }
    }

    static let shapes = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]

    mutating func shape() -> String {
        chance.percent(95)
            ? chance.pick(Self.shapes) : chance.pick(["GeometryCollection", "Feature", "", "point"])
    }

    mutating func geometry() -> JSON {
        let kind = shape()
        var members: JSONObject = ["type": .string(kind), "coordinates": coordinates(kind)]
        if chance.percent(5) { members[chance.pick(["bbox", "crs", "@value", "value", "type"])] = json(4) }
        return .object(members)
    }
}
