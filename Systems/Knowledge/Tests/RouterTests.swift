// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing

/// Where a question goes, and why.
@Suite struct RouterTests {
    @Test func theRouterKnowsThreeDoorsTopicsPlacesAndLanguages() async throws {
        let network = try await KnowledgeNetwork()
        for (name, audience) in [
            ("Local governments", ["municipality"]), ("Vendors", ["vendor"]),
            ("Companies and research", ["company", "knowledge_institution"]),
        ] {
            try await network.desk(
                "sro", name, ["audience": .array(audience.map(JSON.string)), "language": ["nl"]])
        }
        try await network.desk(
            "lgma", "Digital", ["topic": ["digital_services"], "audience": ["municipality"]])
        try await network.desk("lgma", "Rest", ["topic": ["housing"], "takes_rest": true])
        try await network.desk("kildare", "Counter", ["audience": ["resident"]])
        let client = network.test.client()

        for (fields, desk, reason) in [
            (["audience": "municipality", "place": "sro"], "Local governments",
                "it is there for municipalities"),
            (["audience": "vendor", "place": "sro"], "Vendors", "vendors and developers"),
            (["audience": "company", "place": "sro"], "Companies and research", "for companies"),
            (["audience": "knowledge_institution", "place": "sro", "language": "nl"],
                "Companies and research", "it answers in your language"),
            (["audience": "municipality", "place": "kildare", "topic": "digital_services"], "Digital",
                "it knows this topic"),
            (["audience": "resident", "place": "kildare"], "Counter", "own desk"),
            (["audience": "resident", "place": "galway", "topic": "mapping"], "Rest", "no other desk"),
        ] as [([String: String], String, String)] {
            let answer = await client.fill("/ask", fields.merging(["text": "How?"]) { $1 })
            #expect(answer.status == 200, "\(fields)")
            #expect(answer.contains("It goes to \(desk) at"), "\(fields)")
            #expect(answer.contains(reason), "\(fields)")
        }
        // Whoever asks a body is asked what decides which of its desks it is.
        #expect(await client.get("/t/sro").contains("/ask?place=sro"))
        let moved = await client.get("/t/sro/knowledge/questions/new/ask")
        #expect(moved.status == 303 && moved.location == "/ask?place=sro")
        // Nobody at Galway, and no body of the country, is there for vendors of nothing in particular.
        let desks = await client.get("/ask/desks")
        #expect(desks.contains("Companies and research") && desks.contains("Counter"))
    }

    @Test func nobodyIsSentNowhereWhileADeskTakesTheRest() async throws {
        let network = try await KnowledgeNetwork()
        let towns: JSON = ["municipality"]
        try await network.desk("kl", "Digital", ["audience": towns, "topic": ["ai"], "language": ["da"]])
        try await network.desk("kl", "Law", ["audience": towns, "topic": ["privacy"]])
        try await network.desk("lgma", "Rest", ["topic": ["other"], "takes_rest": true])
        let client = network.test.client()
        for (fields, desk, reason, isFar) in [
            // Without a topic: a desk of the body itself that takes such an asker.
            (["audience": "municipality", "place": "kl"], "Digital", "own desk", false),
            (["audience": "municipality", "place": "kl", "topic": "privacy"], "Law", "knows this", false),
            // On what none of its desks names, too.
            (["audience": "municipality", "place": "kl", "topic": "energy"], "Digital", "own desk", false),
            // Whom it does not answer goes to who takes the rest, in another country.
            (["audience": "resident", "place": "kl"], "Rest", "neither Kl nor a body of its country", true),
            (["audience": "resident", "place": "sro", "topic": "ai"], "Rest", "neither Sro nor", true),
            (["audience": "resident", "place": "kildare"], "Rest", "for the country Kildare lies in", false),
            (["audience": "vendor"], "Rest", "no place was named", false),
        ] as [([String: String], String, String, Bool)] {
            let answer = await client.fill("/ask", fields.merging(["text": "How?"]) { $1 })
            #expect(answer.contains("It goes to \(desk) at"), "\(fields)")
            #expect(answer.contains(reason), "\(fields)")
            #expect(answer.contains("has a desk for such questions") == isFar, "\(fields)")
        }
        // Who knows the topic elsewhere is offered beside who is near.
        let near = await client.fill(
            "/ask", ["text": "How?", "audience": "municipality", "place": "kildare", "topic": "ai"])
        #expect(near.contains("It goes to Rest at") && near.contains(">Digital, Kl</button>"))
    }

