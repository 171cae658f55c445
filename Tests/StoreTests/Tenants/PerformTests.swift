// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

struct PerformTests {
    private let stranger = Actor(.person(RecordID.new(at: Instant(milliseconds: 0))))

    /// What an act is refused with, in a word.
    private func refusal(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "done"
        } catch let refusal as Refusal {
            return switch refusal {
            case .notFound: "not found"
            case .signIn: "sign in"
            case .forbidden: "forbidden"
            case .notNow(let phrase): phrase.key
            case .stale(let stale): "stale \(stale.seen) of \(stale.current)"
            default: "\(refusal)"
            }
        } catch let problems as Problems {
            return problems.all.map(\.code).joined(separator: " ")
        } catch { return "\(type(of: error))" }
    }

    @Test func deniesUnlessGranted() async throws {
        let lab = try await LabNetwork()
        let owner = Actor(.person(RecordID.new(at: lab.test.clock.now)))
        let sample = Sample.full(owner: owner.person)
        let id = try await lab.perform(Lab.put.kind, sample.values, by: owner).row.id
        func amend(_ actor: Actor, _ id: RecordID = id) async -> String {
            await refusal { try await lab.perform(Lab.amend.kind, on: id, ["count": 1], by: actor) }
        }
        #expect(await amend(LabNetwork.officer) == "done")
        #expect(await amend(owner) == "done")
        // Who may read it is told no; who may not, that there is nothing.
        #expect(await amend(LabNetwork.auditor) == "forbidden")
        #expect(await amend(stranger) == "not found")
        #expect(await amend(.visitor) == "sign in")
        #expect(await amend(.system("test")) == "forbidden")
        let nowhere = RecordID.new(at: lab.test.clock.now)
        for actor in [LabNetwork.officer, LabNetwork.auditor, stranger] {
            #expect(await amend(actor, nowhere) == "not found")
        }
        // A token without the right to write, or with it for another system.
        for scopes in [["read"], ["write:other"], []] as [Set<String>] {
            let actor = Actor(LabNetwork.officer.kind, roles: [.officer], scopes: scopes)
            #expect(await amend(actor) == "forbidden")
        }
        let limited = Actor(LabNetwork.officer.kind, roles: [.officer], scopes: ["write:lab"])
        #expect(await amend(limited) == "done")
        let put = await refusal { try await lab.perform(Lab.put.kind, sample.values, by: .visitor) }
        #expect(put == "sign in")
        #expect(try lab.find(id)?.version == 4)
    }

    @Test func guardsTheStateAndTheObstacle() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put("stuck")
        func perform(_ action: ActionKind, _ values: Values = [:]) async -> String {
            await refusal { try await lab.perform(action, on: id, values) }
        }
        #expect(await perform(Lab.amend.kind, ["count": 1]) == "lab.stuck")
        #expect(await perform(Lab.hide.kind) == "refusal.state")
        #expect(await perform(Lab.close.kind) == "done")
        #expect(await perform(Lab.close.kind) == "refusal.state")
        #expect(await perform(Lab.amend.kind, ["count": 1]) == "refusal.state")
        #expect(try lab.find(id)?.state == "closed")
    }

    @Test func tellsTheSecondOfTwoWhatTheFirstChanged() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put()
        try await lab.perform(Lab.amend.kind, on: id, ["count": 8], expecting: 1)
        try await lab.perform(Lab.amend.kind, on: id, ["remark": "x"])
        do {
            try await lab.perform(Lab.amend.kind, on: id, ["count": 9], expecting: 1)
            Issue.record("an act on an old version was taken")
        } catch Refusal.stale(let stale) {
            #expect(stale.seen == 1 && stale.current == 3)
            #expect(stale.changes.map(\.version) == [2, 3])
            #expect(stale.changes.map(\.fields) == [["count"], ["remark"]])
            #expect(stale.changes.map(\.action) == ["lab.amend", "lab.amend"])
            #expect(stale.changes.allSatisfy { $0.actor == LabNetwork.officer.person?.text })
        }
        #expect(try lab.find(id)?.count == 8)
        // What is not theirs to do is said before what they missed.
        let answer = await refusal {
            try await lab.perform(Lab.amend.kind, on: id, ["count": 1], by: stranger, expecting: 1)
        }
        #expect(answer == "not found")
        let unknown = await refusal {
            try await lab.perform(Lab.amend.kind, on: id, ["count": 1], expecting: 77)
        }
        #expect(unknown == "stale 77 of 3")
    }

    @Test func makesARecordOnlyWhereThereIsNone() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put()
        let onOne = await refusal {
            try await lab.perform(Lab.put.kind, on: id, Sample.full("Other").values)
        }
        #expect(onOne == "not found")
        let again = await refusal {
            try await lab.perform(Lab.put.kind, Sample.full("Other").values, newID: id)
        }
        #expect(again == "Fault")
        #expect(try lab.find(id)?.name == "First")
        #expect(try lab.list(Query()).count == 1)
    }

    @Test func keepsARecordTwiceInOneActOnlyFromWhatWasKept() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put()
        try await lab.perform(Lab.twice.kind, on: id, ["remark": "rightly"])
        let sample = try #require(try lab.find(id))
        #expect(sample.version == 2 && sample.count == 1 && sample.remark == "twice")
        let wrongly = await refusal {
            try await lab.perform(Lab.twice.kind, on: id, ["remark": "wrongly"])
        }
        #expect(wrongly == "Fault")
        #expect(try lab.find(id)?.version == 2)
        #expect(try lab.network.verify("one").finding == nil)
    }

    @Test func coversEveryRecordOfAnActInOneEntry() async throws {
        let lab = try await LabNetwork()
        let (first, second) = (try await lab.put("First"), try await lab.put("Second"))
        try await lab.perform(Lab.both.kind, on: first, ["parent": second.stored])
        #expect(try lab.find(first)?.count == 1 && lab.find(second)?.count == 2)
        #expect(try lab.file().value("SELECT text FROM lab_greeting") == "of the same id")
        let verification = try lab.network.verify("one")
        #expect(verification.finding == nil && verification.entries == 3)
        let steps = try lab.network.tenant("one").read(as: LabNetwork.officer) {
            try $0.history(of: second, kind: Sample.kind)
        }
        #expect(steps.last?.entry.recordID == first.text)
        // Nothing of it stays when the act fails.
        let failed = await refusal {
            try await lab.perform(
                Lab.both.kind, on: first, ["parent": RecordID.new(at: lab.test.clock.now).stored])
        }
        #expect(failed == "not found")
        #expect(try lab.find(first)?.version == 2)
    }

    @Test func asksNothingOfFieldsTheActorMayNotSee() async throws {
        let lab = try await LabNetwork()
        let owner = Actor(.person(RecordID.new(at: lab.test.clock.now)))
        try await lab.perform(Lab.put.kind, Sample.full(owner: owner.person).values)
        try await lab.put("Another's")
        func list(_ filter: Query.Filter, order: String = "id") throws -> [String] {
            try lab.list(Query([filter], order: order), by: owner).map(\.name)
        }
        #expect(try list(.field("name", is: "First")) == ["First"])
        #expect(try list(.field("phone", is: "085 111 2222")) == ["First"])
        #expect(try list(.field("name", is: "Another's")) == [])
        let hidden = Query.Filter.field("hint", is: "mind the step")
        #expect(throws: Refusal.self) { try list(hidden) }
        #expect(throws: Refusal.self) { try list(.field("name", is: "First"), order: "hint") }
        #expect(try lab.list(Query([hidden])).count == 2)
        let seen = try #require(try lab.list(Query(), by: owner).first)
        #expect(seen.hint == nil && seen.owner == nil && seen.phone == "085 111 2222")
    }

    @Test func hidesWhatWasFromWhoeverMayNotReadItAnyMore() async throws {
        let lab = try await LabNetwork()
        let owner = Actor(.person(RecordID.new(at: lab.test.clock.now)))
        let id = try await lab.perform(Lab.put.kind, Sample.full(owner: owner.person).values).row.id
        let putAt = try #require(try lab.find(id)?.recordedAt)
        #expect(try lab.find(id, asOf: putAt, by: owner) != nil)
        try await lab.perform(Lab.amend.kind, on: id, ["owner": stranger.person.stored])
        #expect(try lab.find(id, by: owner) == nil)
        #expect(try lab.find(id, asOf: putAt, by: owner) == nil)
        #expect(try lab.find(id, asOf: putAt)?.owner == owner.person)
    }
}
