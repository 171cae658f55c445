// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Testing

extension RuleKey<Period> { fileprivate static let reply = RuleKey("reply") }
extension RuleKey<Money> { fileprivate static let fee = RuleKey("fee") }
extension RuleKey<Bool> { fileprivate static let dayCounts = RuleKey("day_counts") }
extension RuleKey<Int> {
    fileprivate static let missing = RuleKey("missing")
    fileprivate static let feeAsNumber = RuleKey("fee")
}
extension RuleKey<Periods> { fileprivate static let byKind = RuleKey("by_kind") }
extension RuleKey<Decimal> { fileprivate static let share = RuleKey("share") }
extension RuleKey<[String]> { fileprivate static let names = RuleKey("names") }
extension RuleKey<FeeTable> { fileprivate static let table = RuleKey("table") }
extension RuleKey<DaysApart> { fileprivate static let apart = RuleKey("apart") }

@Suite("Rules")
struct RulesTests {
    private static let pack = """
        {"jurisdiction": "ie", "system": "test", "currency": "EUR", "rules": [
          {"key": "reply", "kind": "period", "values": [
            {"from": "2001-01-01", "value": {"weeks": 8}, "source": "Act of 2000, s.1"},
            {"from": "2026-01-01", "value": {"days": 42}, "source": "Act of 2024, s.1",
             "certain": false, "note": "not commenced"}]},
          {"key": "fee", "kind": "money", "values": [
            {"from": "2002-03-11", "until": "2025-12-31", "value": "65.00", "source": "Sch. 9"}]},
          {"key": "day_counts", "kind": "flag", "readings": [
            {"name": "counted", "default": true, "source": "s.18(h)", "values": [
              {"from": "2001-01-01", "value": true, "source": "s.18(h)"}]},
            {"name": "after", "source": "custom", "values": [
              {"from": "2001-01-01", "value": false, "source": "custom"}]}]},
          {"key": "by_kind", "kind": "periods", "values": [
            {"from": "2001-01-01", "source": "s",
             "value": {"a": {"weeks": 1}, "a.b": {"weeks": 2}, "a.c": null}}]},
          {"key": "share", "kind": "decimal", "values": [
            {"from": "2001-01-01", "value": 0.1, "source": "s"}]},
          {"key": "names", "kind": "texts", "values": [
            {"from": "2001-01-01", "value": ["x", "y"], "source": "s"}]},
          {"key": "table", "kind": "fees", "values": [
            {"from": "2001-01-01", "source": "s", "value": [
              {"class": "1", "flat": "80.00", "perUnit": "3.60", "unit": "m2", "unitSize": 0.5,
               "above": 10, "max": "300.00", "retention": {"flat": "240.00", "certain": false}}]}]},
          {"key": "apart", "kind": "days", "values": [
            {"from": "2001-01-01", "source": "s", "value": [
              {"from": "12-24", "until": "01-01"},
              {"from": "2020-03-29", "until": "2020-05-23", "source": "s.251A"}]}]}
        ]}
        """

    private func rules() throws -> Rules { try Rules(parsing: Self.pack) }
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test("a value is that of the day asked about, with its authority")
    func dated() throws {
        let rules = try rules()
        let old = try rules[.reply, on: day("2025-12-31")]
        #expect(old.value == .weeks(8) && old.certain && old.source == "Act of 2000, s.1")
        let new = try rules[.reply, on: day("2026-01-01")]
        #expect(new.value == .days(42) && !new.certain && new.note == "not commenced")
        #expect(new.from == Day("2026-01-01") && new.key == "reply" && new.reading == nil)
    }

