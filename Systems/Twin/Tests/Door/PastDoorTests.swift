// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Twin
import Web

/// The past as programs ask for it (GS CIM 009, 5.7.3, 5.7.4, 5.14.5, 6.24).
struct PastDoorTests {
    private static let hour = "timerel=between&timeAt=2018-08-01T12:00:00Z&endTimeAt=2018-08-01T13:00:00Z"

    private static func at(_ minute: String, _ value: JSON) -> JSON {
        ["type": "Property", "value": value, "observedAt": .string("2018-08-01T\(minute):00Z")]
    }

    private func twin() async throws -> OpenTwin {
        let twin = try OpenTwin()
        func told(_ id: String, _ speeds: [JSON], _ brand: JSON, _ scopes: JSON) -> JSON {
            [
                "id": .string(id), "type": "Vehicle", "speed": .array(speeds),
                "brandName": [["type": "Property", "value": brand]], "scope": scopes,
            ]
        }
        let first = told(
            "urn:v:1",
            [
                Self.at("11:55", 10), Self.at("12:03", 120), Self.at("12:05", 80), Self.at("12:07", 100),
            ], "Volvo", [Self.at("11:00", "/Madrid/Centro"), Self.at("09:00", "/Madrid")])
        let second = told(
            "urn:v:2", [Self.at("12:01", 30), Self.at("12:12", 40), Self.at("12:14", 60)], "Mercedes",
            [Self.at("12:10", ["/Madrid/Centro", "/Company123/UnitA"]), Self.at("11:00", "/Paris")])
        for json in [first, second] {
            let answer = await twin.ask(.post, "temporal/entities", json)
            #expect(answer.status == 201, "\(answer.text)")
        }
        return twin
    }

    private func values(_ json: JSON?, _ attribute: String = "speed") -> [JSON] {
        json?[attribute]?["values"]?.asArray?.compactMap { $0[0] } ?? []
    }

    @Test func itRunsForwardUnlessTheLastAreAskedFor() async throws {
        let twin = try await twin()
        let path = "temporal/entities/urn:v:1?format=temporalValues&attrs=speed"
        let all = await twin.ask(.get, path)
        #expect(values(all.json) == [10, 120, 80, 100])
        #expect(values(await twin.ask(.get, "\(path)&lastN=2").json) == [100, 80])
        #expect(values(await twin.ask(.get, "\(path)&\(Self.hour)").json) == [120, 80, 100])
        let whole = await twin.ask(.get, "temporal/entities/urn:v:1?\(Self.hour)").json
        #expect(whole["speed"]?[0]?["value"] == 120 && whole["speed"]?[0]?["instanceId"] != nil)
        #expect(whole["brandName"] == nil)
        let concise = await twin.ask(.get, "temporal/entities/urn:v:1?\(Self.hour)&format=concise").json
        #expect(concise["speed"]?[0]?["type"] == nil && concise["speed"]?[0]?["value"] == 120)
    }

    /// What is not on the page is not looked into, and counted all the same.
    @Test func pagesOfThePastAreThoseOfTheWhole() async throws {
        let twin = try OpenTwin()
        for number in 10..<22 {
            let name = number.isMultiple(of: 2) ? "speed" : "load"
            let told: JSON = [
                "id": .string("urn:v:\(number)"), "type": "Vehicle",
                name: .array([Self.at(number < 20 ? "12:05" : "14:00", 1), Self.at("11:00", 2)]),
            ]
            #expect(await twin.ask(.post, "temporal/entities", told).status == 201)
        }
        _ = await twin.ask(.delete, "temporal/entities/urn:v:11")
        func page(_ query: String) async -> (ids: [String], count: String?, link: String?) {
            let answer = await twin.ask(.get, "temporal/entities?type=Vehicle&\(Self.hour)&\(query)")
            let ids = (answer.json.asArray ?? []).compactMap { $0["id"]?.asString }
            return (ids, answer.header("ngsild-results-count"), answer.header("link"))
        }
        let whole = await page("limit=100").ids
        #expect(whole == [10, 12, 13, 14, 15, 16, 17, 18, 19].map { "urn:v:\($0)" })
        for counting in ["", "&count=true"] {
            for offset in [0, 4, 8, 9] {
                let part = await page("limit=4&offset=\(offset)\(counting)")
                #expect(part.ids == Array(whole.dropFirst(offset).prefix(4)), "\(offset)\(counting)")
                #expect(part.count == (counting.isEmpty ? nil : "9"))
                #expect((part.link?.contains("next") ?? false) == (offset + 4 < 9), "\(offset)")
            }
        }
        #expect(await page("limit=0&count=true").count == "9")
        #expect(await page("limit=2&count=true&attrs=load").count == "4")
        #expect(await page("limit=1&count=true&q=speed==1").count == "5")
        let before = "temporal/entities?type=Vehicle&timerel=before&timeAt=2018-01-01T00:00:00Z"
        #expect(await twin.ask(.get, before).json == [])
    }

