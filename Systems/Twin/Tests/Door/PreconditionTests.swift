// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Twin
import Web

/// What all requests have in common (GS CIM 009, 6.3): how they are framed, in which form they are answered,
/// for whom.
struct PreconditionTests {
    private static let path = "/ngsi-ld/v1/entities"

    @Test func aBodyNeedsALengthAndAForm() async throws {
        let twin = try OpenTwin()
        let body = OpenTwin.car(1).encoded()
        func send(_ method: Web.Method, _ path: String, _ headers: [String: String]) async -> TestAnswer {
            await twin.test.client().send(method, path, headers: headers, body: body)
        }
        let json = "application/json", patch = "application/merge-patch+json"
        let unmeasured = await send(
            .post, Self.path, ["content-type": json, "transfer-encoding": "chunked"])
        #expect(unmeasured.status == 411 && unmeasured.bytes.isEmpty)
        for headers in [["content-type": "text/plain"], [:], ["content-type": patch]] {
            let other = await send(.post, Self.path, headers)
            #expect(other.status == 415 && other.bytes.isEmpty)
        }
        let plain = ["content-type": "application/json; charset=utf-8"]
        #expect(await send(.post, Self.path, plain).status == 201)
        #expect(await send(.patch, "\(Self.path)/urn:ngsi-ld:Car:1", ["content-type": patch]).status == 204)
    }

    @Test(arguments: [
        (nil, "application/json"), ("*/*", "application/json"), ("application/*", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json, application/json", "application/json"),
        ("application/ld+json, */*;q=0.1", "application/ld+json"),
        ("application/json;q=0.2, application/ld+json;q=0.3", "application/ld+json"),
        ("application/json;q=0, */*", "application/ld+json"),
        ("application/geo+json", "application/geo+json"),
        ("text/html, application/geo+json", "application/geo+json"), ("text/html", nil),
    ] as [(String?, String?)])
    func theFormIsTheOneThatIsWanted(_ accept: String?, _ form: String?) async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let headers = accept.map { ["accept": $0] } ?? [:]
        let answer = await twin.ask(.get, "entities/urn:ngsi-ld:Car:1", headers: headers)
        #expect(answer.status == (form == nil ? 406 : 200), "\(answer.text)")
        #expect(answer.header("content-type") == form ?? "application/json")
        if form == nil {
            #expect(
                answer.json["available"] == [
                    "application/json", "application/ld+json", "application/geo+json",
                ])
        }
    }

    @Test func whoChangesSomethingIsHeldToNoFormButOne() async throws {
        let twin = try OpenTwin()
        let html = await twin.ask(.post, "entities", OpenTwin.car(1), headers: ["accept": "text/html"])
        #expect(html.status == 201)
        let geo = ["accept": "application/geo+json"]
        #expect(await twin.ask(.post, "entities", OpenTwin.car(2), headers: geo).status == 406)
        #expect(await twin.ask(.delete, "entities/urn:ngsi-ld:Car:1", headers: geo).status == 406)
        #expect(await twin.ask(.get, "types", headers: geo).status == 406)
        let both = ["accept": "application/geo+json, application/json"]
        #expect(await twin.ask(.delete, "entities/urn:ngsi-ld:Car:1", headers: both).status == 204)
    }

    @Test func aPlaceIsWrittenAsAPath() async throws {
        let twin = try OpenTwin()
        let made = await twin.ask(
            .post, "entities", ["id": "https://a.example/b?c=é", "type": "Car"])
        #expect(made.location == "/ngsi-ld/v1/entities/https:%2F%2Fa.example%2Fb%3Fc=%C3%A9")
        #expect(made.bytes.isEmpty && made.header("link") == nil)
    }

    @Test func whatNobodyKnowsIsRefused() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        for (method, path) in [
            (Web.Method.get, "entities/urn:ngsi-ld:Car:1?colour=red"),
            (.delete, "entities/urn:ngsi-ld:Car:1?colour=red"),
            (.patch, "entities/urn:ngsi-ld:Car:1?options=all"),
            (.post, "entityOperations/upsert?options=update,replace"),
        ] {
            let body: JSON? = method == .patch || method == .post ? [:] : Optional.none
            let answer = await twin.ask(method, path, body)
            #expect(answer.status == 400 && OpenTwin.problem(answer) == "InvalidRequest", "\(path)")
        }
    }

    @Test func aTenantBeginsWithWhatIsCreated() async throws {
        let twin = try OpenTwin()
        let two = ["ngsild-tenant": "two"]
        let path = "entities/urn:ngsi-ld:Car:1"
        for answer in [
            await twin.ask(.patch, path, ["speed": 1], headers: two),
            await twin.ask(.delete, path, headers: two),
            await twin.ask(.post, "\(path)/attrs", ["speed": 1], headers: two),
            await twin.ask(.post, "entityOperations/delete", ["urn:ngsi-ld:Car:1"], headers: two),
        ] {
            #expect(answer.status == 404 && OpenTwin.problem(answer) == "NonexistentTenant")
            #expect(answer.header("ngsild-tenant") == "two")
        }
        let made = await twin.ask(.post, "entityOperations/upsert", [OpenTwin.car(1)], headers: two)
        #expect(made.status == 201)
        #expect(await twin.ask(.delete, path, headers: two).status == 204)
    }

    @Test func anEarlierEditionIsTold() async throws {
        let twin = try OpenTwin()
        let car = OpenTwin.car(1, ["colours": ["type": "ListProperty", "valueList": ["red", "white"]]])
        _ = await twin.ask(.post, "entities", car)
        func read(_ edition: String) async -> TestAnswer {
            await twin.ask(
                .get, "entities/urn:ngsi-ld:Car:1", headers: ["prefer": "ngsi-ld=\(edition)"])
        }
        let old = await read("1.6")
        #expect(old.status == 203 && old.header("preference-applied") == "ngsi-ld=1.6")
        #expect(old.json["colours"] == ["type": "Property", "value": ["red", "white"]])
        let same = await read("1.8")
        #expect(same.status == 200 && same.header("preference-applied") == "ngsi-ld=1.8")
        #expect(same.json == car)
        let later = await read("2.0")
        #expect(later.status == 200 && later.header("preference-applied") == "ngsi-ld=1.9")
        #expect(await read("new").header("preference-applied") == nil)
        let types = await twin.ask(.get, "types", headers: ["prefer": "ngsi-ld=1.3"])
        #expect(types.header("preference-applied") == "ngsi-ld=1.9")
    }
}
