// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import TestKit
import Testing

@Suite("When can be decided and asked")
struct DecidingTests {
    private let decision: Values = ["reasons": "It fits its surroundings."]

    /// Further information was asked for and answered.
    private func answered(
        _ network: PublicNetwork, _ id: RecordID, asked: String, on day: String
    ) async throws {
        network.test.clock.set(asked)
        try await network.act("request_further_information", on: id, ["items": "A shadow study"])
        network.test.clock.set(day)
        try await network.act(
            "answer_further_information", on: id, by: network.applicant, ["reply": "Here it is."])
    }

    @Test("no decision before the public had its say on data that is advertised anew")
    func readvertised() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        try await answered(
            network, id, asked: "2026-02-20T10:00:00Z", on: "2026-03-16T10:00:00Z")
        try await network.act("require_new_notices", on: id)
        func granting() async throws -> String? {
            try await refused { try await network.act("grant_permission", on: id, decision) }
        }
        #expect(try await granting() == "planning.refusal.awaiting_notices")
        network.test.clock.set("2026-03-20T10:00:00Z")
        try await network.act("give_new_notices", on: id, by: network.applicant)
        #expect(try await granting() == "planning.refusal.too_early")
        let refusing = try await refused {
            try await network.act("refuse_permission", on: id, decision)
        }
        #expect(refusing == "planning.refusal.too_early")
        // Two weeks from Friday 20 March end on Thursday 2 April.
        network.test.clock.set("2026-04-02T10:00:00Z")
        #expect(try await granting() == "planning.refusal.too_early")
        network.test.clock.set("2026-04-03T10:00:00Z")
        #expect(try await granting() == nil)
    }

    @Test("a request is in time until the eight weeks end, and not on the open day after")
    func tooLateToAsk() async throws {
        // The eight weeks end on a public holiday, Monday 1 June 2026.
        let network = try await PublicNetwork(at: "2026-04-07T09:00:00Z")
        let id = try await network.publish()
        network.test.clock.set("2026-06-02T10:00:00Z")
        let reason = try await refused {
            try await network.act("request_further_information", on: id, ["items": "A drawing"])
        }
        #expect(reason == "planning.refusal.past_request_day")
        network.test.clock.set("2026-06-01T10:00:00Z")
        try await network.act("request_further_information", on: id, ["items": "A drawing"])
        // The decision itself would have been good on Tuesday.
        let other = try await PublicNetwork(at: "2026-04-07T09:00:00Z")
        let open = try await other.publish()
        other.test.clock.set("2026-06-02T10:00:00Z")
        try await other.act("grant_permission", on: open, decision)
    }

    @Test("a late clarification leaves the applicant time to answer it")
    func clarification() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        try await answered(
            network, id, asked: "2026-02-20T10:00:00Z", on: "2026-08-10T10:00:00Z")
        network.test.clock.set("2026-08-31T10:00:00Z")
        let asked = try await network.act(
            "request_further_information", on: id,
            ["items": "1. The height of the wall\n2) The trees", "clarification": 1])
        #expect(asked.row["due_on"].text ?? "" > "2027-01-31")
        // Numbers are put where items are shown, not kept.
        let items = Stored<Application>(asked.row).informationRounds.last?.items
        #expect(items == ["The height of the wall", "The trees"])
        let early = try await refused { try await network.act("deem_withdrawn", on: id) }
        #expect(early == "planning.refusal.reply_time_left")
    }
}
