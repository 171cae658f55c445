// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing
import Web

extension KnowledgeNetwork {
    /// An event that is out: on 20 January 2026 from 10 to 12 unless it is said otherwise.
    @discardableResult
    func event(
        _ slug: String, _ title: String, _ more: JSON = [:], publish: Bool = true
    ) async throws -> RecordID {
        var input: JSONObject = [
            "title": .string(title), "text": "What it is about", "visibility": "everyone",
            "mode": "on_site", "venue": "Town hall", "starts_on": "2026-01-20", "starts_at": "10:00",
            "ends_at": "12:00", "registering": "no",
        ]
        for (name, value) in more.asObject ?? [:] { input[name] = value }
        let made = try await perform("draft_event", at: slug, by: Self.officer, .object(input))
        if publish { try await act("publish_event", at: slug, on: made.row.id) }
        return made.row.id
    }

    /// Takes an action of the system as an officer.
    @discardableResult
    func act(
        _ name: String, at slug: String, on record: RecordID, _ input: JSON = [:]
    ) async throws -> Outcome {
        let outcome = try await perform(name, at: slug, by: Self.officer, on: record, input)
        await test.network.settle()
        return outcome
    }

    func daily() async throws { try await KnowledgeFace.face().daily(test.network) }
}

extension TestClient {
    /// Registers for an event by its form; where that leads.
    func register(
        _ slug: String, _ event: RecordID, _ name: String, on day: String? = nil
    ) async -> TestAnswer {
        let form = "/t/\(slug)/knowledge/registrations/new/register"
        let page = await get("\(form)?event=\(event.text)\(day.map { "&occurrence=\($0)" } ?? "")")
        let hidden = page.hidden(action: form)
        return await post(form, hidden + [("name", name)])
    }
}

/// Places at events, the line for them, reminders, who came.
@Suite struct EventsTests {
    @Test func theLastPlaceIsGivenOnceAndMovesUpTheLine() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event("kl", "Dialogue forum", ["registering": "whole", "places": 1])
        let path = "/t/kl/knowledge/events/\(event.text)"
        let (anna, bo) = (try await network.test.client("Anna A"), try await network.test.client("Bo B"))
        let carl = try await network.test.client("Carl C")
        #expect(await anna.get(path).contains("1 of 1 places left"))
        #expect(await anna.register("kl", event, "Anna").location == "\(path)?done=register")
        #expect(await anna.get("\(path)?done=register").contains("You have a place"))
        for client in [bo, carl] {
            network.test.clock.pass(seconds: 1)
            let form = await client.get(
                "/t/kl/knowledge/registrations/new/register?event=\(event.text)")
            #expect(form.contains(">Join the waiting list</button>"))
            #expect(await client.register("kl", event, "Other").status == 303)
            #expect(await client.get(path).contains("On the waiting list"))
        }
        #expect(await bo.get(path).contains("You are number 1 in the line."))
        #expect(await carl.get(path).contains("You are number 2 in the line."))
        #expect(await bo.get("\(path)?done=register").contains("There is no place left"))
        #expect(await anna.register("kl", event, "Anna").status == 422)

        // Bo came first, whatever the ids of the two.
        let officer = try await network.test.client("Ada Adviser", roles: ["kl": [.officer]])
        let list = await officer.get("\(path)/participants")
        #expect(list.contains("Anna") && list.contains("Has a place: 1"))
        #expect(list.contains("On the waiting list: 2"))
        let page = await anna.get(path)
        let own = try #require(page.text.firstMatch(of: /registrations\/([0-9a-f-]{36})\/give-up/))
        #expect(await anna.submit("/t/kl/knowledge/registrations/\(own.1)/give-up-place").status == 303)
        #expect(await bo.get("/notices").contains("You have a place at “Dialogue forum”"))
        #expect(await bo.get(path).contains("Has a place"))
        #expect(await !carl.get("/notices").contains("You have a place"))

