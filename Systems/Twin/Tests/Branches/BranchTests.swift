// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

@testable import Twin

/// What might be: a branch of a twin is written to as the twin is, compared with it, merged into it or
/// thrown away (GS CIM 009 1.9.1, 5.16, as snapshots).
struct BranchTests {
    private static let id = "urn:ngsi-ld:Snapshot:what-if"
    private static let words = "https://uri.etsi.org/ngsi-ld/default-context/"
    private static let header = ["ngsild-snapshot": id]

    /// A twin with two bins, and a branch of it.
    private func begun(_ members: JSONObject = [:]) async throws -> TwinPair {
        let pair = try TwinPair()
        for id in ["urn:bin:1", "urn:bin:2"] { _ = await pair.ask(.post, "entities", TwinPair.bin(id)) }
        pair.north.clock.pass(seconds: 60)
        var json: JSONObject = ["id": .string(Self.id), "type": "Snapshot", "snapshotName": "What if"]
        for (key, value) in members { json[key] = value }
        let made = await pair.ask(.post, "snapshots", .object(json))
        #expect(made.status == 201, "\(made.text)")
        #expect(made.location == "/ngsi-ld/v1/snapshots/\(Self.id)")
        pair.north.clock.pass(seconds: 60)
        return pair
    }

    private func fill(_ pair: TwinPair, _ id: String, branch: Bool) async -> JSON? {
        await pair.ask(.get, "entities/\(id)", headers: branch ? Self.header : [:]).json["fill"]?["value"]
    }

    private func set(_ pair: TwinPair, _ id: String, _ value: JSON, branch: Bool) async {
        let answer = await pair.ask(
            .patch, "entities/\(id)/attrs/fill", ["value": value], headers: branch ? Self.header : [:])
        #expect(answer.status == 204, "\(answer.text)")
    }

    @Test func neitherSeesTheOther() async throws {
        let pair = try await begun()
        #expect(await fill(pair, "urn:bin:1", branch: true) == 1)
        await set(pair, "urn:bin:1", 2, branch: true)
        await set(pair, "urn:bin:2", 3, branch: false)
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:3"), headers: Self.header)
        #expect(await fill(pair, "urn:bin:1", branch: false) == 1)
        #expect(await fill(pair, "urn:bin:1", branch: true) == 2)
        #expect(await fill(pair, "urn:bin:2", branch: true) == 1)
        #expect(await pair.ask(.get, "entities?type=Bin").json.asArray?.count == 2)
        #expect(await pair.ask(.get, "entities?type=Bin", headers: Self.header).json.asArray?.count == 3)
        // What a branch was, it knows, too.
        let past = await pair.ask(.get, "temporal/entities/urn:bin:1", headers: Self.header).json
        #expect(past["fill"]?.asArray?.count == 2)
        // It is there again in another process, from the lines alone.
        let (twins, store, now) = (Twins(), pair.north.network.commons, Stamp(pair.north.clock.now))
        let base = twins.twin(in: store)
        let branch = try #require(try Branch.find(Self.id, in: base, at: now))
        let again = twins.branch(branch.ledger, in: store, off: branch.base(base))
        #expect(try again.entity("urn:bin:1", at: now)?["\(Self.words)fill"]?.standard?.value == .property(2))
        #expect(try again.entity("urn:bin:2", at: now)?["\(Self.words)fill"]?.standard?.value == .property(1))
        #expect(try again.entity("urn:bin:3", at: now) != nil && base.entity("urn:bin:3", at: now) == nil)
        let none = await pair.ask(.get, "entities?type=Bin", headers: ["ngsild-snapshot": "urn:none"])
        #expect(none.status == 404)
    }

    @Test func aBranchBeginsAtAMoment() async throws {
        let pair = try TwinPair()
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:1"))
        pair.north.clock.pass(hours: 1)
        await set(pair, "urn:bin:1", 5, branch: false)
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:2"))
        let made = await pair.ask(
            .post, "snapshots", ["id": .string(Self.id), "type": "Snapshot", "asOf": "2026-01-12T09:30:00Z"])
        #expect(made.status == 201)
        #expect(await fill(pair, "urn:bin:1", branch: true) == 1)
        #expect(await pair.ask(.get, "entities/urn:bin:2", headers: Self.header).status == 404)
    }

    @Test func aBranchMayHoldWhatQueriesFind() async throws {
        let pair = try await begun([
            "queries": [["type": "Query", "entities": [["type": "Bin", "id": "urn:bin:1"]]]]
        ])
        let held = await pair.ask(.get, "entities?type=Bin", headers: Self.header).json
        #expect(held.asArray?.map { $0["id"] } == ["urn:bin:1"])
        // What did not come along is not missing.
        #expect(await pair.ask(.get, "snapshots/\(Self.id)/differences").json == [])
    }

