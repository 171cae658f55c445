// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

struct QueryTests {
    /// Samples named a to e: counts 5, 40, none, 300, 40; weights as numbers, not as texts.
    private func lab() async throws -> LabNetwork {
        let lab = try await LabNetwork()
        let weights = ["9.5", "10", nil, "-2", "100.25"]
        for (index, count) in [5, 40, nil, 300, 40].enumerated() {
            var sample = Sample()
            sample.name = ["a", "b", "c", "d", "e"][index]
            sample.count = count
            sample.weight = weights[index].flatMap { Decimal(string: $0) }
            try await lab.perform(Lab.put.kind, sample.values)
        }
        return lab
    }

    private func names(_ lab: LabNetwork, _ query: Query) throws -> String {
        try lab.list(query).map(\.name).joined()
    }

    @Test func filters() async throws {
        let lab = try await lab()
        func names(_ filters: Query.Filter...) throws -> String {
            try self.names(lab, Query(filters, order: "name"))
        }
        #expect(try names(.field("count", is: 40)) == "be")
        #expect(try names(.field("count", is: Int?.none)) == "c")
        #expect(try names(Query.Filter("count", .notEqual)) == "abde")
        #expect(try names(Query.Filter("count", .notEqual, 40)) == "acd")
        #expect(try names(Query.Filter("count", .atLeast, 40)) == "bde")
        #expect(try names(Query.Filter("count", .atMost, 40)) == "abe")
        #expect(try names(Query.Filter("count", .oneOf([5, 300]))) == "ad")
        #expect(try names(Query.Filter("count", .oneOf([]))) == "")
        #expect(try names(Query.Filter("count", .atLeast, 6), Query.Filter("count", .atMost, 299)) == "be")
        #expect(try names(.state("open")) == "abcde")
        #expect(try names(.state("closed")) == "")
        #expect(try names(.field("name", is: "' OR 1 = 1 --")) == "")
    }

    @Test func comparesDecimalsAsNumbers() async throws {
        let lab = try await lab()
        #expect(try names(lab, Query(order: "weight")) == "cdabe")
        #expect(try names(lab, Query(order: "weight", descending: true)) == "ebadc")
        let atLeast = Query.Filter("weight", .atLeast, "9.5")
        #expect(try names(lab, Query([atLeast], order: "weight")) == "abe")
        #expect(try names(lab, Query([.field("weight", is: Decimal(10))])) == "b")
    }

    @Test(arguments: ["id", "name", "count", "weight", "recorded_at"], [false, true])
    func turnsPagesInEveryOrder(_ order: String, _ descending: Bool) async throws {
        let lab = try await lab()
        let whole = try lab.list(Query(order: order, descending: descending))
        #expect(whole.count == 5)
        for limit in 1...3 {
            var query = Query(order: order, descending: descending, limit: limit)
            var seen: [String] = []
            while let last = try lab.list(query).last {
                seen += try lab.list(query).map(\.name)
                let value: Value = order == "recorded_at" ? last.recordedAt.stored : last.row[order]
                query.after = Query.Cursor(value: value, id: last.id.text)
            }
            #expect(seen == whole.map(\.name))
        }
    }

    @Test func counts() async throws {
        let lab = try await lab()
        let store = try lab.network.tenant("one")
        let count = try store.read(as: LabNetwork.officer) {
            try $0.count(Query([.field("count", is: 40)], limit: 1), kind: Sample.kind)
        }
        #expect(count == 2)
    }

    @Test func answersAsItWasRecordedAtAMoment() async throws {
        let lab = try await LabNetwork()
        let first = try await lab.put("First")
        let putAt = try #require(try lab.find(first)?.recordedAt)
        try await lab.perform(Lab.amend.kind, on: first, ["name": "Renamed"])
        let renamedAt = try #require(try lab.find(first)?.recordedAt)
        try await lab.put("Second")
        #expect(try lab.find(first, asOf: putAt.adding(milliseconds: -1)) == nil)
        #expect(try lab.find(first, asOf: putAt)?.name == "First")
        #expect(try lab.find(first, asOf: renamedAt.adding(milliseconds: -1))?.name == "First")
        #expect(try lab.find(first, asOf: renamedAt)?.name == "Renamed")
        #expect(try lab.find(first, asOf: renamedAt.adding(seconds: 86_400))?.version == 2)
        func names(_ moment: Instant) throws -> [String] {
            try lab.list(Query(order: "name", asOf: moment)).map(\.name)
        }
        #expect(try names(putAt.adding(milliseconds: -1)) == [])
        #expect(try names(putAt) == ["First"])
        #expect(try names(renamedAt) == ["Renamed"])
        #expect(try names(renamedAt.adding(seconds: 1)) == ["Renamed", "Second"])
    }

    @Test func closesAVersionNeverBeforeItWasOpenedShouldAClockBePutBack() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put("First")
        let before = try #require(try lab.find(id)?.recordedAt)
        lab.test.clock.set(before.adding(seconds: -3_600))
        try await lab.perform(Lab.amend.kind, on: id, ["name": "Earlier"])
        #expect(try lab.find(id)?.recordedAt == before)
        #expect(try lab.find(id, asOf: before)?.name == "Earlier")
        #expect(try lab.find(id, asOf: before.adding(milliseconds: -1)) == nil)
        lab.test.clock.set(before.adding(seconds: 60))
        try await lab.perform(Lab.amend.kind, on: id, ["name": "Later"])
        #expect(try lab.find(id, asOf: before.adding(seconds: 1))?.name == "Earlier")
        #expect(try lab.network.verify("one").finding == nil)
    }
}
