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
        try await isTrue(network)
        let client = network.test.client()
        #expect(await client.get("/practices?view=scale-up").contains("Ask before a form is sent out"))
        let members = try network.test.network.register(for: .everyone)
            .page(RegisterQuery(kind: "knowledge.shared_question"))
        #expect(members.items.isEmpty)
    }

    /// Events are on days that are worked, what was asked was answered in time, and the draft that may be
    /// commented on says something else than the edition before.
    private func isTrue(_ network: KnowledgeNetwork) async throws {
        let net = network.test.network
        let events = try net.register.page(RegisterQuery(kind: "knowledge.event", limit: 100)).items
        #expect(events.count > 3)
        for event in events {
            let calendar = net.law.calendar(of: try net.tenant(event.tenant).tenant.jurisdiction)
            #expect(event.day.map(calendar.isWorkingDay) == true, "\(event.title)")
        }
        let client = network.test.client()
        let adoptions = try net.register.page(RegisterQuery(kind: "knowledge.adoption", limit: 100)).items
        for one in adoptions {
            let page = "/t/\(one.tenant)/knowledge/adoptions/\(one.record.text)"
            #expect(await !client.get(page).contains("Too late"))
        }
        let guides = try net.register.page(RegisterQuery(kind: "knowledge.guide", tenant: "lca")).items
        let guide = "/t/lca/knowledge/guides/\(try #require(guides.first).record.text)"
        #expect(await client.get(guide).contains("Second edition: what did we forget?"))
        let compared = await client.get("\(guide)/compare?from=1&to=2")
        #expect(compared.status == 200 && compared.contains("<ins"))
    }
}
