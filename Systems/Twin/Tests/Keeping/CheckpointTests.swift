// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Twin

/// A start reads the newest sound checkpoint and only the lines after it, and comes to the same.
struct CheckpointTests {
    /// An open twin with two rooms that changed, one that is gone, and a subscription.
    private func filled() async throws -> SubscribedTwin {
        let twin = try SubscribedTwin()
        await twin.subscribe()
        await twin.room("urn:r:1", ["t": ["value": 1, "unitCode": "CEL"], "name": ["value": "Hall"]])
        await twin.room("urn:r:2", ["t": ["value": 1.5]])
        await twin.room("urn:r:3")
        await change(twin, 2...6)
        _ = await twin.send(.delete, "entities/urn:r:3")
        return twin
    }

    private func change(_ twin: SubscribedTwin, _ values: ClosedRange<Int>) async {
        for value in values {
            twin.test.clock.pass(seconds: 60)
            await twin.set(value)
            _ = await twin.send(
                .patch, "entities/urn:r:2/attrs", ["t": ["value": .decimal(Double(value) / 4)]])
        }
    }

    private func ledger(_ twin: SubscribedTwin) -> Ledger { Ledger("twin", in: twin.test.network.commons) }

    private func keeping(_ twin: SubscribedTwin) throws -> TwinKeeping { try #require(twin.work).keeping }

    /// What a process that begins now would hold, as bytes.
    private func held(_ twin: SubscribedTwin) throws -> [[UInt8]] {
        let contents = try Twins().twin(in: twin.test.network.commons).contentsNow()
        let packing = CheckpointPacking(contents: contents)
        return packing.ranges.map(packing.entities) + packing.documentStarts.map(packing.documents)
    }

    private func fromLines(_ twin: SubscribedTwin) throws -> [[UInt8]] {
        var contents = Contents()
        for line in try ledger(twin).lines(after: 0, limit: 10_000) {
            for entry in try LogEntry.entries(of: line) { contents.apply(entry) }
        }
        let packing = CheckpointPacking(contents: contents)
        return packing.ranges.map(packing.entities) + packing.documentStarts.map(packing.documents)
    }

    private func finding(_ twin: SubscribedTwin) throws -> Verification.Finding? {
        try twin.test.network.verify(Tenant.commons, [TwinFace.check]).finding
    }

    @Test func whatIsKeptAndWhatFollowsItIsAllThereWas() async throws {
        let twin = try await filled()
        try await keeping(twin).checkpoint()
        await change(twin, 7...9)
        let checkpoint = try #require(try Checkpoints(ledger: ledger(twin)).all().last)
        #expect(checkpoint.line > 10)
        #expect(try held(twin) == fromLines(twin))
        // It goes on from there, and is asked as any other.
        let other = try twin.test.beside(faces: [try TwinFace.face(TwinHub(isOpen: true))])
        let path = "/ngsi-ld/v1/temporal/entities/urn:r:1"
        let (here, there) = (await twin.test.client().get(path), await other.client().get(path))
        #expect(here.status == 200 && here.json == there.json)
        #expect(here.json["t"]?.asArray?.count == 9)
        let answer = await other.client().api(
            .patch, "/ngsi-ld/v1/entities/urn:r:1/attrs", ["t": ["value": 10]])
        #expect(answer.status == 204)
        #expect(try finding(twin) == nil)
    }

    @Test func theSecondOneIsKeptTooAndNoMore() async throws {
        let twin = try await filled()
        let checkpoints = Checkpoints(ledger: ledger(twin))
        for value in 7...9 {
            try await keeping(twin).checkpoint()
            await change(twin, value...value)
        }
        let kept = try checkpoints.all()
        #expect(kept.count == 2)
        let rows = try ledger(twin).keys(beginning: CheckpointPart.start)
        let parts = Set(rows.map(CheckpointPart.start(ofRow:)))
        #expect(parts == Set(kept.flatMap(\.parts).map(CheckpointPart.start(of:))))
        #expect(try finding(twin) == nil)
    }

    @Test(arguments: [0, 1])
    func oneThatIsNotSoundIsPassedOver(_ which: Int) async throws {
        let twin = try await filled()
        try await keeping(twin).checkpoint()
        await change(twin, 7...9)
        try await keeping(twin).checkpoint()
        await change(twin, 10...11)
        let last = try #require(try Checkpoints(ledger: ledger(twin)).all().last)
        let before = try fromLines(twin)
        if which == 0 {
            let row = try #require(
                try ledger(twin).keys(beginning: CheckpointPart.start(of: last.parts[0])).first)
            try await ledger(twin).keep([row: "AAAA"], upTo: last.line)
        } else {
            let altered = last.text.replacing("\"line\":", with: "\"line\":1")
            try await ledger(twin).keep([last.key: altered], upTo: 1)
        }
        #expect(try held(twin) == before)
        #expect(try finding(twin)?.kind == .ledger)
    }

