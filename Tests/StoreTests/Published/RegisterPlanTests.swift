// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// How the engine goes about the common questions, on a register with more of everything than it
/// would look at one by one.
@Suite(.disabled(if: TestNetwork.isOnPostgres, "the plans are SQLite's"))
struct RegisterPlanTests {
    private static let kind = "press.bulletin"

    @Test func readsLittleForEveryCommonQuestion() async throws {
        let press = try await PressNetwork(["dlr", "fingal"])
        for tenant in ["dlr", "fingal"] {
            let input: Values = ["count": 2_300, "title": "Extension"]
            try await press.perform(Press.putMany.kind, in: tenant, input)
        }
        await press.test.network.settle()
        try everythingCommonWalksAnIndexInOrder(press)
        try aPageBeginsWhereItsCursorSays(press)
        try fewCandidatesAreLookedAtOneByOne(press)
        try popularWordsAreFoundInOrder(press)
        try aLargeBoxIsLookedUpByItsCells(press)
        try everyWayFindsTheSame(press)
    }

    /// What every plan of a walk must be: one index, in its order, nothing sorted.
    private func expectWalk(_ plan: [String], _ index: String, _ query: RegisterQuery) {
        let search = "SEARCH p USING COVERING INDEX \(index) "
        #expect(plan.contains { $0.contains(search) }, "\(query) \(plan)")
        #expect(!plan.contains { $0.contains("B-TREE") }, "\(query) \(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN p ") }, "\(query) \(plan)")
    }

    private func everythingCommonWalksAnIndexInOrder(_ press: PressNetwork) throws {
        let (kind, register) = (Self.kind, press.register)
        let now = press.test.clock.now
        let queries: [(RegisterQuery, String)] = [
            (RegisterQuery(), "published_day"),
            (RegisterQuery(kind: kind), "published_day"),
            (RegisterQuery(kind: kind, tenant: "dlr"), "published_tenant_day"),
            (RegisterQuery(kind: kind, tenant: "dlr", statuses: ["live"]), "published_tenant_status"),
            (RegisterQuery(kind: kind, statuses: ["live"]), "published_status_day"),
            (RegisterQuery(kind: kind, statuses: ["live", "closed"]), "published_status_day"),
            (
                RegisterQuery(kind: kind, conditions: [.equal("district", "Dublin")]),
                "published_day"
            ),
            (RegisterQuery(kind: kind, from: Day(iso: "2020-01-01")), "published_day"),
            (RegisterQuery(kind: kind, order: .recorded), "published_recorded"),
            (RegisterQuery(kind: kind, tenant: "dlr", order: .recorded), "published_recorded"),
            (RegisterQuery(kind: kind, asOf: now), "published_day_times"),
            (RegisterQuery(kind: kind, asOf: now, order: .recorded), "published_recorded_times"),
        ]
        for (query, index) in queries {
            expectWalk(try register.plan(query), index, query)
            var second = query
            second.cursor = try register.page(query).next
            #expect(second.cursor != nil, "\(query)")
            expectWalk(try register.plan(second), index, second)
            var third = query
            third.cursor = try register.page(second).previous
            #expect(third.cursor != nil, "\(query)")
            expectWalk(try register.plan(third), index, third)
        }
    }

    private func aPageBeginsWhereItsCursorSays(_ press: PressNetwork) throws {
        var query = RegisterQuery(kind: Self.kind, until: Day(iso: "2021-01-01"))
        query.cursor = try press.register.page(query).next
        let plan = try press.register.plan(query)
        #expect(plan.contains { $0.contains("(kind=? AND day<?)") }, "\(plan)")
    }

    private func fewCandidatesAreLookedAtOneByOne(_ press: PressNetwork) throws {
        let small = Bounds(west: -8, south: 53, east: -7.999, north: 53.001)
        let queries: [(RegisterQuery, String)] = [
            (RegisterQuery(kind: Self.kind, text: "rarely"), "SCAN d VIRTUAL TABLE"),
            (RegisterQuery(kind: Self.kind, text: "26/60012"), "SCAN d VIRTUAL TABLE"),
            (RegisterQuery(kind: Self.kind, bounds: small), "SCAN d VIRTUAL TABLE"),
            (
                RegisterQuery(kind: Self.kind, conditions: [.equal("district", "Wicklow")]),
                "SEARCH d USING COVERING INDEX published_press_bulletin_district"
            ),
        ]
        for (query, start) in queries {
            let plan = try press.register.plan(query)
            #expect(plan.first?.hasPrefix(start) == true, "\(query) \(plan)")
            #expect(
                plan.contains { $0.contains("COVERING INDEX published_standing (item=?") }, "\(plan)")
            #expect(!(try press.register.page(query).items.isEmpty), "\(query)")
        }
    }

    /// The newest matches are looked at first; only if too few of them fit is the index walked.
    private func popularWordsAreFoundInOrder(_ press: PressNetwork) throws {
        let queries: [(RegisterQuery, String)] = [
            (RegisterQuery(kind: Self.kind, text: "extension"), "published_day"),
            (
                RegisterQuery(kind: Self.kind, tenant: "dlr", statuses: ["closed"], text: "ext"),
                "published_tenant_day"
            ),
            (
                RegisterQuery(kind: Self.kind, text: "ext", asOf: press.test.clock.now),
                "published_day_times"
            ),
        ]
        for (query, index) in queries {
            let plan = try press.register.plan(query)
            #expect(plan.first?.hasPrefix("SCAN d VIRTUAL TABLE") == true, "\(plan)")
            #expect(plan.contains { $0.contains("COVERING INDEX \(index) ") }, "\(plan)")
            // A few matches, then many: each list has the order that is asked for.
            #expect(!plan.contains { $0.contains("B-TREE") }, "\(plan)")
        }
    }

    private func aLargeBoxIsLookedUpByItsCells(_ press: PressNetwork) throws {
        let box = Bounds(west: -9, south: 52, east: -5, north: 55)
        let plan = try press.register.plan(RegisterQuery(kind: Self.kind, bounds: box))
        #expect(plan.first?.hasPrefix("SCAN d VIRTUAL TABLE") == true, "\(plan)")
        #expect(
            plan.contains { $0.contains("COVERING INDEX published_standing (item=?") }, "\(plan)")
    }

    private func everyWayFindsTheSame(_ press: PressNetwork) throws {
        let (kind, register) = (Self.kind, press.register)
        func all(_ query: RegisterQuery) throws -> [RegisterItem] {
            var (query, found) = (query, [RegisterItem]())
            repeat {
                let page = try register.page(query)
                found += page.items
                query.cursor = page.next
            } while query.cursor != nil
            return found
        }
        let walked = try all(RegisterQuery(kind: kind, limit: 900))
        #expect(walked.count == 4_600)
        #expect(try all(RegisterQuery(kind: kind, text: "ext", limit: 900)) == walked)
        let rare = try all(RegisterQuery(kind: kind, text: "ext rarely", limit: 4))
        #expect(rare == walked.filter { $0.title.hasSuffix("rarely") })
        for order in RegisterQuery.Order.allCases {
            let closed = RegisterQuery(kind: kind, statuses: ["closed"], order: order, limit: 30)
            var typed = closed
            typed.text = "extension"
            let expected = try all(closed)
            #expect(expected.count == 90)
            #expect(try all(typed) == expected)
            #expect(try register.count(typed) == register.count(closed))
        }
        let many = try register.count(RegisterQuery(kind: kind, text: "extension"))
        #expect(!many.isExact && many.value == 200)
        #expect(try register.count(RegisterQuery(kind: kind)).value == 4_600)
    }
}
