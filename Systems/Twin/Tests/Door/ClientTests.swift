// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Twin
import Web

/// What programs of many makes were found to send, which is no fault of theirs.
struct ClientTests {
    private static let json = "application/json"

    /// .NET, `fetch` with a stream and `curl -T-` send a body before they know how long it is.
    @Test func aBodyMayComeInChunks() async throws {
        let twin = try OpenTwin()
        let headers = ["content-type": Self.json, "transfer-encoding": "chunked"]
        func send(_ body: [UInt8]) async -> TestAnswer {
            await twin.test.client().send(.post, "/ngsi-ld/v1/entities", headers: headers, body: body)
        }
        #expect(await send(OpenTwin.car(1).encoded()).status == 201)
        #expect(await twin.ask(.get, "entities/urn:ngsi-ld:Car:1").json["speed"]?["value"] == 10)
        #expect(await send([]).status == 400)
    }

    /// Windows programs put it before whatever they write.
    @Test func aMarkOfTheOrderOfBytesIsPassedOver() async throws {
        let twin = try OpenTwin()
        func send(_ body: [UInt8]) async -> TestAnswer {
            let headers = ["content-type": Self.json]
            return await twin.test.client().send(
                .post, "/ngsi-ld/v1/entities", headers: headers, body: [0xEF, 0xBB, 0xBF] + body)
        }
        #expect(await send(OpenTwin.car(1).encoded()).status == 201)
        #expect(OpenTwin.problem(await send([])) == "InvalidRequest")
    }