    /// Parts without their list are those of one that was not finished.
    @Test func oneThatIsHalfWrittenIsNone() async throws {
        let twin = try await filled()
        try await keeping(twin).checkpoint()
        let ledger = ledger(twin)
        for key in try ledger.keys(beginning: Checkpoint.start) { try await ledger.keep([key: nil], upTo: 0) }
        #expect(try held(twin) == fromLines(twin) && finding(twin) == nil)
        try await keeping(twin).checkpoint()
        #expect(try Checkpoints(ledger: ledger).all().count == 1 && finding(twin) == nil)
    }

    @Test func oneThatDoesNotFollowFromItsLinesIsFound() async throws {
        let twin = try await filled()
        let ledger = ledger(twin)
        try await keeping(twin).checkpoint()
        let made = try #require(try Checkpoints(ledger: ledger).all().last)
        let line = try #require(try ledger.line(made.line))
        // Sound in itself and sealed, but without a room that is there.
        var contents = try Checkpoints(ledger: ledger).contents(of: made)
        contents.put(nil, id: "urn:r:1", at: Stamp(twin.test.clock.now))
        contents.last = line
        _ = try await Checkpoints(ledger: ledger).write(contents, at: { twin.test.clock.now })
        #expect(try finding(twin)?.detail.contains("does not follow") == true)
    }

    /// One of many things that can be done to one of a few rooms.
    private static func act(_ chance: inout Draws) -> (Web.Method, String, JSON?) {
        let id = "urn:r:\(chance.below(4))"
        let name = ["t", "name", "gone", "other"][chance.below(4)]
        let set: JSON = chance.below(3) == 0 ? .string("urn:d:\(chance.below(2))") : .null
        var one: JSONObject = ["type": "Property", "value": .integer(chance.below(5))]
        if !set.isNull { one["datasetId"] = set }
        if chance.below(4) == 0 { one["sub"] = ["type": "Property", "value": .integer(chance.below(3))] }
        let both: JSON = [.object(one), ["type": "Property", "value": "b", "datasetId": "urn:d:9"]]
        let null: JSON = ["type": "Property", "value": "urn:ngsi-ld:null"]
        let whole: JSON = ["id": .string(id), "type": "Room", "t": .object(one), "name": both]
        switch chance.below(14) {
        case 0: return (.post, "entities", whole)
        case 1: return (.delete, "entities/\(id)", nil)
        case 2: return (.post, "entities/\(id)/attrs", .object([(name, both)].object))
        case 3: return (.patch, "entities/\(id)/attrs", .object([(name, .object(one)), ("t", null)].object))
        case 4: return (.patch, "entities/\(id)", .object([(name, null), ("name", .object(one))].object))
        case 5: return (.patch, "entities/\(id)", ["type": ["Room", "Hall"], "scope": "/A"])
        case 6: return (.put, "entities/\(id)", ["id": .string(id), "type": "Room", "other": .object(one)])
        case 7: return (.put, "entities/\(id)/attrs/\(name)", .object(one))
        case 8: return (.delete, "entities/\(id)/attrs/\(name)?deleteAll=\(chance.below(2) == 0)", nil)
        case 9: return (.post, "entityOperations/upsert?options=update", [whole])
        case 10: return (.post, "entityOperations/upsert", [whole])
        case 11:
            return (
                .post, "entityOperations/merge",
                [["id": .string(id), "type": "Room", "t": null, "gone": .object(one)]]
            )
        case 12: return (.post, "temporal/entities/\(id)/attrs", .object([(name, both)].object))
        default: return (.delete, "temporal/entities/\(id)/attrs/\(name)", nil)
        }
    }

    /// What a process has worked out is what the lines say, whatever was done.
    @Test(arguments: 1...6)
    func whatWasWorkedOutIsWhatTheLinesSay(_ seed: UInt64) async throws {
        let twin = try SubscribedTwin()
        var chance = Draws(seed: seed)
        var done = 0
        for _ in 0..<120 {
            let (method, path, json) = Self.act(&chance)
            if chance.below(3) == 0 { twin.test.clock.pass(seconds: 7) }
            let status = await twin.send(method, path, json).status
            #expect(status < 500)
            done += status < 300 ? 1 : 0
        }
        #expect(done > 30)
        let contents = try twin.hub.twins.twin(in: twin.test.network.commons).contentsNow()
        let packing = CheckpointPacking(contents: contents)
        let held = packing.ranges.map(packing.entities) + packing.documentStarts.map(packing.documents)
        #expect(try held == fromLines(twin))
        try await keeping(twin).checkpoint()
        #expect(try held == self.held(twin) && finding(twin) == nil)
    }
}

/// Numbers as if by chance, the same for the same seed.
private struct Draws {
    var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

    mutating func below(_ end: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % end
    }
}

extension [(String, JSON)] {
    /// Members of an object, of which the last of a name counts.
    fileprivate var object: JSONObject { JSONObject(map { (key: $0.0, value: $0.1) }) }
}
