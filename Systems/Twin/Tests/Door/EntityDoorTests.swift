// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Twin
import Web

/// Entities as programs create, read, change and delete them.
struct EntityDoorTests {
    @Test func anEntityIsCreatedReadAndDeleted() async throws {
        let twin = try OpenTwin()
        let made = await twin.ask(.post, "entities", OpenTwin.car(1))
        #expect(made.status == 201 && made.header("location") == "/ngsi-ld/v1/entities/urn:ngsi-ld:Car:1")
        let again = await twin.ask(.post, "entities", OpenTwin.car(1))
        #expect(again.status == 409 && OpenTwin.problem(again) == "AlreadyExists")
        let read = await twin.ask(.get, "entities/urn:ngsi-ld:Car:1")
        #expect(read.status == 200 && read.json == OpenTwin.car(1))
        #expect(read.header("link")?.contains("ngsi-ld-core-context") == true)
        #expect(await twin.ask(.get, "entities/urn:ngsi-ld:Car:1/").json == OpenTwin.car(1))
        let simple = await twin.ask(.get, "entities/urn:ngsi-ld:Car:1?options=keyValues")
        #expect(simple.json["speed"] == 10)
        let linked = await twin.ask(
            .get, "entities/urn:ngsi-ld:Car:1", headers: ["accept": "application/ld+json"])
        #expect(linked.json["@context"]?.asString?.hasSuffix(".jsonld") == true)
        #expect(linked.header("link") == nil)
        #expect(await twin.ask(.delete, "entities/urn:ngsi-ld:Car:1").status == 204)
        let gone = await twin.ask(.get, "entities/urn:ngsi-ld:Car:1")
        #expect(gone.status == 404 && OpenTwin.problem(gone) == "ResourceNotFound")
    }