        // A larger room takes in the rest.
        #expect(await anna.get("\(path)/participants").status == 404)
        try await network.act("change_event", at: "kl", on: event, [
            "title": "Dialogue forum", "text": "Text", "visibility": "everyone", "mode": "on_site",
            "venue": "Larger hall", "starts_on": "2026-01-20", "starts_at": "10:00", "ends_at": "12:00",
            "registering": "whole", "places": 9,
        ])
        #expect(await carl.get("/notices").contains("You have a place at"))
        #expect(await bo.get("/notices").contains("was changed"))
    }

    @Test func whoIsKnownNeedNotSayWhoTheyAre() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event("kl", "Course", ["registering": "whole"])
        let oona = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let form = await oona.get("/t/kl/knowledge/registrations/new/register?event=\(event.text)")
        #expect(form.contains("value=\"Oona Officer\"") && form.contains("value=\"Galway\""))
    }

    @Test func twoAtOnceForTheLastPlace() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event("kl", "Course", ["registering": "whole", "places": 3])
        var clients: [TestClient] = []
        for number in 1...6 { clients.append(try await network.test.client("Person P\(number)")) }
        await withTaskGroup(of: Void.self) { group in
            for client in clients { group.addTask { _ = await client.register("kl", event, "P") } }
        }
        var states: [Bool] = []
        for client in clients {
            states.append(await client.get("/t/kl/knowledge/events/\(event.text)").contains("Has a place"))
        }
        #expect(states.count { $0 } == 3)
    }

    @Test func whoHasAPlaceIsRemindedOnceTheDayBefore() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event("kl", "Course", ["registering": "whole"])
        _ = await (try await network.test.client("Anna A")).register("kl", event, "Anna")
        func notices() async throws -> String {
            // A session ends sooner than the event comes.
            let page = try await network.test.client("Anna A").get("/notices")
            #expect(page.status == 200)
            return page.text
        }
        network.test.clock.set("2026-01-18T09:00:00Z")
        try await network.daily()
        #expect(try await !notices().contains("“Course” is on"))
        network.test.clock.set("2026-01-19T09:00:00Z")
        for _ in 1...2 { try await network.daily() }
        let text = try await notices()
        #expect(text.components(separatedBy: "“Course” is on 20 January 2026").count == 2)
    }

    @Test func aSeriesIsRegisteredForTimeByTime() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event("kl", "Clinic", [
            "registering": "each", "places": 1, "repeats": "weekly", "times": 3,
        ])
        let path = "/t/kl/knowledge/events/\(event.text)"
        let (anna, bo) = (try await network.test.client("Anna A"), try await network.test.client("Bo B"))
        #expect(await anna.register("kl", event, "Anna", on: "2026-01-27").status == 303)
        #expect(await bo.register("kl", event, "Bo", on: "2026-02-03").status == 303)
        #expect(await bo.get(path).contains("Has a place"))
        #expect(await bo.register("kl", event, "Bo", on: "2026-01-28").status == 422)
        #expect(await bo.register("kl", event, "Bo").status == 422)
        // Nobody is left with a place on a day that is gone.
        let moved: JSON = [
            "title": "Clinic", "text": "T", "visibility": "everyone", "mode": "on_site", "venue": "Hall",
            "starts_on": "2026-01-21", "starts_at": "10:00", "ends_at": "12:00", "registering": "each",
            "places": 1, "repeats": "weekly", "times": 3,
        ]
        await #expect(throws: Problems.self) {
            try await network.act("change_event", at: "kl", on: event, moved)
        }
        try await network.act("cancel_occurrence", at: "kl", on: event, ["occurrence": "2026-01-27"])
        #expect(await anna.get("/notices").contains("“Clinic” of 27 January 2026 was cancelled"))
        #expect(await !bo.get("/notices").contains("was cancelled"))
        #expect(await anna.register("kl", event, "Anna", on: "2026-01-27").status == 422)
    }

    @Test func whoCameGetsACertificateThatIsChecked() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event("kl", "AI school", ["registering": "whole", "certificate": true])
        let path = "/t/kl/knowledge/events/\(event.text)"
        _ = await (try await network.test.client("Anna A")).register("kl", event, "Anna <Andersen>")
        let early = try await network.test.client("Ada Adviser", roles: ["kl": [.officer]])
        let before = await early.get("\(path)/participants").hidden(action: "\(path)/participants")
        #expect(await early.post("\(path)/participants", before + [("mark", "mark_came")]).status == 409)
        network.test.clock.set("2026-01-20T12:00:00Z")
        let anna = try await network.test.client("Anna A")
        let officer = try await network.test.client("Ada Adviser")
        let list = await officer.get("\(path)/participants")
        let hidden = list.hidden(action: "\(path)/participants")
        #expect(await officer.post("\(path)/participants", hidden + [("mark", "mark_came")]).status == 303)
        // The other one at the door pressed the same button.
        #expect(await officer.post("\(path)/participants", hidden + [("mark", "mark_came")]).status == 303)

        let mine = await anna.get("/events/mine")
        let pattern = /\/t\/kl\/knowledge\/registrations\/[0-9a-f-]+\/certificate/
        let link = try #require(mine.text.firstMatch(of: pattern))
        let paper = await anna.get(String(link.0))
        #expect(paper.contains("Anna &lt;Andersen&gt;") && paper.contains("AI school"))
        let number = try #require(paper.text.firstMatch(of: /[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}/)).0
        let stranger = network.test.client()
        let check = "/t/kl/knowledge/certificates?number="
        #expect(await stranger.get(check + number).contains("Anna &lt;Andersen&gt;"))
        #expect(await !stranger.get(check + "0000-0000-0000").contains("Anna"))
        #expect(await !stranger.get("/t/lgma/knowledge/certificates?number=\(number)").contains("Anna"))
        #expect(await [401, 303, 404].contains(stranger.get(String(link.0)).status))
        // Marked by mistake: the number is nobody's any more.
        let again = await officer.get("\(path)/participants").hidden(action: "\(path)/participants")
        #expect(await officer.post("\(path)/participants", again + [("mark", "mark_absent")]).status == 303)
        #expect(await !stranger.get(check + number).contains("Anna"))
    }

    @Test func papersAreReadByWhoeverReadsTheEvent() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event("kl", "Forum", ["visibility": "members"], publish: false)
        let added = try await network.perform("add_material", at: "kl", by: KnowledgeNetwork.officer, [
            "event": .string(event.text), "phase": "before", "title": "Zebra slides",
            "link": "https://kl.example/slides",
        ])
        let paper = "/t/kl/knowledge/materials/\(added.row.id.text)"
        let member = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let resident = try await network.test.client("Rory Resident")
        #expect(await member.get(paper).status == 404)
        try await network.act("publish_event", at: "kl", on: event)
        #expect(await member.get("/t/kl/knowledge/events/\(event.text)").contains("Zebra slides"))
        #expect(await member.get(paper).status == 200)
        #expect(await resident.get(paper).status == 404)
        #expect(await !resident.get("/t/kl/knowledge/materials.json").contains("Zebra"))
    }

    @Test func whatDoesNotFitIsSaidAtOnce() async throws {
        let network = try await KnowledgeNetwork()
        for (more, field) in [
            (["ends_at": "09:00"], "ends_at"), (["starts_at": "25:00"], "starts_at"),
            (["repeats": "weekly"], "times"),
            (["repeats": "weekly", "times": 2, "until": "2026-03-01"], "until"),
            (["zone": "Mars/Base"], "zone"), (["online": "javascript:alert(1)"], "online"),
            (["registering": "each"], "registering"), (["contact_email": "x\ny@z"], "contact_email"),
            (["places": 4], "registering"), (["not_on": "tomorrow"], "not_on"),
        ] as [(JSON, String)] {
            do {
                try await network.event("kl", "Course", more, publish: false)
                Issue.record("\(more) was taken")
            } catch let problems as Problems {
                #expect(problems.all.map(\.field).contains(field), "\(more)")
            }
        }
    }
}
