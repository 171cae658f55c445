// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

struct HistoryTests {
    @Test func tellsWhoDidWhatUnderWhichRule() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put()
        try await lab.perform(Lab.amend.kind, on: id, ["count": 8])
        try await lab.perform(Lab.show.kind, on: id)
        let steps = try lab.network.tenant("one").read(as: LabNetwork.officer) {
            try $0.history(of: id, kind: Sample.kind)
        }
        #expect(steps.map(\.version) == [1, 2, 3])
        #expect(steps.map(\.entry.action) == ["lab.put", "lab.amend", "lab.show"])
        #expect(steps.allSatisfy { $0.entry.actor == LabNetwork.officer.person?.text })
        #expect(steps[0].entry.rules == "lab.rule: a source")
        #expect(steps[1].changes.map(\.field) == ["count"])
        #expect(steps[1].changes.first?.before == 7 && steps[1].changes.first?.after == 8)
        #expect(steps[2].previousState == "open" && steps[2].state == "shown")
        #expect(steps[0].entry.at < steps[1].entry.at)
    }

    @Test func showsAPartyOnlyWhatTheyMaySee() async throws {
        let lab = try await LabNetwork()
        let (party, other) = (try await lab.test.person("Paula"), try await lab.test.person("Otto"))
        let sample = Sample.full(owner: party)
        let id = try await lab.perform(Lab.put.kind, sample.values).row.id
        let store = try lab.network.tenant("one")
        func fields(_ actor: Actor) throws -> Set<String> {
            Set(
                try store.read(as: actor) { try $0.history(of: id, kind: Sample.kind) }
                    .flatMap { $0.changes.map(\.field) })
        }
        #expect(try fields(LabNetwork.officer).isSuperset(of: ["hint", "phone", "name"]))
        let seen = try fields(Actor(.person(party)))
        #expect(seen.contains("phone") && !seen.contains("hint") && !seen.contains("owner"))
        #expect(try fields(Actor(.person(other))).isEmpty)
        #expect(try fields(.visitor).isEmpty)
    }

    @Test func givesTheJournalToAuditorsAlone() async throws {
        let lab = try await LabNetwork()
        let first = try await lab.put()
        try await lab.put("Second")
        try await lab.perform(Lab.amend.kind, on: first, ["count": 8])
        let store = try lab.network.tenant("one")
        func entries(_ filter: JournalFilter, _ actor: Actor = LabNetwork.auditor) throws -> [Int] {
            try store.read(as: actor) { try $0.journal(filter) }.map(\.number)
        }
        #expect(try entries(JournalFilter()) == [3, 2, 1])
        #expect(try entries(JournalFilter(limit: 2)) == [3, 2])
        #expect(try entries(JournalFilter(before: 2)) == [1])
        #expect(try entries(JournalFilter(action: "lab.put")) == [2, 1])
        #expect(try entries(JournalFilter(recordID: first.text)) == [3, 1])
        #expect(try entries(JournalFilter(actor: "nobody")).isEmpty)
        let second = try #require(Instant(iso: "2026-01-12T09:00:01Z"))
        #expect(try entries(JournalFilter(from: second)) == [3, 2])
        #expect(try entries(JournalFilter(until: second)) == [1])
        #expect(try entries(JournalFilter(), LabNetwork.officer).isEmpty)
        #expect(try entries(JournalFilter(), .visitor).isEmpty)
    }
}
