// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

@testable import Twin

/// The past is kept as long as the tenant's administrator says, type by type; what is older is forgotten
/// for good, and said to be.
struct RetentionTests {
    private static let room = CoreContext.defaultContext + "Room"

    /// An open twin whose rooms' past is kept for an hour; a car's for ever. One room has changed every
    /// ten minutes for two hours, another went long ago.
    private func filled(_ rule: String = "PT1H") async throws -> SubscribedTwin {
        let twin = try SubscribedTwin()
        await twin.room("urn:r:gone", ["secret": ["value": "hidden"]])
        _ = await twin.send(.delete, "entities/urn:r:gone")
        await twin.room()
        _ = await twin.send(
            .post, "entities", ["id": "urn:c:1", "type": "Car", "speed": ["value": 1]])
        for value in 2...13 {
            twin.test.clock.pass(seconds: 600)
            await twin.set(value)
            _ = await twin.send(.patch, "entities/urn:c:1/attrs", ["speed": ["value": .integer(value)]])
        }
        #expect(await twin.send(.put, "retention/Room", ["keep": .string(rule)]).status == 204)
        return twin
    }

    private func ledger(_ twin: SubscribedTwin) -> Ledger { Ledger("twin", in: twin.test.network.commons) }

    private func work(_ twin: SubscribedTwin) async throws {
        try await twin.work?.tick()
        try await twin.work?.keeping.work()
    }

    /// Does what is due at this hour and the next ones, which takes what was forgotten off the disk.
    private func workForHours(_ twin: SubscribedTwin) async throws {
        for _ in 1...3 {
            try await work(twin)
            twin.test.clock.pass(hours: 1)
        }
        try await work(twin)
    }

    private func values(_ twin: SubscribedTwin, _ id: String, _ name: String) async -> [JSON?] {
        await twin.send(.get, "temporal/entities/\(id)").json[name]?.asArray?.map { $0["value"] } ?? []
    }

    @Test func whatIsOlderIsForgotten() async throws {
        let twin = try await filled()
        #expect(await values(twin, "urn:r:1", "t").count == 13)
        try await work(twin)
        // What stood an hour ago, and what came since; each keeps its name.
        #expect(await values(twin, "urn:r:1", "t") == [7, 8, 9, 10, 11, 12, 13])
        let first = await twin.send(.get, "temporal/entities/urn:r:1").json["t"]?.asArray?.first
        #expect(first?["instanceId"]?.asString?.hasSuffix("-6") == true)
        #expect(await values(twin, "urn:c:1", "speed").count == 13)
        #expect(await twin.send(.get, "temporal/entities/urn:r:gone").status == 404)
        #expect(await twin.send(.get, "entities/urn:r:1").json["t"]?["value"] == 13)
        // Another process comes to the same by the lines alone.
        let other = try twin.test.beside(faces: [try TwinFace.face(TwinHub(isOpen: true))])
        let there = await other.client().get("/ngsi-ld/v1/temporal/entities/urn:r:1")
        #expect(there.json["t"]?.asArray?.count == 7)
    }

    @Test func whatIsForgottenIsSaidToBeAndNotGuessed() async throws {
        let twin = try await filled()
        try await work(twin)
        // At eleven the clock's hour began; before ten nobody knows.
        for path in [
            "entities/urn:r:1", "entities?type=Room", "entities?id=urn:r:gone&type=Room", "types",
            "entities/urn:r:gone",
        ] {
            let joint = path.contains("?") ? "&" : "?"
            let answer = await twin.send(.get, "\(path)\(joint)asOf=2026-01-12T09:30:00Z")
            #expect(answer.status == 400, "\(path): \(answer.text)")
            #expect(OpenTwin.problem(answer) == "BadRequestData")
            #expect(answer.json["detail"]?.asString?.contains("no longer known") == true)
            #expect(answer.json["pointer"] == "?asOf")
        }
        let car = await twin.send(.get, "entities/urn:c:1?asOf=2026-01-12T09:35:00Z")
        #expect(car.json["speed"]?["value"] == 4)
        #expect(await twin.send(.get, "entities?type=Car&asOf=2026-01-12T09:35:00Z").status == 200)
        let room = await twin.send(.get, "entities/urn:r:1?asOf=2026-01-12T10:05:00Z")
        #expect(room.json["t"]?["value"] == 7)
        let rule = await twin.send(.get, "retention/Room").json
        #expect(rule["keep"] == "PT1H" && rule["knownSince"] == "2026-01-12T10:00:00Z")
        let made = await twin.send(
            .post, "snapshots", ["id": "urn:s:x", "type": "Snapshot", "asOf": "2026-01-12T09:30:00Z"])
        #expect(made.status == 400)
    }

