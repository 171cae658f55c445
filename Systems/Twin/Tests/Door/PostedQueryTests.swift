// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Twin
import Web

/// Queries in a body say all that parameters say (GS CIM 009, 5.2.23 and 6.23); linked entities (4.5.23).
struct PostedQueryTests {
    private func twin() async throws -> OpenTwin {
        let twin = try OpenTwin()
        func link(_ id: String, _ more: JSONObject = [:]) -> JSON {
            var json: JSONObject = ["type": "Relationship", "object": .string(id)]
            for (key, value) in more { json[key] = value }
            return .object(json)
        }
        let speeds: JSON = [
            OpenTwin.property(10), ["type": "Property", "value": 12, "datasetId": "urn:d:gps"],
        ]
        let owner = link("urn:p:ann", ["seenBy": link("urn:p:bob")])
        _ = await twin.ask(
            .post, "entityOperations/create",
            [
                OpenTwin.car(1, ["speed": speeds, "owner": owner]),
                ["id": "urn:p:ann", "type": "Person", "drives": link("urn:ngsi-ld:Car:1"),
                    "knows": link("urn:p:bob")],
                ["id": "urn:p:bob", "type": "Person", "name": OpenTwin.property("Bob")],
            ])
        return twin
    }

    private func ask(_ members: JSONObject, _ query: String = "") async throws -> TestAnswer {
        var body: JSONObject = ["type": "Query", "entities": [["type": "Car"]]]
        for (key, value) in members { body[key] = value }
        return await (try twin()).ask(.post, "entityOperations/query\(query)", .object(body))
    }

    /// An answer of plain JSON leads to its words, those of a body too (5.13.1, 6.3.6).
    @Test func theWordsOfABodyAreFoundAgain() async throws {
        let twin = try await twin()
        let words: JSON = [
            "Auto": .string(OpenTwin.name("Car")), "pace": .string(OpenTwin.name("speed")),
        ]
        let query: JSON = ["type": "Query", "entities": [["type": "Auto"]], "@context": words]
        let linked = ["content-type": "application/ld+json"]
        var places: Set<String> = []
        for _ in 1...2 {
            let answer = await twin.ask(.post, "entityOperations/query", query, headers: linked)
            #expect(answer.json[0]?["type"] == "Auto" && answer.json[0]?["pace"] != nil, "\(answer.text)")
            places.insert(answer.header("link").flatMap { $0.split(separator: ">").first }?.description ?? "")
        }
        let place = try #require(places.first?.split(separator: "/ngsi-ld/v1/").last)
        #expect(places.count == 1 && place.hasPrefix("jsonldContexts/"))
        #expect(await twin.ask(.get, String(place)).json == ["@context": words])
    }

