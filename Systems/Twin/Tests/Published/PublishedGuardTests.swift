// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Twin

/// What is published is written by what follows the register, whatever way others come; and that goes on
/// after any end.
struct PublishedGuardTests {
    private static let mine: JSON = ["type": "Property", "value": 1]

    @Test func nobodyElseWrites() async throws {
        let towns = try await ParkTwins()
        let tree = try await towns.plant()
        try await towns.follow()
        let id = ParkTwins.urn(tree)
        let before = await towns.entity(tree).json
        let whole: JSON = ["id": .string(id), "type": "ParksTree", "age": Self.mine]
        let calls: [(Web.Method, String, JSON?)] = [
            (.post, "entities", whole), (.put, "entities/\(id)", ["type": "ParksTree", "age": Self.mine]),
            (.patch, "entities/\(id)", ["age": Self.mine]), (.delete, "entities/\(id)", nil),
            (.post, "entities/\(id)/attrs", ["mine": Self.mine]),
            (.patch, "entities/\(id)/attrs", ["age": Self.mine]),
            (.patch, "entities/\(id)/attrs/age", ["value": 2]),
            (.put, "entities/\(id)/attrs/age", Self.mine), (.delete, "entities/\(id)/attrs/age", nil),
            (.delete, "temporal/entities/\(id)", nil),
            (
                .post, "temporal/entities/\(id)/attrs",
                ["age": [["type": "Property", "value": 1, "observedAt": "2020-01-01T00:00:00Z"]]]
            ),
        ]
        for (method, path, body) in calls {
            let answer = await towns.send(method, path, body)
            #expect(answer.status == 409, "\(method) \(path): \(answer.text)")
        }
        let problem = await towns.send(.delete, "entities/\(id)").json
        #expect(problem["type"]?.asString?.hasSuffix("Conflict") == true)
        #expect(problem["detail"]?.asString?.contains("/parks/clare/\(tree.text)") == true)
        #expect(await towns.entity(tree).json == before)
    }

    @Test func ofManyTheOthersAreWritten() async throws {
        let towns = try await ParkTwins()
        let tree = try await towns.plant()
        try await towns.follow()
        let id = ParkTwins.urn(tree)
        let batch: JSON = [
            ["id": .string(id), "type": "ParksTree", "age": Self.mine],
            ["id": "urn:mine:1", "type": "ParksTree", "age": Self.mine],
        ]
        for path in ["upsert", "upsert?options=update", "update", "merge"] {
            let answer = await towns.send(.post, "entityOperations/\(path)", batch)
            #expect(answer.status == 207, "\(path): \(answer.text)")
            #expect(answer.json["errors"]?.asArray?.map { $0["entityId"] } == [.string(id)], "\(path)")
            #expect(answer.json["success"] == ["urn:mine:1"], "\(path)")
        }
        let purged = await towns.send(.delete, "entities?type=ParksTree")
        #expect(purged.status == 207 && purged.json["success"] == ["urn:mine:1"], "\(purged.text)")
        let deleted = await towns.send(.post, "entityOperations/delete", [.string(id)])
        #expect(deleted.json["errors"]?.asArray?.count == 1, "\(deleted.text)")
        #expect(await towns.entity(tree).json["age"]?["value"] == 300)
        let (path, client) = (
            "/t/clare/twin/import", try await towns.test.client("Orla", roles: ["clare": [.officer]])
        )
        let preview = await client.submit(path, ["data": "id,age\n\(id),5"])
        let imported = await client.post(
            path,
            preview.hidden(action: path) + [
                ("type", "ParksTree"), ("use0", "id"), ("use1", "property"), ("name1", "age"),
                ("step", "write"),
            ])
        #expect(imported.status == 409 && imported.contains("/parks/clare"), "\(imported.status)")
        #expect(await towns.entity(tree).json["age"]?["value"] == 300)
    }

    @Test func whatMightBeStaysWhatMightBe() async throws {
        let towns = try await ParkTwins()
        let tree = try await towns.plant()
        try await towns.follow()
        towns.pass()
        let (id, header) = (ParkTwins.urn(tree), ["ngsild-snapshot": "urn:what:if"])
        _ = await towns.send(.post, "snapshots", ["id": "urn:what:if", "type": "Snapshot"])
        let changed = await towns.send(.patch, "entities/\(id)/attrs/age", ["value": 999], headers: header)
        #expect(changed.status == 204, "\(changed.text)")
        #expect(await towns.entity(tree, headers: header).json["age"]?["value"] == 999)
        _ = await towns.send(.post, "entities", ["id": "urn:mine:1", "type": "Mine"], headers: header)
        #expect(await towns.send(.post, "snapshots/urn:what:if/merge").status == 409)
        let merged = await towns.send(.post, "snapshots/urn:what:if/merge?conflicts=branch")
        #expect(merged.json["merged"] == ["urn:mine:1"], "\(merged.text)")
        #expect(merged.json["conflicts"]?.asArray?.first?["entityId"] == .string(id))
        #expect(await towns.entity(tree).json["age"]?["value"] == 300)
    }

