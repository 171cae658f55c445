// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// A body goes to another installation with all it knows; nothing of it is lost between the two.
@Suite struct RehomingTests {
    private static let there = "https://there.example"

    /// A body with something of everything, of which the paths are told.
    private struct Body {
        let network: KnowledgeNetwork
        let stranger: TestClient
        /// A question of somebody without an account, by their secret link.
        let question: String
        let guide: RecordID
        let event: RecordID
        let practice: RecordID

        init() async throws {
            network = try await KnowledgeNetwork()
            stranger = network.test.client()
            let desk = try await network.desk("kl", "Desk")
            question = await network.ask(stranger, at: "kl", desk: desk, "Who clears the snow?")
            try await network.perform(
                "answer", at: "kl", by: KnowledgeNetwork.officer, on: question.recordID,
                ["text": "Whoever owns the road."])
            let (guide, edition) = try await network.guide("kl", "Winter roads")
            try await network.section("kl", edition, "Salt", "Before it freezes.")
            try await network.publish("kl", edition)
            let next = try await network.next("kl", guide)
            let sections = try network.sections("kl", next)
            try await network.rewrite("kl", #require(sections["salt"]), "Salt", "After it freezes.")
            try await network.publish("kl", next)
            self.guide = guide
            event = try await network.event(
                "kl", "Winter day", ["registering": "whole", "places": 5])
            practice = try await network.perform(
                "write_practice", at: "kl", by: KnowledgeNetwork.officer,
                [
                    "title": "Salt early", "problem": "Ice.", "solution": "Salt.", "contact": "The desk",
                    "topic": "digital_services",
                ]
            ).row.id
            try await network.act("share_practice", at: "kl", on: practice)
            await network.test.network.settle()
        }

        var paths: [String] {
            let base = "/t/kl/knowledge"
            return [
                question, "\(base)/guides/\(guide.text)", "\(base)/events/\(event.text)",
                "\(base)/practices/\(practice.text)",
            ]
        }
    }

    /// Another installation, where nobody is yet.
    private func elsewhere(_ test: TestNetwork) throws -> TestNetwork {
        let directory = "\(test.directory)/elsewhere"
        return try test.elsewhere(.sqlite(directory: directory), directory: directory)
    }

    private func uid(_ calendar: String) -> Substring? {
        calendar.split(whereSeparator: \.isNewline).first { $0.hasPrefix("UID:") }
    }

