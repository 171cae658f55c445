// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// What a text says in other languages, and what readers are told of that.
@Suite struct TranslationTests {
    @Test func whoIsSecondKeepsWhatTheyWrote() async throws {
        let network = try await KnowledgeNetwork()
        let practice = try await network.practice("kl", "Én billet", "da")
        let own = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        let action = "/t/kl/knowledge/translations/new/translate"
        let form = "\(action)?original=\(practice.text)&sort=practice&language=en"
        let hidden = await own.get(form).hidden(action: action)
        #expect(hidden.contains { $0.0 == "csrf" })
        try await network.translate("kl", "practice", practice, ["title": "One ticket"])
        let second = await own.post(action, hidden + [("title", "A single ticket for all")])
        #expect(second.status == 422 && second.contains("A single ticket for all"))
        #expect(second.contains("translated into that language already"))
    }

    @Test func nothingIsTranslatedIntoItsOwnLanguage() async throws {
        let network = try await KnowledgeNetwork()
        let practice = try await network.practice("kl", "Én billet", "da")
        let own = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        let form = "/t/kl/knowledge/translations/new/translate?original=\(practice.text)&sort=practice"
        let answer = await own.get("\(form)&language=da")
        #expect(answer.status == 303)
        #expect(answer.location?.hasPrefix("/t/kl/knowledge/translations?") == true)
        #expect(await own.get("\(form)&language=en").status == 200)
    }