    /// Also where many are told by their numbers alone.
    @Test func momentsAreGivenOutWithTheDigitsTheyCameWith() async throws {
        let twin = try OpenTwin()
        let moments = ["10:00.000", "11:00.120", "12:00.5", "13:00.000000", "14:00"].map {
            "2026-01-01T00:\($0)Z"
        }
        let all = moments.enumerated().map { place, moment -> JSON in
            ["type": "Property", "value": .integer(place), "observedAt": .string(moment)]
        }
        let told: JSON = ["id": "urn:v:1", "type": "Vehicle", "speed": .array(all)]
        #expect(await twin.ask(.post, "temporal/entities", told).status == 201)
        let path = "temporal/entities/urn:v:1"
        let whole = await twin.ask(.get, path).json["speed"]?.asArray ?? []
        #expect(whole.map { $0["observedAt"]?.asString } == moments)
        let values = await twin.ask(.get, "\(path)?format=temporalValues").json["speed"]?["values"]?.asArray
        #expect(values?.map { $0[1]?.asString } == moments)
        for moment in moments {
            let speed: JSON = ["value": 1, "observedAt": .string(moment)]
            _ = await twin.ask(.post, "entities", ["id": "urn:v:2", "type": "Vehicle", "speed": speed])
            #expect(await twin.ask(.patch, "entities/urn:v:2/attrs", ["speed": speed]).status == 204)
            let now = await twin.ask(.get, "entities/urn:v:2").json["speed"]?["observedAt"]
            #expect(now == .string(moment))
        }
    }

    @Test func whatDoesNotChangeCanBeAsked() async throws {
        let twin = try await twin()
        let query = "temporal/entities?type=Vehicle&\(Self.hour)&format=temporalValues"
        let volvo = await twin.ask(.get, "\(query)&q=brandName!=%22Mercedes%22&attrs=speed,brandName")
        #expect(volvo.json.asArray?.count == 1 && values(volvo.json[0]) == [120, 80, 100])
        #expect(volvo.json[0]?["brandName"] == nil)
        // Only what meets the query is told, even if more of the entity lies in the time.
        let fast = await twin.ask(.get, "\(query)&q=speed%3E90")
        #expect(fast.json.asArray?.count == 1 && values(fast.json[0]) == [120, 100])
        let last = await twin.ask(.get, "\(query)&q=speed%3E50&lastN=1")
        #expect(last.json.asArray?.map { values($0) } == [[100], [60]])
    }

    @Test func scopesHoldFromWhenTheyWereSet() async throws {
        let twin = try await twin()
        let query = "temporal/entities?type=Vehicle&attrs=speed,scope&\(Self.hour)&format=temporalValues"
        let centre = await twin.ask(.get, "\(query)&scopeQ=%22/Madrid/Centro%22").json
        #expect(centre[0]?["scope"]?["values"] == [["/Madrid/Centro", "2018-08-01T11:00:00Z"]])
        #expect(values(centre[0]) == [120, 80, 100])
        // Of the other, only what happened once it was there.
        #expect(values(centre[1]) == [40, 60])
        #expect(values(centre[1], "scope").contains(["/Madrid/Centro", "/Company123/UnitA"]))
        let paris = await twin.ask(.get, "\(query)&scopeQ=/Paris").json
        #expect(paris.asArray?.count == 1 && values(paris[0]) == [30])
        #expect(await twin.ask(.get, "\(query)&scopeQ=/Rome").json == [])
        let before = "timerel=before&timeAt=2018-08-01T10:00:00Z"
        let early = await twin.ask(.get, "temporal/entities?type=Vehicle&\(before)&scopeQ=/Madrid").json
        #expect(early == [])
    }

