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

    @Test func aBodyNeedsAForm() async throws {
        let twin = try OpenTwin()
        let body = OpenTwin.car(1).encoded()
        func send(_ method: Web.Method, _ path: String, _ headers: [String: String]) async -> TestAnswer {
            await twin.test.client().send(method, path, headers: headers, body: body)
        }
        let json = "application/json", patch = "application/merge-patch+json"
        for headers in [["content-type": "text/plain"], [:], ["content-type": patch]] {
            let other = await send(.post, Self.path, headers)
            #expect(other.status == 415 && other.bytes.isEmpty)
        }
        let large = await send(.post, Self.path, ["content-type": json, "content-length": "99999999999"])
        #expect(large.status == 413 && OpenTwin.problem(large) == "InvalidRequest")
        let plain = ["content-type": "application/json; charset=utf-8"]
        #expect(await send(.post, Self.path, plain).status == 201)
        #expect(await send(.patch, "\(Self.path)/urn:ngsi-ld:Car:1", ["content-type": patch]).status == 204)
    }

    @Test func whoTakesNothingThereIsIsToldWhatThereIs() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let path = "entities/urn:ngsi-ld:Car:1"
        let html = await twin.ask(.get, path, headers: ["accept": "text/html"])
        #expect(html.status == 406)
        #expect(
            html.json["available"] == ["application/json", "application/ld+json", "application/geo+json"])
        let linked = "application/ld+json, application/json"
        #expect(
            await twin.ask(.get, path, headers: ["accept": linked]).header("content-type")
                == "application/json")
        #expect(await twin.ask(.delete, path, headers: ["accept": "application/geo+json"]).status == 406)
        let both = ["accept": "application/geo+json, application/json"]
        #expect(await twin.ask(.delete, path, headers: both).status == 204)
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
}
