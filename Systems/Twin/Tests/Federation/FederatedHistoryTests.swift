// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import TestKit
import Testing
import Web

/// The past lies with sources, too: it is asked there, told there, and one thing (GS CIM 009, 5.6.11 to
/// 5.6.16, 5.7.3 and 5.7.4).
struct FederatedHistoryTests {
    private static let times: JSON = [
        "retrieveTemporal", "queryTemporal", "createEntityMapQueryTemporal", "upsertTemporal",
        "appendAttrsTemporal", "deleteAttrsTemporal", "updateAttrInstanceTemporal",
        "deleteAttrInstanceTemporal", "deleteTemporal",
    ]

    private static func said(_ value: Int, _ hour: Int) -> JSON {
        [
            "type": "Property", "value": .integer(value),
            "observedAt": .string("2020-01-01T\(hour < 10 ? "0" : "")\(hour):00:00Z"),
        ]
    }

    private static func bin(_ id: String, _ attributes: JSONObject) -> JSON { TwinPair.bin(id, attributes) }

    private func values(_ json: JSON?) -> [JSON?] { json?.asArray?.map { $0["value"] } ?? [] }

    private static let all = "timerel=after&timeAt=2019-01-01T00:00:00Z"

    @Test func aPastInPartsIsOne() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["operations": Self.times])
        _ = await pair.ask(
            .post, "temporal/entities?local=true",
            Self.bin("urn:bin:1", ["fill": [Self.said(1, 1), Self.said(3, 3)]]))
        pair.south.clock.pass(seconds: 60)
        _ = await pair.ask(
            .post, "temporal/entities",
            Self.bin(
                "urn:bin:1",
                ["fill": [Self.said(2, 2), Self.said(30, 3)], "lid": [Self.said(7, 1)]]), at: pair.south)
        let one = await pair.ask(.get, "temporal/entities/urn:bin:1?\(Self.all)")
        #expect(one.header("ngsild-warning") == nil)
        // Of two that tell of the same moment, the later counts.
        #expect(Set(values(one.json["fill"])) == [1, 2, 30])
        // Neither names what it tells as the other does.
        #expect(Set(one.json["fill"]?.asArray?.map { $0["instanceId"] } ?? []).count == 3)
        #expect(values(one.json["lid"]) == [7])
        let last = await pair.ask(.get, "temporal/entities/urn:bin:1?lastN=1&\(Self.all)").json
        #expect(values(last["fill"]) == [30])
        let own = await pair.ask(.get, "temporal/entities/urn:bin:1?local=true&\(Self.all)").json
        #expect(own["lid"] == nil)
        let lid = await pair.ask(.get, "temporal/entities/urn:bin:1?attrs=lid&\(Self.all)").json
        #expect(lid["fill"] == nil && lid["lid"] != nil)
        #expect(await pair.ask(.get, "temporal/entities/urn:bin:9").status == 404)
        let sums = await pair.ask(
            .get, "temporal/entities/urn:bin:1?options=aggregatedValues&aggrMethods=sum&\(Self.all)").json
        #expect(sums["fill"]?["sum"]?[0]?[0]?.asDouble == 33)
    }

    @Test func aQueryAsksTheWholeOfEachPast() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["operations": Self.times])
        _ = await pair.ask(
            .post, "temporal/entities?local=true", Self.bin("urn:bin:1", ["fill": [Self.said(1, 1)]]))
        for bin in [
            Self.bin("urn:bin:1", ["lid": [Self.said(7, 1)]]),
            Self.bin("urn:bin:2", ["fill": [Self.said(9, 2)]]),
        ] { _ = await pair.ask(.post, "temporal/entities", bin, at: pair.south) }
        func found(_ query: String) async -> [JSON?] {
            await pair.ask(.get, "temporal/entities?type=Bin&\(Self.all)&\(query)").json.asArray?
                .map { $0["id"] } ?? []
        }
        #expect(await found("") == ["urn:bin:1", "urn:bin:2"])
        #expect(await found("q=fill==1;lid==7") == ["urn:bin:1"])
        #expect(await found("q=fill%3E5") == ["urn:bin:2"])
        #expect(await found("limit=1&offset=1") == ["urn:bin:2"])
        #expect(await found("local=true") == ["urn:bin:1"])
        let posted = await pair.ask(
            .post, "temporal/entityOperations/query",
            [
                "type": "Query", "entities": [["type": "Bin"]],
                "temporalQ": ["timerel": "after", "timeAt": "2019-01-01T00:00:00Z"],
            ])
        #expect(posted.json.asArray?.count == 2, "\(posted.text)")
        let map = await pair.ask(.get, "temporal/entityMaps?type=Bin&\(Self.all)")
        #expect(map.status == 201)
        #expect(map.json["entityMap"]?["urn:bin:1"] == ["@none", "urn:r:south"])
        #expect(map.json["entityMap"]?["urn:bin:2"] == ["urn:r:south"])
        #expect(map.json["linkedMaps"]?["urn:r:south"]?.asString?.contains("EntityMap") == true)
        // By the map, the source is asked for the same.
        let header = ["ngsild-entitymap": map.header("ngsild-entitymap") ?? ""]
        _ = await pair.ask(.get, "temporal/entities?type=Bin&\(Self.all)", headers: header)
        #expect(pair.internet.asked.last?.header("ngsild-entitymap")?.contains("EntityMap") == true)
    }

    @Test func sourcesOfOtherTimesAreNotAsked() async throws {
        let pair = try TwinPair()
        pair.internet.put("https://old.example") { _ in OutgoingResponse(status: 200, body: [91, 93]) }
        _ = await pair.register([
            "endpoint": "https://old.example", "operations": Self.times,
            "observationInterval": ["startAt": "2010-01-01T00:00:00Z", "endAt": "2011-01-01T00:00:00Z"],
        ])
        _ = await pair.ask(.get, "temporal/entities?type=Bin&\(Self.all)")
        #expect(pair.internet.asked.isEmpty)
        _ = await pair.ask(.get, "temporal/entities?type=Bin&timerel=after&timeAt=2010-06-01T00:00:00Z")
        let asked = try #require(pair.internet.asked.first?.address)
        #expect(asked.contains("temporal/entities?") && asked.contains("timerel=after"))
        #expect(asked.contains("timeAt=2010-06-01T00:00:00Z") && asked.contains("type=Bin"))
    }

    @Test func whoDoesNotAnswerOrTellsNotAllIsToldOf() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["endpoint": "https://some.example", "operations": Self.times])
        pair.internet.put("https://some.example") { _ in throw Fault("nobody answers") }
        _ = await pair.ask(
            .post, "temporal/entities?local=true",
            Self.bin("urn:bin:1", ["fill": [Self.said(1, 1), Self.said(5, 5)]]))
        let silent = await pair.ask(.get, "temporal/entities/urn:bin:1?\(Self.all)")
        #expect(silent.status == 200 && silent.header("ngsild-warning")?.hasPrefix("199 urn:r:south") == true)
        pair.internet.put("https://some.example") { _ in
            let body: JSON = ["id": "urn:bin:1", "type": "Bin", "fill": [Self.said(2, 2)]]
            return OutgoingResponse(
                status: 206,
                headers: [
                    ("content-range", "date-time 2019-01-01T00:00:00Z-2020-01-01T02:00:00Z/*")
                ], body: body.encoded())
        }
        // Beyond where a source tells of it, nothing is known.
        let some = await pair.ask(.get, "temporal/entities/urn:bin:1?\(Self.all)")
        #expect(some.status == 206 && values(some.json["fill"]) == [1, 2], "\(some.text)")
        #expect(some.header("content-range")?.hasSuffix("2020-01-01T02:00:00Z/*") == true)
    }

    @Test func whatIsToldOfThePastGoesWhereItBelongs() async throws {
        let pair = try TwinPair()
        _ = await pair.register(
            ["mode": "exclusive", "operations": Self.times],
            information: [["entities": [["type": "Bin", "id": "urn:bin:1"]], "propertyNames": ["fill"]]])
        let told = Self.bin("urn:bin:1", ["fill": [Self.said(1, 1)], "lid": [Self.said(7, 1)]])
        let made = await pair.ask(.post, "temporal/entities", told)
        #expect(made.status == 201 && made.location == "/ngsi-ld/v1/temporal/entities/urn:bin:1")
        func there() async -> JSON {
            await pair.ask(.get, "temporal/entities/urn:bin:1?\(Self.all)", at: pair.south).json
        }
        func here() async -> JSON {
            await pair.ask(.get, "temporal/entities/urn:bin:1?local=true&\(Self.all)").json
        }
        #expect(values(await there()["fill"]) == [1])
        #expect(values(await here()["lid"]) == [7])
        #expect(await there()["lid"] == nil)
        #expect(await here()["fill"] == nil)
        #expect(
            await pair.ask(.post, "temporal/entities/urn:bin:1/attrs", ["fill": [Self.said(2, 2)]]).status
                == 204)
        #expect(Set(values(await there()["fill"])) == [1, 2])
        let instance = await there()["fill"]?.asArray?.first { $0["value"] == 2 }?["instanceId"]?.asString
        let path = "temporal/entities/urn:bin:1/attrs/fill/\(instance ?? "")"
        #expect(await pair.ask(.patch, path, ["fill": [Self.said(20, 2)]]).status == 204)
        #expect(Set(values(await there()["fill"])) == [1, 20])
        #expect(await pair.ask(.delete, path).status == 204)
        #expect(values(await there()["fill"]) == [1])
        #expect(await pair.ask(.delete, "temporal/entities/urn:bin:1/attrs/fill").status == 204)
        #expect(await there()["fill"] == nil)
        #expect(await pair.ask(.delete, "temporal/entities/urn:bin:1").status == 204)
        #expect(await pair.ask(.get, "temporal/entities/urn:bin:1").status == 404)
    }

    @Test func whatASourceDoesNotTakeIsAConflict() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["mode": "redirect", "operations": ["retrieveOps"]])
        let told = Self.bin("urn:bin:1", ["fill": [Self.said(1, 1)]])
        #expect(await pair.ask(.post, "temporal/entities", told).status == 409)
        #expect(await pair.ask(.get, "temporal/entities/urn:bin:1").status == 404)
    }
}
