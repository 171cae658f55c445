// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import TestKit
import Testing
import Web

@testable import Twin

/// What strangers send to see what becomes of it: the answer is a plain one, and everything goes on.
struct HostileTests {
    @Test func theLeastIntegerIsANumberLikeOthers() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let numbers: [JSON] = [.integer(Int64.min), .integer(Int64.max), 0, .integer(Int64.min)]
        for number in numbers {
            let set = await twin.ask(
                .patch, "entities/urn:ngsi-ld:Car:1/attrs", ["speed": OpenTwin.property(number)])
            #expect(set.status == 204)
        }
        let past = await twin.ask(.get, "temporal/entities/urn:ngsi-ld:Car:1")
        #expect(past.json["speed"]?.asArray?.compactMap { $0["value"] } == [10] + numbers)
        #expect(await twin.ask(.get, "entities/urn:ngsi-ld:Car:1").json["speed"]?["value"] == numbers.last)
    }

    /// Two members of one name would be shown, of which no reader knows which is meant.
    @Test(arguments: [
        "ngsi-ld:scope", "https://uri.etsi.org/ngsi-ld/createdAt", "ngsi-ld:hasValue",
        "https://uri.etsi.org/ngsi-ld/default-context/1st", "https://uri.etsi.org/ngsi-ld/default-context/",
    ])
    func noAttributeIsCalledAsAMemberIs(_ name: String) async throws {
        let twin = try OpenTwin()
        let made = await twin.ask(.post, "entities", OpenTwin.car(1, [name: OpenTwin.property(1)]))
        #expect(made.status == 400 && OpenTwin.problem(made) == "BadRequestData")
        let inner: JSON = ["type": "Property", "value": 1, "ngsi-ld:unitCode": OpenTwin.property(1)]
        #expect(await twin.ask(.post, "entities", OpenTwin.car(1, ["a": inner])).status == 400)
    }

    @Test func entitiesHaveNoMorePartsThanCanBeLookedUp() async throws {
        let twin = try OpenTwin()
        func car(_ number: Int, _ attributes: Range<Int>) -> JSON {
            var more = JSONObject()
            for index in attributes { more["a\(index)"] = .integer(index) }
            return OpenTwin.car(number, more)
        }
        #expect(await twin.ask(.post, "entities", car(1, 0..<9_000)).status == 201)
        #expect(await twin.ask(.post, "entities", car(2, 0..<10_001)).status == 400)
        let more = car(1, 9_000..<11_000)
        #expect(await twin.ask(.post, "entityOperations/update", [more]).status == 207)
        let types = JSON.array((0..<1_001).map { .string("T\($0)") })
        let many: JSON = ["id": "urn:x:1", "type": types]
        #expect(await twin.ask(.post, "entities", many).status == 400)
    }

    /// What an index finds is what is found without one, which is what the first few are answered by.
    @Test func anIndexFindsWhateverTheKindOfAnAttribute() async throws {
        let twin = try OpenTwin()
        let point: JSON = ["type": "Point", "coordinates": [6, 49]]
        let made = await twin.ask(
            .post, "entities",
            OpenTwin.car(1, [
                "raw": ["type": "JsonProperty", "json": "x"],
                "place": ["type": "JsonProperty", "json": point],
            ]))
        #expect(made.status == 201)
        let questions = [
            "q=raw==%22x%22",
            "georel=near;maxDistance==10&geometry=Point&coordinates=[6,49]&geoproperty=place",
        ]
        for question in questions {
            for _ in 0..<6 {
                #expect(await twin.ask(.get, "entities?type=Car&\(question)").json.asArray?.count == 1)
            }
        }
    }

    @Test func whatComesFromRowsStandsWithWhatDoesNot() async throws {
        let twin = try OpenTwin()
        func at(_ minute: Int, _ value: JSON, _ dataset: String? = nil) -> JSON {
            var json: JSONObject = [
                "type": "Property", "value": value, "observedAt": .string("2026-01-01T00:0\(minute):00Z"),
            ]
            if let dataset { json["datasetId"] = .string(dataset) }
            return .object(json)
        }
        let told: JSON = [
            "id": "urn:v:1", "type": "Vehicle",
            "speed": [at(1, 10), at(2, 20), at(1, "slow", "urn:d:1"), at(2, 7, "urn:d:1")],
            "doors": [at(1, 4), at(2, 4)],
        ]
        #expect(await twin.ask(.post, "temporal/entities", told).status == 201)
        let answer = await twin.ask(
            .get, "temporal/entities/urn:v:1?options=aggregatedValues&aggrMethods=totalCount")
        // An object that named one attribute twice would be none.
        #expect(answer.status == 200 && answer.json["speed"]?.asArray?.count == 2)
        #expect(answer.json["doors"]?["totalCount"]?[0]?[0] == 2)
    }

    @Test func whatIsLinkedAgainAndAgainMakesNoAnswerWithoutEnd() async throws {
        let twin = try OpenTwin()
        let large = String(repeating: "x", count: 1 << 18)
        _ = await twin.ask(
            .post, "entities", ["id": "urn:big", "type": "Big", "text": OpenTwin.property(.string(large))])
        let links = JSON.array(Array(repeating: "urn:big", count: 400))
        _ = await twin.ask(
            .post, "entities",
            ["id": "urn:hub", "type": "Hub", "to": ["type": "Relationship", "object": links]])
        let answer = await twin.ask(.get, "entities/urn:hub?join=inline")
        #expect(answer.status == 200 && answer.bytes.count > 1 << 20 && answer.bytes.count < 40 << 20)
        let simple = await twin.ask(.get, "entities/urn:hub?join=inline&options=keyValues")
        #expect(simple.status == 200 && simple.bytes.count < 40 << 20)
    }

    @Test func whoeverAsksForNamesHasNothingBeginForThem() async throws {
        let hub = TwinHub(isOpen: true)
        let test = try TestNetwork([.twin], faces: [try TwinFace.face(hub)])
        func ask(_ method: Web.Method, _ name: String, _ json: JSON? = nil) async -> Int {
            await test.client().api(
                method, "/ngsi-ld/v1/entities\(json == nil ? "?type=Car" : "")", json,
                headers: ["ngsild-tenant": name]
            ).status
        }
        #expect(await ask(.get, "nobody") == 404)
        let nobody = hub.twins.twin(in: test.network.commons, named: "nobody")
        #expect(hub.work(of: nobody) == nil)
        #expect(await ask(.post, "nobody", OpenTwin.car(1)) == 201)
        #expect(await ask(.get, "nobody") == 200 && hub.work(of: nobody) != nil)
        // Another process finds what there is.
        let other = try test.beside(faces: [try TwinFace.face(TwinHub(isOpen: true))])
        let found = await other.client().api(
            .get, "/ngsi-ld/v1/entities?type=Car", nil, headers: ["ngsild-tenant": "nobody"])
        #expect(found.status == 200 && found.json.asArray?.count == 1)
    }

    @Test func contextsThatWereFetchedAreForgottenAgain() async throws {
        /// A context at every address.
        struct Everywhere: Fetching {
            func send(_ request: OutgoingRequest) async throws -> OutgoingResponse {
                let words: JSON = ["@context": ["x": "https://x.example/x"]]
                return OutgoingResponse(status: 200, body: words.encoded())
            }
        }
        let face = try TwinFace.face(TwinHub(isOpen: true))
        let test = try TestNetwork([.twin], faces: [face], outside: Everywhere())
        let client = test.client()
        for number in 0..<520 {
            test.clock.pass(seconds: 1)
            let link = "<https://c.example/\(number)>; rel=\"http://www.w3.org/ns/json-ld#context\""
            let answer = await client.api(.get, "/ngsi-ld/v1/entities?type=T", headers: ["link": link])
            #expect(answer.status == 200)
        }
        let kept = await client.api(.get, "/ngsi-ld/v1/jsonldContexts?kind=cached").json.asArray
        #expect(kept?.count == 500)
        #expect(kept?.contains("https://c.example/519") == true)
        #expect(kept?.contains("https://c.example/0") == false)
    }
}
