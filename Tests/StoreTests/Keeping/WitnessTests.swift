// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Not even the operator rewrites yesterday unseen.
struct WitnessTests {
    private static let slugs = ["one", "two", "three", "four", "five"]

    @Test func everyJournalIsWitnessedOnceADay() async throws {
        let lab = try await LabNetwork(Self.slugs)
        try await lab.put()
        try await lab.network.witnessJournals()
        await lab.network.settle()
        // Again, and from another process: nothing more is written.
        let before = try Self.slugs.map { try lab.network.verify($0).entries }
        try await lab.network.witnessJournals()
        try await lab.beside().network.witnessJournals()
        #expect(try Self.slugs.map { try lab.network.verify($0).entries } == before)
        let one = try #require(reports(lab)["one"])
        #expect(one.witnesses.count == 4 && one.witnesses[Tenant.commons] != nil && one.findings == [])
        #expect(one.witnesses["one"] == nil)
        lab.test.clock.pass(days: 1)
        try await lab.put("Next day")
        try await lab.network.witnessJournals()
        #expect(try reports(lab)["one"]?.count == 8)
        for slug in Self.slugs { #expect(try lab.network.verify(slug).finding == nil) }
    }

    @Test func aNetworkAtRestComesToRest() async throws {
        let lab = try await LabNetwork(Self.slugs)
        try await lab.put()
        for _ in 1...6 {
            try await lab.network.witnessJournals()
            lab.test.clock.pass(days: 1)
        }
        let before = try lab.network.verify("one").entries
        lab.test.clock.pass(seconds: 3_600)
        try await lab.network.witnessJournals()
        #expect(try lab.network.verify("one").entries == before)
    }

    @Test func aRewrittenJournalIsFound() async throws {
        let lab = try await LabNetwork(Self.slugs)
        let id = try await lab.put()
        try await lab.perform(Lab.amend.kind, on: id, ["remark": "as it was"])
        await lab.network.settle()
        try await lab.network.witnessJournals()
        try await lab.network.close()

        // The same tenant, made anew with another past, in a chain of its own that is valid.
        let forged = try await LabNetwork(["one"])
        let other = try await forged.put()
        try await forged.perform(Lab.amend.kind, on: other, ["remark": "as it was not"])
        for number in 1...8 { try await forged.put("More \(number)") }
        await forged.network.settle()
        let head = try forged.network.verify("one").head
        try await forged.network.close()
        try lab.file().replace(by: forged.file())
        try lab.file(Tenant.commons).run(
            "DELETE FROM witness WHERE tenant = 'one'; DELETE FROM published WHERE tenant = 'one'")

        let again = try lab.beside()
        let verification = try again.network.verify("one")
        #expect(verification.head == head && verification.finding == nil)
        let one = try #require(reports(again)["one"])
        #expect(one.findings.count == 4)
        #expect(one.findings.contains { $0.hasPrefix(Tenant.commons) })
        #expect(try reports(again)["two"]?.findings == [])
    }

    private func reports(_ lab: LabNetwork) throws -> [String: Network.WitnessReport] {
        Dictionary(
            try lab.network.witnessReports().map { ($0.tenant, $0) }, uniquingKeysWith: { $1 })
    }
}
