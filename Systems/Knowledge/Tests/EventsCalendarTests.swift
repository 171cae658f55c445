// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing
import Web

/// What calendar programs are given, and what they are not.
@Suite struct EventsCalendarTests {
    /// The lines of a calendar, unfolded.
    private func lines(_ answer: TestAnswer) -> [String] {
        answer.text.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
    }

    @Test func aSeriesIsFollowedThroughItsChanges() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event("kl", "Forum, part 1", [
            "repeats": "weekly", "times": 4, "not_on": "2026-01-27", "topic": "ai",
            "contact_email": "forum@kl.example",
        ])
        let client = network.test.client()
        let file = "/t/kl/knowledge/events/\(event.text).ics"
        let first = lines(await client.get(file))
        #expect(first.contains("UID:\(event.text)@kl") && first.contains("SEQUENCE:0"))
        #expect(first.contains("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4"))
        #expect(first.contains("EXDATE;TZID=Europe/Copenhagen:20260127T100000"))
        #expect(first.contains(#"SUMMARY:Forum\, part 1"#))
        #expect(first.contains("CATEGORIES:Artificial intelligence"))
        #expect(first.contains("ORGANIZER;CN=Kl:mailto:forum@kl.example"))

        network.test.clock.pass(hours: 1)
        try await network.act("move_occurrence", at: "kl", on: event, [
            "occurrence": "2026-02-03", "starts_on": "2026-02-04", "starts_at": "13:00", "ends_at": "14:00",
            "venue": "Library", "note": "The hall is taken",
        ])
        try await network.act("cancel_occurrence", at: "kl", on: event, ["occurrence": "2026-02-10"])
        let second = lines(await client.get(file))
        #expect(second.contains("UID:\(event.text)@kl") && second.contains("SEQUENCE:2"))
        #expect(second.contains("LAST-MODIFIED:20260112T100000Z"))
        #expect(second.contains("RECURRENCE-ID;TZID=Europe/Copenhagen:20260203T100000"))
        #expect(second.contains("DTSTART;TZID=Europe/Copenhagen:20260204T130000"))
        #expect(second.contains("LOCATION:Library"))
        #expect(second.contains("RECURRENCE-ID;TZID=Europe/Copenhagen:20260210T100000"))
        #expect(second.count { $0 == "STATUS:CANCELLED" } == 1)

