// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Store
import TestKit
import Testing

@Suite("What people say on a case")
struct SpeakingTests {
    private func say(
        _ network: PublicNetwork, on id: RecordID, reference: Value = "R-9"
    ) async throws {
        let nora = try await network.test.person("Nora Neighbour")
        try await network.act(
            "make_submission", by: nora,
            [
                "application": id.stored, "name": "Nora", "address": "14 Lane",
                "text": "It takes my light.", "fee_reference": reference,
            ])
    }

    private func heard(_ network: PublicNetwork) async throws -> Int {
        await network.test.network.settle()
        return try network.test.network.register
            .page(RegisterQuery(kind: "planning.submission", isWhole: true)).items.count
    }

    @Test("nothing more is taken once a case is withdrawn, and its page says so")
    func withdrawn() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        try await network.act("withdraw", on: id, by: network.applicant)
        let reason = try await refused { try await say(network, on: id) }
        #expect(reason == "planning.refusal.say_over")
        await network.test.network.settle()
        let told = await network.visitor.get("\(network.path(id)).json").json["haveYourSay"]
        #expect(told?["open"] == false && told?["state"] == "closed")
    }

    @Test("nothing more is taken on a case that was decided elsewhere before its window was over")
    func decidedElsewhere() async throws {
        let desk = try await ImportDesk()
        desk.test.clock.set("2024-03-05T09:00:00Z")
        try await desk.takeOne(
            ODPFixtures.determined
                .with("data.assessment.planningOfficerDecisionDate", "2024-03-01"))
        let id = try #require(try desk.cases.first).id
        let reason = try await refused { try await speak(desk, on: id) }
        #expect(reason?.hasPrefix("planning.refusal.say_") == true)
    }

    @Test("a payment is asked for where there is a fee, and nowhere else")
    func fee() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let missing = try await wrong { try await say(network, on: id, reference: .null) }
        #expect(missing == ["fee_reference required"])
        let desk = try await ImportDesk()
        try await desk.takeOne(ODPFixtures.published)
        let english = try #require(try desk.cases.first).id
        #expect(try await wrong { try await speak(desk, on: english) } == [])
    }

    @Test("what was said leaves the register with its case")
    func together() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        try await say(network, on: id)
        #expect(try await heard(network) == 1)
        try await network.act("invalidate", on: id, ["reasons": "The site notice is not there."])
        #expect(try await heard(network) == 0)
        // Its author and the officers still have it.
        let kept = try network.test.network.tenant("dlr").read(as: .system("test")) {
            try $0.list(Submission.self, Query())
        }
        #expect(kept.map(\.state.rawValue) == ["withheld"])
        #expect(kept.first?.text == "It takes my light.")
    }

    /// Somebody's say on an English case, without a payment.
    private func speak(_ desk: ImportDesk, on id: RecordID) async throws {
        let action = try #require(
            System.planning.actions.first { $0.name == "make_submission" })
        let person = Actor(.person(.new(at: desk.test.clock.now)))
        _ = try await desk.store.perform(
            ActionCall(
                action, by: person,
                input: [
                    "application": id.stored, "name": "Nell", "address": "6 Weir Lane",
                    "text": "Too near the weir.",
                ]), at: desk.test.clock.now)
    }
}
