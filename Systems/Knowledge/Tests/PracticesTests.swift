// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Practices, who takes them over, and what comes of it.
@Suite struct PracticesTests {
    private let officer = Actor(.person(RecordID.none), roles: [.officer])

    private func practice(_ network: KnowledgeNetwork, at slug: String) async throws -> RecordID {
        let thing = try await network.perform(
            "keep_thing", at: slug, by: officer,
            ["name": "Checklist for forms", "sort": "checklist", "text": "1. Ask less."])
        try await network.perform("offer_thing", at: slug, by: officer, on: thing.row.id, [
            "title": "Shorter forms", "topic": "digital_services", "problem": "Forms are too long.",
            "solution": "We asked less.", "contact": "Desk for forms",
        ])
        await network.test.network.settle()
        let page = try network.test.network.register.page(
            RegisterQuery(kind: "knowledge.practice", tenant: slug))
        return try #require(page.items.first?.record)
    }

    @Test func oneClickTakesItOverWithItsOriginAndLaterEditions() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await practice(network, at: "lgma")
        let oona = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let page = "/t/lgma/knowledge/practices/\(id.text)"
        #expect(await network.test.client().get(page).contains("Forms are too long."))
        let adopt = "/t/galway/knowledge/adoptions/new/adopt"
        let taken = await oona.submit(adopt, on: page)
        #expect(taken.status == 303)
        #expect(await oona.submit(adopt, on: page).status != 500)
        await network.test.network.settle()
        #expect(await network.test.client().get(page).contains("Taken over by 1"))

        let list = await oona.get("/t/galway/knowledge/things.json").json["items"]?.asArray
        let thing = try #require(list?.first)
        #expect(thing["text"] == "1. Ask less." && thing["origin"] == "lgma")
        let path = "/t/galway/knowledge/things/\(thing["id"]?.asString ?? "")"
        #expect(await oona.get(path).contains("This is the edition Lgma has."))

        // The origin goes on; whoever took it over is told, once, and may take that.
        let own = try network.test.network.tenant("lgma").read(as: .system("test")) {
            try $0.list(Query(), kind: #require(network.test.network.systems.record("knowledge.thing")))
        }
        try await network.perform("revise_thing", at: "lgma", by: officer, on: own[0].id, [
            "name": "Checklist for forms", "sort": "checklist", "text": "1. Ask once.",
        ])
        await network.test.network.settle()
        for _ in 1...2 { try await KnowledgeFace.face().daily(network.test.network) }
        #expect(await oona.get(path).contains("has a newer edition"))
        let notices = await oona.get("/notices").text.components(separatedBy: "There is a newer edition")
        #expect(notices.count == 2)
        #expect(await oona.submit("\(path)/take-update").status == 303)
        #expect(await oona.get("\(path).json").json["text"] == "1. Ask once.")
    }