    @Test func itLeavesTheDiskAndTheChainHolds() async throws {
        let twin = try await filled()
        let lines = try ledger(twin).lines(after: 0, limit: 1_000)
        #expect(lines.contains { $0.content.contains("hidden") })
        try await workForHours(twin)
        let now = try ledger(twin).lines(after: 0, limit: 1_000)
        #expect(now.prefix(lines.count).map(\.digest) == lines.map(\.digest))
        #expect(now[0].isLetGo && !now.contains { $0.content.contains("hidden") })
        let verification = try twin.test.network.verify(Tenant.commons, [TwinFace.check])
        #expect(verification.finding == nil)
        let loss = try #require(verification.losses.first)
        #expect(loss.ledger == "twin" && loss.rule == "\(Self.room) PT1H" && loss.lines > 2)
        // What no rule is for is still known, also to a process that begins now.
        let other = try twin.test.beside(faces: [try TwinFace.face(TwinHub(isOpen: true))])
        let car = await other.client().get("/ngsi-ld/v1/temporal/entities/urn:c:1")
        #expect(car.json["speed"]?.asArray?.count == 13)
        let parts = try ledger(twin).keys(beginning: CheckpointPart.start).compactMap { key in
            try ledger(twin).kept(key)
        }
        #expect(!parts.isEmpty)
        // And so is what happens from now on.
        await twin.set(99)
        #expect(await values(twin, "urn:r:1", "t").last == 99)
    }

    @Test func aSnapshotHoldsWhatItBeganWith() async throws {
        let twin = try await filled()
        let made = await twin.send(.post, "snapshots", ["id": "urn:s:1", "type": "Snapshot"])
        #expect(made.status == 201)
        try await workForHours(twin)
        #expect(try ledger(twin).lastLetGo() == 0)
        let header = ["ngsild-snapshot": "urn:s:1"]
        let other = try twin.test.beside(faces: [try TwinFace.face(TwinHub(isOpen: true))])
        let room = await other.client().api(
            .get, "/ngsi-ld/v1/entities/urn:r:1", headers: header)
        #expect(room.json["t"]?["value"] == 13)
        #expect(await twin.send(.delete, "snapshots/urn:s:1").status == 204)
        try await workForHours(twin)
        #expect(try ledger(twin).lastLetGo() > 0)
        #expect(try twin.test.network.verify(Tenant.commons, [TwinFace.check]).finding == nil)
    }

    @Test func whatWasSaidInASnapshotGoesWhenItIsThrownAway() async throws {
        let twin = try SubscribedTwin()
        await twin.room()
        #expect(await twin.send(.post, "snapshots", ["id": "urn:s:1", "type": "Snapshot"]).status == 201)
        let written = await twin.send(
            .patch, "entities/urn:r:1/attrs", ["t": ["value": "aside"]],
            headers: ["ngsild-snapshot": "urn:s:1"])
        #expect(written.status == 204)
        let commons = twin.test.network.commons
        let name = try #require(try Ledger.names(in: commons).first { $0.hasPrefix(Branch.ledgers) })
        let ledger = Ledger(name, in: commons)
        #expect(try ledger.lines(after: 0, limit: 100).contains { $0.content.contains("aside") })
        #expect(await twin.send(.delete, "snapshots/urn:s:1").status == 204)
        try await work(twin)
        let lines = try ledger.lines(after: 0, limit: 100)
        #expect(!lines.isEmpty && lines.allSatisfy { $0.isLetGo || $0.notice != nil })
        let verification = try twin.test.network.verify(Tenant.commons, [TwinFace.check])
        #expect(verification.finding == nil && verification.losses.map(\.ledger) == [name])
    }