        // Long after, what was called off is only a day on which it is not.
        network.test.clock.set("2026-04-20T09:00:00Z")
        #expect(lines(await client.get(file)).contains("EXDATE;TZID=Europe/Copenhagen:20260210T100000"))
    }

    @Test func whatIsCalledOffStaysForATime() async throws {
        let network = try await KnowledgeNetwork()
        let event = try await network.event(
            "lgma", "Conference", ["starts_at": .null, "ends_at": .null, "ends_on": "2026-01-22"])
        let client = network.test.client()
        let before = await client.get("/events.ics")
        #expect(before.header("content-type") == "text/calendar; charset=utf-8")
        #expect(lines(before).contains("DTSTART;VALUE=DATE:20260120"))
        #expect(lines(before).contains("DTEND;VALUE=DATE:20260123"))
        let tag = try #require(before.header("etag"))
        #expect(await client.get("/events.ics", headers: ["if-none-match": tag]).status == 304)
        try await network.act("cancel_event", at: "lgma", on: event, ["reason": "Storm"])
        let after = await client.get("/events.ics", headers: ["if-none-match": tag])
        #expect(after.status == 200)
        #expect(lines(after).contains("STATUS:CANCELLED"))
        #expect(lines(after).contains("SUMMARY:Cancelled: Conference"))
        #expect(await client.get("/events").contains("Conference"))
        network.test.clock.set("2026-03-20T09:00:00Z")
        #expect(await !client.get("/events.ics").contains("Conference"))
    }

    @Test func feedsAreByTopicAndByBody() async throws {
        let network = try await KnowledgeNetwork()
        try await network.event("kl", "Zebra one", ["topic": "ai"])
        try await network.event("lgma", "Zebra two", ["topic": "data", "mode": "online", "venue": .null])
        let client = network.test.client()
        for (path, one, two) in [
            ("/events.ics", true, true), ("/events.ics?topic=ai", true, false),
            ("/events.ics?mode=online", false, true), ("/events.ics?body=lgma", false, true),
            ("/t/kl/knowledge/events.ics", true, false),
            ("/t/lgma/knowledge/events.ics?topic=ai", false, false),
            ("/events?topic=ai", true, false), ("/events.json", true, true),
        ] {
            let answer = await client.get(path)
            #expect(answer.status == 200, "\(path)")
            #expect(answer.contains("Zebra one") == one && answer.contains("Zebra two") == two, "\(path)")
        }
    }

    @Test func onesOwnCalendarHasASecretAddress() async throws {
        let network = try await KnowledgeNetwork()
        let meeting: JSON = ["registering": "whole", "places": 1, "mode": "both", "online": "https://meet.example/room"]
        let one = try await network.event("kl", "Zebra one", meeting)
        let two = try await network.event("lgma", "Zebra two", meeting)
        _ = try await network.event("kl", "Zebra three", meeting)
        let (anna, bo) = (try await network.test.client("Anna A"), try await network.test.client("Bo B"))
        _ = await anna.register("kl", one, "Anna")
        _ = await bo.register("lgma", two, "Bo")
        _ = await anna.register("lgma", two, "Anna")
        func address(_ page: TestAnswer) throws -> String {
            String(try #require(page.text.firstMatch(of: /\/events\/mine\.ics\?key=talka_[0-9a-f]+/)).0)
        }
        let made = try address(await anna.submit("/events/mine/address", on: "/events/mine"))
        let program = network.test.client()
        let calendar = await program.get(made)
        let all = lines(calendar)
        #expect(all.contains("SUMMARY:Zebra one") && all.contains("SUMMARY:Zebra two"))
        #expect(!calendar.contains("Zebra three") && all.contains("STATUS:TENTATIVE"))
        // The way in is told for the place one has, not for the one one waits for.
        #expect(all.count { $0.contains("https://meet.example/room") } == 1)
        #expect(calendar.header("cache-control")?.contains("private") == true)
        #expect(!calendar.contains("talka_"))

        // The address opens the calendar, and nothing else.
        let key = String(made.split(separator: "=").last ?? "")
        #expect(await program.api(.get, "/api/t/kl/knowledge/registrations", nil, token: key).status != 200)
        #expect(await program.get("/events/mine?key=\(key)").status != 200)
        let renewed = try address(await anna.submit("/events/mine/address", on: "/events/mine"))
        #expect(await program.get(made).status == 404)
        #expect(await program.get(renewed).status == 200)
        #expect(await program.get("/events/mine.ics").status == 404)
        // A key for programs is no calendar address.
        let token = try await network.test.token("Anna A", in: "kl")
        #expect(await program.get("/events/mine.ics?key=\(token)").status == 404)
    }

    @Test func whatIsNotForEveryoneIsNowhere() async throws {
        let network = try await KnowledgeNetwork()
        let hidden = try await network.event("kl", "Zebra draft", publish: false)
        let shared = try await network.event("kl", "Zebra for members", [
            "visibility": "members", "mode": "both", "online": "https://meet.example/room",
        ])
        let open = try await network.event("kl", "Zebra for all", ["mode": "online", "online": "https://meet.example/room"])
        let stranger = network.test.client()
        let member = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let lists = ["", ".ics", ".json", ".csv"].map { "/t/kl/knowledge/events\($0)" }
        let paths = lists + [
            "/events", "/events.ics", "/events.json", "/search?q=zebra", "/search.json?q=zebra",
            "/api/register", "/api/register/knowledge.event", "/api/register/knowledge.event.atom",
            "/api/t/kl/knowledge/events",
        ] + [hidden, shared, open].flatMap { id in
            ["", ".json", ".ics", "/history", "/history.json"]
                .map { "/t/kl/knowledge/events/\(id.text)\($0)" }
                + ["/api/register/kl/\(id.text)", "/api/register/kl/\(id.text)/versions"]
        }
        for path in paths {
            for reader in [stranger, member] {
                let answer = await reader.get(path)
                #expect(!answer.contains("Zebra draft"), "\(path)")
                #expect(!answer.contains("meet.example"), "\(path)")
            }
            #expect(await !stranger.get(path).contains("Zebra for members"), "\(path)")
        }
        #expect(await member.get("/events.ics").contains("Zebra for members"))
        #expect(await member.get("/t/kl/knowledge/events/\(shared.text).ics").status == 200)
        #expect(await stranger.get("/t/kl/knowledge/events/\(shared.text).ics").status == 404)
        #expect(await member.get("/events.ics").header("cache-control")?.contains("private") == true)
        let form = "/t/kl/knowledge/registrations/new/register?event=\(shared.text)"
        let resident = try await network.test.client("Rory Resident")
        #expect(await !resident.get(form).contains("Zebra"))
    }

    /// The ids of two bodies' events may be the same: by chance, or because somebody wants to stand in
    /// the other's place in everybody's calendar.
    @Test func twoBodiesEventsOfOneIdAreTwo() async throws {
        let network = try await KnowledgeNetwork()
        let id = RecordID.new(at: network.test.clock.now)
        let action = try #require(network.test.network.systems.action("knowledge.draft_event"))
        for slug in ["kl", "lgma"] {
            let read = try action.read(json: [
                "title": .string("Zebra of \(slug)"), "text": "T", "visibility": "everyone",
                "mode": "on_site", "venue": "Hall", "starts_on": "2026-01-20", "registering": "whole",
            ])
            _ = try await network.test.network.tenant(slug).perform(
                ActionCall(
                    action, by: KnowledgeNetwork.officer, input: read.values, given: read.given, newID: id),
                at: network.test.clock.now)
            try await network.act("publish_event", at: slug, on: id)
        }
        let anna = try await network.test.client("Anna A")
        _ = await anna.register("kl", id, "Anna")
        let all = lines(await anna.get("/events.ics"))
        #expect(Set(all.filter { $0.hasPrefix("UID:") }) == ["UID:\(id.text)@kl", "UID:\(id.text)@lgma"])
        #expect(await anna.get("/t/kl/knowledge/events/\(id.text).ics").contains("Zebra of kl"))
        #expect(await !anna.get("/t/kl/knowledge/events/\(id.text).ics").contains("Zebra of lgma"))
        let mine = await anna.get("/events/mine")
        #expect(mine.contains("Zebra of kl") && !mine.contains("Zebra of lgma"))
        let officer = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        #expect(await !officer.get("/t/lgma/knowledge/events/\(id.text)/participants").contains("Anna"))
        #expect(await officer.get("/t/kl/knowledge/events/\(id.text)/participants").status == 404)
    }
}
