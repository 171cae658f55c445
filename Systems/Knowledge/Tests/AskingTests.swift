// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Asking, being answered, and who sees what of it.
@Suite struct AskingTests {
    @Test func aStrangerAsksFollowsAndRates() async throws {
        let network = try await KnowledgeNetwork()
        let desk = try await network.desk("lgma", "Digital services", ["topic": ["digital_services"]])
        let stranger = network.test.client()
        let path = await network.ask(stranger, at: "lgma", desk: desk, "How do we put forms online? Thanks.")
        #expect(path.contains("?key="))

        // By the link alone, and from any browser.
        let other = network.test.client()
        let page = await other.get("\(path)&done=ask")
        #expect(page.contains("How do we put forms online?") && page.contains("Keep this address"))
        #expect(await other.get(String(path.prefix { $0 != "?" })).status == 404)
        #expect(await other.get(path.replacing("key=", with: "key=0")).status == 404)

        let officer = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        #expect(await officer.get("/t/lgma/knowledge/inbox").contains("How do we put forms online?"))
        let plain = String(path.prefix { $0 != "?" })
        #expect(await officer.submit("\(plain)/note", ["text": "Ask Conor."]).status == 303)
        let answer = await officer.submit(
            "\(plain)/answer", ["text": "Begin with the list of services."])
        #expect(answer.status == 303)

        let answered = await other.get(path)
        #expect(answered.contains("Begin with the list of services.") && !answered.contains("Ask Conor."))
        let rate = path.replacing("?", with: "/rate?")
        let choices = await other.get(rate)
        #expect(choices.contains("type=\"radio\"") && choices.contains("4 – mostly"))
        #expect(await other.submit(rate, ["rating": "5", "rating_words": "Helped"]).status == 303)
        #expect(await officer.get(plain).contains("Helped"))
        #expect(await officer.get(plain).contains("Ask Conor."))
    }

    @Test func theLinkOpensForATime() async throws {
        let network = try await KnowledgeNetwork()
        let desk = try await network.desk("lgma", "Everything")
        let client = network.test.client()
        let path = await network.ask(client, at: "lgma", desk: desk, "Who owns a bridge?")
        #expect(await client.get(path).status == 200)
        network.test.clock.set("2026-07-10T09:00:00Z")
        try await KnowledgeFace.face().daily(network.test.network)
        #expect(await client.get(path).status == 200)
        network.test.clock.set("2026-07-13T09:00:00Z")
        try await KnowledgeFace.face().daily(network.test.network)
        #expect(await client.get(path).status == 404)
    }

    @Test(arguments: ["private", "members", "everyone"])
    func eachReadsWhatIsMeantForThem(visibility: String) async throws {
        let network = try await KnowledgeNetwork()
        let desk = try await network.desk("lgma", "Everything")
        let asker = try await network.test.client("Rita Resident")
        let path = await network.ask(
            asker, at: "lgma", desk: desk, "Where are zebra crossings counted?", ["visibility": visibility])
        let officer = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        let member = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let resident = try await network.test.client("Rory Resident")
        let stranger = network.test.client()

        // Nobody but who asked and the desk before there is an answer.
        for reader in [member, resident, stranger] {
            #expect(await [401, 303, 404].contains(reader.get(path).status))
        }
        #expect(await officer.submit("\(path)/answer", ["text": "At the roads office."]).status == 303)
        await network.test.network.settle()

        #expect(await asker.get(path).contains("At the roads office."))
        for (reader, mayRead) in [
            (member, visibility != "private"), (resident, visibility == "everyone"),
            (stranger, visibility == "everyone"),
        ] {
            #expect(await reader.get(path).contains("At the roads office.") == mayRead)
            #expect(await reader.get("/search?q=zebra").contains(path) == mayRead)
            let list = "/answers?kind=knowledge.\(visibility == "members" ? "shared_question" : "question")"
            #expect(await reader.get(list).contains(path) == mayRead)
            let whole = await reader.get("/api/register/lgma/\(path.recordID.text)")
            // A browser's session is nothing to the API.
            #expect((whole.status == 200) == (visibility == "everyone"))
            #expect(await reader.get("/t/lgma/knowledge/questions.json").contains("zebra") == mayRead)
        }
        let token = try await network.test.token("Oona Officer", in: "galway")
        let byToken = await member.api(.get, "/api/register/lgma/\(path.recordID.text)", nil, token: token)
        #expect((byToken.status == 200) == (visibility != "private"))
    }