    /// GDAL names what it was told to ask for, and what it sends to everybody behind it.
    @Test func mapProgramsAreGivenMaps() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        func form(_ accept: String, _ path: String = "entities?type=Car") async -> String? {
            await twin.ask(.get, path, headers: ["accept": accept]).header("content-type")
        }
        #expect(await form("application/geo+json, text/plain, application/json") == "application/geo+json")
        #expect(await form("application/json, application/geo+json") == Self.json)
        #expect(await form("application/geo+json;q=0.5, application/json") == Self.json)
        #expect(await form("application/geo+json, application/json", "types") == Self.json)
    }

    /// A map on a page of another site reads, and writes nothing.
    @Test func pagesOfOtherSitesReadAndNoMore() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let origin = ["origin": "https://maps.example"]
        for path in ["entities?type=Car", "entities/urn:none", "types"] {
            let read = await twin.ask(.get, path, headers: origin)
            #expect(read.header("access-control-allow-origin") == "*", "\(path)")
            #expect(read.header("access-control-expose-headers")?.contains("NGSILD-Results-Count") == true)
        }
        let beyond = origin.merging(["range": "bytes=99999-"]) { $1 }
        let nothing = await twin.ask(.get, "types", headers: beyond)
        #expect(nothing.status == 416 && nothing.header("access-control-allow-origin") == "*")
        let may = await twin.ask(
            .options, "entities", headers: origin.merging(["access-control-request-method": "POST"]) { $1 })
        #expect(may.status == 204 && may.header("access-control-allow-origin") == "*")
        #expect(may.header("access-control-allow-methods") == "GET, HEAD")
        #expect(may.header("access-control-allow-headers")?.contains("Link") == true)
        let written = await twin.ask(.post, "entities", OpenTwin.car(2), headers: origin)
        #expect(written.header("access-control-allow-origin") == nil)
        #expect(await twin.ask(.get, "types").header("access-control-allow-origin") == nil)
        // What has no body a browser sends without asking.
        let id = "urn:ngsi-ld:Snapshot:1"
        _ = await twin.ask(.post, "snapshots", ["id": .string(id), "type": "Snapshot"])
        let sent = origin.merging(["sec-fetch-site": "cross-site"]) { $1 }
        #expect(await twin.ask(.post, "snapshots/\(id)/merge", headers: sent).status == 404)
        #expect(await twin.ask(.get, "snapshots/\(id)").status == 200)
        #expect(await twin.ask(.post, "snapshots/\(id)/merge").status == 200)
    }

    /// GDAL's `/vsicurl/` reads nothing but parts.
    @Test func anAnswerIsReadInParts() async throws {
        let twin = try OpenTwin()
        for number in 1...9 { _ = await twin.ask(.post, "entities", OpenTwin.car(number)) }
        let path = "entities?type=Car&options=keyValues"
        let whole = await twin.ask(.get, path)
        func part(_ range: String, _ more: [String: String] = [:]) async -> TestAnswer {
            await twin.ask(.get, path, headers: more.merging(["range": range]) { $1 })
        }
        let size = whole.bytes.count
        var read: [UInt8] = []
        for (range, said) in [
            ("bytes=0-99", "bytes 0-99/\(size)"), ("bytes=100-199", "bytes 100-199/\(size)"),
            ("bytes=200-", "bytes 200-\(size - 1)/\(size)"),
        ] {
            let answer = await part(range)
            #expect(answer.status == 206 && answer.header("content-range") == said)
            read += answer.bytes
        }
        #expect(read == whole.bytes)
        #expect(await part("bytes=-5").bytes == whole.bytes.suffix(5))
        #expect(await part("bytes=0-99999").bytes == whole.bytes)
        let beyond = await part("bytes=\(size)-")
        #expect(beyond.status == 416 && beyond.header("content-range") == "bytes */\(size)")
        for other in ["bytes=5-1", "bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b"] {
            let answer = await part(other)
            #expect(answer.status == 200 && answer.bytes == whole.bytes, "\(other)")
        }
        #expect(await part("bytes=0-9", ["if-range": "\"a\""]).status == 200)
    }

    @Test func aMethodThatNobodyKnowsIsNotDone() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let path = "entities/urn:ngsi-ld:Car:1"
        let other = await twin.ask(.other, path)
        #expect(other.status == 405 && other.header("allow") == "DELETE, GET, PATCH, PUT")
        #expect(OpenTwin.problem(other) == "OperationNotSupported")
        let options = await twin.ask(.options, path)
        #expect(options.status == 204 && options.header("allow") == other.header("allow"))
    }

    /// `ngsildclient` puts the address of a context, or an id, into a path as it is.
    @Test func anAddressInAPathMayStandAsItIs() async throws {
        let twin = try OpenTwin()
        let id = "https://a.example/cars/1"
        _ = await twin.ask(.post, "entities", ["id": .string(id), "type": "Car", "speed": 1])
        #expect(await twin.ask(.get, "entities/\(id)").json["id"] == .string(id))
        #expect(await twin.ask(.patch, "entities/\(id)/attrs", ["speed": 2]).status == 204)
        let patched = await twin.ask(.patch, "entities/\(id)/attrs/speed", ["value": 3])
        #expect(patched.status == 204)
        #expect(await twin.ask(.get, "temporal/entities/\(id)/").json["speed"]?.asArray?.count == 3)
        #expect(await twin.ask(.delete, "entities/\(id)/attrs/speed").status == 204)
        let words: JSON = ["@context": ["a": "https://a.example/a"]]
        let hosted = await twin.ask(
            .post, "jsonldContexts", words, headers: ["content-type": "application/ld+json"])
        let place = try #require(hosted.json["url"]?.asString)
        #expect(await twin.ask(.get, "jsonldContexts/\(place)").json == words)
    }

    /// The same encodes the condition of a subscription as if it stood in an address.
    @Test func aConditionIsReadThoughItIsEncoded() async throws {
        let twin = try OpenTwin()
        func subscribe(_ id: String, _ condition: String) async -> Int {
            await twin.ask(.post, "subscriptions", [
                "id": .string(id), "type": "Subscription", "entities": [["type": "Car"]],
                "q": .string(condition), "notification": ["endpoint": ["uri": "https://hear.example/n"]],
            ]).status
        }
        #expect(await subscribe("urn:s:1", "speed%3E40%3Bname==%22a%22") == 201)
        #expect(await twin.ask(.get, "subscriptions/urn:s:1").json["q"] == #"speed>40;name=="a""#)
        #expect(await subscribe("urn:s:2", #"name=="a%3Eb""#) == 201)
        #expect(await twin.ask(.get, "subscriptions/urn:s:2").json["q"] == #"name=="a%3Eb""#)
        #expect(await subscribe("urn:s:3", "speed%3E%3E40") == 400)
    }

    /// And asks for the count as NGSI v2 does.
    @Test func theCountMayBeAnOption() async throws {
        let twin = try OpenTwin()
        _ = await twin.ask(.post, "entities", OpenTwin.car(1))
        let path = "temporal/entities?type=Car&timerel=after&timeAt=2020-01-01T00:00:00Z"
        for options in ["count", "count,temporalValues"] {
            let answer = await twin.ask(
                .get, "\(path)&timeproperty=modifiedAt&options=\(options)")
            #expect(answer.status == 200 && answer.header("ngsild-results-count") == "1", "\(options)")
        }
        #expect(await twin.ask(.get, "\(path)&options=counted").status == 400)
        #expect(await twin.ask(.get, "entities/urn:ngsi-ld:Car:1?options=count").status == 400)
    }

    /// The Device of the Smart Data Models has an attribute `value`.
    @Test func anAttributeMayBeCalledValue() async throws {
        let twin = try OpenTwin()
        let device: JSON = [
            "id": "urn:ngsi-ld:Device:1", "type": "Device", "value": OpenTwin.property("l=0.22"),
        ]
        #expect(await twin.ask(.post, "entities", device).status == 201)
        let path = "entities/urn:ngsi-ld:Device:1"
        #expect(await twin.ask(.get, path).json == device)
        let concise = await twin.ask(.get, "\(path)?options=concise").json
        #expect(concise["value"] == ["value": "l=0.22"])
        #expect(await twin.ask(.put, path, concise).status == 204)
        let values = await twin.ask(.get, "\(path)?options=keyValues").json
        #expect(values["value"] == "l=0.22")
        #expect(await twin.ask(.put, "\(path)?options=keyValues", values).status == 204)
        #expect(await twin.ask(.get, path).json == device)
        let found = await twin.ask(.get, #"entities?type=Device&q=value=="l=0.22"&pick=id,value"#)
        #expect(found.json.asArray?.first?["value"]?["value"] == "l=0.22")
        #expect(await twin.ask(.patch, "\(path)/attrs/value", ["value": "l=1"]).status == 204)
        #expect(await twin.ask(.get, path).json["value"]?["value"] == "l=1")
        // 4.5.1 keeps this one.
        let vessel = OpenTwin.car(1, ["observedAt": OpenTwin.property("2026-01-01T00:00:00Z")])
        #expect(await twin.ask(.post, "entities", vessel).status == 400)
        // An attribute that was sent where an entity is due.
        let attribute: JSON = ["type": "Property", "value": 5]
        #expect(await twin.ask(.patch, "\(path)/attrs", attribute).status == 400)
    }
}