    @Test func afterHalfAYearItIsAskedWhetherItWorked() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await practice(network, at: "lgma")
        let oona = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let done = await oona.submit(
            "/t/galway/knowledge/adoptions/new/adopt", on: "/t/lgma/knowledge/practices/\(id.text)")
        let path = String((done.location ?? "").prefix { $0 != "?" })
        // Whoever reads it is told whose it is, by name.
        let shown = await network.test.client().get(path)
        #expect(shown.contains("<a href=\"/t/lgma\">Lgma</a>") && shown.contains("Shorter forms"))
        #expect(!shown.contains(">\(id.text)<") && !shown.contains(">lgma<"))
        for (day, asked) in [("2026-07-10", false), ("2026-07-14", true)] {
            network.test.clock.set("\(day)T09:00:00Z")
            try await KnowledgeFace.face().daily(network.test.network)
            try await oona.signIn("oona.officer@example.ie", TestNetwork.password)
            #expect(await oona.get("/notices").contains("Did it work? Shorter forms") == asked)
        }
        let said = await oona.submit(
            "\(path)/say-whether-it-worked", ["worked": "yes", "effect": "Half the calls."])
        #expect(said.status == 303)
        await network.test.network.settle()
        let page = await network.test.client().get("/t/lgma/knowledge/practices/\(id.text)")
        #expect(page.contains("it worked for 1") && page.contains("It worked"))
        #expect(await !network.test.client().get(path).contains("Too late"))
    }

    @Test func whatWorkedForSeveralIsRipe() async throws {
        let network = try await KnowledgeNetwork()
        let id = try await practice(network, at: "lgma")
        let client = network.test.client()
        for (number, slug) in ["galway", "kildare"].enumerated() {
            network.test.clock.set("2026-01-12T09:00:00Z")
            #expect(await !client.get("/practices?view=scale-up").contains("Shorter forms"))
            let adopted = try await network.perform("adopt", at: slug, by: officer, [
                "origin": "lgma", "practice": .string(id.text),
            ])
            if number == 0 {
                // Nobody knows after a day whether it worked.
                await #expect(throws: Refusal.self) {
                    try await network.perform(
                        "say_whether_it_worked", at: slug, by: officer, on: adopted.row.id,
                        ["worked": "yes"])
                }
                network.test.clock.set("2026-07-20T09:00:00Z")
                try await network.perform(
                    "say_whether_it_worked", at: slug, by: officer, on: adopted.row.id,
                    ["worked": "yes"])
            }
            await network.test.network.settle()
        }
        #expect(await client.get("/practices?view=scale-up").contains("Shorter forms"))
        // One for whom it did not work, and it is not.
        let adopted = try await network.perform("adopt", at: "kl", by: officer, [
            "origin": "lgma", "practice": .string(id.text), "via": "galway",
        ])
        await #expect(throws: Problems.self) {
            try await network.perform("adopt", at: "sro", by: officer, [
                "origin": "lgma", "practice": .string(id.text), "via": "nowhere",
            ])
        }
        network.test.clock.set("2027-02-01T09:00:00Z")
        try await network.perform(
            "say_whether_it_worked", at: "kl", by: officer, on: adopted.row.id, ["worked": "no"])
        await network.test.network.settle()
        #expect(await !client.get("/practices?view=scale-up").contains("Shorter forms"))
    }

    @Test func peersAreAlikeInSizeAndProblem() async throws {
        let network = try await KnowledgeNetwork()
        for (slug, inhabitants, topics) in [
            ("lgma", 200_000, ["digital_services"]), ("galway", 190_000, ["digital_services"]),
            ("kildare", 240_000, ["housing"]), ("kl", 5_900_000, ["digital_services"]),
        ] {
            try await network.perform("describe_ourselves", at: slug, by: officer, [
                "inhabitants": .integer(Int64(inhabitants)),
                "topic": .array(topics.map(JSON.string)),
            ])
        }
        let id = try await practice(network, at: "lgma")
        let page = await network.test.client().get("/t/lgma/knowledge/practices/\(id.text)").text
        let peers = page.components(separatedBy: "Whom it may serve").last ?? ""
        #expect(peers.contains("/t/galway"))
        #expect(!peers.contains("/t/kildare\"") && !peers.contains("/t/kl\""))
    }

    @Test func aDraftAndWhatIsKeptAreNobodyElses() async throws {
        let network = try await KnowledgeNetwork()
        let draft = try await network.perform("write_practice", at: "lgma", by: officer, [
            "title": "Unfinished zebra", "problem": "x", "solution": "y", "contact": "z",
        ])
        await network.test.network.settle()
        let path = "/t/lgma/knowledge/practices/\(draft.row.id.text)"
        let stranger = network.test.client()
        let other = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        for reader in [stranger, other] {
            #expect(await reader.get(path).status == 404)
            #expect(await !reader.get("/search?q=zebra").contains("Unfinished"))
            #expect(await !reader.get("/practices").contains("Unfinished"))
            #expect(await [303, 401, 403, 404].contains(reader.get("/t/lgma/knowledge/things").status))
        }
        // What is not shared cannot be taken over, nor can one's own.
        for (slug, origin) in [("galway", "lgma"), ("lgma", "lgma")] {
            await #expect(throws: Problems.self) {
                try await network.perform("adopt", at: slug, by: officer, [
                    "origin": .string(origin), "practice": .string(draft.row.id.text),
                ])
            }
        }
    }
}
