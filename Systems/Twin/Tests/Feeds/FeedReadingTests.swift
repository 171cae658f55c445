// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Testing

@testable import Twin

/// What payloads become by a mapping.
struct FeedReadingTests {
    private let now = Stamp(microseconds: 0)

    private func mapping(_ type: String, _ columns: [(String, ImportMapping.Use, String)]) -> ImportMapping {
        var mapping = ImportMapping(guessing: [])
        mapping.type = type
        mapping.columns = columns.map { ImportMapping.Column(head: $0.0, use: $0.1, name: $0.2, unit: "") }
        return mapping
    }

    private func read(
        _ topic: String, _ payload: String, _ kind: FeedPayload, _ mapping: ImportMapping
    ) -> FeedReading {
        FeedReading(
            topic: topic, payload: payload.utf8, kind, mapping, TermTable.core, at: now)
    }

    @Test func fieldsWithinFieldsHaveAPath() {
        let air = mapping(
            "Air",
            [
                ("topic/2", .id, ""), ("data.no2", .property, "no2"), ("data.unit", .unitCode, ""),
                ("at", .observedAt, ""), ("gps.lat", .latitude, ""), ("gps.lon", .longitude, ""),
            ])
        let reading = read(
            "air/7", #"{"at":1767691800,"data":{"no2":41.5,"unit":"GQ"},"gps":{"lat":52.8,"lon":-9}}"#,
            .json, air)
        #expect(reading.trouble == nil)
        let body = reading.bodies.first
        #expect(body?["id"] == "urn:ngsi-ld:Air:7" && body?["no2"]?["value"] == 41.5)
        #expect(body?["no2"]?["unitCode"] == "GQ")
        #expect(body?["no2"]?["observedAt"] == "2026-01-06T09:30:00Z")
        #expect(body?["location"]?["value"]?["coordinates"] == [-9, 52.8])
    }

    @Test func severalReadingsAreTakenAndThoseThatAreWrongAreTold() {
        let bins = mapping("Bin", [("n", .id, ""), ("v", .property, "level"), ("t", .observedAt, "")])
        let payload = """
            [{"n":"a","v":1},{"v":2},{"n":"a","v":3,"t":"2026-01-06T09:30:00Z"},{"n":"c","v":4,"t":"x"}]
            """
        let reading = read("x", payload, .json, bins)
        #expect(reading.fragments.compactMap(\.id) == ["urn:ngsi-ld:Bin:a", "urn:ngsi-ld:Bin:a"])
        #expect(reading.trouble?.key == "twin.import.problem.no_id")
    }

    @Test func tablesAreReadWithAndWithoutHeads() {
        let plain = mapping("S", [("1", .id, ""), ("2", .property, "t"), ("3", .text, "note")])
        #expect(read("x", "a,21.5,ok", .csv, plain).bodies.first?["t"]?["value"] == 21.5)
        let headed = mapping("S", [("id", .id, ""), ("t", .property, "t")])
        let reading = read("x", "id;t\nurn:s:1;1\nurn:s:2;2", .headed, headed)
        #expect(reading.bodies.compactMap { $0["t"]?["value"] } == [1, 2])
        #expect(read("x", "id;t", .headed, headed).trouble?.key == "twin.feeds.problem.empty")
    }

    @Test func severalPartsMakeOneID() {
        let parts = mapping("S", [("topic/1", .id, ""), ("topic/3", .id, ""), ("value", .property, "v")])
        let body = read("north/x/7 b", "1", .number, parts).bodies.first
        #expect(body?["id"] == "urn:ngsi-ld:S:north:7%20b")
    }

    @Test(arguments: [
        ("", FeedPayload.number, "number"), ("1,2,3", .number, "number"), ("NaN", .number, "number"),
        ("{", .json, "json"), ("{}", .json, "empty"), ("null", .json, "empty"), ("[]", .json, "empty"),
        ("\"x", .csv, "csv"), ("", .csv, "empty"),
    ])
    func garbageSaysWhatIsWrong(_ payload: String, _ kind: FeedPayload, _ why: String) {
        let plain = mapping("S", [("topic/1", .id, ""), ("value", .property, "v")])
        let reading = read("a/b", payload, kind, plain)
        #expect(reading.fragments.isEmpty)
        #expect(reading.trouble?.key == "twin.feeds.problem.\(why)", "\(payload)")
    }

    @Test func whatIsNoTextIsNoPayload() {
        let reading = FeedReading(
            topic: "a", payload: [0xFF, 0xFE] as [UInt8], .json, mapping("S", [("topic/1", .id, "")]),
            TermTable.core, at: now)
        #expect(reading.trouble?.key == "twin.feeds.problem.text")
    }

    /// Else what stands once in a message would be held a thousand times.
    @Test func whatIsLongIsNotHeldForEachReading() throws {
        let topic = String(repeating: "a/", count: 30_000)
        let items = String(repeating: #"{"v":1},"#, count: 999) + #"{"v":1}"#
        let rows = try FeedPayload.json.rows(topic: topic, payload: "[\(items)]".utf8)
        #expect(rows.count == 1_000 && rows.allSatisfy { $0.count <= 51 && $0.last?.head == "v" })
        let key = String(repeating: "k", count: 200_000)
        let within = (0..<2_000).map { "\"m\($0)\":1" }.joined(separator: ",")
        let deep = try FeedPayload.json.rows(
            topic: "a", payload: "{\"b\":{\"c\":2},\"\(key)\":{\(within)}}".utf8)
        #expect(deep.first?.map(\.head) == ["topic/1", "b.c"])
    }

    @Test func topicsAreHeldAgainstFilters() {
        for (filter, topic, fits) in [
            ("a/+/c", "a/b/c", true), ("a/#", "a/b/c", true), ("a/#", "a", true), ("#", "a/b", true),
            ("a/+", "a/b/c", false), ("a/b", "a/c", false), ("a/b/c", "a/b", false),
        ] {
            #expect(ImportMapping.matches(filter, topic) == fits, "\(filter) \(topic)")
        }
    }
}