    @Test func onlyWhatChangedIsOutOfDate() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, page) = try await network.danish()
        try await network.translate("kl", "guide", guide, ["title": "Charging points"])
        let begin = try await network.translate(
            "kl", "section", guide, part: "begynd", ["title": "Begin", "text": "Ask the zebra of the grid."])
        let pay = try await network.translate(
            "kl", "section", guide, part: "betal", ["title": "Pay", "text": "The council pays."])
        let reader = network.test.client()
        let first = await reader.get(page)
        // The language of the page is the reader's own, where somebody translated into it.
        #expect(first.contains("Charging points") && first.contains("Ask the zebra of the grid."))
        #expect(first.contains("Translated from Danish by staff of Kl, 12 January 2026."))
        #expect(first.contains("Read the original (Danish)") && !first.contains("Out of date"))

        let next = try await network.next("kl", guide)
        let sections = try network.sections("kl", next)
        try await network.rewrite("kl", try #require(sections["betal"]), "Betal", "Staten betaler.")
        try await network.section("kl", next, "Nyt", "Det her er nyt.")
        try await network.publish("kl", next)
        #expect(try network.translation("kl", begin).state == "current")
        let stale = try network.translation("kl", pay)
        #expect(stale.state == "outdated" && stale.staleSince == 2)
        let second = await reader.get(page)
        #expect(second.contains("The council pays."))
        #expect(second.contains("Out of date since edition 2: the original (Danish) has changed."))
        #expect(second.contains("2 of 3 sections are translated."))
        #expect(second.contains("<span lang=\"da\">Nyt</span>"))
        #expect(second.contains("Not translated yet: in Danish."))
        let json = await reader.get("\(page).json").json
        let states = json["translations"]?.asArray?.map { $0["state"]?.asString }
        #expect(states?.count { $0 == "outdated" } == 1 && states?.count { $0 == "current" } == 2)
        // Of the edition that was, what was made of its very words.
        let old = await reader.get("\(page)/editions/1")
        #expect(old.contains("Ask the zebra") && old.contains("The council pays."))

        try await network.perform(
            "check_translation", at: "kl", by: KnowledgeNetwork.officer, on: pay, [:])
        await network.test.network.settle()
        #expect(await !reader.get(page).contains("Out of date"))
        let original = await reader.get("\(page)?in=da")
        #expect(original.contains("<h1 lang=\"da\">Ladestandere</h1>"))
        #expect(original.contains("Staten betaler."))
        #expect(original.contains("Read it in English") && !original.contains("The council"))
        let none = await reader.get("\(page)?lang=nl")
        #expect(none.contains("het is niet in het Nederlands vertaald"))
    }

    @Test func answersPracticesAndEventsAreReadInOnesLanguage() async throws {
        let network = try await KnowledgeNetwork()
        let answer = try await network.perform(
            "write_answer", at: "kl", by: KnowledgeNetwork.officer,
            [
                "question": "Hvem må parkere?", "answer": "Den, der har lov.", "language": "da",
                "expires_on": "2027-01-01",
            ]
        ).row.id
        try await network.translate(
            "kl", "answer", answer, ["question": "Who may park?", "answer": "Who has leave."])
        let practice = try await network.practice("kl", "Én billet", "da")
        try await network.translate("kl", "practice", practice, ["title": "One ticket", "effect": "Nothing"])
        let reader = network.test.client()
        let page = "/t/kl/knowledge/answers/\(answer.text)"
        #expect(await reader.get("/answers")
            .contains("Who may park?</a> <span class=\"meta\">(translated)"))
        // A language that was chosen stays chosen, so that this is somebody else.
        #expect(await network.test.client().get("/answers?lang=da").contains("Hvem må parkere?"))
        #expect(await reader.get(page).contains("<h1>Who may park?</h1>"))
        #expect(await reader.get("\(page)?in=da").contains("<h1 lang=\"da\">Hvem må parkere?</h1>"))
        // Whoever asks in one language is shown what was answered in another.
        try await network.desk("kl", "Everything", ["takes_rest": true])
        let asked = await reader.fill("/ask", ["text": "Who may park here?", "audience": "resident"])
        #expect(asked.contains("Who may park?") && asked.contains(page))
        // What was left untranslated is read as it was written.
        let half = await reader.get("/t/kl/knowledge/practices/\(practice.text)")
        #expect(half.contains("<h1>One ticket</h1>") && half.contains("<div lang=\"da\"><p>Det er svært."))
        #expect(await reader.get("/practices").contains("One ticket"))

        network.test.clock.set("2026-01-15T09:00:00Z")
        try await network.perform(
            "revise_answer", at: "kl", by: KnowledgeNetwork.officer, on: answer,
            [
                "question": "Hvem må parkere?", "answer": "Alle.", "language": "da",
                "expires_on": "2027-01-01",
            ])
        await network.test.network.settle()
        #expect(await reader.get(page).contains("Out of date since 15 January 2026"))
        try await network.perform(
            "withdraw_practice", at: "kl", by: KnowledgeNetwork.officer, on: practice, [:])
        await network.test.network.settle()
        #expect(await !reader.get("/search?q=ticket").contains("One ticket"))
        let api = await reader.get("/api/t/kl/knowledge/translations?original=\(practice.text)")
        #expect(!api.contains("One ticket"))
    }

    @Test func whatNobodyMayReadIsNotFoundByItsTranslation() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide("kl", "Udkast", ["language": "da"])
        try await network.section("kl", edition, "Begynd", "Hemmeligt.")
        try await network.translate("kl", "guide", guide, ["title": "A draft"])
        let draft = try await network.translate(
            "kl", "section", guide, part: "begynd", ["title": "Begin", "text": "Secret giraffes."])
        let event = try await network.perform(
            "draft_event", at: "kl", by: KnowledgeNetwork.officer,
            [
                "title": "Møde", "text": "Kun for os.", "language": "da", "visibility": "members",
                "mode": "on_site", "starts_on": "2026-02-01", "registering": "no", "venue": "Salen",
            ]
        ).row.id
        let meeting = try await network.translate(
            "kl", "event", event, ["title": "Meeting of ocelots", "text": "For us alone."])
        let stranger = network.test.client()
        let member = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let own = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        for reader in [stranger, member] {
            #expect(await !reader.get("/search?q=giraffes").contains("Begin"))
            #expect(await !reader.get("/search?q=ocelots").contains("Meeting"))
            for id in [draft, meeting] {
                #expect(await reader.get("/t/kl/knowledge/translations/\(id.text).json").status == 404)
                #expect(await reader.get("/t/kl/knowledge/translations/\(id.text)").status == 404)
            }
            #expect(await !reader.get("/t/kl/knowledge/translations.json").contains("Secret"))
        }
        #expect(await own.get("/t/kl/knowledge/translations").contains("Udkast"))

        try await network.perform(
            "publish_event", at: "kl", by: KnowledgeNetwork.officer, on: event, [:])
        try await network.publish("kl", edition)
        let found = await stranger.get("/search?q=giraffes")
        #expect(found.contains("/t/kl/knowledge/guides/\(guide.text)?in=en#begynd"))
        #expect(await !stranger.get("/search?q=ocelots").contains("Meeting"))
        #expect(await !stranger.get("/events").contains("ocelots"))
        for path in ["/api/register/knowledge.member_translation", "/search.json?q=ocelots"] {
            #expect(await !stranger.get(path).contains("Meeting of ocelots"), "\(path)")
        }
        #expect(await member.get("/search?q=ocelots").contains("Meeting of ocelots"))
        #expect(await member.get("/t/kl/knowledge/events/\(event.text)").contains("For us alone."))
        try await network.perform(
            "withdraw_guide", at: "kl", by: KnowledgeNetwork.officer, on: guide, [:])
        await network.test.network.settle()
        #expect(await !stranger.get("/search?q=giraffes").contains("Begin"))
        #expect(await stranger.get("/t/kl/knowledge/translations/\(draft.text).json").status == 404)
    }

    @Test func twoBodiesWithTheSameIdsKeepTheirWords() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await network.practice("kl", "Én billet", "da")
        _ = try await network.practice("lgma", "Tá sé agam", "ga", id: id)
        try await network.translate("kl", "practice", id, ["title": "One ticket"])
        let reader = network.test.client()
        let list = await reader.get("/practices")
        #expect(list.contains("One ticket") && list.contains("<span lang=\"ga\">Tá sé agam</span>"))
        let theirs = await reader.get("/t/lgma/knowledge/practices/\(id.text)")
        #expect(theirs.contains("<h1 lang=\"ga\">Tá sé agam"))
        let officer = Actor(.person(RecordID.none), roles: [])
        await #expect(throws: Refusal.self) {
            try await network.perform(
                "translate", at: "lgma", by: officer,
                ["original": .string(id.text), "sort": "practice", "language": "en", "title": "Mine"])
        }
    }

    @Test func translatorsWorkBesideTheOriginal() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, page) = try await network.danish()
        let own = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        let list = "/t/kl/knowledge/translations"
        #expect(await own.get(list).contains("Ladestandere"))
        let parts = await own.get("\(list)?sort=guide&original=\(guide.text)")
        let form = "\(list)/new/translate?original=\(guide.text)&sort=section&part=begynd&language=en"
        #expect(parts.contains("part=begynd") && parts.contains("Begynd"))
        let shown = await own.get(form)
        #expect(shown.contains("lang=\"da\" dir=\"auto\">Spørg netselskabet først.</div>"))
        #expect(shown.contains("name=\"text\"") && shown.contains("lang=\"en\" dir=\"auto\""))
        let hidden = shown.hidden(action: "\(list)/new/translate")
        let empty = await own.post("\(list)/new/translate", hidden + [("title", ""), ("text", "Ask.")])
        #expect(empty.status == 422 && empty.contains("Say in the other language what it is called"))
        #expect(empty.contains(">\nAsk.</textarea>"))
        let sent = await own.post(
            "\(list)/new/translate", hidden + [("title", "Begin"), ("text", "Ask the grid.")])
        #expect(sent.status == 303)
        #expect(await network.test.client().get("\(page)?in=en").contains("Ask the grid."))
        // Whoever comes a second time is led to what is there.
        #expect(await own.get(form).location?.contains("correct-translation") == true)
        await #expect(throws: Problems.self) {
            try await network.translate("kl", "section", guide, part: "begynd", ["title": "Again"])
        }
        await #expect(throws: Problems.self) {
            try await network.translate("kl", "guide", guide, into: "da", ["title": "Dansk"])
        }
        let other = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        #expect(await [403, 404].contains(other.get(form).status))
    }
}
