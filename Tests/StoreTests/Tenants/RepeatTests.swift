// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// An act sent twice under one key is done once.
struct RepeatTests {
    @Test func doesARepeatedActOnce() async throws {
        let lab = try await LabNetwork()
        let first = try await lab.perform(Lab.put.kind, Sample.full().values, key: "k")
        let again = try await lab.perform(Lab.put.kind, Sample.full().values, key: "k")
        #expect(!first.isRepeat && again.isRepeat)
        #expect(first.row.id == again.row.id && first.entry == again.entry)
        #expect(try lab.list(Query()).count == 1)
        // The answer is the record as it now stands.
        try await lab.perform(Lab.amend.kind, on: first.row.id, ["count": 99])
        let later = try await lab.perform(Lab.put.kind, Sample.full().values, key: "k")
        #expect(later.isRepeat && later.row.version == 2)
    }

    @Test func doesItOnceHoweverManySendItAtOnce() async throws {
        let lab = try await LabNetwork()
        let other = try lab.beside()
        let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
            for number in 0..<40 {
                let process = number % 2 == 0 ? lab : other
                group.addTask {
                    try await process.perform(Lab.put.kind, Sample.full().values, key: "k")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { !$0.isRepeat }.count == 1)
        #expect(Set(outcomes.map(\.row.id)).count == 1)
        #expect(try lab.list(Query()).count == 1)
    }

    @Test func refusesAKeyUsedForSomethingElse() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.perform(Lab.put.kind, Sample.full().values, key: "k").row.id
        let others: [(ActionKind, RecordID?, Values)] = [
            (Lab.put.kind, nil, Sample.full("Other").values),
            (Lab.put.kind, nil, ["name": "First"]),
            (Lab.amend.kind, id, Sample.full().values), (Lab.close.kind, id, [:]),
        ]
        for (action, record, values) in others {
            do {
                try await lab.perform(action, on: record, values, key: "k")
                Issue.record("a key was taken twice")
            } catch let problems as Problems { #expect(problems.all.map(\.code) == ["key_reused"]) }
        }
        #expect(try lab.find(id)?.version == 1)
    }

    @Test func keepsEveryPersonsKeysApart() async throws {
        let lab = try await LabNetwork()
        let other = Actor(.person(RecordID.new(at: lab.test.clock.now)))
        let first = try await lab.perform(Lab.put.kind, Sample.full().values, key: "k")
        let second = try await lab.perform(Lab.put.kind, Sample.full().values, by: other, key: "k")
        #expect(!second.isRepeat && first.row.id != second.row.id)
    }

    @Test func letsAnActThatFailedBeSentAgainUnderItsKey() async throws {
        let lab = try await LabNetwork()
        await #expect(throws: Problems.self) {
            try await lab.perform(Lab.number.kind, ["fail": 1], key: "k")
        }
        let outcome = try await lab.perform(Lab.number.kind, ["fail": 0], key: "k")
        #expect(!outcome.isRepeat && outcome.row["count"] == 1)
    }
}