    @Test func scopesOfWhatIsHeldHereAreTold() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1, ["scope": "/a"]))
        twin.test.clock.pass(seconds: 60)
        _ = await twin.ask(.post, "entities/urn:ngsi-ld:Car:1/attrs", ["scope": ["/b", "/c"]])
        let told = await twin.ask(.get, "temporal/entities/urn:ngsi-ld:Car:1").json["scope"]
        #expect(told?[0]?["value"] == "/a" && told?[0]?["observedAt"] != nil)
        #expect(told?.asArray?.last?["value"]?.asArray?.contains("/b") == true, "\(told?.text() ?? "")")
    }

    @Test(arguments: [
        ("type=Vehicle", 400), ("timerel=after&timeAt=2018-01-01T00:00:00Z", 400),
        ("id=urn:v:1&timerel=after&timeAt=2018-01-01T00:00:00Z", 400),
        ("local=true&timerel=after&timeAt=2018-01-01T00:00:00Z", 200),
        ("type=Vehicle&timerel=after", 400), ("type=Vehicle&\(hour)&q=a%7Bb%7D==1", 400),
        ("type=Vehicle&\(hour)&join=inline", 400), ("type=Vehicle&\(hour)&pick=a%7Bb%7D", 400),
        ("type=Vehicle&\(hour)&orderBy=id", 400), ("type=*&\(hour)&orderBy=speed", 400),
        ("type=*&\(hour)&orderBy=id;desc", 200), ("type=Vehicle&\(hour)&lastN=0", 400),
        ("type=Vehicle&\(hour)&options=temporalValues,aggregatedValues&aggrMethods=max", 400),
        ("type=Vehicle&\(hour)&format=aggregatedValues", 400),
        ("type=Vehicle&\(hour)&format=aggregatedValues&aggrMethods=mode", 400),
        ("type=Vehicle&\(hour)&options=aggregatedValues&aggrMethods=sum&attrs=brandName", 200),
        // What nobody asked for by its name is no hindrance.
        ("type=Vehicle&timerel=after&timeAt=2018-01-01T00:00:00Z&timeproperty=modifiedAt"
            + "&format=aggregatedValues&aggrMethods=sum&attrs=speed", 200),
        ("type=Vehicle&timerel=after&timeAt=2018-01-01T00:00:00Z&timeproperty=modifiedAt"
            + "&format=aggregatedValues&aggrMethods=sum&attrs=brandName", 400),
    ])
    func whatIsNotSoundIsRefused(_ query: String, _ status: Int) async throws {
        let answer = await (try twin()).ask(.get, "temporal/entities?\(query)")
        #expect(answer.status == status, "\(query): \(answer.text)")
    }

    @Test func aBodySaysTheTimesAndWhatIsBroughtTogether() async throws {
        let twin = try await twin()
        let times: JSONObject = [
            "timerel": "between", "timeAt": "2018-08-01T12:00:00Z", "endTimeAt": "2018-08-01T13:00:00Z",
        ]
        func ask(_ times: JSONObject, _ more: JSONObject, _ query: String) async -> TestAnswer {
            var body: JSONObject = [
                "type": "Query", "entities": [["type": "Vehicle", "id": "urn:v:1"]], "attrs": ["speed"],
                "temporalQ": .object(times),
            ]
            for (key, value) in more { body[key] = value }
            return await twin.ask(.post, "temporal/entityOperations/query\(query)", .object(body))
        }
        let bounds: [JSON] = ["2018-08-01T12:00:00Z", "2018-08-01T12:04:00Z", "2018-08-01T12:08:00Z"]
        let expected: JSON = [
            "type": "Property", "max": [[120, bounds[0], bounds[1]], [100, bounds[1], bounds[2]]],
            "avg": [[120, bounds[0], bounds[1]], [90, bounds[1], bounds[2]]],
        ]
        var within = times
        within["aggrMethods"] = "max,avg"
        within["aggrPeriodDuration"] = "PT4M"
        let first = await ask(within, [:], "?format=aggregatedValues")
        #expect(first.json[0]?["speed"] == expected, "\(first.text)")
        let params: JSON = ["aggrMethods": ["max", "avg"], "aggrPeriodDuration": "PT4M"]
        let second = await ask(times, ["aggrParams": params], "?format=aggregatedValues")
        #expect(second.json[0]?["speed"] == expected, "\(second.text)")
        #expect(await ask(times, [:], "?format=aggregatedValues").status == 400)
        #expect(await ask(["timerel": "before"], [:], "").status == 400)
        var last = times
        last["lastN"] = 1
        #expect(values(await ask(last, [:], "?options=temporalValues").json[0]) == [100])
    }

    @Test func mapsOfThePast() async throws {
        let twin = try await twin()
        let made = await twin.ask(.get, "temporal/entityMaps?type=Vehicle&\(Self.hour)&q=speed%3E100")
        #expect(made.status == 201 && made.json["entityMap"] == ["urn:v:1": ["@none"]])
        let address = made.header("ngsild-entitymap") ?? ""
        let query = "temporal/entities?type=Vehicle&\(Self.hour)"
        let page = await twin.ask(.get, query, headers: ["ngsild-entitymap": address])
        #expect(page.status == 200 && page.json.asArray?.count == 1)
        #expect(page.header("ngsild-entitymap") == address)
        #expect(await twin.ask(.get, "\(query)&entityMap=true").status == 201)
        let one = "temporal/entities/urn:v:1"
        let again = await twin.ask(.get, one, headers: ["ngsild-entitymap": address])
        #expect(again.status == 200 && again.header("ngsild-entitymap") == address)
        #expect(await twin.ask(.get, "\(one)?entityMap=true").header("ngsild-entitymap") != nil)
        let body: JSON = ["type": "Query", "entities": [["type": "Vehicle"]]]
        #expect(await twin.ask(.post, "temporal/entityMaps", body).status == 400)
    }
}