    @Test func aBranchOfThePastHidesWhatIsHidden() async throws {
        let towns = try await ParkTwins()
        towns.pass()
        let tree = try await towns.plant()
        try await towns.follow()
        towns.pass()
        try await towns.act(Parks.hide.kind, on: tree)
        #expect(try await towns.until { await towns.entity(tree).status == 404 })
        let made = await towns.send(
            .post, "snapshots",
            ["id": "urn:what:was", "type": "Snapshot", "asOf": "2026-01-12T09:01:30Z"])
        #expect(made.status == 201, "\(made.text)")
        let header = ["ngsild-snapshot": "urn:what:was"]
        #expect(await towns.entity(tree, headers: header).status == 404)
        let past = await towns.send(.get, "temporal/entities/\(ParkTwins.urn(tree))", headers: header)
        #expect(past.status == 404, "\(past.text)")
    }

    /// A second process on the same stores, the first of which was killed.
    private func next(_ towns: ParkTwins) throws -> (Twin, TwinWork) {
        let twin = Twins().twin(in: try towns.store())
        let clock = towns.test.clock
        let follower = PublishedFollower(
            twin, PublicRecords(of: try towns.store(), in: towns.test.network),
            at: towns.test.site.configuration.address, now: { clock.now })
        let work = TwinWork(
            twin, outside: towns.test.site.outside, publishing: towns.subscribers, follower: follower,
            holdings: Holdings(towns.test.network), now: { clock.now })
        return (twin, work)
    }

    @Test func itGoesOnWhereItWas() async throws {
        let towns = try await ParkTwins()
        let tree = try await towns.plant()
        try await towns.follow()
        let lines = try towns.twin().read { $0.last?.number }
        let (twin, work) = try next(towns)
        for _ in 0..<3 { try await work.follower?.tick() }
        #expect(try twin.read { $0.last?.number } == lines)
        towns.pass()
        try await towns.act(Parks.tend.kind, on: tree, ["age": .integer(301)])
        try await work.follower?.tick()
        let age = PublishedNames.word("age")
        let entity = try twin.entity(ParkTwins.urn(tree), at: Stamp(towns.test.clock.now))
        #expect(entity?[age]?.standard?.value == .property(301))
        // The first sees that it is done already.
        try await towns.follow()
        #expect(try twin.read { $0.remembered(ParkTwins.urn(tree))?.series.count } == 1)
        let answer = await towns.send(.patch, "entities/\(ParkTwins.urn(tree))", ["age": Self.mine])
        #expect(answer.status == 409, "\(answer.text)")
    }

    @Test func aWithdrawalIsToldByWhoeverComesNext() async throws {
        let towns = try await ParkTwins()
        let tree = try await towns.plant()
        try await towns.follow()
        await towns.subscribe(to: "ParksTree")
        towns.subscribers.answer { _ in 503 }
        towns.pass()
        try await towns.act(Parks.hide.kind, on: tree)
        #expect(try await towns.until { await towns.entity(tree).status == 404 })
        _ = try await towns.heard(1)
        towns.subscribers.answer { _ in 204 }
        let count = towns.subscribers.heard.count
        await (try await towns.work()).settle()
        towns.pass(Holdings.seconds + 1)
        let (_, work) = try next(towns)
        work.begin()
        let heard = try await towns.heard(count + 1)
        #expect(heard.count > count)
        #expect(heard.last?.data.first?["deletedAt"] != nil)
    }

    @Test func manyComeInTurns() async throws {
        let towns = try await ParkTwins()
        try await towns.act(Parks.plantMany.kind, ["count": .integer(230)])
        try await towns.follow()
        let all = await towns.send(.get, "entities?type=ParksTree&limit=0&count=true")
        #expect(all.header("ngsild-results-count") == "230")
        try await towns.act(Parks.plantMany.kind, ["count": .integer(130)])
        try await towns.follow()
        #expect(try towns.twin().view().count == 360)
    }
}
