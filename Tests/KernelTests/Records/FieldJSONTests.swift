// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

/// What programs send and get, field by field.
struct FieldJSONTests {
    private func read(_ field: String, _ json: String) throws -> String {
        let sent = try JSON(parsing: Array(json.utf8))
        do throws(Problems) {
            let value = try Item.field(field).value(sent)
            return value.isNull ? "nothing" : value.text ?? "\(value.integer ?? 0)"
        } catch { return "! " + error.all.map(\.code).joined(separator: ", ") }
    }

    @Test(arguments: [
        ("title", "\"Tea\"", "Tea"), ("title", "\" Tea \"", "Tea"), ("title", "\"\"", "! required"),
        ("title", "null", "! required"), ("title", "5", "! wrong_type"),
        ("title", "\"a\\nb\"", "! not_one_line"),
        ("remark", "\"a\\r\\nb\"", "a\nb"), ("remark", "null", "nothing"), ("count", "5", "5"),
        ("count", "\"5\"", "! wrong_type"), ("count", "5.5", "! wrong_type"),
        ("count", "9000", "! out_of_range"), ("weight", "12.50", "12.5"), ("weight", "12", "12"),
        ("weight", "\"12\"", "! wrong_type"), ("weight", "1e400", "! out_of_range"),
        ("weight", "1.5e1", "15"), ("count", "5.0", "5"),
        ("price", "1250", "1250"), ("price", "12.50", "! wrong_type"), ("price", "-1", "! not_money"),
        ("fragile", "true", "1"), ("fragile", "1", "! wrong_type"), ("fragile", "null", "! select"),
        ("old", "null", "nothing"), ("size", "\"large\"", "large"), ("size", "\"huge\"", "! not_a_choice"),
        ("day", "\"2026-01-06\"", "2026-01-06"), ("day", "\"6 January\"", "! not_a_day"),
        ("parent", "\"\"", "nothing"), ("parent", "\"x\"", "! not_an_id"),
        ("place", "{\"type\":\"Nothing\"}", "! not_a_geometry"), ("place", "\"53, -6\"", "! wrong_type"),
        ("files", "[]", "nothing"), ("files", "[1]", "! not_a_file"),
        ("files", "[1,2,3]", "! too_many_files"), ("details", "[1,{}]", "[1,{}]"),
    ])
    func reads(_ field: String, _ json: String, _ expected: String) throws {
        #expect(try read(field, json) == expected)
    }

    @Test func givesBackWhatItTook() throws {
        let file: JSON = .object([
            "digest": .string(String(repeating: "ab", count: 32)), "label": "plan", "name": "a.pdf",
            "size": 12, "type": "application/pdf",
        ])
        let sent: [(String, JSON)] = [
            ("title", "Tea"), ("count", -5), ("weight", try JSON(parsing: Array("12.125".utf8))),
            ("price", 1250), ("fragile", false), ("size", "small"), ("day", "2026-01-06"),
            ("moment", "2026-01-06T09:30:00.000Z"), ("files", [file]), ("details", ["a": [1, 2]]),
            ("place", ["type": "Point", "coordinates": [-6.25, 53.5]]),
            ("parent", "0192f000-0000-7000-8000-000000000001"), ("remark", .null), ("old", .null),
        ]
        for (name, json) in sent {
            let field = Item.field(name)
            let back = field.json(try field.value(json))
            #expect(back.canonical == json.canonical, "\(name)")
        }
        #expect(Item.field("files").json(.null) == .array([]))
        #expect(Item.field("details").json(.null) == .null)
    }
}
