// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization
import TestKit
import Testing
import Twin
import Web

/// Contexts that lie elsewhere, as who uses them notices it (GS CIM 009, 5.5.6 and 5.13.1).
struct FetchedContextTests {
    private static let address = "https://words.example/car.jsonld"

    private let internet = StandIn()
    private let test: TestNetwork

    init() throws { test = try TwinPair.network(internet, at: TwinPair.north) }

    private func ask(
        _ method: Web.Method, _ path: String, _ json: JSON? = nil, words: String? = nil
    ) async -> TestAnswer {
        let link = words.map { ["link": "<\($0)>; rel=\"http://www.w3.org/ns/json-ld#context\""] } ?? [:]
        return await test.client().api(method, "/ngsi-ld/v1/\(path)", json, headers: link)
    }

    private func serve(_ name: String, _ headers: [(name: String, value: String)] = []) {
        let document: JSON = ["@context": ["Car": .string(name)]]
        internet.put(Self.address) { _ in
            OutgoingResponse(status: 200, headers: headers, body: document.encoded())
        }
    }

    /// What a type is called in full in the words at an address; nil: they cannot be had.
    private func fullName(by words: String = address) async -> String? {
        let id = "urn:ngsi-ld:Car:1"
        _ = await ask(.delete, "entities/\(id)")
        guard await ask(.post, "entities", ["id": .string(id), "type": "Car"], words: words).status == 201
        else { return nil }
        return await ask(.get, "entities/\(id)").json["type"]?.asString
    }

    private var fetches: Int { internet.asked.filter { $0.address == Self.address }.count }

    @Test func anAddressMayLeadOn() async throws {
        serve("https://words.example/Car")
        internet.put("https://short.example/") { request in
            let next = request.address.hasSuffix("/a") ? "b" : Self.address
            return OutgoingResponse(status: 302, headers: [("location", next)])
        }
        #expect(await fullName(by: "https://short.example/a") == "https://words.example/Car")
        internet.put("https://round.example/") { request in
            OutgoingResponse(status: 301, headers: [("location", request.address)])
        }
        let round = await ask(.get, "entities?type=Car", words: "https://round.example/a")
        #expect(round.status == 504 && OpenTwin.problem(round) == "LdContextNotAvailable")
        #expect(internet.asked.filter { $0.address.hasPrefix("https://round") }.count == 6)
    }

    @Test func aContextIsKeptAsLongAsItSays() async throws {
        serve("https://one.example/Car", [("cache-control", "public, max-age=600"), ("age", "100")])
        #expect(await fullName() == "https://one.example/Car")
        let first = await ask(.get, "jsonldContexts?details=true").json.asArray?.first
        serve("https://two.example/Car")
        test.clock.pass(seconds: 499)
        #expect(await fullName() == "https://one.example/Car")
        #expect(fetches == 1)
        // When it was made is when it came, however often it is used since.
        let same = await ask(.get, "jsonldContexts?details=true").json.asArray?.first
        #expect(first?["createdAt"] != nil && same?["createdAt"] == first?["createdAt"])
        #expect(same?["expiresAt"] == first?["expiresAt"] && same?["lastUsage"] != first?["lastUsage"])
        test.clock.pass(seconds: 1)
        #expect(await fullName() == "https://two.example/Car")
        // Who says nothing is asked again after a day.
        test.clock.pass(seconds: 86_399)
        _ = await fullName()
        #expect(fetches == 2)
        test.clock.pass(seconds: 1)
        _ = await fullName()
        #expect(fetches == 3)
    }

    /// Each with how long it is kept.
    @Test(arguments: [
        ([("expires", "Mon, 12 Jan 2026 09:02:00 GMT")], 120),
        ([("expires", "Mon, 12 Jan 2026 09:02:00 GMT"), ("date", "Mon, 12 Jan 2026 09:01:00 GMT")], 60),
        ([("expires", "Mon, 12 Jan 2026 09:02:00 GMT"), ("cache-control", "max-age=30")], 30),
        ([("expires", "0")], 1), ([("cache-control", "max-age=0")], 1),
        ([("cache-control", "max-age=-9223372036854775808"), ("age", "9223372036854775807")], 1),
        ([("cache-control", "private, no-store")], 1), ([("cache-control", "max-age=much")], 86_400),
    ])
    func howLongIsReadAsHTTPSaysIt(_ headers: [(String, String)], _ seconds: Int) async throws {
        serve("https://one.example/Car", headers.map { (name: $0, value: $1) })
        _ = await fullName()
        let told = await ask(.get, "jsonldContexts?details=true").json.asArray?.first
        let expiresAt = test.clock.now.adding(seconds: seconds).description.prefix(19)
        #expect(told?["expiresAt"]?.asString?.prefix(19) == expiresAt, "\(headers)")
    }

    /// However many contexts name it: what one request has fetched is counted, not what it uses.
    @Test func whatIsAtHandIsUsedAsOftenAsItIsNamed() async throws {
        serve("https://one.example/Car")
        let cars = (1...100).map { number -> JSON in
            [
                "id": .string("urn:ngsi-ld:Car:\(number)"), "type": "Car",
                "@context": [
                    .string(Self.address), ["own": .string("https://own.example/\(number)")],
                ],
            ]
        }
        let answer = await test.client().api(
            .post, "/ngsi-ld/v1/entityOperations/create", .array(cars),
            headers: ["content-type": "application/ld+json"])
        #expect(answer.status == 201)
        #expect(fetches == 1)
    }

    @Test func whatCannotBeHadAnewGoesOn() async throws {
        serve("https://one.example/Car", [("cache-control", "no-cache")])
        #expect(await fullName() == "https://one.example/Car")
        internet.put(Self.address) { _ in throw Fault("no answer") }
        test.clock.pass(seconds: 10)
        #expect(await fullName() == "https://one.example/Car")
        #expect(fetches == 2)
        serve("https://two.example/Car")
        test.clock.pass(seconds: 10)
        #expect(await fullName() == "https://one.example/Car")
        test.clock.pass(seconds: 60)
        #expect(await fullName() == "https://two.example/Car")
        // What was deleted is not used once more.
        internet.put(Self.address) { _ in throw Fault("no answer") }
        let told = await ask(.get, "jsonldContexts?details=true").json.asArray?.first
        let id = try #require(told?["localId"]?.asString)
        #expect(await ask(.delete, "jsonldContexts/\(id)").status == 204)
        #expect(await fullName() == nil)
    }
}