    @Test("nothing is said outside a value's days, of unknown rules, in another shape")
    func nothing() throws {
        let rules = try rules()
        #expect(try rules[.fee, on: day("2025-12-31")].value == Money(cents: 6500, currency: "EUR"))
        #expect(throws: RuleError.nothingInForce(key: "fee", on: try day("2026-01-01"))) {
            try rules[.fee, on: day("2026-01-01")]
        }
        #expect(throws: RuleError.nothingInForce(key: "fee", on: try day("2002-03-10"))) {
            try rules[.fee, on: day("2002-03-10")]
        }
        #expect(throws: RuleError.unknownKey("missing")) {
            try rules[.missing, on: day("2026-01-01")]
        }
        #expect(throws: RuleError.otherKind(key: "fee", kind: .money)) {
            try rules[.feeAsNumber, on: day("2020-01-01")]
        }
    }

    @Test("readings: one is followed, the other can be asked for or followed instead")
    func readings() throws {
        let (rules, on) = (try rules(), try day("2020-01-01"))
        #expect(try rules[.dayCounts, on: on].value)
        #expect(try rules[.dayCounts, on: on].reading == "counted")
        #expect(try !rules.value(of: .dayCounts, on: on, reading: "after").value)
        #expect(rules.readings(of: "day_counts") == ["counted", "after"])
        #expect(rules.readings(of: "reply").isEmpty)
        let other = try rules.following("after", of: "day_counts")
        #expect(try !other[.dayCounts, on: on].value)
        #expect(throws: RuleError.unknownReading(key: "day_counts", reading: "never")) {
            try rules.following("never", of: "day_counts")
        }
        #expect(throws: RuleError.unknownKey("nope")) {
            try rules.following("after", of: "nope")
        }
    }

    @Test("every shape is read")
    func shapes() throws {
        let (rules, on) = (try rules(), try day("2020-01-01"))
        let periods = try rules[.byKind, on: on].value
        #expect(periods["a"] == .weeks(1) && periods["a.x.y"] == .weeks(1))
        #expect(periods["a.b.z"] == .weeks(2))
        #expect(periods["a.c"] == nil && periods["a.c.d"] == nil && periods["b"] == nil)
        #expect(try rules[.share, on: on].value == Decimal(string: "0.1"))
        #expect(try rules[.names, on: on].value == ["x", "y"])
        #expect(try rules[.apart, on: on].value.intervals.count == 2)
        let row = try #require(try rules[.table, on: on].value.row("1"))
        #expect(row.charge.units(in: 10) == 0)
        #expect(row.charge.units(in: 10.2) == 1)
        #expect(row.charge.amount(for: 10)?.amount == "80.00")
        #expect(row.charge.amount(for: 22)?.amount == "86.40")
        #expect(row.charge.amount(for: 1000)?.amount == "300.00")
        #expect(row.retention?.amount(for: 0)?.amount == "240.00")
        #expect(row.charge.certain && row.retention?.certain == false)
    }

    @Test(
        "mistakes are named with their place",
        arguments: [
            ("\"kind\": \"period\"", "\"kind\": \"span\"", "rules[0].kind: must be one of"),
            (
                "{\"weeks\": 8}", "{\"weeks\": 8, \"days\": 1}",
                "rules[0].values[0].value: must be a period"
            ),
            ("{\"weeks\": 8}", "{\"weeks\": -8}", "rules[0].values[0].value"),
            ("{\"weeks\": 8}", "{\"weeks\": 8.5}", "rules[0].values[0].value"),
            ("\"note\"", "\"remark\"", "rules[0].values[1].remark: is not known here"),
            (
                "\"from\": \"2026-01-01\"", "\"from\": \"2001-01-01\"",
                "must be later than the one before"
            ),
            ("\"from\": \"2026-01-01\"", "\"from\": \"2026-02-30\"", "must be a day such as"),
            ("\"certain\": false, \"note\"", "\"certain\": 0, \"note\"", "must be true or false"),
            ("\"until\": \"2025-12-31\"", "\"until\": \"2001-12-31\"", "lies before from"),
            ("\"65.00\"", "65.00", "must be an amount in quotes"),
            ("\"65.00\"", "\"65\"", "must be an amount in quotes"),
            ("\"currency\": \"EUR\", ", "", "needs a currency"),
            ("\"key\": \"fee\"", "\"key\": \"reply\"", "“reply” is in the file twice"),
            ("\"default\": true, ", "", "exactly one marked"),
            ("\"name\": \"after\"", "\"name\": \"counted\"", "must be a name of its own"),
            ("\"source\": \"Sch. 9\"", "\"source\": \"\"", "must be text that is not empty"),
            (", \"source\": \"Sch. 9\"", "", "rules[1].values[0].source: is missing"),
            ("\"source\": \"Sch. 9\"", "\"source\": \"a\", \"source\": \"b\"", "duplicateKey"),
            ("[\"x\", \"y\"]", "[\"x\", \"x\"]", "value[1]: stands in the list twice"),
            ("\"unit\": \"m2\", ", "", "given together"),
            ("\"unitSize\": 0.5", "\"unitSize\": 0", "must be above 0"),
            ("\"until\": \"01-01\"", "\"until\": \"2021-01-01\"", "must run from one day"),
            ("\"2020-05-23\"", "\"2020-03-01\"", "must run from one day"),
            ("\"system\": \"test\"", "\"system\": \"test\", \"extra\": 1", "extra: is not known"),
        ])
    func mistakes(right: String, wrong: String, message: String) throws {
        #expect(Self.pack.contains(right))
        let text = Self.pack.replacing(right, with: wrong, maxReplacements: 1)
        let error = #expect(throws: RuleFileError.self) { try Rules(parsing: text) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("a tenant's file goes before the pack, for the days it covers")
    func overlay() throws {
        let own = try rules().overlaid(
            by: """
                {"jurisdiction": "ie", "system": "test", "rules": [
                  {"key": "reply", "values": [
                    {"from": "2024-01-01", "until": "2024-12-31", "value": {"weeks": 6},
                     "source": "Council's resolution"}]},
                  {"key": "fee", "values": [
                    {"from": "2026-01-01", "value": "70.00", "source": "Council's resolution"}]},
                  {"key": "day_counts", "reading": "after", "source": "Counsel's opinion"}]}
                """)
        #expect(try own[.reply, on: day("2023-12-31")].value == .weeks(8))
        #expect(try own[.reply, on: day("2024-06-01")].value == .weeks(6))
        #expect(try own[.reply, on: day("2025-01-01")].value == .weeks(8))
        #expect(try own[.fee, on: day("2026-01-01")].value.amount == "70.00")
        #expect(try !own[.dayCounts, on: day("2024-01-01")].value)
        // The pack itself is as it was.
        #expect(try rules()[.reply, on: day("2024-06-01")].value == .weeks(8))
        let entries = own.inForce(on: try day("2024-06-01"))
        #expect(entries.first { $0.key == "reply" }?.isTenantsOwn == true)
        let reading = entries.first { $0.key == "day_counts" && $0.isFollowed }
        #expect(reading?.reading == "after" && reading?.readingSource == "Counsel's opinion")
    }

    @Test(
        "a tenant's file can only change what is there",
        arguments: [
            (
                #"{"key": "replay", "reading": "a", "source": "s"}"#,
                "“replay” is no rule of ie/test"
            ),
            (
                #"{"key": "day_counts", "reading": "never", "source": "s"}"#,
                "must be one of counted, after"
            ),
            (#"{"key": "reply", "reading": "x", "source": "s"}"#, "must be one of"),
            (#"{"key": "day_counts", "reading": "after"}"#, "source: is missing"),
            (#"{"key": "reply"}"#, "either values or a reading"),
            (#"{"key": "reply", "kind": "flag", "values": []}"#, "kind: is not known"),
            (#"{"key": "reply", "values": []}"#, "must not be empty"),
            (
                #"{"key": "fee", "values": [{"from": "2026-01-01", "value": 1, "source": "s"}]}"#,
                "amount"
            ),
        ])
    func overlayMistakes(rule: String, message: String) throws {
        let text = "{\"jurisdiction\": \"ie\", \"system\": \"test\", \"rules\": [\(rule)]}"
        let rules = try rules()
        let error = #expect(throws: RuleFileError.self) { try rules.overlaid(by: text) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        #expect(throws: RuleFileError.self) {
            try rules.overlaid(by: text.replacing("\"ie\"", with: "\"bg\""))
        }
    }

    @Test("a book lists everything in force, with sources and certainty, once")
    func book() throws {
        var book = RuleBook()
        try book.add(rules())
        #expect(throws: RuleFileError.self) { try book.add(rules()) }
        #expect(book.rules(jurisdiction: "ie", system: "test") != nil)
        #expect(book.rules(jurisdiction: "gb", system: "test") == nil)
        let entries = book.inForce(on: try day("2026-02-01"))
        #expect(
            entries.map(\.key) == [
                "reply", "day_counts", "day_counts", "by_kind", "share", "names", "table", "apart",
            ])
        #expect(entries[0].certain == false)
        #expect(entries.map(\.isFollowed) == [true, true, false, true, true, true, true, true])
        for entry in entries {
            let json = entry.json
            #expect(json["key"]?.asString == entry.key)
            #expect(try JSON(parsing: json.encoded()) == json)
        }
        #expect(entries[0].json["value"] == ["days": 42])
        #expect(entries[3].json["value"]?["a.c"]?.isNull == true)
        #expect(entries[4].json["value"]?.text() == "0.1")
    }
}
