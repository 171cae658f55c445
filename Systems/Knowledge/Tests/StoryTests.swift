// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// What the demonstration shows is done by the actions themselves; told twice, it is there once.
@Suite struct StoryTests {
    @Test func theDemonstrationIsToldOnce() async throws {
        let network = try await KnowledgeNetwork()
        let there = Set(try network.test.network.tenants().map(\.slug))
        for slug in try KnowledgeStories.tenants() where !there.contains(slug) {
            try await network.test.open(slug, sort: "body", systems: ["knowledge"])
        }
        var people: [String: RecordID] = [:]
        let offices = try KnowledgeStories.tenants().flatMap { ["adviser.\($0)", "officer.\($0)"] }
        for name in offices + [1, 2, 4].map({ "resident\($0)" }) {
            people[name] = try await network.test.person(name)
        }
        var counts: [[String: Int]] = []
        for _ in 1...2 {
            try await KnowledgeStories(network: network.test.network, people: people).tell()
            await network.test.network.settle()
            let items = try network.test.network.register(for: .members).page(RegisterQuery(limit: 500))
            counts.append(Dictionary(grouping: items.items, by: \.kind).mapValues(\.count))
        }
        #expect(counts[0] == counts[1])
        for kind in [
            "desk", "question", "answer", "shared_question", "practice", "adoption", "post", "guide",
            "guide_section", "guide_round", "event", "catalogue_entry", "pledge", "translation",
        ] {
            #expect(counts[0]["knowledge.\(kind)"] ?? 0 > 0, "\(kind)")
        }
        let client = network.test.client()
        #expect(await client.get("/practices?view=scale-up").contains("Ask before a form is sent out"))
        let members = try network.test.network.register(for: .everyone)
            .page(RegisterQuery(kind: "knowledge.shared_question"))
        #expect(members.items.isEmpty)
    }
}
