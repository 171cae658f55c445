// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import Store
import TestKit
import Testing

@Suite("The demonstration's stories")
struct StoryTests {
    /// A network in which stories are told, and who acts in them.
    private struct Stage {
        let test: TestNetwork
        let cast: PlanningStories.Cast

        init() async throws {
            test = try TestNetwork(
                [.planning], rules: [Pack.ireland.get().rules, Pack.england.get().rules],
                at: "2026-06-15T09:00:00Z")
            try await test.open("kildare", systems: ["planning"])
            try await test.open("exampleshire", jurisdiction: "gb-eng", systems: ["planning"])
            let officer = try await test.person("Oona", roles: ["kildare": [.officer]])
            var residents: [RecordID] = []
            for name in ["Rita", "Rory", "Rasa"] { residents.append(try await test.person(name)) }
            cast = PlanningStories.Cast(officer: officer, residents: residents)
        }

        func tell(_ count: Int) async throws {
            let told = try await PlanningStories(network: test.network)
                .tell(count, for: "kildare", cast: cast, seed: 1)
            #expect(told == count)
        }

        func list<R: Record>(_: R.Type, in slug: String = "kildare") throws -> [Stored<R>] {
            try test.network.tenant(slug).read(as: .system("test")) {
                try $0.list(R.self, Query(limit: 100_000))
            }
        }

        func acts() throws -> Int {
            try test.network.tenant("kildare").read(as: .system("test")) {
                try $0.journal(JournalFilter(limit: 100_000)).count
            }
        }
    }

    @Test("told again, nothing is there twice; told further, what is new is added")
    func again() async throws {
        let stage = try await Stage()
        // Interrupted after a few cases, and begun anew two days later.
        try await stage.tell(4)
        stage.test.clock.pass(days: 2)
        try await stage.tell(15)
        #expect(try stage.list(Application.self).count == 15)
        let (acts, said) = (try stage.acts(), try stage.list(Submission.self).count)
        try await stage.tell(15)
        #expect(try stage.list(Application.self).count == 15)
        #expect(try stage.acts() == acts)
        #expect(try stage.list(Submission.self).count == said)
    }

    @Test("nobody speaks of slurry where houses are to be built, nor says the same twice")
    func submissionsFit() async throws {
        let stage = try await Stage()
        try await stage.tell(40)
        let cases = try stage.list(Application.self)
        let said = try stage.list(Submission.self)
        #expect(said.count > 20)
        for submission in said where submission.text.contains("slurry") {
            let about = cases.first { $0.id == submission.application }
            #expect(about?.proposal?.contains("slatted shed") == true)
        }
        #expect(Set(said.map { "\($0.application) \($0.text)" }).count == said.count)
    }

    @Test("the English authority has cases of several kinds and stages, marked, and once")
    func english() async throws {
        let stage = try await Stage()
        let stories = try PlanningStories(network: stage.test.network)
        #expect(try await stories.tellElsewhere(for: "exampleshire") == 8)
        stage.test.clock.pass(days: 1)
        _ = try await stories.tellElsewhere(for: "exampleshire")
        let cases = try stage.list(Application.self, in: "exampleshire")
        #expect(cases.count == 8)
        #expect(cases.allSatisfy { $0.applicantName?.hasSuffix("(demo)") == true })
        #expect(Set(cases.map(\.type)).count >= 4)
        let states = Set(cases.map(\.state.rawValue))
        #expect(
            states.isSuperset(of: [
                "lodged", "valid", "granted", "refused", "decided", "withdrawn",
            ]), "\(states)")
        await stage.test.network.settle()
        let public_ = try Register(commons: stage.test.network.commons)
            .page(RegisterQuery(kind: "planning.application", limit: 100, isWhole: true))
        #expect(public_.items.count == 8)
    }
}