    @Test func whatABranchChangedIsToldAndMerged() async throws {
        let pair = try await begun()
        await set(pair, "urn:bin:1", 2, branch: true)
        _ = await pair.ask(.post, "entities", TwinPair.bin("urn:bin:3"), headers: Self.header)
        _ = await pair.ask(.delete, "entities/urn:bin:2", headers: Self.header)
        let differences = await pair.ask(.get, "snapshots/\(Self.id)/differences").json
        #expect(differences.asArray?.map { $0["change"] } == ["updated", "deleted", "created"])
        let part = differences[0]?["attributes"]?[0]
        #expect(
            part?["attributeName"] == "fill" && part?["before"]?["value"] == 1
                && part?["after"]?["value"] == 2)
        // What the twin alone changed stays.
        _ = await pair.ask(.post, "entities/urn:bin:1/attrs", ["lid": TwinPair.property("shut")])
        let merged = await pair.ask(.post, "snapshots/\(Self.id)/merge")
        #expect(merged.status == 200, "\(merged.text)")
        #expect(
            merged.json["merged"] == ["urn:bin:1", "urn:bin:2", "urn:bin:3"] && merged.json["conflicts"] == []
        )
        let one = await pair.ask(.get, "entities/urn:bin:1").json
        #expect(one["fill"]?["value"] == 2 && one["lid"]?["value"] == "shut")
        #expect(await pair.ask(.get, "entities/urn:bin:2").status == 404)
        #expect(await pair.ask(.get, "entities/urn:bin:3").status == 200)
        #expect(await pair.ask(.get, "snapshots/\(Self.id)").status == 404)
    }

    @Test func whatBothChangedIsAConflict() async throws {
        let pair = try await begun()
        await set(pair, "urn:bin:1", 2, branch: true)
        await set(pair, "urn:bin:2", 2, branch: true)
        await set(pair, "urn:bin:1", 3, branch: false)
        let refused = await pair.ask(.post, "snapshots/\(Self.id)/merge")
        #expect(refused.status == 409)
        #expect(refused.json["conflicts"] == [["entityId": "urn:bin:1", "attributeName": "fill"]])
        #expect(await fill(pair, "urn:bin:2", branch: false) == 1)
        let ours = await pair.ask(.post, "snapshots/\(Self.id)/merge?conflicts=base&keep=true")
        #expect(ours.status == 200 && ours.json["conflicts"]?.asArray?.count == 1)
        #expect(await fill(pair, "urn:bin:1", branch: false) == 3)
        #expect(await fill(pair, "urn:bin:2", branch: false) == 2)
        let theirs = await pair.ask(.post, "snapshots/\(Self.id)/merge?conflicts=branch")
        #expect(theirs.status == 200)
        #expect(await fill(pair, "urn:bin:1", branch: false) == 2)
    }

    @Test func aBranchIsClonedChangedAndThrownAway() async throws {
        let pair = try await begun(["snapshotLifetime": "PT1H"])
        await set(pair, "urn:bin:1", 2, branch: true)
        let clone = await pair.ask(
            .post, "snapshots/\(Self.id)/clone", ["id": "urn:s:two", "type": "Snapshot"])
        #expect(clone.status == 201, "\(clone.text)")
        await set(pair, "urn:bin:1", 9, branch: true)
        let two = await pair.ask(.get, "entities/urn:bin:1", headers: ["ngsild-snapshot": "urn:s:two"]).json
        #expect(two["fill"]?["value"] == 2)
        let full = await pair.ask(.patch, "snapshots/\(Self.id)", ["description": "Full"])
        #expect(full.status == 200 && full.json["description"] == "Full")
        let shown = await pair.ask(.get, "snapshots/\(Self.id)").json
        #expect(shown["description"] == "Full" && shown["snapshotStatus"] == "ready")
        #expect(shown["lastUsedAt"] != nil && shown["modifiedAt"] != nil)
        #expect(await pair.ask(.get, "snapshots").json.asArray?.count == 2)
        pair.north.clock.pass(hours: 2)
        #expect(await pair.ask(.get, "snapshots/\(Self.id)").status == 404)
        #expect(await pair.ask(.delete, "snapshots/urn:s:two").status == 204)
        #expect(
            await pair.ask(.get, "entities/urn:bin:1", headers: ["ngsild-snapshot": "urn:s:two"]).status
                == 404)
        #expect(await fill(pair, "urn:bin:1", branch: false) == 1)
        // An id may be used anew; nothing of the old one is in it.
        let again = await pair.ask(.post, "snapshots", ["id": .string(Self.id), "type": "Snapshot"])
        #expect(again.status == 201)
        #expect(await fill(pair, "urn:bin:1", branch: true) == 1)
        #expect(await pair.ask(.delete, "snapshots").status == 400)
        #expect(await pair.ask(.delete, "snapshots?q=snapshotPriority%3E7").status == 404)
        #expect(await pair.ask(.get, "snapshots").json.asArray?.count == 1)
        #expect(await pair.ask(.delete, "snapshots?q=snapshotStatus==%22ready%22").status == 204)
        #expect(await pair.ask(.get, "snapshots").json == [])
    }

    @Test func whatIsNoSnapshotIsRefused() async throws {
        let pair = try await begun()
        let wrong: [JSON] = [
            ["type": "Bin"], ["id": "x", "type": "Snapshot"], ["type": "Snapshot", "queries": []],
            ["type": "Snapshot", "asOf": "2099-01-01T00:00:00Z"],
            ["type": "Snapshot", "snapshotLifetime": "long"],
            ["type": "Snapshot", "colour": "red"], ["type": "Snapshot", "snapshotPriority": 11],
            ["type": "Snapshot", "endpoint": "urn:nowhere"],
            ["type": "Snapshot", "receiverInfo": [["key": "a\nb", "value": "c"]]],
        ]
        for json in wrong { #expect(await pair.ask(.post, "snapshots", json).status == 400, "\(json)") }
        #expect(
            await pair.ask(.post, "snapshots", ["id": .string(Self.id), "type": "Snapshot"]).status == 409)
        #expect(await pair.ask(.post, "snapshots/urn:none/merge").status == 404)
        #expect(await pair.ask(.post, "snapshots/\(Self.id)/merge?conflicts=mine").status == 400)
    }
}
