// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Store
import TestKit
import Testing
import Web

/// A draft is not there for anybody but its applicant, whatever their role.
@Suite struct DraftTests {
    private let secret = "A tower nobody is to know of yet"

    /// A network with a draft in it that says the secret.
    private func draft() async throws -> (PlanningNetwork, aoife: TestClient, path: String) {
        let network = try await PlanningNetwork()
        let aoife = try await network.resident()
        let path = try await network.start(aoife)
        let kept = await network.fill(
            "kind", of: path, aoife, [("type", "permission"), ("proposal", secret)])
        try #require(kept.status == 303)
        return (network, aoife, path)
    }

    private static let staff: [(String, Role)] = [
        ("Orla Kelly", .officer), ("Manus Burke", .manager), ("Aud Roche", .auditor),
        ("Adam Nolan", .administrator),
    ]

    @Test func nobodyAtTheAuthoritySeesADraft() async throws {
        let (network, aoife, path) = try await draft()
        let list = PlanningNetwork.list
        for (name, role) in Self.staff {
            let client = try await network.person(name, [role])
            for page in [path, "\(path).json", "\(path)/history"] {
                #expect(await client.get(page).status == 404, "\(name): \(page)")
            }
            for page in [
                list, "\(list).csv", "\(list).json", "\(list)?state=draft",
                "/t/dlr/planning/inbox?tab=all", "/t/dlr/journal",
            ] {
                let answer = await client.get(page)
                #expect(!answer.contains(secret), "\(name): \(page)")
                if page != "/t/dlr/journal" { #expect(!answer.contains(path), "\(name): \(page)") }
            }
        }
        #expect(await aoife.get("\(path)/apply/kind").contains(secret))
    }

    @Test func programsDoNotSeeItEither() async throws {
        let (network, _, path) = try await draft()
        let token = try await network.test.token("Orla Kelly", in: "dlr", roles: [.officer])
        let client = network.test.client()
        let list = await client.api(.get, "/api\(PlanningNetwork.list)", token: token)
        #expect(list.status == 200 && !list.contains(secret))
        for page in ["", "/history", "/clocks"] {
            let answer = await client.api(.get, "/api\(path)\(page)", token: token)
            #expect(answer.status == 404, "\(page)")
        }
    }

    @Test func actionsOnItFindNothing() async throws {
        let (network, _, path) = try await draft()
        let orla = try await network.officer()
        let id = try #require(RecordID(path.split(separator: "/").last.map(String.init) ?? ""))
        for action in ["validate", "assign", "invalidate", "withdraw", "correct-entry"] {
            #expect(await orla.get("\(path)/\(action)").status == 404, "\(action)")
        }
        let store = try network.test.network.tenant("dlr")
        let officer = Actor(
            .person(try await network.test.person("Orla Kelly")), roles: [.officer])
        for action in System.planning.actions where action.from.contains("draft") {
            await #expect(throws: Refusal.self, "\(action.name)") {
                _ = try await store.perform(
                    ActionCall(action, by: officer, on: id), at: network.test.clock.now)
            }
        }
        #expect(try network.journal().count == 2)
    }

    @Test func whatWasADraftStaysHiddenOnceItIsLodged() async throws {
        let (network, aoife, path) = try await draft()
        await network.fillAll(path, aoife)
        network.test.clock.pass(hours: 1)
        let lodged = await aoife.submit(
            "\(path)/lodge", ["fee_reference": "R-4711", "declaration": "true"])
        try #require(lodged.status == 303)
        let orla = try await network.officer()
        #expect(await orla.get(path).contains("A single-storey extension to the rear"))
        for page in ["\(path)/history", "\(path)/history.json"] {
            let answer = await orla.get(page)
            #expect(answer.status == 200 && !answer.contains(secret), "\(page)")
        }
        // As of half an hour ago it was a draft, and is not there.
        #expect(await orla.get("\(path)?asOf=2026-01-12T09:30:00Z").status == 404)
    }
}
