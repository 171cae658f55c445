// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import TestKit
import Testing
import Web

/// What belongs to a source goes there, and what is held by both goes both ways (GS CIM 009, 4.3.6).
struct FederatedWritingTests {
    private static let all: JSON = ["redirectionOps"]
    private static let both: JSONObject = [
        "fill": ["type": "Property", "value": 1], "lid": ["type": "Property", "value": "shut"],
    ]
    private static let fill: JSON = [
        ["entities": [["type": "Bin", "id": "urn:bin:1"]], "propertyNames": ["fill"]]
    ]

    private func exclusive() async throws -> TwinPair {
        let pair = try TwinPair()
        let made = await pair.register(["mode": "exclusive", "operations": Self.all], information: Self.fill)
        #expect(made.status == 201)
        return pair
    }

    private func there(_ pair: TwinPair, _ id: String = "urn:bin:1") async -> JSON {
        await pair.ask(.get, "entities/\(id)", at: pair.south).json
    }

    private func here(_ pair: TwinPair, _ id: String = "urn:bin:1") async -> JSON {
        await pair.ask(.get, "entities/\(id)?local=true").json
    }

    @Test func eachPartOfAnExclusivelyHeldEntityGoesToItsPlace() async throws {
        let pair = try await exclusive()
        let made = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1", Self.both))
        #expect(made.status == 201 && made.location == "/ngsi-ld/v1/entities/urn:bin:1")
        #expect(await there(pair)["fill"]?["value"] == 1)
        #expect(await there(pair)["lid"] == nil)
        #expect(await here(pair)["fill"] == nil)
        #expect(await here(pair)["lid"]?["value"] == "shut")
        let merged = await pair.ask(
            .patch, "entities/urn:bin:1", ["fill": TwinPair.property(2), "lid": TwinPair.property("open")])
        #expect(merged.status == 204)
        #expect(await there(pair)["fill"]?["value"] == 2)
        #expect(await here(pair)["lid"]?["value"] == "open")
        #expect(await pair.ask(.patch, "entities/urn:bin:1/attrs/fill", ["value": 3]).status == 204)
        #expect(await there(pair)["fill"]?["value"] == 3)
        #expect(await pair.ask(.delete, "entities/urn:bin:1/attrs/fill").status == 204)
        #expect(await there(pair)["fill"] == nil)
        #expect(
            await pair.ask(.post, "entities/urn:bin:1/attrs", ["fill": TwinPair.property(4)]).status == 204)
        #expect(await pair.ask(.get, "entities/urn:bin:1").json["fill"]?["value"] == 4)
        #expect(await pair.ask(.delete, "entities/urn:bin:1").status == 204)
        #expect(await pair.ask(.get, "entities/urn:bin:1").status == 404)
        #expect(await pair.ask(.get, "entities/urn:bin:1", at: pair.south).status == 404)
    }

    @Test func whatIsRedirectedIsNotKept() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["mode": "redirect", "operations": Self.all])
        #expect(await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1")).status == 201)
        #expect(await pair.ask(.get, "entities/urn:bin:1?local=true").status == 404)
        #expect(await there(pair)["fill"]?["value"] == 1)
        #expect(await pair.ask(.get, "entities/urn:bin:1").json["fill"]?["value"] == 1)
        // What the only one to know it says is the answer.
        #expect(await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1")).status == 409)
        #expect(await pair.ask(.patch, "entities/urn:bin:7", ["fill": TwinPair.property(1)]).status == 404)
    }

    @Test func whatBothHoldGoesBothWays() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["operations": Self.all])
        #expect(await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1")).status == 201)
        #expect(await here(pair)["fill"]?["value"] == 1)
        #expect(await there(pair)["fill"]?["value"] == 1)
        #expect(
            await pair.ask(
                .put, "entities/urn:bin:1", TwinPair.bin("urn:bin:1", ["lid": TwinPair.property(1)])
            ).status == 204)
        #expect(await here(pair)["fill"] == nil)
        #expect(await there(pair)["lid"]?["value"] == 1)
        // One that is only there is changed there.
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:2"), at: pair.south)
        #expect(
            await pair.ask(.patch, "entities/urn:bin:2/attrs", ["fill": TwinPair.property(5)]).status == 204)
        #expect(await there(pair, "urn:bin:2")["fill"]?["value"] == 5)
        #expect(await pair.ask(.delete, "entities/urn:bin:2").status == 204)
        #expect(await pair.ask(.delete, "entities/urn:bin:2").status == 404)
        // A source that only reads is not told; nor is anybody of what is meant here alone.
        #expect(await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:3")).status == 201)
        #expect(await pair.ask(.get, "entities/urn:bin:3", at: pair.south).status == 404)
    }

    @Test func whatIsDoneInPartIsToldInParts() async throws {
        let pair = try await exclusive()
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1", Self.both))
        pair.internet.inner.remove(TwinPair.south)
        let some = await pair.ask(
            .patch, "entities/urn:bin:1/attrs",
            ["fill": TwinPair.property(2), "lid": TwinPair.property("open")])
        #expect(some.status == 207)
        let words = "https://uri.etsi.org/ngsi-ld/default-context/"
        #expect(some.json["updated"] == [.string("\(words)lid")])
        #expect(some.json["notUpdated"]?[0]?["attributeName"] == .string("\(words)fill"))
        #expect(some.json["notUpdated"]?[0]?["registrationId"] == "urn:r:south")
        #expect(
            await pair.ask(.patch, "entities/urn:bin:1/attrs", ["fill": TwinPair.property(2)]).status == 504)
        let gone = await pair.ask(.delete, "entities/urn:bin:1")
        #expect(gone.status == 207 && gone.json["errors"]?[0]?["registrationId"] == "urn:r:south")
    }

    @Test func whatASourceDoesNotTakeIsAConflict() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["mode": "exclusive", "operations": ["retrieveOps"]], information: Self.fill)
        let made = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1", Self.both))
        #expect(made.status == 207 && made.json["success"] == ["urn:bin:1"])
        #expect(made.location == "/ngsi-ld/v1/entities/urn:bin:1")
        #expect(made.json["errors"]?[0]?["error"]?["status"] == 409)
        #expect(await here(pair)["fill"] == nil)
        // What is not sound goes nowhere.
        let count = pair.internet.asked.count
        #expect(
            await pair.ask(.post, "entities", ["id": "urn:bin:1", "type": "Bin", "fill": .null]).status == 400
        )
        #expect(pair.internet.asked.count == count)
    }

    /// Sources of entities of several types, of which one only reads, and an entity of one of them.
    private func amongOthers() async throws -> TwinPair {
        let pair = try TwinPair()
        _ = await pair.register(["mode": "redirect", "operations": Self.all])
        for (type, operations) in [("Lamp", Self.all), ("Bench", ["retrieveOps"] as JSON)] {
            let members: JSONObject = [
                "mode": "redirect", "operations": operations, "tenant": .string(type.lowercased()),
            ]
            let information: JSON = [["entities": [["type": .string(type)]]]]
            _ = await pair.register(members, information: information, id: "urn:r:\(type)")
            _ = await pair.ask(
                .post, "entities", ["id": "urn:x:1", "type": .string(type)],
                headers: ["ngsild-tenant": type.lowercased()], at: pair.south)
        }
        #expect(await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1", Self.both)).status == 201)
        return pair
    }

    /// By an id alone all of them are meant: that others have no such thing, or take no such request, is no
    /// error.
    @Test func whoAsksByIdMeansWhoeverHasIt() async throws {
        let pair = try await amongOthers()
        func ask(_ method: Web.Method, _ path: String, _ json: JSON? = nil) async -> Int {
            await pair.ask(method, path, json).status
        }
        let fill: JSON = ["fill": TwinPair.property(2)]
        #expect(await ask(.patch, "entities/urn:bin:1/attrs", fill) == 204)
        #expect(await ask(.delete, "entities/urn:bin:1/attrs/lid") == 204)
        #expect(await there(pair)["fill"]?["value"] == 2)
        #expect(await ask(.delete, "entities/urn:bin:9?type=Bin") == 404)
        // The one that only reads may have it; so this cannot be said to be nowhere.
        #expect(await ask(.delete, "entities/urn:bin:9") == 409)
        let deleted = await pair.ask(.post, "entityOperations/delete", ["urn:bin:1", "urn:bin:9"])
        #expect(deleted.status == 207 && deleted.json["success"] == ["urn:bin:1"])
        #expect(deleted.json["errors"]?.asArray?.count == 1)
        #expect(deleted.json["errors"]?[0]?["error"]?["status"] == 404)
    }

    @Test func whatABatchCreatesElsewhereIsCreated() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["mode": "redirect", "operations": ["redirectionOps", "upsertBatch"]])
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        let batch: JSON = [TwinPair.bin("urn:bin:1"), TwinPair.bin("urn:bin:2")]
        let made = await pair.ask(.post, "entityOperations/upsert", batch)
        #expect(made.status == 201 && made.json == ["urn:bin:2"])
        #expect(await pair.ask(.post, "entityOperations/upsert", batch).status == 204)
        // One by one, where a source takes no batches, too.
        let patch: JSON = ["operations": Self.all]
        #expect(await pair.ask(.patch, "csourceRegistrations/urn:r:south", patch).status == 204)
        let single = await pair.ask(
            .post, "entityOperations/upsert", [TwinPair.bin("urn:bin:2"), TwinPair.bin("urn:bin:3")])
        #expect(single.status == 201 && single.json == ["urn:bin:3"])
    }

    @Test func whatNobodyHasIsNotDeleted() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["operations": ["redirectionOps", "deleteBatch"]])
        let gone = await pair.ask(.post, "entityOperations/delete", ["urn:bin:1"])
        #expect(gone.status == 207 && gone.json["success"] == [])
        #expect(gone.json["errors"]?.asArray?.count == 1)
    }

    @Test func aBatchIsDividedEntityByEntity() async throws {
        let pair = try await exclusive()
        let batch: JSON = [
            TwinPair.bin("urn:bin:1", Self.both), TwinPair.bin("urn:bin:2"), ["id": "urn:bin:3", "type": 7],
        ]
        let made = await pair.ask(.post, "entityOperations/create", batch)
        #expect(made.status == 207, "\(made.text)")
        #expect(made.json["success"]?.asArray?.count == 2)
        #expect(made.json["errors"]?[0]?["entityId"] == "urn:bin:3")
        #expect(await there(pair)["fill"]?["value"] == 1)
        #expect(await here(pair)["lid"]?["value"] == "shut")
        #expect(await here(pair, "urn:bin:2")["fill"]?["value"] == 1)
        let upsert = await pair.ask(
            .post, "entityOperations/upsert?options=update",
            [TwinPair.bin("urn:bin:1", ["fill": TwinPair.property(8), "lid": TwinPair.property("open")])])
        #expect(upsert.status == 204, "\(upsert.text)")
        #expect(await there(pair)["fill"]?["value"] == 8)
        #expect(await here(pair)["lid"]?["value"] == "open")
        #expect(await pair.ask(.post, "entityOperations/delete", ["urn:bin:1", "urn:bin:2"]).status == 204)
        #expect(await pair.ask(.get, "entities?type=Bin").json == [])
    }

    @Test func whatIsPurgedGoesEverywhere() async throws {
        let pair = try TwinPair()
        _ = await pair.register(["operations": Self.all])
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        #expect(await pair.ask(.delete, "entities?type=Bin&local=true").status == 204)
        #expect(await there(pair)["fill"]?["value"] == 1)
        #expect(await pair.ask(.delete, "entities?type=Bin").status == 204)
        #expect(await pair.ask(.get, "entities/urn:bin:1", at: pair.south).status == 404)
        // What was done here is told beside what was not done there (5.2.16, 5.2.17).
        _ = await pair.ask(.post, "entities?local=true", TwinPair.bin("urn:bin:2"))
        pair.internet.inner.remove(TwinPair.south)
        let some = await pair.ask(.delete, "entities?type=Bin")
        #expect(some.status == 207 && some.json["success"] == ["urn:bin:2"], "\(some.text)")
        let error = some.json["errors"]?[0]
        #expect(error?["registrationId"] == "urn:r:south" && error?["entityId"] == "urn:r:south")
    }
}