    @Test func theQuestionItselfIsRead() async throws {
        let network = try await KnowledgeNetwork()
        try await network.desk("kl", "Digital", ["topic": ["ai"], "language": ["da", "en"]])
        try await network.desk("kl", "Law", ["topic": ["privacy"], "language": ["da", "en"]])
        try await network.desk("lgma", "Rest", ["takes_rest": true, "topic": ["other"], "language": ["en"]])
        try await network.desk("kildare", "Counter", ["language": ["en"]])
        let client = network.test.client()
        let text = "Hvordan kommer vi i gang med kunstig intelligens i kommunen?"
        let page = await client.fill("/ask", ["text": text, "audience": "municipality"])
        #expect(page.contains("It goes to Digital at") && page.contains("you write of “kunstig intelligens”"))
        #expect(page.contains("seems to be written in Danish") && !page.contains("answers in your language"))

        // What was read is kept with it, unless the asker puts it right.
        let path = "/t/kl/knowledge/questions/new/ask"
        let sent = await client.post(
            path, page.hidden(action: path) + [("text", text), ("visibility", "private")])
        let question = try network.question("kl", (sent.location ?? "").recordID)
        #expect(question["language"] == .text("da") && question["topic"] == .text("ai"))
        let other = await client.fill(
            "/ask", ["text": text, "audience": "municipality", "topic": "privacy", "language": "en"])
        #expect(other.contains("It goes to Law at") && other.contains("it knows this topic"))
        #expect(other.contains("it answers in your language") && !other.contains("seems to be written"))

        // A place that is named in the text.
        let there = await client.fill(
            "/ask", ["text": "When is the library in Kildare open?", "audience": "resident"])
        #expect(there.contains("It goes to Counter at") && there.contains("you write of Kildare"))
        // Nothing is made of what says nothing.
        let short = await client.fill("/ask", ["text": "GDPR, DPIA?", "audience": "resident"])
        #expect(!short.contains("seems to be written") && !short.contains("answers in your language"))
    }

    @Test(arguments: [
        ("en", "English", "Who can tell me how to get a grant?"),
        ("ga", "Irish", "Conas is féidir liom iarratas a dhéanamh?"),
        ("da", "Danish", "Hvem har ansvaret for cykelstier?"),
        ("nl", "Dutch", "Welke standaarden gelden voor parkeerdata?"),
        ("fr", "French", "Où trouver des données sur le bruit ?"),
        ("de", "German", "Wo finden wir Daten für unsere Gemeinde?"),
        ("lt", "Lithuanian", "Ar galima gauti paramą daugiabučio renovacijai?"),
        ("lv", "Latvian", "Kur Rīgā var uzlādēt elektroauto un cik tas maksā?"),
        ("mt", "Maltese", "Fejn nista' nsib il-linji gwida dwar il-karozzi elettriċi?"),
        ("sk", "Slovak", "Ako môže naša obec získať dotáciu?"),
        ("bg", "Bulgarian", "Къде да подам заявление за разрешение за строеж?"),
        ("ro", "Romanian", "Unde gasesc harta comunei noastre si cine o actualizeaza?"),
    ])
    func aDeskThatAnswersInTheLanguageComesFirst(code: String, name: String, text: String) async throws {
        let network = try await KnowledgeNetwork()
        try await network.desk("lgma", "Rest", ["takes_rest": true, "topic": ["other"]])
        try await network.desk("sro", "Near", ["topic": ["test_beds"], "language": [.string(code)]])
        let page = await network.test.client().fill("/ask", ["text": text, "audience": "resident"])
        #expect(page.contains("It goes to Near at"))
        #expect(page.contains("your question seems to be written in \(name)"))
    }

    @Test func whatOnlyLooksAlikeIsNotShown() async throws {
        let network = try await KnowledgeNetwork()
        let desk = try await network.desk("lgma", "Everything")
        let officer = Actor(.person(.new(at: network.test.clock.now)), roles: [.officer])
        for question in ["Who may ride electric scooters?", "How are the zebras counted?"] {
            try await network.perform("write_answer", at: "lgma", by: officer, [
                "question": .string(question), "answer": "Nobody does.", "expires_on": "2027-01-01",
            ])
        }
        let asker = try await network.test.client("Rita Resident")
        let path = await network.ask(
            asker, at: "lgma", desk: desk, "Where do electric buses charge overnight?",
            ["visibility": "everyone"])
        try await network.perform(
            "answer", at: "lgma", by: officer, on: path.recordID, ["text": "At depots."])
        try await network.perform("publish_answer", at: "lgma", by: officer, on: path.recordID, [
            "question": "Charging electric buses overnight", "answer": "At depots.",
            "expires_on": "2027-01-01",
        ])
        await network.test.network.settle()
        let client = network.test.client()
        let text = "Where could electric buses stay overnight?"
        let page = await client.submit("/ask", ["text": text, "audience": "resident"])
        #expect(page.contains("Charging electric buses overnight"))
        // The question it was given to says the same; the others share a word, or a beginning.
        #expect(!page.contains("Where do electric buses charge overnight?"))
        #expect(!page.contains("electric scooters") && !page.contains("zebras"))
    }

    @Test func whatWasAnsweredIsShownBefore() async throws {
        let network = try await KnowledgeNetwork()
        try await network.desk("lgma", "Everything")
        let officer = Actor(.person(.new(at: network.test.clock.now)), roles: [.officer])
        for (question, answer) in [
            ("How do we record the charging points of electric cars?", "In the register of assets."),
            ("How do we count cats?", "By hand."), ("How do we count votes?", "Twice."),
        ] {
            try await network.perform("write_answer", at: "lgma", by: officer, [
                "question": .string(question), "answer": .string(answer), "expires_on": "2027-01-01",
            ])
        }
        await network.test.network.settle()
        let client = network.test.client()
        let answer = await client.submit(
            "/ask",
            [
                "text": "Where do electric cars charge, and who records chargers?",
                "audience": "resident",
            ])
        #expect(answer.contains("This was answered before") && answer.contains("In the register of assets."))
        #expect(!answer.contains("By hand."))
    }
}
