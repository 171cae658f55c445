// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Checklists and templates of a guide, filled in by an officer of another tenant and kept there.
@Suite struct GuidesSheetTests {
    @Test func anOfficerFillsInAChecklistAndKeepsIt() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, first) = try await network.guide("kl", "AI toolbox")
        try await network.section(
            "kl", first, "Before you buy", "- Purpose\n- Officer asked", sort: "checklist")
        try await network.publish("kl", first)
        let officer = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let form = "/t/galway/knowledge/sheets/new/start-sheet"
        let from = "body=kl&guide=\(guide.text)&anchor=before-you-buy"
        let page = await officer.get("/t/kl/knowledge/guides/\(guide.text)")
        #expect(page.contains("Fill in a copy for Galway"))
        let hidden = await officer.get("\(form)?\(from)").hidden(action: form)
        let begun = await officer.post(form, hidden + [("title", "Chatbot")])
        #expect(begun.status == 303)
        let sheet = String((begun.location ?? "").prefix { $0 != "?" })
        let copy = await officer.get(sheet)
        #expect(copy.contains("From “AI toolbox”, edition 1, Kl") && copy.contains("0 of 2 done"))
        let filled = await officer.submit(
            "\(sheet)/fill-in", ["title": "Chatbot", "done-0": "yes", "note-0": "Entry 7"])
        #expect(filled.status == 303)
        #expect(await officer.get(sheet).contains("1 of 2 done"))
        #expect(await officer.get(sheet).contains("Entry 7"))

        // It is theirs: nobody else's.
        let kl = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        #expect(await [401, 403, 404].contains(kl.get(sheet).status))
        let there = sheet.replacing("/t/galway/", with: "/t/kl/")
        #expect(await kl.get(there).status == 404)

        let second = try await network.next("kl", guide)
        let part = try #require(try network.sections("kl", second)["before-you-buy"])
        try await network.perform(
            "change_section", at: "kl", by: KnowledgeNetwork.officer, on: part,
            ["sort": "checklist", "title": "Before you buy", "text": "- Budget\n- Purpose"])
        try await network.publish("kl", second)
        #expect(await officer.get(sheet).contains("Edition 2 of the guide is out"))
        #expect(await officer.submit("\(sheet)/renew-sheet").status == 303)
        let renewed = await officer.get(sheet)
        #expect(renewed.contains("Budget") && renewed.contains("Entry 7"))
        #expect(renewed.contains("1 of 2 done") && !renewed.contains("is out"))
    }

    @Test func blanksOfATemplateAreFilled() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide("kl", "Contracts")
        try await network.section(
            "kl", edition, "Clause", "[[Controller]] instructs [[Processor]].", sort: "template")
        try await network.publish("kl", edition)
        let officer = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let form = "/t/galway/knowledge/sheets/new/start-sheet"
        let hidden = await officer.get("\(form)?body=kl&guide=\(guide.text)&anchor=clause")
            .hidden(action: form)
        let begun = await officer.post(form, hidden + [("title", "Ours")])
        let sheet = String((begun.location ?? "").prefix { $0 != "?" })
        #expect(await officer.submit(
            "\(sheet)/fill-in", ["title": "Ours", "blank-0": "Galway"]).status == 303)
        #expect(await officer.get(sheet).contains("Galway instructs [[Processor]]."))
    }
}
