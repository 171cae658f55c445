// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Twin
import Web

/// Changes as the text has them where it is particular (GS CIM 009, 5.6).
struct ProvisionTests {
    private static let path = "entities/urn:ngsi-ld:Car:1"

    private func made(_ more: JSONObject = [:]) async throws -> OpenTwin {
        let twin = try OpenTwin()
        #expect(await twin.ask(.post, "entities", OpenTwin.car(1, more)).status == 201)
        return twin
    }

    private func values(_ twin: OpenTwin) async -> JSON {
        await twin.ask(.get, "\(Self.path)?format=simplified").json
    }

    @Test func aScopeIsReplacedWhereThereIsOne() async throws {
        let twin = try await made()
        let patch: JSON = ["scope": "/Clare", "speed": OpenTwin.property(1)]
        #expect(await twin.ask(.patch, "\(Self.path)/attrs", patch).status == 204)
        #expect(await values(twin)["scope"] == nil)
        #expect(await twin.ask(.post, "\(Self.path)/attrs", ["scope": "/Clare"]).status == 204)
        #expect(await twin.ask(.patch, "\(Self.path)/attrs", ["scope": "/Kerry"]).status == 204)
        #expect(await values(twin)["scope"] == "/Kerry")
        #expect(await twin.ask(.delete, "\(Self.path)/attrs/scope").status == 204)
        #expect(await twin.ask(.delete, "\(Self.path)/attrs/scope").status == 404)
    }

    @Test(arguments: ["sp%28eed", "sp%20eed", "1speed", "_speed", "sp%40eed"])
    func whatIsNoNameIsRefused(_ name: String) async throws {
        let twin = try await made()
        let value: JSON = ["type": "Property", "value": 1]
        for answer in [
            await twin.ask(.delete, "\(Self.path)/attrs/\(name)"),
            await twin.ask(.patch, "\(Self.path)/attrs/\(name)", value),
            await twin.ask(.put, "\(Self.path)/attrs/\(name)", value),
            await twin.ask(.delete, "temporal/\(Self.path)/attrs/\(name)"),
            await twin.ask(.post, "\(Self.path)/attrs", [name.removingPercentEncoding ?? name: value]),
        ] {
            #expect(answer.status == 400 && OpenTwin.problem(answer) == "BadRequestData")
        }
    }

