// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

/// What people type, read field by field.
struct FieldTextTests {
    /// The value read, or the code of the problem.
    private func read(_ field: String, _ typed: String) -> String {
        do throws(Problems) {
            let value = try Item.field(field).parse(typed)
            return switch value {
            case .null: "nothing"
            case .integer(let integer): "\(integer)"
            case .real(let real): "real \(real)"
            case .text(let text): text
            }
        } catch { return "! " + error.all.map { "\($0.field ?? "-") \($0.code)" }.joined(separator: ", ") }
    }

    @Test(arguments: [
        ("Tea", "Tea"), ("  Tea \n", "Tea"), ("", "! title required"), (" \t ", "! title required"),
        ("1234567890", "1234567890"), ("12345678901", "! title too_long"),
        ("two\nlines", "! title not_one_line"), ("be\u{7}ll", "! title not_one_line"),
        ("nul\u{0}", "! title not_one_line"), ("Dún\u{e9}", "Dún\u{e9}"), ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "! title too_long"), ("<b>&", "<b>&"),
    ])
    func text(_ typed: String, _ expected: String) { #expect(read("title", typed) == expected) }

    @Test(arguments: [
        ("two\r\nlines", "two\nlines"), ("", "nothing"), ("a\u{0}", "! remark control_characters"),
        ("a\rb", "! remark control_characters"), (String(repeating: "x", count: 21), "! remark too_long"),
        ("é\r\nb\r\n", "é\nb"), ("é\r\r\nb", "! remark control_characters"), ("\r\n", "nothing"),
        ("\u{a0}\u{2028} é\u{200b}\u{3000}\u{85}", "é"),
    ])
    func longText(_ typed: String, _ expected: String) { #expect(read("remark", typed) == expected) }

    @Test(arguments: [
        ("5", "5"), ("-5", "-5"), ("1,234", "1234"), ("1 234", "1234"), ("1\u{a0}234", "1234"),
        ("12,34", "! count not_a_whole_number"), ("1,2", "! count not_a_whole_number"),
        ("1,2345", "! count not_a_whole_number"), ("5.0", "! count not_a_whole_number"),
        ("1e3", "! count not_a_whole_number"), ("five", "! count not_a_whole_number"),
        ("5001", "! count out_of_range"), ("-6", "! count out_of_range"),
        ("99999999999999999999", "! count not_a_whole_number"), ("", "! count required"),
        ("٣", "! count not_a_whole_number"), (String(repeating: "0", count: 60), "0"),
        (String(repeating: "0", count: 61), "! count not_a_whole_number"),
    ])
    func integer(_ typed: String, _ expected: String) { #expect(read("count", typed) == expected) }

    @Test(arguments: [
        ("12.5", "12.5"), ("12.50", "12.5"), ("1,234.5", "1234.5"), ("-2.25", "-2.25"), ("0", "0"),
        ("12,5", "! weight not_a_number"), ("1,23", "! weight not_a_number"),
        (".5", "! weight not_a_number"), ("5.", "! weight not_a_number"),
        ("1e3", "! weight not_a_number"), ("nan", "! weight not_a_number"),
        ("5000.1", "! weight out_of_range"), ("", "nothing"),
    ])
    func decimal(_ typed: String, _ expected: String) { #expect(read("weight", typed) == expected) }

    @Test(arguments: [
        ("12.50", "1250"), ("12.5", "1250"), ("12", "1200"), ("€ 1,234.50", "123450"), ("65 €", "6500"),
        ("0.05", "5"), ("12,50", "! price not_money"), ("1.234,50", "! price not_money"),
        ("12.505", "! price not_money"), ("-5", "! price not_money"), ("free", "! price not_money"),
        ("1000000000001", "! price not_money"), ("", "nothing"),
    ])
    func money(_ typed: String, _ expected: String) { #expect(read("price", typed) == expected) }

    @Test(arguments: [
        ("fragile", "yes", "1"), ("fragile", "no", "0"), ("fragile", "", "! fragile select"),
        ("fragile", "perhaps", "! fragile select"), ("old", "", "nothing"), ("old", "true", "1"),
        ("size", "small", "small"), ("size", "Small", "! size not_a_choice"), ("size", "", "nothing"),
        ("day", "2026-02-28", "2026-02-28"), ("day", "2026-02-29", "! day not_a_day"),
        ("day", "28/02/2026", "! day not_a_day"),
        ("moment", "2026-01-06T09:30:00+01:00", "2026-01-06T08:30:00.000Z"),
        ("moment", "2026-01-06", "! moment not_an_instant"), ("parent", "x", "! parent not_an_id"),
        ("parent", "0192f000-0000-7000-8000-000000000001", "0192f000-0000-7000-8000-000000000001"),
        ("holder", "0192F000-0000-7000-8000-000000000001", "! holder not_an_id"),
        ("place", "nowhere", "! place not_a_place"), ("place", "{", "! place not_json"),
        ("details", "{\"b\": 1, \"a\": 2}", "{\"a\":2,\"b\":1}"), ("details", "{", "! details not_json"),
        ("files", "[]", "nothing"), ("files", "{}", "! files wrong_type"),
    ])
    func others(_ field: String, _ typed: String, _ expected: String) {
        #expect(read(field, typed) == expected)
    }

    @Test func saysByHowMuchAndBetweenWhat() {
        let long = #expect(throws: Problems.self) { try Item.field("title").parse("12345678901") }
        #expect(long?.all.map(\.phrase) == [Phrase("problem.too_long", ["max": "10", "over": "1"])])
        let large = #expect(throws: Problems.self) { try Item.field("count").parse("9000") }
        #expect(large?.all.map(\.phrase.values) == [["min": "-5", "max": "5000"]])
    }
}