    @Test func attributesAreAppendedUpdatedAndDeleted() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let path = "entities/urn:ngsi-ld:Car:1/attrs"
        let both: JSON = ["speed": OpenTwin.property(5), "colour": OpenTwin.property("red")]
        let kept = await twin.ask(.post, "\(path)?options=noOverwrite", both)
        #expect(kept.status == 207 && kept.json["updated"] == [.string(OpenTwin.name("colour"))])
        #expect(kept.json["notUpdated"]?[0]?["attributeName"] == .string(OpenTwin.name("speed")))
        #expect(await twin.ask(.post, path, both).status == 204)
        #expect(await twin.ask(.patch, "\(path)/speed", ["unitCode": "KMH"]).status == 204)
        let read = await twin.ask(.get, "entities/urn:ngsi-ld:Car:1")
        #expect(read.json["speed"] == ["type": "Property", "value": 5, "unitCode": "KMH"])
        #expect(await twin.ask(.patch, "\(path)/nothing", ["value": 1]).status == 404)
        #expect(await twin.ask(.delete, "\(path)/colour").status == 204)
        #expect(await twin.ask(.delete, "\(path)/colour").status == 404)
        let merged = await twin.ask(
            .patch, "entities/urn:ngsi-ld:Car:1",
            ["speed": "urn:ngsi-ld:null", "doors": OpenTwin.property(4)])
        #expect(merged.status == 204)
        let left = await twin.ask(.get, "entities/urn:ngsi-ld:Car:1?options=keyValues")
        #expect(left.json == ["id": "urn:ngsi-ld:Car:1", "type": "Car", "doors": 4])
    }

    @Test func aBatchSaysWhatBecameOfEach() async throws {
        let twin = try OpenTwin()
        let made = await twin.ask(.post, "entityOperations/create", [OpenTwin.car(1), OpenTwin.car(2)])
        #expect(made.status == 201 && made.json == ["urn:ngsi-ld:Car:1", "urn:ngsi-ld:Car:2"])
        let mixed = await twin.ask(.post, "entityOperations/create", [OpenTwin.car(2), OpenTwin.car(3)])
        #expect(mixed.status == 207 && mixed.json["success"] == ["urn:ngsi-ld:Car:3"])
        #expect(mixed.json["errors"]?[0]?["entityId"] == "urn:ngsi-ld:Car:2")
        #expect(mixed.json["errors"]?[0]?["error"]?["status"] == 409)
        #expect(await twin.ask(.post, "entityOperations/upsert", [OpenTwin.car(1)]).status == 204)
        #expect(await twin.ask(.post, "entityOperations/update", [OpenTwin.car(9)]).status == 207)
        #expect(await twin.ask(.post, "entityOperations/delete", ["urn:ngsi-ld:Car:1"]).status == 204)
        #expect(await twin.ask(.post, "entityOperations/create", []).status == 400)
        #expect(await twin.ask(.post, "entityOperations/create", [.null]).status == 400)
    }

    @Test func theyAreAskedForByWhatTheySay() async throws {
        let twin = try OpenTwin()
        let place: JSON = ["type": "GeoProperty", "value": ["type": "Point", "coordinates": [6.1, 49.6]]]
        _ = await twin.ask(
            .post, "entityOperations/create",
            [OpenTwin.car(1), OpenTwin.car(2, ["location": place, "scope": "/a/b"]), OpenTwin.car(3)])
        func ids(_ query: String) async -> [String] {
            let found = await twin.ask(.get, "entities?\(query)").json.asArray
            return found?.compactMap { $0["id"]?.asString } ?? ["none"]
        }
        // Asked often enough that it is found by an index, too.
        for _ in 0..<5 {
            #expect(await ids("type=Car&q=speed%3E15") == ["urn:ngsi-ld:Car:2", "urn:ngsi-ld:Car:3"])
            #expect(await ids("type=Car&q=speed==10") == ["urn:ngsi-ld:Car:1"])
            let near = "type=Car&georel=near;maxDistance==500&geometry=Point&coordinates=%5B6.1,49.6%5D"
            #expect(await ids(near) == ["urn:ngsi-ld:Car:2"])
        }
        _ = await twin.ask(.patch, "entities/urn:ngsi-ld:Car:1/attrs", ["speed": OpenTwin.property(99)])
        #expect(await ids("type=Car&q=speed==10").isEmpty)
        #expect(await ids("type=Car&q=speed==99") == ["urn:ngsi-ld:Car:1"])
        #expect(await ids("type=Car&scopeQ=/a/%23") == ["urn:ngsi-ld:Car:2"])
        #expect(await ids("type=Car&idPattern=.*:3$") == ["urn:ngsi-ld:Car:3"])
        let page = await twin.ask(.get, "entities?type=Car&limit=2&count=true")
        #expect(page.header("ngsild-results-count") == "3" && page.json.asArray?.count == 2)
        #expect(page.headers.contains { $0.0 == "link" && $0.1.contains("rel=\"next\"") })
        let wide = await twin.ask(.get, "entities")
        #expect(wide.status == 400 && OpenTwin.problem(wide) == "BadRequestData")
        let features = await twin.ask(
            .get, "entities?type=Car&q=location", headers: ["accept": "application/geo+json"])
        #expect(features.json["type"] == "FeatureCollection")
        #expect(features.json["features"]?[0]?["geometry"]?["type"] == "Point")
    }

    @Test(arguments: [
        ("{", "application/json", 400, "InvalidRequest"),
        ("{\"id\":\"urn:a:1\",\"type\":\"T\",\"p\":null}", "application/json", 400, "BadRequestData"),
        ("{\"id\":\"a\",\"type\":\"T\"}", "application/json", 400, "BadRequestData"),
        ("{\"id\":\"urn:a:1\",\"type\":\"T\",\"@context\":\"x\"}", "application/json", 400, "BadRequestData"),
        ("{\"id\":\"urn:a:1\",\"type\":\"T\"}", "application/ld+json", 400, "BadRequestData"),
        (#"{"id":"urn:a:1","type":"T","@context":null}"#, "application/ld+json", 400, "BadRequestData"),
        ("", "application/json", 400, "InvalidRequest"),
    ])
    func whatIsNotSoundIsRefused(
        _ body: String, _ type: String, _ status: Int, _ problem: String
    ) async throws {
        let twin = try OpenTwin()
        let answer = await twin.test.client().send(
            .post, "/ngsi-ld/v1/entities", headers: ["content-type": type], body: Array(body.utf8))
        #expect(answer.status == status && OpenTwin.problem(answer) == problem, "\(answer.text)")
    }

    @Test func methodsFormsAndTenantsAreHeldTo() async throws {
        let twin = try OpenTwin()
        let other = await twin.ask(.put, "entities", [:])
        #expect(other.status == 405 && other.header("allow")?.contains("POST") == true)
        #expect(await twin.ask(.get, "types", headers: ["accept": "text/html"]).status == 406)
        #expect(await twin.ask(.get, "entities?type=T&colour=red").status == 400)
        let absent = await twin.ask(.get, "entities?type=Car", headers: ["ngsild-tenant": "two"])
        #expect(absent.status == 404 && OpenTwin.problem(absent) == "NonexistentTenant")
        let made = await twin.ask(.post, "entities", OpenTwin.car(1), headers: ["ngsild-tenant": "two"])
        #expect(made.status == 201 && made.header("ngsild-tenant") == "two")
        let there = await twin.ask(.get, "entities?type=Car", headers: ["ngsild-tenant": "two"])
        #expect(there.json.asArray?.count == 1)
        #expect(await twin.ask(.get, "entities?type=Car").json == [])
    }

    @Test func whatWasIsRemembered() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let before = twin.test.clock.now
        twin.test.clock.pass(seconds: 60)
        _ = await twin.ask(.patch, "entities/urn:ngsi-ld:Car:1/attrs", ["speed": OpenTwin.property(77)])
        twin.test.clock.pass(seconds: 60)
        _ = await twin.ask(.delete, "entities/urn:ngsi-ld:Car:1")
        let then = before.adding(seconds: 1).description
        #expect(await twin.ask(.get, "entities/urn:ngsi-ld:Car:1?asOf=\(then)").json == OpenTwin.car(1))
        let later = before.adding(seconds: 90).description
        let listed = await twin.ask(.get, "entities?type=Car&options=keyValues&asOf=\(later)")
        #expect(listed.json[0]?["speed"] == 77)
        #expect(await twin.ask(.get, "entities/urn:ngsi-ld:Car:1").status == 404)
        let past = await twin.ask(
            .get, "temporal/entities/urn:ngsi-ld:Car:1?timeproperty=modifiedAt&options=temporalValues")
        #expect(past.status == 200 && (past.json["speed"]?["values"]?.asArray?.count ?? 0) >= 2)
    }

    @Test func aServerThatStartsAgainKnowsItAll() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        _ = await twin.ask(.patch, "entities/urn:ngsi-ld:Car:1/attrs", ["speed": OpenTwin.property(5)])
        let again = try twin.test.beside(faces: [try TwinFace.face(TwinHub(isOpen: true))])
        let read = await again.client().api(.get, "/ngsi-ld/v1/entities/urn:ngsi-ld:Car:1?options=keyValues")
        #expect(read.json["speed"] == 5)
        #expect(try again.network.commons.verify().finding == nil)
    }
}