    @Test func aPatchLeavesAttributesOfTheirKinds() async throws {
        let twin = try await made([
            "owner": ["type": "Relationship", "object": "urn:a:1"],
            "name": ["type": "LanguageProperty", "languageMap": ["en": "Car", "ga": "Carr"]],
        ])
        let simple = "\(Self.path)?format=simplified"
        let wrong = await twin.ask(.patch, simple, ["owner": 5])
        #expect(wrong.status == 400 && OpenTwin.problem(wrong) == "BadRequestData")
        #expect(await twin.ask(.patch, simple, ["name": "Wagen"]).status == 400)
        #expect(
            await twin.ask(.patch, "\(simple)&lang=ga", ["name": "Gluaisteán", "owner": "urn:a:2"]).status
                == 204)
        let now = await twin.ask(.get, Self.path).json
        #expect(now["name"]?["languageMap"] == ["en": "Car", "ga": "Gluaisteán"])
        #expect(now["owner"] == ["type": "Relationship", "object": "urn:a:2"])
        // What is not there has nothing a part of a value could be merged into.
        let part = await twin.ask(.patch, Self.path, ["doors": ["unitCode": "C62"]])
        #expect(part.status == 400 && OpenTwin.problem(part) == "BadRequestData")
        // Where both are said, it is the format that counts.
        let both = "\(Self.path)?format=normalized&options=keyValues"
        #expect(await twin.ask(.patch, both, ["speed": OpenTwin.property(3)]).status == 204)
        #expect(await values(twin)["speed"] == 3)
    }

    @Test func batchesAreHeldToWhatTheirPartsAre() async throws {
        let twin = try await made(["scope": "/a"])
        let more = OpenTwin.car(1, ["speed": OpenTwin.property(99), "colour": OpenTwin.property("red")])
        // What is left as it was asked for is no error.
        #expect(
            await twin.ask(.post, "entityOperations/update?options=noOverwrite", [more]).status == 204)
        #expect(await values(twin)["speed"] == 10)
        #expect(await twin.ask(.post, "entityOperations/upsert?options=update", [more]).status == 204)
        var now = await values(twin)
        #expect(now["speed"] == 99 && now["colour"] == "red" && now["scope"] == "/a")
        #expect(await twin.ask(.post, "entityOperations/upsert", [OpenTwin.car(1)]).status == 204)
        now = await values(twin)
        #expect(now["colour"] == nil && now["scope"] == nil)
        let gone = await twin.ask(
            .post, "entityOperations/delete",
            ["urn:ngsi-ld:Car:1", "urn:ngsi-ld:Car:1", "urn:ngsi-ld:Car:9", "none"])
        #expect(gone.status == 207 && gone.json["success"] == ["urn:ngsi-ld:Car:1"])
        let statuses = gone.json["errors"]?.asArray?.map { $0["error"]?["status"] }
        #expect(statuses == [404, 404, 400])
        #expect(await twin.ask(.post, "entityOperations/delete", [.null]).status == 400)
    }

    @Test func aPurgeIsNoWayToLinkedEntities() async throws {
        let twin = try await made(["colour": OpenTwin.property("red")])
        for query in ["type=Car&drop=owner%7Bname%7D", "type=Car&keep=a%20b"] {
            let answer = await twin.ask(.delete, "entities?\(query)")
            #expect(answer.status == 400 && OpenTwin.problem(answer) == "BadRequestData", "\(query)")
        }
        #expect(await twin.ask(.delete, "entities?type=Car&drop=colour").status == 204)
        #expect(await values(twin) == ["id": "urn:ngsi-ld:Car:1", "type": "Car", "speed": 10])
        #expect(await twin.ask(.delete, "entities?type=Car").status == 204)
        #expect(await twin.ask(.get, Self.path).status == 404)
    }

    @Test func whatIsForgottenOfThePastIsThereNow() async throws {
        let twin = try await made(["colour": OpenTwin.property("red")])
        func past() async -> TestAnswer {
            await twin.ask(.get, "temporal/\(Self.path)?timeproperty=modifiedAt")
        }
        func pass() { twin.test.clock.pass(seconds: 60) }
        pass()
        #expect(await twin.ask(.delete, "temporal/\(Self.path)/attrs/colour").status == 204)
        let left = await past().json
        #expect(left["colour"] == nil && left["speed"] != nil)
        #expect(await values(twin)["colour"] == "red")
        #expect(await twin.ask(.delete, "temporal/\(Self.path)/attrs/colour").status == 404)
        let dataset = await twin.ask(.delete, "temporal/\(Self.path)/attrs/speed?datasetId=none")
        #expect(dataset.status == 400)
        pass()
        #expect(await twin.ask(.delete, "temporal/\(Self.path)").status == 204)
        #expect(await past().status == 404)
        #expect(await twin.ask(.delete, "temporal/\(Self.path)").status == 404)
        #expect(await values(twin)["speed"] == 10)
        // It has a past again from the next change on, and none before it.
        pass()
        #expect(await twin.ask(.patch, "\(Self.path)/attrs", ["speed": OpenTwin.property(20)]).status == 204)
        let speeds = await past().json["speed"]
        #expect(speeds?["value"] == 20 || speeds?.asArray?.map { $0["value"] } == [20])
        // What is kept says the same.
        let again = try twin.test.beside(faces: [try TwinFace.face(TwinHub(isOpen: true))])
        let read = await again.client().api(.get, "/ngsi-ld/v1/\(Self.path)?format=simplified")
        #expect(read.json["colour"] == "red" && read.json["speed"] == 20)
    }

    @Test func contextsAreHosted() async throws {
        let twin = try OpenTwin()
        let made = await twin.ask(.post, "jsonldContexts", ["@context": ["a": "https://x.example/a"], "b": 1])
        #expect(made.status == 201)
        let place = try #require(made.location?.dropFirst("/ngsi-ld/v1/".count)).description
        let served = await twin.ask(.get, place)
        #expect(served.status == 200 && served.json == ["@context": ["a": "https://x.example/a"]])
        #expect(served.header("content-type") == "application/json")
        let linked = await twin.ask(.get, place, headers: ["accept": "application/ld+json"])
        #expect(linked.header("content-type") == "application/ld+json")
        let told = await twin.ask(.get, "\(place)?details=true").json
        #expect(told["kind"] == "Hosted" && told["createdAt"] != nil && told["localId"] != nil)
        #expect(told["URL"]?.asString?.hasSuffix(place) == true)
        let list = await twin.ask(.get, "jsonldContexts?kind=Hosted")
        #expect(list.json.asArray?.count == 1)
        #expect(await twin.ask(.get, "jsonldContexts?kind=Other").status == 400)
        #expect(await twin.ask(.delete, "\(place)?reload=true").status == 400)
        #expect(await twin.ask(.delete, place).status == 204)
        #expect(await twin.ask(.delete, place).status == 404)
        let none = await twin.ask(.post, "jsonldContexts", ["a": "https://x.example/a"])
        #expect(none.status == 400 && OpenTwin.problem(none) == "BadRequestData")
    }

    @Test func addressesAreThoseByWhichTheSiteIsReached() async throws {
        let plain = Configuration()
        var (proxied, secure) = (plain, plain)
        proxied.proxies = .lastHop
        (secure.isSecure, secure.address) = (true, "https://talka.test")
        for (configuration, said, start) in [
            (plain, "https", "http://"), (proxied, "https", "https://"), (proxied, "http", "http://"),
            (secure, "", "https://"),
        ] {
            let twin = try OpenTwin(configuration)
            let headers = said.isEmpty ? [:] : ["x-forwarded-proto": said]
            let made = await twin.ask(
                .post, "jsonldContexts", ["@context": ["a": "https://x.example/a"]], headers: headers)
            let url = try #require(made.json["url"]?.asString)
            #expect(url.hasPrefix("\(start)talka.test/ngsi-ld/v1/jsonldContexts/"))
            let list = await twin.ask(.get, "jsonldContexts", headers: headers)
            #expect(list.json == [.string(url)])
        }
    }
}
