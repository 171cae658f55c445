// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite struct DerivedListTests {
    private func filled(_ count: Int) async throws -> RepairNetwork {
        let network = try await RepairNetwork()
        let store = try network.test.network.tenant("kerry")
        for number in 1...count {
            var repair = Repair()
            repair.title = "Lamp \(String(format: "%03d", number))"
            repair.sort = number.isMultiple(of: 3) ? .road : .lamp
            repair.seenOn = Day(iso: "2026-01-01")?.adding(days: number % 28)
            repair.phone = "0\(number)"
            _ = try await store.perform(
                ActionCall(Repairs.report.kind, by: .visitor, input: repair.values),
                at: network.test.clock.now)
        }
        return network
    }

    @Test func aLongListIsReadPageByPageAndBack() async throws {
        let network = try await filled(120)
        let client = network.test.client()
        func titles(_ page: TestAnswer) -> [String] {
            page.text.matches(of: />(Lamp \d+)</).map { String($0.1) }
        }
        func link(_ rel: String, _ page: TestAnswer) -> String? {
            let links = page.text.matches(of: /rel="(\w+)" href="([^"]*)"/)
            return links.first { $0.1 == rel }
                .map { String($0.2).replacing("&amp;", with: "&") }
        }
        let first = await client.get(RepairNetwork.list)
        #expect(titles(first).first == "Lamp 001" && titles(first).count == 50)
        #expect(first.contains("120 in the list") && link("prev", first) == nil)
        let second = await client.get(link("next", first) ?? "")
        let third = await client.get(link("next", second) ?? "")
        #expect(titles(third).first == "Lamp 101" && titles(third).count == 20)
        #expect(link("next", third) == nil)
        let back = await client.get(link("prev", third) ?? "")
        #expect(titles(back) == titles(second))
        let start = await client.get(link("prev", back) ?? "")
        #expect(titles(start) == titles(first) && link("prev", start) == nil)
        #expect(await client.get("\(RepairNetwork.list)?after=nonsense").status == 200)
    }

    @Test func filtersNarrowTheListAndItsExports() async throws {
        let network = try await filled(60)
        let client = network.test.client()
        let page = await client.get("\(RepairNetwork.list)?sort=road&seen_on-from=2026-01-20")
        #expect(
            page.contains("Sort of thing: Road") && page.contains("Seen on: from 20 January 2026"))
        let all = await client.get("\(RepairNetwork.list).csv").text.split(separator: "\r\n")
        #expect(all.count == 61)
        #expect(all[0].hasPrefix("id,version,state,recorded_at,title,details,sort,urgent,cost"))
        let roads = await client.get("\(RepairNetwork.list).csv?sort=road").text
        #expect(roads.split(separator: "\r\n").count == 21)
        let json = await client.get("\(RepairNetwork.list).json?sort=road&seen_on-from=2026-01-20")
            .json
        let items = json["items"]?.asArray ?? []
        #expect(!items.isEmpty)
        for item in items {
            #expect(item["sort"]?.asString == "road")
            #expect((item["seen_on"]?.asString ?? "") >= "2026-01-20")
        }
        let wrong = await client.get("\(RepairNetwork.list)?sort=tree")
        #expect(
            wrong.status == 422 && wrong.contains("Select the sort of thing from the answers given")
        )
    }

    @Test func everyListIsNarrowedByState() async throws {
        let network = try await filled(3)
        let client = network.test.client()
        #expect(await client.get(RepairNetwork.list).contains("name=\"state\""))
        #expect(await client.get("\(RepairNetwork.list)?state=reported").contains("3 in the list"))
        #expect(await client.get("\(RepairNetwork.list)?state=done").contains("Nothing here yet"))
        let csv = await client.get("\(RepairNetwork.list).csv?state=done").text
        #expect(csv.split(separator: "\r\n").count == 1)
    }

    @Test(arguments: [
        "zzz=1", "status=done", "state=moon", "phone=01", "after=x", "seen_on=2026-01-02",
    ])
    func anExportIsNotWiderThanWhatWasAskedFor(_ query: String) async throws {
        let client = try await filled(1).test.client()
        for format in ["csv", "json"] {
            let answer = await client.get("\(RepairNetwork.list).\(format)?\(query)")
            #expect(answer.status == 422, "\(format)")
        }
        #expect(await client.get("\(RepairNetwork.list).csv?asOf=2026-01-12&lang=ga").status == 200)
    }

    @Test func nobodyFindsOutByFilteringWhatTheyMayNotSee() async throws {
        let network = try await filled(3)
        let visitor = network.test.client()
        let page = await visitor.get("\(RepairNetwork.list)?phone=01")
        #expect(page.contains("3 in the list"))
        #expect(!page.contains("name=\"phone\""))
        let csv = await visitor.get("\(RepairNetwork.list).csv").text
        #expect(!csv.contains("phone") && !csv.contains(",note"))
        let officer = try await network.officer()
        #expect(await officer.get("\(RepairNetwork.list)?phone=01").contains("1 in the list"))
    }

    @Test func aListIsReadAsItWas() async throws {
        let network = try await filled(2)
        network.test.clock.pass(days: 3)
        let visitor = network.test.client()
        _ = await network.report("Later", by: visitor)
        #expect(await visitor.get(RepairNetwork.list).contains("3 in the list"))
        #expect(
            await visitor.get("\(RepairNetwork.list)?asOf=2026-01-12").contains("2 in the list"))
        #expect(
            await visitor.get("\(RepairNetwork.list)?asOf=2026-01-11").contains("Nothing here yet"))
        #expect(
            await visitor.get("\(RepairNetwork.list)?asOf=12%201%202026").contains("2 in the list"))
        let wrong = await visitor.get("\(RepairNetwork.list)?asOf=yesterday")
        #expect(wrong.status == 422)
        #expect(wrong.contains("The moment must be a real date, like 27 3 2026, or a moment"))
    }

    @Test func anotherTenantsRecordsAreNotThere() async throws {
        let network = try await filled(1)
        let officer = try await network.officer()
        let path = await network.report("Ours", by: officer)
        #expect(await officer.get(path.replacing("kerry", with: "clare")).status == 404)
        #expect(await officer.get("/t/clare/repairs/repairs").contains("Nothing here yet"))
    }

    @Test func csvIsGuardedAgainstFormulas() {
        var csv = CSVWriter()
        csv.row([
            .text("=1+1"), .text("-5"), .plain("-5"), .text("a,\"b\"\nc"), .empty, .text("+x"),
        ])
        #expect(
            String(decoding: csv.bytes, as: UTF8.self) == "'=1+1,'-5,-5,\"a,\"\"b\"\"\nc\",,'+x\r\n"
        )
    }
}