    @Test func theShortestTimeOfSeveralTypesCounts() {
        let horizons = ["A": Stamp(microseconds: 5), "B": Stamp(microseconds: 9), "*": Stamp(microseconds: 7)]
        let forgetting = Forgetting(horizons, 0..<1)
        #expect(forgetting.horizon(of: ["A", "B"]) == Stamp(microseconds: 9))
        #expect(forgetting.horizon(of: ["A"]) == Stamp(microseconds: 5))
        #expect(forgetting.horizon(of: ["C"]) == Stamp(microseconds: 7))
        #expect(Forgetting(["A": Stamp(microseconds: 5)], 0..<1).horizon(of: ["C"]) == nil)
        #expect(Forgetting(forgetting.json) == forgetting)
        // What a damaged line may say is no range.
        let none: [JSON] = [[0, -1], [5, 4], [-1, 4], [0]]
        for numbers in none { #expect(Forgetting(["h": [:], "n": numbers]) == nil) }
    }

    @Test func rulesAreHeldToTheirForm() async throws {
        let twin = try SubscribedTwin()
        for body: JSON in [[:], ["keep": 5], ["keep": "30 days"], ["keep": "P0D"], ["keep": "P1D", "x": 1]] {
            #expect(await twin.send(.put, "retention/*", body).status == 400, "\(body)")
        }
        #expect(await twin.send(.put, "retention/*", ["keep": "P1Y"]).status == 204)
        #expect(await twin.send(.put, "retention/Room", ["keep": "P30D"]).status == 204)
        #expect(
            await twin.send(.get, "retention").json
                == [["type": "*", "keep": "P1Y"], ["type": "Room", "keep": "P30D"]])
        #expect(await twin.send(.delete, "retention/Room").status == 204)
        #expect(await twin.send(.delete, "retention/Room").status == 404)
        #expect(await twin.send(.get, "retention/Room").status == 404)
    }

    @Test func managersSayItAndOfficersDoNot() async throws {
        let site = try await TwinSite()
        let token = try await site.test.token("Mona", in: "clare", roles: [.manager])
        func put(_ token: String) async -> Int {
            await site.test.client().api(
                .put, "/ngsi-ld/v1/retention/Lamp", ["keep": "P30D"], token: token
            ).status
        }
        #expect(await put(site.token) == 422)
        #expect(await put(token) == 204)
        let opening = "\(TwinSite.home)/opening"
        let manager = try await site.manager()
        let page = await manager.get(opening)
        #expect(page.contains("30 days") && page.contains("Lamp"))
        let path = "\(TwinSite.home)/retention"
        let wrong = await manager.post(
            path, ["csrf": page.csrf, "type": "*", "number": "x", "unit": "years"])
        #expect(wrong.status == 422 && wrong.contains("Enter a whole number from 1 to 10,000"))
        // What is forgotten is forgotten for good: it is asked first whether that is meant.
        let sure = await manager.post(
            path, ["csrf": page.csrf, "type": "*", "number": "2", "unit": "years"])
        #expect(sure.status == 200 && sure.contains("keep the past for 2 years?"))
        #expect(!(await manager.get(opening).contains("2 years")))
        #expect(await manager.post(path, sure.hidden(action: path)).status == 303)
        #expect(await manager.get(opening).contains("2 years"))
        let lamp = CoreContext.defaultContext + "Lamp"
        _ = await manager.post(path, ["csrf": page.csrf, "type": lamp, "remove": "1"])
        #expect(await !manager.get(opening).contains("30 days"))
        #expect(try await site.officer().get(opening).status == 404)
    }
}
