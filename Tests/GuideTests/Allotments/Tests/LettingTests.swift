// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Interfaces
import Kernel
import Store
import TestKit
import Testing
import Web

@Suite struct LettingTests {
    private let base = "/t/kildare/allotments"

    @Test func aPlotIsOfferedLetAndGivenUp() async throws {
        let test = try await network()
        let orla = try await test.client("Orla Kelly", roles: ["kildare": [.officer]])
        let aoife = try await test.client("Aoife Byrne")
        let new = ["name": "Sallins Road 7", "area": "90"] as KeyValuePairs
        let plot = path(await orla.submit("\(base)/plots/new/add-plot", new))
        let id = plot.split(separator: "/").last.map(String.init) ?? ""
        #expect(await isPublic(test))
        #expect(await test.client().get(plot).contains("€54.00 a year"))

        let letting = path(await aoife.submit("\(base)/lettings/new/apply", ["name": "Aoife"]))
        #expect(await orla.submit("\(letting)/offer", ["plot": id]).status == 303)
        #expect(await aoife.get("/notices").contains("You are offered a plot: Sallins Road 7"))
        #expect(await !isPublic(test))
        let other = path(await aoife.submit("\(base)/lettings/new/apply", ["name": "Aoife"]))
        let twice = await orla.submit("\(other)/offer", ["plot": id])
        #expect(twice.status == 422 && twice.contains("Choose a plot that is free"))

        #expect(await aoife.submit("\(letting)/accept").status == 303)
        #expect(await orla.get("\(plot).json").json["state"] == "let")
        #expect(await aoife.submit("\(letting)/give-up").status == 303)
        #expect(await isPublic(test))
    }

    @Test func aProgramAppliesToo() async throws {
        let test = try await network()
        let token = try await test.token("Aoife Byrne", in: "kildare")
        let answer = await test.client().api(
            .post, "/api\(base)/lettings/apply", ["name": "Aoife"], token: token)
        #expect(answer.status == 201 && answer.json["state"] == "waiting")
    }

    private func network() async throws -> TestNetwork {
        let face = try AllotmentsFace.face()
        let rules = try LawFiles.files(in: AllotmentsFace.rules).map {
            try Rules(parsing: String(contentsOf: $0, encoding: .utf8))
        }
        let test = try TestNetwork(
            [.allotments], faces: [face],
            derived: APIRoutes.all(for: [face]) + DerivedRoutes.all(for: [face]), rules: rules)
        try await test.open("kildare", systems: ["allotments"])
        return test
    }

    /// Where the record is that a form has just made.
    private func path(_ answer: TestAnswer) -> String {
        String((answer.location ?? "").prefix { $0 != "?" })
    }

    /// Whether a visitor finds the plot.
    private func isPublic(_ test: TestNetwork) async -> Bool {
        await test.network.settle()
        return await test.client().get("/search?q=sallins").contains("href=\"\(base)/plots/")
    }
}
