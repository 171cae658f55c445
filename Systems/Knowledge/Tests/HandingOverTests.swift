// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// A question between two bodies: never lost, its thread and its promise kept.
@Suite struct HandingOverTests {
    @Test func theQuestionMovesWithItsThreadItsPromiseAndItsLink() async throws {
        let network = try await KnowledgeNetwork()
        let first = try await network.desk("lgma", "First", ["promise": 3])
        let second = try await network.desk("kl", "Second", ["promise": 20])
        let stranger = network.test.client()
        let path = await network.ask(stranger, at: "lgma", desk: first, "Who knows about Denmark?")
        let plain = String(path.prefix { $0 != "?" })
        _ = await stranger.submit(path.replacing("?", with: "/add?"), ["text": "It is about Aarhus."])
        let promised = try network.question("lgma", path.recordID)["promised_on"]

        let ada = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        let handed = await ada.submit(
            "\(plain)/hand-over", ["to": "kl/\(second.text)", "why": "Colleagues there know best."])
        #expect(handed.status == 303)
        await network.test.network.settle()
        #expect(try network.question("lgma", path.recordID).state == "moved")
        let there = try network.question("kl", path.recordID)
        #expect(there.state == "asked" && there["promised_on"] == promised)

        // The old address leads to the new one, and what was said is there.
        let moved = await stranger.get(path)
        #expect(moved.status == 303)
        let next = moved.location ?? ""
        #expect(next.hasPrefix("/t/kl/knowledge/questions/"))
        let page = await stranger.get(next)
        #expect(page.contains("It is about Aarhus.") && page.contains("Colleagues there know best."))
        #expect(page.contains("Handed over from First, Lgma to Second, Kl"))
        #expect(!page.contains("Who asked") && !page.contains("Last day in time"))
        let dane = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        let newPlain = String(next.prefix { $0 != "?" })
        #expect(await dane.submit("\(newPlain)/answer", ["text": "Aarhus does it so."]).status == 303)
        // The answer comes before what was promised, and says whose it is.
        let answered = await stranger.get(next).text
        let answer = try #require(answered.range(of: "Aarhus does it so."))
        let promise = try #require(answered.range(of: "You were answered on"))
        #expect(answer.lowerBound < promise.lowerBound && answered.contains("<h3>Second, Kl</h3>"))
        #expect(await ada.get(plain).contains("has it now"))
    }

    @Test func itMayComeBack() async throws {
        let network = try await KnowledgeNetwork()
        let first = try await network.desk("lgma", "First")
        let second = try await network.desk("kl", "Second")
        let asker = try await network.test.client("Rita Resident")
        let path = await network.ask(asker, at: "lgma", desk: first, "Whose is it?")
        let ada = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        let dane = try await network.test.client("Dagny Dane", roles: ["kl": [.officer]])
        _ = await ada.submit("\(path)/hand-over", ["to": "kl/\(second.text)", "why": "Yours?"])
        await network.test.network.settle()
        let there = path.replacing("/t/lgma/", with: "/t/kl/")
        _ = await dane.submit("\(there)/hand-over", ["to": "lgma/\(first.text)", "why": "No, yours."])
        await network.test.network.settle()
        #expect(try network.question("lgma", path.recordID).state == "asked")
        #expect(try network.question("kl", path.recordID).state == "moved")
        let page = await asker.get(path)
        #expect(page.contains("Yours?") && page.contains("No, yours."))
        #expect(await asker.get("/notices").contains("Your question is with First"))
    }

    @Test func whatCannotBeTakenInComesBack() async throws {
        let network = try await KnowledgeNetwork()
        let first = try await network.desk("lgma", "First")
        let second = try await network.desk("kl", "Second")
        let asker = try await network.test.client("Rita Resident")
        let path = await network.ask(asker, at: "lgma", desk: first, "Is anybody there?")
        let manager = Actor(.person(RecordID.none), roles: [.manager])
        try await network.perform("close_desk", at: "kl", by: manager, on: second, [:])
        await network.test.network.settle()
        let ada = try await network.test.client("Ada Adviser", roles: ["lgma": [.officer]])
        let sent = await ada.submit("\(path)/hand-over", ["to": "kl/\(second.text)", "why": "Yours."])
        #expect(sent.status == 303)
        await network.test.network.settle()
        #expect(try network.question("lgma", path.recordID).state == "asked")
    }

    @Test func documentsGoWithIt() async throws {
        let network = try await KnowledgeNetwork()
        let first = try await network.desk("lgma", "First")
        let second = try await network.desk("kl", "Second")
        let documents = network.test.network.documents
        let lgma = try network.test.network.tenant("lgma")
        let file = try documents.keep(Array("%PDF-1.4 a plan".utf8), name: "plan.pdf", for: lgma.tenant)
        let asked = try await network.perform("ask", at: "lgma", by: .visitor, [
            "text": "What is this plan?", "audience": "resident", "visibility": "private",
            "desk": .string(first.text),
            "key": .string(Secret.digest("k")), "files": [file.json],
        ])
        try await network.perform(
            "hand_over", at: "lgma", by: Actor(.person(RecordID.none), roles: [.officer]), on: asked.row.id,
            ["to": .string("kl/\(second.text)"), "why": "Yours."])
        await network.test.network.settle()
        #expect(try network.question("kl", asked.row.id).state == "asked")
        try documents.check(file.digest, of: "kl")
        let path = "/t/kl/documents/knowledge/questions/\(asked.row.id.text)/\(file.digest)/plan.pdf"
        let client = network.test.client()
        #expect(await client.get("\(path)?key=k").status == 200)
        #expect(await client.get(path).status == 404)
    }
}
