// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

struct RegisterTests {
    private func references(_ page: RegisterPage) -> [String] { page.items.map(\.reference) }

    @Test func listsByDayNewestFirstAndWithoutDayLast() async throws {
        let press = try await PressNetwork()
        try await press.put("a", "One", day: "2026-01-01")
        try await press.put("b", "Two", day: nil)
        try await press.put("c", "Three", day: "2026-01-03")
        try await press.put("d", "Four", day: "2026-01-01")
        await press.test.network.settle()
        let page = try press.register.page(RegisterQuery(kind: "press.bulletin", isCounted: true))
        #expect(references(page) == ["c", "d", "a", "b"])
        #expect(page.count?.value == 4 && page.count?.isExact == true)
        #expect(page.next == nil && page.previous == nil && !page.hasMore)
        #expect(page.items[0].columns == ["district": "Dublin", "pages": 1])
        #expect(page.items[0].publication == nil)
        let whole = try press.register.page(RegisterQuery(isWhole: true))
        #expect(whole.items.first?.publication?.body == ["title": "Three"])
    }

    @Test func turnsPagesBothWaysWithoutGapsOrRepeats() async throws {
        let press = try await PressNetwork()
        for number in 0..<17 {
            let day = number % 4 == 0 ? nil : "2026-01-0\(number % 3 + 1)"
            try await press.put("r\(number)", "Title", day: day)
        }
        await press.test.network.settle()
        for order in RegisterQuery.Order.allCases {
            let whole = references(try press.register.page(RegisterQuery(order: order)))
            #expect(whole.count == 17)
            var query = RegisterQuery(kind: "press.bulletin", order: order, limit: 4)
            var pages = [try press.register.page(query)]
            while let next = pages.last?.next {
                query.cursor = next
                pages.append(try press.register.page(query))
            }
            #expect(pages.flatMap(references) == whole)
            var back: [[String]] = []
            var previous = pages.last?.previous
            while let cursor = previous {
                query.cursor = cursor
                let page = try press.register.page(query)
                back.insert(references(page), at: 0)
                previous = page.previous
                #expect(page.hasMore)
            }
            #expect(back.flatMap { $0 } == Array(whole.dropLast(pages.last?.items.count ?? 0)))
        }
    }

    @Test func findsWordsBegunAccentsFoldedAndReferences() async throws {
        let press = try await PressNetwork()
        try await press.put("26/60012", "Extensión to a dwelling in Dún Laoghaire")
        try await press.put("D23A/0456", "Two houses")
        await press.test.network.settle()
        func find(_ text: String) throws -> [String] {
            references(try press.register.page(RegisterQuery(text: text)))
        }
        #expect(try find("extension dun") == ["26/60012"])
        #expect(try find("EXT dwell") == ["26/60012"])
        #expect(try find("26/60012") == ["26/60012"])
        #expect(try find("2660012") == ["26/60012"])
        #expect(try find("d23a0456") == ["D23A/0456"])
        #expect(try find("extension houses") == [])
        #expect(try find("  ").count == 2)
        #expect(try find("\"* OR (") == [])
        #expect(try find("///") == [])
        #expect(try find("two\u{0} houses") == ["D23A/0456"])
    }

    @Test func filtersByEveryConditionAlone() async throws {
        let press = try await PressNetwork(["dlr", "fingal"])
        let dublin = Point(longitude: -6.2, latitude: 53.3)
        try await press.put("a", "One", day: "2026-01-01", pages: 5, at: dublin)
        try await press.put("b", "Two", day: "2026-02-01", in: "fingal", district: "Swords")
        let closed = try await press.put("c", "Three", day: "2026-03-01", pages: 9)
        try await press.perform(Press.close.kind, on: closed)
        await press.test.network.settle()
        let kind = "press.bulletin"
        let cases: [(RegisterQuery, [String])] = [
            (RegisterQuery(kind: "other"), []),
            (RegisterQuery(tenant: "fingal"), ["b"]),
            (RegisterQuery(statuses: ["closed"]), ["c"]),
            (RegisterQuery(statuses: ["closed", "live"]), ["c", "b", "a"]),
            (RegisterQuery(tenant: "dlr", statuses: ["live", "none"]), ["a"]),
            (RegisterQuery(from: Day(iso: "2026-02-01")), ["c", "b"]),
            (RegisterQuery(from: Day(iso: "2026-01-02"), until: Day(iso: "2026-02-01")), ["b"]),
            (RegisterQuery(bounds: Bounds(west: -7, south: 53, east: -6, north: 54)), ["a"]),
            (RegisterQuery(kind: kind, conditions: [.equal("district", "Swords")]), ["b"]),
            (RegisterQuery(kind: kind, conditions: [.atLeast("pages", 5)]), ["c", "a"]),
            (
                RegisterQuery(
                    kind: kind, conditions: [.atLeast("pages", 5), .atMost("pages", 5)]), ["a"]
            ),
            (
                RegisterQuery(
                    kind: kind, conditions: [.any("district", of: ["Swords", "Dublin"])],
                    order: .recorded), ["c", "b", "a"]
            ),
        ]
        for (query, expected) in cases {
            let page = try press.register.page(query)
            #expect(references(page) == expected, "\(query)")
            #expect(try press.register.count(query).value == expected.count, "\(query)")
        }
    }