    @Test func theBodySaysHowItIsAnswered() async throws {
        let one = try await ask(["datasetId": ["urn:d:gps"], "pick": ["id", "speed"]], "?options=keyValues")
        #expect(one.json == [["id": "urn:ngsi-ld:Car:1", "speed": 12]])
        let joined = try await ask(["join": "inline", "joinLevel": 2, "omit": ["speed"]])
        let owner = joined.json[0]?["owner"]
        #expect(owner?["entity"]?["knows"]?["entity"]?["name"]?["value"] == "Bob")
        // What is linked does not lead back, and what is said of a link leads nowhere.
        #expect(owner?["entity"]?["drives"]?["entity"] == nil)
        #expect(owner?["seenBy"] == ["type": "Relationship", "object": "urn:p:bob"])
        #expect(joined.json[0]?["speed"] == nil)
        let passed = try await ask(["join": "inline", "containedBy": ["urn:p:ann"]])
        #expect(passed.json[0]?["owner"]?["entity"] == nil)
        let flat = try await ask(["join": "flat"])
        #expect(flat.json.asArray?.map { $0["id"] } == ["urn:ngsi-ld:Car:1", "urn:p:ann"])
        let nested = try await ask(
            ["join": "flat", "pick": ["id", "owner{id,knows}"]], "?options=keyValues")
        #expect(
            nested.json == [
                ["id": "urn:ngsi-ld:Car:1", "owner": "urn:p:ann"], ["id": "urn:p:ann", "knows": "urn:p:bob"],
            ], "\(nested.text)")
        // What is picked of all is picked of what is linked.
        let same = try await ask(["join": "inline", "pick": ["id", "owner"]], "?format=concise")
        #expect(same.json[0]?["owner"]?["entity"] == ["id": "urn:p:ann"], "\(same.text)")
        #expect(try await ask(["join": "flat", "joinLevel": 99]).status == 403)
        let map = try await ask(["entityMap": true, "entityMapLifetime": "PT1H"])
        #expect(map.status == 201 && map.header("ngsild-entitymap") != nil)
        let ordered = try await ask(
            ["entities": [["type": "*"]], "ordering": ["orderBy": ["id;desc"]]], "?options=keyValues")
        #expect(ordered.json[0]?["id"] == "urn:p:bob", "\(ordered.text)")
    }

    @Test func whatIsNotSoundIsRefused() async throws {
        let wrong: [(JSONObject, String)] = [
            (["entities": [["id": "urn:p:ann"]]], "/entities/0/type"), (["joinLevel": "2"], "/joinLevel"),
            (["entityMap": "yes"], "/entityMap"), (["datasetId": "urn:d:gps"], "/datasetId"),
            (["datasetId": ["gps"]], "/datasetId"), (["join": "sideways"], "/join"), (["lang": "-"], "/lang"),
            (["pick": []], "/pick"), (["pick": ["a{b}"]], "?joinLevel"), (["csf": "=="], "/csf"),
            (["ordering": ["orderBy": ["speed"]]], "/ordering"), (["q": "a{b}==1"], "/q"),
            (["containedBy": []], "/containedBy"),
        ]
        for (members, pointer) in wrong {
            let answer = try await ask(members)
            #expect(answer.status == 400 && OpenTwin.problem(answer) == "BadRequestData", "\(answer.text)")
            #expect(answer.text.contains(JSON.string(pointer).text()), "\(pointer): \(answer.text)")
        }
        let twin = try await twin()
        let wide: JSON = ["type": "Query"]
        #expect(await twin.ask(.post, "entityOperations/query", wide).status == 400)
        let here = await twin.ask(.post, "entityOperations/query?local=true&count=true&limit=1", wide)
        #expect(here.header("ngsild-results-count") == "3" && here.json.asArray?.count == 1)
        #expect(await twin.ask(.post, "entityOperations/query?type=Car", wide).status == 400)
    }

    @Test func whatThereIsIsCounted() async throws {
        let twin = try await twin()
        let speed = await twin.ask(.get, "attributes/speed").json
        #expect(speed["attributeCount"] == 2 && speed["typeNames"] == ["Car"])
        #expect(speed["attributeTypes"] == ["Property"])
        let person = await twin.ask(.get, "types/Person").json
        #expect(person["entityCount"] == 2 && person["type"] == "EntityTypeInfo")
        let page = await twin.ask(.get, "types?limit=1&count=true")
        #expect(page.json["typeList"] == ["Car"] && page.header("ngsild-results-count") == "2")
        #expect(await twin.ask(.get, "types?details=perhaps").status == 400)
        #expect(await twin.ask(.get, "types/Boat").status == 404)
        #expect(await twin.ask(.get, "attributes/wings").status == 404)
    }

    @Test func olderReadersAreAnsweredInTheirEdition() async throws {
        let twin = try await twin()
        let name: JSON = ["type": "LanguageProperty", "languageMap": ["en": "x"]]
        let more: JSONObject = [
            "scope": "/a", "name": name, "kind": ["type": "VocabProperty", "vocab": "Fast"],
            "speed": [OpenTwin.property(1), ["type": "Property", "value": 2, "datasetId": "urn:d:1"]],
        ]
        _ = await twin.ask(.post, "entities", OpenTwin.car(5, more))
        let path = "entities/urn:ngsi-ld:Car:5"
        let old = await twin.ask(.get, path, headers: ["prefer": "ngsi-ld=1.0"])
        #expect(old.status == 203 && old.header("preference-applied") == "ngsi-ld=1.0")
        #expect(old.json["scope"] == nil && old.json["speed"]?["value"] == 1)
        #expect(old.json["name"] == ["type": "Property", "value": ["en": "x"]])
        #expect(old.json["kind"] == ["type": "Property", "value": "Fast"])
        let some = await twin.ask(.get, "entities?type=Car", headers: ["prefer": "body=json, ngsi-ld=1.6"])
        #expect(some.status == 203 && some.json[1]?["scope"] == "/a")
        #expect(some.json[1]?["name"]?["type"] == "LanguageProperty")
        let new = await twin.ask(.get, path, headers: ["prefer": "ngsi-ld=2.0"])
        #expect(new.status == 200 && new.header("preference-applied") == "ngsi-ld=1.9")
    }
}
