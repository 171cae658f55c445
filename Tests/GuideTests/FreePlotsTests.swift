// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// What the guide tells its reader to look at in a browser, and leaves out of the reader's tests.
@Suite struct FreePlotsTests {
    @Test func whatIsFreeStandsInTheNetworksList() async throws {
        let face = try AllotmentsFace.face()
        let test = try TestNetwork(
            [.allotments], faces: [face], derived: DerivedRoutes.all(for: [face]))
        try await test.open("kildare", name: "Kildare County Council", systems: ["allotments"])
        let list = await test.client().get("/allotments")
        #expect(list.status == 200 && list.contains("No plot is free at the moment"))

        let orla = try await test.client("Orla Kelly", roles: ["kildare": [.officer]])
        let form = "/t/kildare/allotments/plots/new/add-plot"
        let place = "53.2158, -6.6669"
        let answer = await orla.submit(
            form, ["name": "Sallins Road 7", "area": "90", "about": "A tap", "place": place])
        #expect(answer.status == 303)
        await test.network.settle()
        let filled = await test.client().get("/allotments")
        #expect(filled.contains("Sallins Road 7, Kildare County Council"))
        #expect(await test.client().get("/").contains("Sallins Road 7"))
        // No rules are in force here, so that nobody knows the rent.
        let plot = String((answer.location ?? "").prefix { $0 != "?" })
        #expect(await !test.client().get(plot).contains("€"))
        _ = await orla.submit("/t/kildare/allotments/lettings/new/apply", ["name": "Orla"])
        #expect(await orla.get("/t/kildare/allotments/lettings").contains("Waiting"))
    }

    @Test(arguments: [Language.english, .irish])
    func everythingIsCalledSomething(_ language: Language) throws {
        var words = Words()
        try words.add(AllotmentsFace.face().words[language] ?? [:], in: language)
        #expect(DerivedWords.missing(for: [.allotments], in: words, language: language) == [])
    }
}