    @Test func answersAsItWasRecorded() async throws {
        let press = try await PressNetwork()
        let id = try await press.put("a", "First words")
        let before = press.test.clock.now.adding(milliseconds: -1)
        try await press.perform(Press.amend.kind, on: id, ["title": "Second words"])
        let between = press.test.clock.now.adding(milliseconds: -1)
        try await press.perform(Press.amend.kind, on: id, ["title": "Third words"])
        await press.test.network.settle()
        let register = press.register
        func titles(_ text: String?, _ asOf: Instant?, _ order: RegisterQuery.Order) throws
            -> [String]
        {
            let query = RegisterQuery(text: text, asOf: asOf, order: order)
            return try register.page(query).items.map(\.title)
        }
        for order in RegisterQuery.Order.allCases {
            #expect(try titles(nil, nil, order) == ["Third words"])
            #expect(try titles(nil, before, order) == ["First words"])
            #expect(try titles("second", before, order) == [])
            #expect(try titles("second", between, order) == ["Second words"])
        }
        #expect(try register.item(tenant: "dlr", record: id)?.version == 3)
        #expect(try register.item(tenant: "dlr", record: id, asOf: before)?.version == 1)
        #expect(try register.item(tenant: "dlr", reference: "a", asOf: between)?.version == 2)
        #expect(try register.item(tenant: "fingal", reference: "a", asOf: between) == nil)
        let versions = try register.versions(tenant: "dlr", record: id)
        #expect(versions.map(\.title) == ["First words", "Second words", "Third words"])
        #expect(versions.map { $0.untilAt == nil } == [false, false, true])
        #expect(versions.allSatisfy { $0.publication != nil })
    }

    @Test func givesPointsForAMap() async throws {
        let press = try await PressNetwork()
        try await press.put("a", "One", at: Point(longitude: -6.2, latitude: 53.3))
        try await press.put("b", "Nowhere")
        await press.test.network.settle()
        let points = try press.register.points(RegisterQuery(kind: "press.bulletin"))
        #expect(points.map(\.reference) == ["a"])
        #expect(points[0].point == Point(longitude: -6.2, latitude: 53.3))
    }

    @Test func refusesACursorThatIsNone() async throws {
        let press = try await PressNetwork([])
        for cursor in [
            "", "x", "ZGF5", "🙂", String(repeating: "A", count: 500),
            "ZGF5IGYgMSAyMDI2LTEzLTAx", "ZGF5IGYgOTk5OTk5OTk5OTk5OTk5OTk5OTkgMjAyNi0wMS0wMQ",
        ] {
            #expect(throws: Problems.self, "\(cursor)") {
                try press.register.page(RegisterQuery(cursor: cursor))
            }
        }
    }

    @Test func refusesACursorOfAnotherOrder() async throws {
        let press = try await PressNetwork()
        for number in 0..<3 { try await press.put("r\(number)", "Title") }
        await press.test.network.settle()
        let next = try press.register.page(RegisterQuery(limit: 1)).next
        #expect(throws: Problems.self) {
            try press.register.page(RegisterQuery(order: .recorded, cursor: next))
        }
    }

    @Test func aColumnThatIsNoneIsOurMistake() async throws {
        let press = try await PressNetwork([])
        #expect(throws: Fault.self) {
            try press.register.page(
                RegisterQuery(kind: "press.bulletin", conditions: [.equal("1=1", "x")]))
        }
    }
}
