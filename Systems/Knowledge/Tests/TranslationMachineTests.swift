// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Outgoing
import Store
import Synchronization
import TestKit
import Testing

/// Machines that translate: what they may do, and what becomes of it when they do it badly.
@Suite struct TranslationMachineTests {
    @Test func whatMarksATextSurvivesTheMachine() async throws {
        let network = try await KnowledgeNetwork(translator: Machine.shouting)
        let (guide, edition) = try await network.guide("kl", "Regler", ["language": "da"])
        let text = """
            Læs *altid* [loven](https://example.eu/lov) og `kode` først.

            - Første punkt
            - [ ] Andet for [[navn]]
            1. Tredje

            2026-01-12
            """
        try await network.section("kl", edition, "Tekst", text)
        try await network.publish("kl", edition)
        let id = try await network.have("kl", "section", guide, part: "tekst")
        let translation = try network.translation("kl", id)
        #expect(translation.texts.text == """
            LÆS *ALTID* [LOVEN](https://example.eu/lov) OG `kode` FØRST.

            - FØRSTE PUNKT
            - [ ] ANDET FOR [[navn]]
            1. TREDJE

            2026-01-12
            """)
        let page = await network.test.client().get("/t/kl/knowledge/guides/\(guide.text)?in=en")
        let told = "Translated from Danish by a machine on 12 January 2026, not checked by a person."
        #expect(page.contains(told))
        #expect(page.contains("<a href=\"https://example.eu/lov\""))
        try await network.perform("check_translation", at: "kl", by: KnowledgeNetwork.officer, on: id, [:])
        #expect(try network.translation("kl", id).checkedOn != nil)
    }

    @Test func aMachineThatLosesTheMarksIsAskedInPieces() async throws {
        let machine = Machine { texts in texts.map { $0.filter { $0 != "{" }.uppercased() } }
        let network = try await KnowledgeNetwork(translator: machine)
        let practice = try await network.practice("kl", "Se *her* nu", "da")
        let id = try await network.have("kl", "practice", practice)
        #expect(try network.translation("kl", id).texts.title == "SE *HER* NU")
    }

    @Test func noMachineWritesOverAPerson() async throws {
        let network = try await KnowledgeNetwork(translator: Machine.shouting)
        let practice = try await network.practice("kl", "Én billet", "da")
        let id = try await network.have("kl", "practice", practice)
        #expect(try network.translation("kl", id).made == .machine)
        // A person corrects it: from now on it is theirs.
        try await network.perform(
            "correct_translation", at: "kl", by: KnowledgeNetwork.officer, on: id, ["title": "One ticket"])
        await #expect(throws: Refusal.self) {
            try await network.perform(
                "have_translated_again", at: "kl", by: KnowledgeNetwork.officer, on: id, [:])
        }
        let other = try await network.practice("kl", "To billetter", "da")
        let asked = try await network.perform(
            "have_translated", at: "kl", by: KnowledgeNetwork.officer,
            ["original": .string(other.text), "sort": "practice", "language": "en"]).row.id
        // Quicker than the machine, which comes too late.
        try await network.perform(
            "correct_translation", at: "kl", by: KnowledgeNetwork.officer, on: asked,
            ["title": "Two tickets"])
        await network.test.work()
        let kept = try network.translation("kl", asked)
        #expect(kept.made == .person && kept.texts.title == "Two tickets" && kept.state == "current")
        #expect(try network.translation("kl", id).texts.title == "One ticket")
    }

    @Test func whatAMachineFailsAtIsToldAndTriedAgain() async throws {
        let isUp = Mutex(false)
        let network = try await KnowledgeNetwork(translator: Machine { texts in
            guard isUp.withLock({ $0 }) else { throw TranslatorFailure("the translator is out to lunch") }
            return texts.map { $0.uppercased() }
        })
        let practice = try await network.practice("kl", "Én billet", "da")
        let id = try await network.have("kl", "practice", practice)
        let own = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        let list = "/t/kl/knowledge/translations?sort=practice"
        let waiting = await own.get(list)
        #expect(waiting.contains("It will be tried again:") && waiting.contains("out to lunch"))
        #expect(await !network.test.client().get("/practices").contains("out to lunch"))
        for hour in 10...20 {
            network.test.clock.set("2026-01-12T\(hour):00:00Z")
            await network.test.work()
        }
        #expect(await own.get(list).contains("Given up:"))
        #expect(try network.translation("kl", id).askedAt == nil)
        isUp.withLock { $0 = true }
        let form = await own.get("/t/kl/knowledge/translations/\(id.text)/correct-translation")
        let machine = "/t/kl/knowledge/translations/machine"
        #expect(await own.post(machine, form.hidden(action: machine)).status == 303)
        await network.test.work()
        let translation = try network.translation("kl", id)
        #expect(translation.texts.title == "ÉN BILLET" && translation.failure == nil)
    }

    @Test(arguments: [
        [], ["one", "two", "three", "four", "five", "six"], ["", "", "", "", ""],
        Array(repeating: String(repeating: "x", count: 5_000), count: 4),
    ])
    func whatIsNoTranslationIsNotTaken(_ answer: [String]) async throws {
        let network = try await KnowledgeNetwork(translator: Machine { _ in answer })
        let practice = try await network.practice("kl", "Én billet", "da")
        let id = try await network.have("kl", "practice", practice)
        let translation = try network.translation("kl", id)
        #expect(translation.state == "requested" && translation.texts.title == nil)
        #expect(translation.failure != nil && translation.askedAt == nil)
        #expect(await !network.test.client().get("/practices").contains("six"))
    }

    @Test func hostileWordsAreWordsAlone() async throws {
        let evil = "<script>x</script> [win](https://evil.example) **now**\u{202e}"
        let network = try await KnowledgeNetwork(translator: Machine { $0.map { _ in evil } })
        let (guide, edition) = try await network.guide("kl", "Regler", ["language": "da"])
        try await network.section("kl", edition, "Tekst", "Helt almindelig tekst.")
        try await network.publish("kl", edition)
        _ = try await network.have("kl", "section", guide, part: "tekst")
        let page = await network.test.client().get("/t/kl/knowledge/guides/\(guide.text)?in=en")
        #expect(page.contains("&lt;script>x") || page.contains("&lt;script&gt;x"))
        #expect(!page.contains("href=\"https://evil.example\"") && !page.contains("\u{202e}"))
    }

    @Test func withoutAMachineNothingIsOffered() async throws {
        let network = try await KnowledgeNetwork()
        let practice = try await network.practice("kl", "Én billet", "da")
        let own = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        let form = "/t/kl/knowledge/translations/new/translate?original=\(practice.text)"
            + "&sort=practice&language=en"
        #expect(await !own.get(form).contains("Have a machine translate it"))
        // By the API it can be asked for; it is said at once that there is none.
        let id = try await network.have("kl", "practice", practice)
        #expect(try network.translation("kl", id).failure?.contains("no translator is set up") == true)
    }

    @Test func aWholeGuideAtOnce() async throws {
        let network = try await KnowledgeNetwork(translator: Machine.shouting)
        let (guide, page) = try await network.danish()
        try await network.translate("kl", "section", guide, part: "betal", ["title": "Pay", "text": "By us."])
        let own = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        let machine = "/t/kl/knowledge/translations/machine"
        let list = await own.get("/t/kl/knowledge/translations?sort=guide&original=\(guide.text)")
        #expect(list.contains("What is missing: English"))
        let form = list.hidden(action: machine).filter { $0.0 == "csrf" }
        let sent = await own.post(
            machine,
            form + [("original", guide.text), ("sort", "guide"), ("language", "en"), ("whole", "yes")])
        #expect(sent.status == 303)
        for _ in 1...4 { await network.test.work() }
        await network.test.network.settle()
        let read = await network.test.client().get(page)
        #expect(read.contains("LADESTANDERE") && read.contains("SPØRG NETSELSKABET"))
        #expect(read.contains("By us."))
        // How it is cited stays as it was written.
        #expect(read.contains("<h1>LADESTANDERE</h1>"))
    }
}