    @Test func whatABodyKnowsIsTheSameElsewhere() async throws {
        let body = try await Body()
        let test = body.network.test
        let reader = try await test.client("Rita Reader")
        #expect(await reader.register("kl", body.event, "Rita").status == 303)
        let before = try test.network.verify("kl").head
        let calendar = await body.stranger.get("/t/kl/knowledge/events/\(body.event.text).ics").text
        try test.network.export("kl", to: "\(test.directory)/kl")

        let there = try elsewhere(test)
        _ = try await there.network.takeIn("kl", from: Copies("\(test.directory)/kl"))
        let verification = try there.network.verify("kl")
        #expect(verification.finding == nil && verification.head == before)
        let visitor = there.client()
        for path in body.paths { #expect(await visitor.get(path).status == 200, "\(path)") }
        #expect(await visitor.get(body.question).contains("Whoever owns the road."))
        #expect(await visitor.get(body.paths[1]).contains("After it freezes."))
        let same = await visitor.get("/t/kl/knowledge/events/\(body.event.text).ics").text
        #expect(uid(same) != nil && uid(same) == uid(calendar))
        // Who asked may go on by their link; without it the question is not there.
        let add = body.question.replacing("?", with: "/add?")
        #expect(await visitor.submit(add, ["text": "It is a private road."]).status == 303)
        #expect(await visitor.get(String(body.question.prefix { $0 != "?" })).status != 200)
        // Whoever has a place has it there, too.
        let kind = try #require(there.network.systems.record("knowledge.registration"))
        let registered = try there.network.tenant("kl").read(as: .system("test")) {
            try $0.list(Query(), kind: kind)
        }
        #expect(registered.count == 1)
        #expect(try there.network.verify("kl").finding == nil)
        try await there.network.close()
    }

    @Test func oldAddressesLeadOnAndWhatOthersSayOfItStays() async throws {
        let body = try await Body()
        let test = body.network.test
        let oona = try await test.client("Oona Officer", roles: ["galway": [.officer]])
        let page = "/t/kl/knowledge/practices/\(body.practice.text)"
        #expect(await oona.submit("/t/galway/knowledge/adoptions/new/adopt", on: page).status == 303)
        await test.network.settle()
        let kind = try #require(test.network.systems.record("knowledge.adoption"))
        let adoption = try test.network.tenant("galway").read(as: .system("test")) {
            try #require(try $0.list(Query(), kind: kind).first).id
        }
        try test.network.export("kl", to: "\(test.directory)/kl")
        try await test.network.leave(
            "kl", having: Copies("\(test.directory)/kl"), movedTo: Self.there)

        for path in body.paths {
            let answer = await body.stranger.get(path)
            #expect(answer.status == 301 && answer.location == Self.there + path)
        }
        let calendar = await body.stranger.get("/t/kl/knowledge/events/\(body.event.text).ics")
        #expect(calendar.location == "\(Self.there)/t/kl/knowledge/events/\(body.event.text).ics")
        let form = await oona.post("/t/kl/knowledge/questions/new/ask", ["text": "x"])
        #expect(form.status == 410 && form.contains(Self.there))
        let api = await body.stranger.api(.post, "/api/t/kl/knowledge/questions/ask", ["text": "x"])
        #expect(api.status == 410 && api.json["code"] == "moved")
        let program = await body.stranger.get("/api/t/kl/knowledge/guides")
        #expect(program.status == 301)

        for path in ["/practices", "/practices?view=scale-up", "/knowledge", "/ask/desks", "/answers"] {
            #expect(await oona.get(path).status == 200, "\(path)")
        }
        let kept = await oona.get("/t/galway/knowledge/adoptions/\(adoption.text)")
        #expect(kept.status == 200 && kept.contains("kl"))
        try await body.network.daily()

        // The operator may say so anew, or no more; and should it come back, it is here.
        try await test.network.tellMove(of: "kl", to: nil)
        #expect(await body.stranger.get(page).status == 404)
        _ = try await test.network.takeIn("kl", from: Copies("\(test.directory)/kl"))
        try await test.network.tellMove(of: "kl", to: Self.there)
        #expect(await body.stranger.get(page).status == 200)
    }

    @Test func whatIsBeingHandedOverIsWithOneOfThem() async throws {
        let body = try await Body()
        let test = body.network.test
        let desk = try await body.network.desk("lgma", "Desk")
        let own = try #require(try test.network.register.page(
            RegisterQuery(kind: "knowledge.desk", tenant: "kl")).items.first?.record)
        let path = await body.network.ask(body.stranger, at: "kl", desk: own, "Whose is it?")
        try await body.network.perform(
            "hand_over", at: "kl", by: KnowledgeNetwork.officer, on: path.recordID,
            ["to": .string("lgma/\(desk.text)"), "why": "Yours."])
        await test.network.settle()
        #expect(try body.network.question("kl", path.recordID).state == "moved")
        #expect(try body.network.question("lgma", path.recordID).state == "asked")
        try test.network.export("kl", to: "\(test.directory)/late", address: "https://old.example")
        try await test.network.leave(
            "kl", having: Copies("\(test.directory)/late"), movedTo: Self.there)

        // There it is as it was: moved, and answered for by the other.
        let there = try elsewhere(test)
        _ = try await there.network.takeIn("kl", from: Copies("\(test.directory)/late"))
        await there.network.settle()
        let kind = try #require(there.network.systems.record("knowledge.question"))
        let row = try there.network.tenant("kl").read(as: .system("test")) {
            try $0.find(path.recordID, kind: kind)
        }
        #expect(row?.state == "moved")
        // Who asked comes by their link to where it is answered: in the network it came from.
        let link = path.replacing("/t/kl/", with: "/t/lgma/")
        #expect(await there.client().get(path).location == "https://old.example\(link)")
        try await there.network.close()

        // What is handed to one that has left comes back to who sent it.
        let again = await body.network.ask(body.stranger, at: "lgma", desk: desk, "And this?")
        await #expect(throws: Problems.self) {
            try await body.network.perform(
                "hand_over", at: "lgma", by: KnowledgeNetwork.officer, on: again.recordID,
                ["to": .string("kl/\(own.text)"), "why": "Yours."])
        }
        #expect(try body.network.question("lgma", again.recordID).state == "asked")
    }
}
