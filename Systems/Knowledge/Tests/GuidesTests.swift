// SPDX-License-Identifier: EUPL-1.2

import Interfaces
import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Guides and their editions: what is public, what is not yet, and what stays as it was.
@Suite struct GuidesTests {
    @Test func aDraftIsNobodysBusiness() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide("kl", "Charging points")
        try await network.section("kl", edition, "Where to begin", "Ask the zebra of the grid.")
        await network.test.network.settle()
        let page = "/t/kl/knowledge/guides/\(guide.text)"
        let others = [
            network.test.client(),
            try await network.test.client("Oona Officer", roles: ["galway": [.officer]]),
        ]
        for reader in others {
            #expect(await reader.get(page).status == 404)
            #expect(await reader.get("\(page)/editions/1").status == 404)
            #expect(await reader.get("\(page)/editions/1.json").status == 404)
            #expect(await !reader.get("/search?q=zebra").contains("Where to begin"))
            #expect(await !reader.get("/guides").contains("Charging points"))
            for list in ["guides", "editions", "sections"] {
                let answer = await reader.get("/t/kl/knowledge/\(list).json")
                #expect(!answer.contains("Charging") && !answer.contains("zebra"))
            }
            #expect(await reader.get("/api/register/kl/\(guide.text)").status == 404)
        }
        let writer = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        #expect(await writer.get(page).status == 200)
        #expect(await writer.get("\(page)/editions/1").contains("Ask the zebra of the grid."))
    }

    @Test func itIsFoundByWhoeverItIsForAndCited() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide(
            "kl", "AI in the town hall", ["readers": ["lawyer", "project_lead"], "language": "en"])
        try await network.section(
            "kl", edition, "Who decides?", "*People* decide, see [the law](https://example.eu/law).")
        try await network.publish("kl", edition)
        let reader = network.test.client()
        let page = "/t/kl/knowledge/guides/\(guide.text)"
        #expect(await reader.get("/guides?readers=lawyer").contains(page))
        #expect(await !reader.get("/guides?readers=finance").contains(page))
        #expect(await reader.get("/guides?readers=lawyer&language=en&q=town").contains(page))
        #expect(await !reader.get("/guides?language=da").contains(page))
        #expect(await reader.get("/guides.json?readers=lawyer").json["items"]?[0]?["title"]
            == "AI in the town hall")
        // A section is found by itself, and leads to its place.
        #expect(await reader.get("/search?q=decides").contains("\(page)#who-decides"))
        let text = await reader.get(page)
        #expect(text.contains("<em>People</em> decide"))
        #expect(text.contains("<a href=\"https://example.eu/law\""))
        #expect(text.contains("id=\"who-decides\""))
        let cited = "AI in the town hall, “Who decides?”, Edition 1, Kl, 12 January 2026, "
        #expect(text.contains(cited) && text.contains("\(page)/editions/1#who-decides"))
        let json = await reader.get("\(page)/editions/1.json").json
        #expect(json["sections"]?[0]?["anchor"] == "who-decides")
    }

    @Test func anEditionNeverChangesAndTheNextSaysWhatDid() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, first) = try await network.guide("kl", "Zones")
        let one = try await network.section("kl", first, "Speed", "Thirty is the limit here.")
        try await network.section("kl", first, "Signs", "Put them up.")
        try await network.section("kl", first, "Old", "Forget this.")
        try await network.publish("kl", first)
        let page = "/t/kl/knowledge/guides/\(guide.text)"
        await #expect(throws: Refusal.self) {
            try await network.rewrite("kl", one, "Speed", "Fifty.")
        }

        let second = try await network.next("kl", guide)
        let copies = try network.sections("kl", second)
        let (speed, old) = (try #require(copies["speed"]), try #require(copies["old"]))
        try await network.rewrite("kl", speed, "Speed limits", "Twenty is the limit here.")
        try await network.perform(
            "remove_section", at: "kl", by: KnowledgeNetwork.officer, on: old, [:])
        try await network.perform(
            "move_section", at: "kl", by: KnowledgeNetwork.officer, on: speed, ["position": 2])
        try await network.section("kl", second, "Costs", "Little.")
        await network.test.network.settle()
        let reader = network.test.client()
        #expect(await reader.get(page).contains("Thirty is the limit"))
        #expect(await !reader.get(page).contains("Twenty"))
        #expect(await reader.get("\(page)/editions/2").status == 404)
        #expect(await reader.get("\(page)/compare?from=1&to=2").status == 404)

        try await network.publish("kl", second)
        #expect(await reader.get(page).contains("Twenty is the limit"))
        #expect(await reader.get("\(page)/editions/1").contains("Thirty is the limit"))
        #expect(await reader.get("\(page)/editions/1").contains("A later edition has replaced"))
        for way in ["", "&as=beside"] {
            let compared = await reader.get("\(page)/compare?from=1&to=2\(way)")
            #expect(compared.contains("<del>") && compared.contains("Thirty</del>"))
            #expect(compared.contains("Twenty</ins>") && compared.contains("added:"))
            #expect(compared.contains("Removed") && compared.contains("New") && compared.contains("Moved"))
            #expect(compared.contains("id=\"speed\""))
        }
        let json = await reader.get("\(page)/compare.json?from=1&to=2").json
        #expect(json["sections"]?.asArray?.contains { $0["change"] == "removed" } == true)
        let history = await reader.get("/t/kl/knowledge/sections/\(speed.text)/history.json")
        #expect(history.contains("Twenty") && !history.contains("Thirty"))
        #expect(await reader.get("/search?q=twenty").contains("\(page)#speed"))
        #expect(await !reader.get("/search?q=thirty").contains("\(page)#speed"))
    }

    @Test func whatNobodyVouchesForSaysSo() async throws {
        let network = try await KnowledgeNetwork()
        let person = try await network.test.person("Dagny Dane", roles: ["kl": [.officer]])
        let (guide, edition) = try await network.guide(
            "kl", "Budgets", ["expires_on": "2026-02-01", "owner": .string(person.text)])
        try await network.section("kl", edition, "All", "Of it.")
        try await network.publish("kl", edition)
        let page = "/t/kl/knowledge/guides/\(guide.text)"
        network.test.clock.set("2026-02-01T09:00:00Z")
        try await KnowledgeFace.face().daily(network.test.network)
        #expect(await !network.test.client().get(page).contains("Nobody vouches for it any more"))
        network.test.clock.set("2026-02-02T09:00:00Z")
        try await KnowledgeFace.face().daily(network.test.network)
        await network.test.network.settle()
        let reader = network.test.client()
        #expect(await reader.get(page).contains("Nobody vouches for it any more"))
        let signed = try await network.test.client("Dagny Dane")
        #expect(await signed.get("/notices").contains("A guide is to be looked at again: Budgets"))
        let form = [("expires_on-day", "1"), ("expires_on-month", "2"), ("expires_on-year", "2027")]
        let hidden = await signed.get("\(page)/keep-guide").hidden(action: "\(page)/keep-guide")
        #expect(await signed.post("\(page)/keep-guide", hidden + form).status == 303)
        #expect(await !reader.get(page).contains("Nobody vouches for it any more"))
    }

    @Test func aGoodAnswerBecomesASection() async throws {
        let network = try await KnowledgeNetwork()
        let desk = try await network.desk("kl", "Everything")
        let asker = try await network.test.client("Rita Resident")
        let question = await network.ask(asker, at: "kl", desk: desk, "Who may park here?")
        let writer = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        #expect(await writer.submit("\(question)/answer", ["text": "Whoever has a permit."]).status == 303)
        let (guide, edition) = try await network.guide("kl", "Parking")
        let path = "\(question)/put-in-guide"
        #expect(await writer.get(path).contains("Parking, Edition 1"))
        let put = await writer.submit(
            path, ["edition": edition.text, "title": "Permits", "text": "Whoever has a permit."])
        #expect(put.status == 303)
        let page = "/t/kl/knowledge/guides/\(guide.text)/editions/1"
        #expect(await writer.get(page).contains("id=\"permits\""))
        #expect(await asker.get(page).status == 404)
        #expect(await [403, 404].contains(asker.get(path).status))
    }

    @Test func whatIsTakenBackIsGone() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide("kl", "Mistakes")
        try await network.section("kl", edition, "One", "A zebra crossing.")
        try await network.publish("kl", edition)
        let round = try await network.round("kl", edition, for: "everyone")
        try await network.perform(
            "withdraw_guide", at: "kl", by: KnowledgeNetwork.officer, on: guide, [:])
        await network.test.network.settle()
        let reader = network.test.client()
        let page = "/t/kl/knowledge/guides/\(guide.text)"
        #expect(await reader.get(page).status == 404)
        #expect(await reader.get("\(page)/editions/1").status == 404)
        #expect(await reader.get("/t/kl/knowledge/rounds/\(round.text)").status == 404)
        #expect(await !reader.get("/guides/rounds").contains("What do you think?"))
        #expect(await !reader.get("/search?q=zebra").contains(page))
        #expect(await !reader.get("/t/kl/knowledge/sections.json").contains("zebra"))
    }

    @Test func anotherBodysGuideOfTheSameIdIsAnother() async throws {
        let network = try await KnowledgeNetwork()
        let id = RecordID.new(at: network.test.clock.now)
        for slug in ["kl", "lgma"] {
            let action = try #require(network.test.network.systems.action("knowledge.write_guide"))
            let read = try action.read(json: [
                "title": .string("Of \(slug)"), "summary": "S", "expires_on": "2027-01-01",
            ])
            let outcome = try await network.test.network.tenant(slug).perform(
                ActionCall(
                    action, by: KnowledgeNetwork.officer, input: read.values, given: read.given,
                    newID: id),
                at: network.test.clock.now)
            let edition = try #require(RecordID(stored: outcome.row["draft"]))
            try await network.section(slug, edition, "Part", "Secret of \(slug).")
            if slug == "kl" { try await network.publish(slug, edition) }
        }
        let reader = network.test.client()
        #expect(await reader.get("/t/kl/knowledge/guides/\(id.text)").contains("Secret of kl."))
        #expect(await reader.get("/t/lgma/knowledge/guides/\(id.text)").status == 404)
        #expect(await reader.get("/t/lgma/knowledge/guides/\(id.text)/editions/1").status == 404)
        let dane = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        #expect(await dane.get("/t/lgma/knowledge/guides/\(id.text)").status == 404)
    }
}
