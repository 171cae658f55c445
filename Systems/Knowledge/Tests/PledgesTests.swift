// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// What was pledged, how far it has come, and what is only said of others.
@Suite struct PledgesTests {
    private func pledge(_ network: KnowledgeNetwork, _ input: JSON) async throws -> RecordID {
        let id = try await network.perform(
            "record_pledge", at: "kl", by: KnowledgeNetwork.officer, input
        ).row.id
        await network.test.network.settle()
        return id
    }

    private static let heat: JSON = [
        "title": "Half the heat by 2030", "signatory": "Kildare", "organisation": "kildare",
        "target_year": 2030, "measure": "heat", "unit": "t", "baseline": 100, "baseline_year": 2020,
        "goal": 50,
    ]

    @Test func progressIsReckonedFromWhatWasReported() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await pledge(network, Self.heat)
        let client = network.test.client()
        #expect(await client.get("/pledges").contains("How far it has come was not reported"))
        for (day, value) in [("2025-01-01", 80), ("2023-01-01", 95), ("2025-01-01", 75)] {
            try await network.perform(
                "report_progress", at: "kl", by: KnowledgeNetwork.officer, on: id,
                ["day": .string(day), "value": .integer(value), "evidence": "Meters"])
        }
        await network.test.network.settle()
        let found = await client.get("/pledges.json").json["items"]?[0]
        #expect(found?["share"] == 50)
        let days = found?["progress"]?.asArray?.compactMap { $0["day"]?.asString }
        #expect(days == ["2023-01-01", "2025-01-01"])
        let page = await client.get("/t/kl/knowledge/pledges/\(id.text)")
        #expect(page.contains("class=\"progress-chart\"") && page.text.components(of: "class=\"spot\"") == 2)
        #expect(page.contains("75 t") && page.contains("Meters") && page.contains("50 %"))
    }

    @Test func countsAreOfWhatIsThereAndClaimsAreShownAsClaims() async throws {
        let network = try await KnowledgeNetwork()
        _ = try await pledge(network, Self.heat)
        _ = try await pledge(network, ["title": "Again", "organisation": "kildare", "signatory": "Kildare"])
        let other = try await pledge(network, ["title": "Another", "signatory": "Galway"])
        _ = try await pledge(
            network, ["title": "Those who joined", "claimed": 22, "claimed_of": 60, "joined_in": "2023"])
        let client = network.test.client()
        var page = await client.get("/pledges")
        #expect(page.contains("2 signatories are known here by name"))
        // How many are said to have joined is what is known of how far it has come.
        #expect(page.text.components(of: "How far it has come was not reported") == 3)
        #expect(page.contains("A source says 22 of 60 (2023).") && page.contains("who is not known"))
        try await network.perform("pledge_given_up", at: "kl", by: KnowledgeNetwork.officer, on: other, [:])
        await network.test.network.settle()
        page = await client.get("/pledges")
        #expect(page.contains("One signatory is known here by name") && page.contains("Given up"))
        let csv = await client.get("/pledges.csv")
        #expect(csv.text.split(separator: "\r\n").count == 5)
    }

    @Test func whatDoesNotFitIsRefused() async throws {
        let network = try await KnowledgeNetwork()
        for (input, field) in [
            (["title": "T"], "signatory"), (["title": "T", "signatory": "A", "claimed": 2], "claimed"),
            (["title": "T", "claimed": 5, "claimed_of": 4], "claimed"),
            (["title": "T", "signatory": "A", "joined_in": "long ago"], "joined_in"),
            (["title": "T", "signatory": "A", "joined_on": "2999-01-01"], "joined_on"),
        ] as [(JSON, String)] {
            do {
                _ = try await pledge(network, input)
                Issue.record("\(input) was taken")
            } catch let problems as Problems {
                #expect(problems.all.map(\.field).contains(field))
            }
        }
        let id = try await pledge(network, Self.heat)
        for report in [["day": "2999-01-01", "value": 1], ["day": "2025-01-01"]] as [JSON] {
            await #expect(throws: Problems.self) {
                try await network.perform(
                    "report_progress", at: "kl", by: KnowledgeNetwork.officer, on: id, report)
            }
        }
        try await network.perform("strike_pledge", at: "kl", by: KnowledgeNetwork.officer, on: id, [:])
        await network.test.network.settle()
        #expect(await network.test.client().get("/t/kl/knowledge/pledges/\(id.text)").status == 404)
        #expect(await network.test.client().get("/pledges.json").json["items"]?.asArray?.isEmpty == true)
    }
}
