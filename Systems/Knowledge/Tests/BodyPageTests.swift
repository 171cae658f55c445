// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// What a body has for everyone is on its own page, and in lists of its own.
@Suite struct BodyPageTests {
    private static let officer = KnowledgeNetwork.officer

    /// A body with something of everything, and another whose things are its own.
    private func network() async throws -> KnowledgeNetwork {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide("kl", "Ladestandere", ["language": "da"])
        try await network.section("kl", edition, "Først", "Spørg nettet.")
        try await network.publish("kl", edition)
        try await network.translate("kl", "guide", guide, ["title": "Charging points"])
        _ = try await network.guide("kl", "Not out yet")
        _ = try await network.event("kl", "Later forum", ["starts_on": "2026-02-20"])
        _ = try await network.event("kl", "Sooner forum")
        _ = try await network.event("kl", "Secret forum", publish: false)
        try await network.desk("kl", "Digitalisation")
        for (slug, question) in [("kl", "Who pays for it?"), ("lgma", "Who mends it?")] {
            try await network.perform(
                "write_answer", at: slug, by: Self.officer,
                [
                    "question": .string(question), "answer": "See the [list](/duties).", "language": "en",
                    "expires_on": "2026-12-01",
                ])
        }
        let practice = try await network.perform(
            "write_practice", at: "kl", by: Self.officer,
            [
                "title": "Shorter forms", "problem": "Too long.", "solution": "Ask less.",
                "contact": "A desk",
            ])
        try await network.perform("share_practice", at: "kl", by: Self.officer, on: practice.row.id, [:])
        await network.test.network.settle()
        return network
    }

    @Test func aVisitorFindsItAllOnThePageOfTheBody() async throws {
        let network = try await network()
        let page = await network.test.client().get("/t/kl")
        for text in [
            "Charging points", "Sooner forum", "Shorter forms", "Who pays for it?", "Digitalisation",
            "href=\"/guides?body=kl\"", "href=\"/events?body=kl\"", "href=\"/answers?body=kl\"",
        ] { #expect(page.contains(text), "\(text)") }
        for text in ["Not out yet", "Secret forum", "Who mends it?"] { #expect(!page.contains(text)) }
        let sooner = try #require(page.text.range(of: "Sooner forum"))
        let later = try #require(page.text.range(of: "Later forum"))
        #expect(sooner.lowerBound < later.lowerBound)
        let other = await network.test.client().get("/t/sro")
        #expect(!other.contains("Sooner forum") && !other.contains("?body="))
    }

    @Test func listsAreOfOneBodyWhereThatIsAsked() async throws {
        let network = try await network()
        let client = network.test.client()
        let own = await client.get("/answers?body=kl")
        #expect(own.contains("Who pays for it?") && !own.contains("Who mends it?"))
        #expect(own.contains("See everybody’s"))
        #expect(await client.get("/answers").contains("Who mends it?"))
        #expect(await !client.get("/guides?body=lgma").contains("Charging points"))
        #expect(await !client.get("/ask/desks?body=lgma").contains("Digitalisation"))
        #expect(await !client.get("/practices?body=lgma").contains("Shorter forms"))
    }

    @Test func theFirstPageNamesWhatComesFirst() async throws {
        let network = try await network()
        let page = await network.test.client().get("/")
        #expect(page.contains("Charging points") && page.contains("Coming events"))
        let sooner = try #require(page.text.range(of: "Sooner forum"))
        let later = try #require(page.text.range(of: "Later forum"))
        #expect(sooner.lowerBound < later.lowerBound)
        network.test.clock.set("2026-02-01T09:00:00Z")
        #expect(await !network.test.client().get("/").contains("Sooner forum"))
    }

    @Test func theWayUpLeadsVisitorsToListsForThem() async throws {
        let network = try await network()
        let client = network.test.client()
        let items = await client.get("/practices.json").json["items"]?.asArray
        let practice = try #require(items?.first?["href"]?.asString)
        let page = await client.get(practice)
        #expect(page.contains("href=\"/practices?body=kl\""))
        #expect(!page.contains("href=\"/t/kl/knowledge/practices\""))
    }

    @Test func anAnswerMayLeadOn() async throws {
        let network = try await network()
        let client = network.test.client()
        let items = await client.get("/answers.json?body=kl").json["items"]?.asArray
        #expect(items?.first?["answer"] == "See the list.")
        let answer = try #require(items?.first?["href"]?.asString)
        #expect(await client.get(answer).contains("<a href=\"/duties\" rel=\"nofollow\">list</a>"))
    }
}