    @Test func whatWasSharedAndIsNotAnyMoreIsGone() async throws {
        let network = try await KnowledgeNetwork()
        let desk = try await network.desk("lgma", "Everything")
        let asker = try await network.test.client("Rita Resident")
        let path = await network.ask(
            asker, at: "lgma", desk: desk, "What is a zebra?", ["visibility": "everyone"])
        let officer = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        _ = await officer.submit("\(path)/answer", ["text": "Striped."])
        await network.test.network.settle()
        let stranger = network.test.client()
        let api = "/api/register/lgma/\(path.recordID.text)"
        #expect(await stranger.get(path).status == 200)
        #expect(await stranger.get(api).status == 200)

        // The desk may take it back, and never show more than was asked for.
        #expect(await officer.submit("\(path)/show-to", ["visibility": "members"]).status == 303)
        #expect(await officer.submit("\(path)/show-to", ["visibility": "everyone"]).status == 422)
        await network.test.network.settle()
        #expect(await stranger.get(path).status != 200)
        #expect(await stranger.get(api).status == 404)
        #expect(await stranger.get("\(api)/versions").status == 404)
        #expect(await !stranger.get("/search?q=zebra").contains(path))
        #expect(await asker.submit("\(path)/show-to", ["visibility": "everyone"]).status == 303)
        #expect(await stranger.get(path).status == 200)
    }

    @Test func anotherTenantsQuestionOfTheSameIdIsAnother() async throws {
        let network = try await KnowledgeNetwork()
        let (one, two) = (try await network.desk("lgma", "One"), try await network.desk("kl", "Two"))
        let id = RecordID.new(at: network.test.clock.now)
        for (slug, desk, key) in [("lgma", one, "a"), ("kl", two, "b")] {
            let action = try #require(network.test.network.systems.action("knowledge.ask"))
            let read = try action.read(json: [
                "text": .string("Secret of \(slug)"), "audience": "resident", "visibility": "private",
                "desk": .string(desk.text), "key": .string(Secret.digest(key)),
            ])
            _ = try await network.test.network.tenant(slug).perform(
                ActionCall(action, by: .visitor, input: read.values, given: read.given, newID: id),
                at: network.test.clock.now)
        }
        let client = network.test.client()
        #expect(await client.get("/t/lgma/knowledge/questions/\(id.text)?key=a").contains("Secret of lgma"))
        #expect(await client.get("/t/kl/knowledge/questions/\(id.text)?key=a").status == 404)
        let officer = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        #expect(await officer.get("/t/lgma/knowledge/questions/\(id.text)").status == 200)
        #expect(await officer.get("/t/kl/knowledge/questions/\(id.text)").status == 404)
    }

    @Test func aFloodFromOneAddressIsHeld() async throws {
        let network = try await KnowledgeNetwork()
        let desk = try await network.desk("lgma", "Everything")
        let client = network.test.client()
        var answers: [String] = []
        for number in 1...31 {
            answers.append(await network.ask(client, at: "lgma", desk: desk, "Buy this \(number)"))
        }
        #expect(answers.dropLast().allSatisfy { $0.contains("?key=") })
        #expect(answers.last == "429")
        // Another door is no way round.
        let byAPI = await client.api(.post, "/api/t/lgma/knowledge/questions/ask", [
            "text": "Buy this too", "audience": "resident", "visibility": "private",
            "desk": .string(desk.text), "key": .string(Secret.digest("k")),
        ])
        #expect(byAPI.status == 429)
        network.test.clock.pass(hours: 1)
        #expect(await network.ask(client, at: "lgma", desk: desk, "Honestly").contains("?key="))
    }

    @Test func whatIsWrongIsSaidAndNothingTypedIsLost() async throws {
        let network = try await KnowledgeNetwork()
        let client = network.test.client()
        let empty = await client.submit("/ask", ["text": "", "audience": ""])
        #expect(empty.status == 422 && empty.contains("Enter your question"))
        #expect(empty.contains("Choose an answer to “I ask as”"))
        let lost = await client.submit(
            "/ask", ["text": "A good question", "audience": "resident", "place": "Atlantis"])
        #expect(lost.status == 422 && lost.contains("A good question"))
        let nobody = await client.submit("/ask", ["text": "A good question", "audience": "resident"])
        #expect(nobody.status == 422 && nobody.contains("A good question"))
        #expect(nobody.contains("Nobody in this network"))
    }
}
