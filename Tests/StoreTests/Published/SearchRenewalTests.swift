// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

@Suite(.disabled(if: TestNetwork.isOnPostgres, "words stand in the rows themselves there"))
struct SearchRenewalTests {
    @Test func aRegisterOfAnEarlierReleaseIsFoundByWordsAgain() async throws {
        let press = try await PressNetwork()
        try await press.put("26/60012", "An extension in Naas", day: "2026-01-02")
        await press.test.network.settle()
        let path = "\(press.test.directory)/commons.sqlite"
        let file = StoreFile("commons", at: press.test.address, path: path)
        try file.run("DROP TABLE published_terms")
        try file.run("DELETE FROM migration")
        let register = try press.test.beside().network.register
        for query in [
            RegisterQuery(text: "naas"), RegisterQuery(tenant: "dlr", text: "exten"),
            RegisterQuery(bounds: Bounds(west: -11, south: 51, east: -5, north: 56)),
        ] {
            let expected = query.bounds == nil ? ["26/60012"] : []
            #expect(try register.page(query).items.map(\.reference) == expected)
        }
    }

    @Test func placesOfAnEarlierReleaseAreFoundAgain() async throws {
        let press = try await PressNetwork()
        let naas = Point(longitude: -6.66, latitude: 53.22)
        try await press.put("26/60012", "An extension in Naas", day: nil, at: naas)
        await press.test.network.settle()
        let path = "\(press.test.directory)/commons.sqlite"
        let file = StoreFile("commons", at: press.test.address, path: path)
        try file.run("INSERT INTO published_terms (published_terms) VALUES ('delete-all')")
        // As it was kept before places stood among the words by cells of every size.
        try file.run("INSERT INTO published_terms (rowid, words) VALUES (1, 'an extension in naas')")
        try file.run("DELETE FROM migration")
        let register = try press.test.beside().network.register
        let box = Bounds(west: -6.7, south: 53.2, east: -6.6, north: 53.3)
        for text in [nil, "naas"] {
            let found = try register.page(RegisterQuery(text: text, bounds: box)).items
            #expect(found.map(\.reference) == ["26/60012"])
        }
    }

    @Test func tidyingJoinsWhatSearchesRead() async throws {
        let press = try await PressNetwork()
        let path = "\(press.test.directory)/commons.sqlite"
        let file = StoreFile("commons", at: press.test.address, path: path)
        try file.run("INSERT INTO published_terms (published_terms, rank) VALUES ('automerge', 0)")
        for number in 0..<12 {
            try await press.put("\(number)", "House \(number)")
            await press.test.network.settle()
        }
        let count = "SELECT count(DISTINCT segid) FROM published_terms_idx"
        #expect(try file.value(count).flatMap { Int($0) } ?? 0 > 6)
        let before = try press.register.page(RegisterQuery(text: "house")).items
        #expect(before.count == 12)
        try await press.test.network.surveyRegister()
        #expect(try file.value(count) == "1")
        #expect(try press.register.page(RegisterQuery(text: "house")).items == before)
        #expect(try press.register.page(RegisterQuery(text: "house 7")).items.count == 1)
    }

    @Test func wordsOfEveryScriptAreFound() async throws {
        let press = try await PressNetwork()
        try await press.put("a", "हिन्दी में घर", day: "2026-01-02")
        await press.test.network.settle()
        for text in ["हिन्दी", "हिन्दी घर"] {
            #expect(try press.register.page(RegisterQuery(text: text)).items.count == 1, "\(text)")
        }
    }

    @Test func whatIsFoundByMarksMeetsTheFilters() async throws {
        let press = try await PressNetwork(["dlr", "fingal"])
        for tenant in ["dlr", "fingal"] {
            try await press.perform(Press.putMany.kind, in: tenant, ["count": 200, "title": "House"])
        }
        await press.test.network.settle()
        let box = Bounds(west: -8, south: 53, east: -7.995, north: 53.005)
        let (from, until) = (Day(iso: "2020-01-05"), Day(iso: "2020-01-20"))
        func found(_ query: RegisterQuery) throws -> Set<String> {
            Set(try press.register.page(query).items.map { "\($0.tenant) \($0.reference)" })
        }
        let all = try press.register.page(RegisterQuery(kind: "press.bulletin", limit: 1_000)).items
        #expect(all.count == 400)
        func expected(_ meets: (RegisterItem) -> Bool) -> Set<String> {
            Set(all.filter(meets).map { "\($0.tenant) \($0.reference)" })
        }
        var query = RegisterQuery(tenant: "fingal", text: "house", limit: 1_000)
        #expect(try found(query) == expected { $0.tenant == "fingal" })
        query.statuses = ["closed", "withdrawn"]
        #expect(try found(query) == expected { $0.tenant == "fingal" && $0.status == "closed" })
        query = RegisterQuery(text: "house", bounds: box, limit: 1_000)
        #expect(try found(query) == expected { $0.point.map(box.contains) == true })
        query = RegisterQuery(text: "house", from: from, until: until, limit: 1_000)
        #expect(try found(query) == expected { $0.day.map { $0 >= from! && $0 <= until! } == true })
        query.from = nil
        #expect(try found(query) == expected { $0.day.map { $0 <= until! } == true })
        query.tenant = "dlr"
        query.bounds = box
        #expect(
            try found(query) == expected {
                $0.tenant == "dlr" && $0.point.map(box.contains) == true
                    && $0.day.map { $0 <= until! } == true
            })
    }
}
