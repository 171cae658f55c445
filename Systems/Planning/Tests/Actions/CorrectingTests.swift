// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import TestKit
import Testing

/// Received on Monday 12 January 2026, lodged the same day; notices of 7 and 8 January.
@Suite("Putting an entry right")
struct CorrectingTests {
    private func correct(
        _ network: PublicNetwork, _ id: RecordID, _ input: Values
    ) async throws -> [String] {
        var input = input
        if input["reason"] == nil { input["reason"] = "It was read wrongly." }
        return try await wrong { try await network.act("correct_entry", on: id, input) }
    }

    @Test(
        "no day that cannot be is taken",
        arguments: [
            ("received_on", "2030-01-01", "received_on out_of_order"),
            ("received_on", "1700-01-01", "received_on out_of_order"),
            ("received_on", "2026-01-11", "received_on out_of_order"),
            ("site_notice_on", "2026-01-13", "site_notice_on out_of_order"),
            ("newspaper_notice_on", "1990-05-05", "newspaper_notice_on before_the_law"),
            ("decided_on", "2026-01-12", "decided_on not_decided"),
            ("notified_on", "2026-01-12", "notified_on not_decided"),
        ])
    func impossible(field: String, day: String, problem: String) async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        #expect(try await correct(network, id, [field: .text(day)]) == [problem])
    }

    @Test("what a case has had once it keeps, and all that is wrong is said at once")
    func required() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let all = try await correct(
            network, id,
            ["received_on": .null, "proposal": .null, "decided_on": "2026-01-12", "reason": ""])
        #expect(
            Set(all) == [
                "received_on required", "proposal required", "decided_on not_decided",
                "reason required",
            ])
        // Sending back what stands there changes nothing, and is nothing wrong.
        let same = try await correct(network, id, ["received_on": "2026-01-12"])
        #expect(same == [])
    }

    @Test("a decided case keeps its decision, between its validity and its notification")
    func decided() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        try await network.grant(id)
        let impossible: [(Value, String)] = [
            (.null, "decided_on required"), ("2030-01-01", "decided_on out_of_order"),
            ("2026-01-11", "decided_on out_of_order"),
        ]
        for (day, problem) in impossible {
            #expect(try await correct(network, id, ["decided_on": day]) == [problem])
        }
        #expect(try await correct(network, id, ["decided_on": "2026-02-20"]) == [])
        try await network.act("record_notification", on: id)
        for field in ["notified_on", "appealed_on"] {
            let early = try await correct(network, id, [field: "2026-02-19"])
            #expect(early == ["\(field) out_of_order"])
        }
        let late = try await correct(network, id, ["decided_on": "2026-02-22"])
        #expect(late == ["decided_on out_of_order"])
        // An appeal that was noted by mistake can be taken out again.
        try await network.act("record_appeal", on: id)
        #expect(try await correct(network, id, ["appealed_on": .null]) == [])
    }
}
