// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Measuring
import Planning
import Store

/// A network of one municipality for measuring: people with tokens, one application open for
/// submissions, and as many other cases as are wanted.
struct BenchNetwork {
    static let slug = "bench"

    let network: Network
    let tokens: [String]
    let application: RecordID

    static func make(in place: BenchPlace, people: Int, cases: Int = 0) async throws -> BenchNetwork {
        try place.clear()
        let network = try Composition.network(place.settings)
        try await network.open(tenant(slug), by: .system("setup"))
        let persons = try await self.people(people, in: network)
        let tokens = try await self.tokens(of: persons, at: slug, in: network)
        let stories = try PlanningStories(network: network)
        let application = try await stories
            .openCase(for: slug, place: "kildare", officer: persons[0], residents: persons)
        if cases > 0 {
            let cast = PlanningStories.Cast(officer: persons[0], residents: persons)
            _ = try await stories.tell(cases, for: slug, places: "kildare", cast: cast, seed: 1)
        }
        await network.settle()
        return BenchNetwork(network: network, tokens: tokens, application: application)
    }

    static func tenant(_ slug: String, _ name: String = "Bench") -> Tenant {
        Tenant(
            slug: slug, name: name, jurisdiction: "ie", sort: "municipality", isDemo: true,
            systems: ["planning"])
    }

    static func people(_ count: Int, in network: Network) async throws -> [RecordID] {
        try await Accounts(network: network).signUpDemo(
            people: (0..<count).map { ("Person \($0)", "person\($0)@bench.example") },
            password: DemoNetwork.password, at: network.now())
    }

    static func tokens(
        of people: [RecordID], at slug: String, in network: Network
    ) async throws -> [String] {
        let accounts = Accounts(network: network)
        var tokens: [String] = []
        for person in people {
            tokens.append(
                try await accounts.createToken(
                    Accounts.TokenWish(tenant: slug, name: "bench", scopes: ["read", "write"]),
                    by: Actor(.person(person)), at: network.now()))
        }
        return tokens
    }

    /// A record of 53 fields.
    static func start(
        at slug: String, _ token: String, group: String = startName, pause: Double = 0
    ) -> LoadPlan.Sender {
        let body: JSON = [
            "type": "permission", "proposal": "A single-storey extension to the rear.",
            "address": "1 Main Street", "development_class": "2a", "floor_area_new": 28,
        ]
        return LoadPlan.Sender(
            group, "POST", "/api/t/\(slug)/planning/applications/start-application", token: token,
            body: body.text(), pause: pause)
    }

    static let startName = "start_application (a record of 53 fields)"

    /// What is guarded by its clock, and published.
    func submission(_ token: String) -> LoadPlan.Sender {
        let body: JSON = [
            "application": .string(application.text), "name": "A. Person",
            "address": "1 Main Street", "stance": "objection",
            "text": "The windows on the first floor would look straight into our garden.",
            "fee_reference": "R-1",
        ]
        return LoadPlan.Sender(
            "make_submission (guarded by its clock, published)", "POST",
            "/api/t/\(Self.slug)/planning/submissions/make-submission", token: token,
            body: body.text())
    }
}
