// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Posts, who holds them for how long, and messages that go to a duty.
@Suite struct DutiesTests {
    private let manager = Actor(.person(RecordID.none), roles: [.manager])

    private func post(_ network: KnowledgeNetwork, at slug: String) async throws -> RecordID {
        try await network.perform("make_post", at: slug, by: manager, [
            "name": "Data protection officer", "duty": "data_protection_officer", "seats": 1,
            "term_months": 12,
        ]).row.id
    }

    @Test func vacanciesAreSeenAndTermsEnd() async throws {
        let network = try await KnowledgeNetwork()
        let post = try await post(network, at: "kildare")
        await network.test.network.settle()
        let client = network.test.client()
        func standing() async -> JSON? {
            await network.test.network.settle()
            let rows = await client.get("/duties.json").json["items"]?.asArray ?? []
            return rows.first { $0["tenant"] == "kildare" }?["duties"]?["data_protection_officer"]
        }
        #expect(await standing() == "vacant")
        let mandate: JSON = [
            "post": .string(post.text), "name": "Dora Zebra", "from_day": "2026-01-01",
        ]
        try await network.perform("appoint", at: "kildare", by: manager, mandate)
        #expect(await standing() == "held")
        // One place is one place; and a name is nobody's business unless it is said to be.
        await #expect(throws: Problems.self) {
            try await network.perform("appoint", at: "kildare", by: manager, mandate)
        }
        #expect(await !client.get("/t/kildare/knowledge/posts/\(post.text)").contains("Dora"))
        #expect(await !client.get("/search?q=zebra").contains("Dora"))
        #expect(await client.get("/duties.csv").contains("kildare"))
        #expect(await client.get("/duties").contains("<option value=\"dk\">Denmark</option>"))

        network.test.clock.set("2027-01-02T09:00:00Z")
        try await KnowledgeFace.face().daily(network.test.network)
        #expect(await standing() == "vacant")
    }

    @Test func aMessageGoesToTheDutyWhoeverHoldsIt() async throws {
        let network = try await KnowledgeNetwork()
        let post = try await post(network, at: "kildare")
        await network.test.network.settle()
        let ada = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        let write = "/t/lgma/knowledge/duty-messages/new/write-to-duty"
        func send(_ subject: String) async -> String {
            let sent = await ada.submit(write, [
                "duty": "data_protection_officer", "other": "kildare", "subject": subject,
                "text": "Please tell us.",
            ])
            await network.test.network.settle()
            return String((sent.location ?? "").prefix { $0 != "?" })
        }
        // Nobody holds it: it waits.
        let first = await send("Before anybody")
        #expect(first.hasPrefix("/t/lgma/knowledge/duty-messages/"))
        let dora = try await network.test.person("Dora Duty", roles: ["kildare": [.officer]])
        try await network.perform("appoint", at: "kildare", by: manager, [
            "post": .string(post.text), "name": "Dora Duty", "person": .string(dora.text),
            "from_day": "2026-01-01",
        ])
        let client = try await network.test.client("Dora Duty")
        _ = await send("Now somebody")
        let notices = await client.get("/notices")
        #expect(notices.contains("Now somebody") && !notices.contains("Before anybody"))
        // Whoever works there and does not hold it reads none of it.
        let colleague = try await network.test.client("Oona Officer", roles: ["kildare": [.officer]])
        #expect(await !colleague.get("/t/kildare/knowledge/duty-messages.json").contains("Please tell us"))
        let list = await client.get("/t/kildare/knowledge/duty-messages.json").json["items"]?.asArray ?? []
        #expect(list.count == 2)
        // Nobody else reads it, and the answer goes back.
        let other = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        for message in list {
            let path = "/t/kildare/knowledge/duty-messages/\(message["id"]?.asString ?? "")"
            #expect(await other.get(path).status == 404)
            #expect(await client.submit("\(path)/answer-duty-message", ["answer": "Told."]).status == 303)
        }
        await network.test.network.settle()
        #expect(await ada.get("\(first).json").json["answer"] == "Told.")
    }

    @Test func whoWroteHearsWhetherAnybodyReadsIt() async throws {
        let network = try await KnowledgeNetwork()
        let post = try await post(network, at: "kildare")
        await network.test.network.settle()
        let mona = try await network.test.client("Mona Manager", roles: ["kildare": [.manager]])
        let ada = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        let write = "/t/lgma/knowledge/duty-messages/new/write-to-duty"
        func send(_ duty: String, to slug: String) async -> TestAnswer {
            let answer = await ada.submit(write, [
                "duty": duty, "other": slug, "subject": "A leak", "text": "Please tell us.",
            ])
            await network.test.network.settle()
            return answer
        }
        let sent = await send("data_protection_officer", to: "kildare")
        let path = String((sent.location ?? "").prefix { $0 != "?" })
        let waiting = await ada.get(path)
        #expect(waiting.contains("Nobody at Kildare holds this duty yet."))
        #expect(waiting.contains("The managers of Kildare have been told"))
        #expect(await ada.get("/notices").contains("Nobody reads your message to a duty yet: A leak"))
        #expect(await mona.get("/notices").contains("A message to a duty that nobody here holds: A leak"))

        let dora = try await network.test.person("Dora Duty", roles: ["kildare": [.officer]])
        try await network.perform("appoint", at: "kildare", by: manager, [
            "post": .string(post.text), "name": "Dora Duty", "person": .string(dora.text),
            "from_day": "2026-01-01",
        ])
        await network.test.network.settle()
        #expect(await ada.get("\(path).json").json["state"] == "received")
        #expect(await ada.get(path).contains("Whoever holds the duty at Kildare has received it"))
        // With somebody there, it is received at once.
        let next = await send("data_protection_officer", to: "kildare")
        let second = String((next.location ?? "").prefix { $0 != "?" })
        #expect(await ada.get("\(second).json").json["state"] == "received")

        // Where no post has the duty, nothing is sent.
        for (duty, slug) in [("press", "kildare"), ("data_protection_officer", "galway")] {
            let refused = await send(duty, to: slug)
            #expect(refused.status == 422 && refused.contains("has no post with this duty"))
            #expect(refused.contains("Please tell us.") && refused.contains("/ask?place=\(slug)"))
        }
        let kind = try #require(network.test.network.systems.record("knowledge.duty_message"))
        let all = try network.test.network.tenant("lgma").read(as: .system("test")) {
            try $0.count(Query(), kind: kind)
        }
        #expect(all == 2)
    }

    @Test func onePersonHoldsPostsInSeveralBodies() async throws {
        let network = try await KnowledgeNetwork()
        let dora = try await network.test.person(
            "Dora Duty", roles: ["kildare": [.officer], "galway": [.auditor]])
        var mandates: [String: RecordID] = [:]
        for slug in ["kildare", "galway"] {
            let post = try await post(network, at: slug)
            mandates[slug] = try await network.perform("appoint", at: slug, by: manager, [
                "post": .string(post.text), "name": "Dora Duty", "person": .string(dora.text),
                "from_day": "2026-01-01",
            ]).row.id
        }
        try await network.perform(
            "end_mandate", at: "kildare", by: manager, on: mandates["kildare"], ["ended_on": "2026-01-12"])
        await network.test.network.settle()
        let rows = await network.test.client().get("/duties.json").json["items"]?.asArray ?? []
        func standing(_ slug: String) -> JSON? {
            rows.first { $0["tenant"] == .string(slug) }?["duties"]?["data_protection_officer"]
        }
        #expect(standing("kildare") == "vacant" && standing("galway") == "held")
    }
}
