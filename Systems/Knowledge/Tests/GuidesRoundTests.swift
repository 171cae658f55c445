// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Comment rounds: who takes part, what becomes of every comment, and where its passage is now.
@Suite struct GuidesRoundTests {
    private let quote = "Thirty is the limit"

    /// A draft with two sections, before others for their comments.
    private func open(
        _ network: KnowledgeNetwork, for openTo: String, key: String? = nil
    ) async throws -> (guide: RecordID, edition: RecordID, round: RecordID) {
        let (guide, edition) = try await network.guide("sro", "Zones")
        try await network.section("sro", edition, "Speed", "Here: **Thirty** is the limit for zebras.")
        try await network.section("sro", edition, "Signs", "Put them up.")
        let round = try await network.round("sro", edition, for: openTo, key: key)
        await network.test.network.settle()
        return (guide, edition, round)
    }

    private func form(_ round: RecordID, _ anchor: String = "speed", key: String? = nil) -> String {
        "/t/sro/knowledge/comments/new/comment?round=\(round.text)&anchor=\(anchor)"
            + (key.map { "&key=\($0)" } ?? "")
    }

    private func comment(
        _ client: TestClient, _ round: RecordID, _ fields: [String: String], key: String? = nil
    ) async -> TestAnswer {
        let path = "/t/sro/knowledge/comments/new/comment" + (key.map { "?key=\($0)" } ?? "")
        let hidden = await client.get(form(round, key: key)).hidden(action: path)
        return await client.post(path, hidden + fields.map { ($0.key, $0.value) })
    }

    @Test func fromACommentToItsReport() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition, round) = try await open(network, for: "everyone")
        let stranger = network.test.client()
        #expect(await stranger.get("/guides/rounds").contains("What do you think?"))
        let page = "/t/sro/knowledge/rounds/\(round.text)"
        #expect(await stranger.get(page).contains("20 January 2026"))
        let text = await stranger.get("/t/sro/knowledge/guides/\(guide.text)/editions/1")
        #expect(text.contains("Comment on this section"))

        let wrong = await comment(stranger, round, ["quote": "Fifty is", "text": "Too fast"])
        #expect(wrong.status == 422 && wrong.contains("Too fast"))
        let made = await comment(
            stranger, round,
            ["quote": quote, "text": "Make it twenty", "organisation": "Walkers", "name": "Rita R"])
        #expect(made.status == 303)
        #expect(await stranger.get(made.location ?? "").contains("Thank you for your comment"))
        #expect(await comment(stranger, round, ["text": "Signs are ugly"]).status == 303)
        // Nobody else reads them yet.
        #expect(await !stranger.get(page).contains("twenty"))
        #expect(await !stranger.get("/t/sro/knowledge/comments.json").contains("twenty"))

        network.test.clock.set("2026-01-21T09:00:00Z")
        #expect(await comment(stranger, round, ["text": "Late"]).status != 303)
        try await KnowledgeFace.face().daily(network.test.network)
        // The draft is its writers' again.
        #expect(await stranger.get("/t/sro/knowledge/guides/\(guide.text)/editions/1").status == 404)
        let officer = try await network.test.client("Bea Belge", roles: ["sro": [.officer]])
        let list = await officer.get(page)
        #expect(list.contains("2 wait for an answer") && list.contains("Make it twenty"))
        #expect(await officer.submit("\(page)/report-round").status == 409)
        try await answer(network, round, officer)
        #expect(await officer.submit("\(page)/report-round").status == 303)
        await network.test.network.settle()

        // The passage goes elsewhere before the edition is published.
        let parts = try network.sections("sro", edition)
        try await network.rewrite("sro", try #require(parts["speed"]), "Speed", "See below.")
        try await network.rewrite(
            "sro", try #require(parts["signs"]), "Signs", "Thirty\nis the limit, says the sign.")
        try await network.publish("sro", edition)
        let report = await stranger.get("\(page)/report")
        #expect(report.contains("Make it twenty") && report.contains("Walkers"))
        #expect(!report.contains("Rita R") && report.contains("Taken up in part"))
        #expect(report.contains("Perhaps later") && report.contains("Moved: now in “Signs”"))
        #expect(await !stranger.get("/t/sro/knowledge/comments.json").contains("Rita R"))

        // And is gone in the next.
        let second = try await network.next("sro", guide)
        let next = try #require(try network.sections("sro", second)["signs"])
        try await network.rewrite("sro", next, "Signs", "None.")
        try await network.publish("sro", second)
        #expect(await stranger.get("\(page)/report").contains("no longer there in edition 2"))
        let json = await stranger.get("\(page)/report.json").json
        #expect(json["comments"]?.asArray?.count == 2)
    }

    /// Answers both comments: one needs a reason.
    private func answer(_ network: KnowledgeNetwork, _ round: RecordID, _ officer: TestClient) async throws {
        let all = try network.test.network.tenant("sro").read(as: .system("test")) { reader in
            try reader.list(GuideComment.self, Query([.field("round", is: round)]))
        }
        for comment in all {
            let path = "/t/sro/knowledge/comments/\(comment.id.text)/answer-comment"
            if comment.quote != nil {
                #expect(await officer.get(path).contains("<mark>Thirty is the limit</mark>"))
                #expect(await officer.submit(path, ["outcome": "partly"]).status == 422)
                let done = await officer.submit(path, ["outcome": "partly", "reason": "Perhaps later"])
                #expect(done.status == 303)
            } else {
                #expect(await officer.submit(path, ["outcome": "taken"]).status == 303)
            }
        }
    }

    @Test func aRoundOfMembersIsForThemAlone() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, _, round) = try await open(network, for: "members")
        let member = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        let resident = try await network.test.client("Rory Resident")
        let page = "/t/sro/knowledge/rounds/\(round.text)"
        let text = "/t/sro/knowledge/guides/\(guide.text)/editions/1"
        for reader in [resident, network.test.client()] {
            #expect(await [303, 401, 404].contains(reader.get(page).status))
            #expect(await reader.get(text).status == 404)
            #expect(await reader.get(form(round)).status == 404)
            #expect(await !reader.get("/guides/rounds").contains("What do you think?"))
            #expect(await !reader.get("/search?q=think").contains(page))
            #expect(await !reader.get("/t/sro/knowledge/sections.json").contains("zebras"))
            #expect(await reader.get("/api/register/sro/\(round.text)").status == 404)
        }
        #expect(await member.get(text).contains("for zebras"))
        #expect(await member.get("/guides/rounds?kind=knowledge.guide_shared_round").contains(page))
        #expect(await comment(member, round, ["text": "We do this in Galway"]).status == 303)
        // By the program's way in, too, only they comment.
        let input: JSON = ["round": .string(round.text), "anchor": "speed", "text": "Me too"]
        let api = "/api/t/sro/knowledge/comments/comment"
        let other = await resident.api(.post, api, input)
        #expect(other.status == 422 || other.status == 401)
    }

    @Test func whoIsInvitedComesByTheirLink() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, _, round) = try await open(network, for: "invited", key: "secret-of-ours")
        let guest = network.test.client()
        let text = "/t/sro/knowledge/guides/\(guide.text)/editions/1"
        #expect(await guest.get(text).status == 404)
        #expect(await guest.get("\(text)?key=another").status == 404)
        #expect(await guest.get(form(round)).status == 404)
        #expect(await guest.get("\(text)?key=secret-of-ours").contains("for zebras"))
        let made = await comment(guest, round, ["text": "As a vendor I say"], key: "secret-of-ours")
        #expect(made.status == 303)
        #expect(await guest.get(made.location ?? "").status == 200)
    }

    @Test func theLinkIsShownOnceWhenARoundIsOpened() async throws {
        let network = try await KnowledgeNetwork()
        let (_, edition) = try await network.guide("sro", "Zones")
        try await network.section("sro", edition, "Speed", "Slow.")
        let officer = try await network.test.client("Bea Belge", roles: ["sro": [.officer]])
        let path = "/t/sro/knowledge/rounds/new/open-round"
        let hidden = await officer.get("\(path)?edition=\(edition.text)").hidden(action: path)
        let answer = await officer.post(
            path,
            hidden + [
                ("title", "Vendors first"), ("open_to", "invited"),
                ("opens_on-day", "12"), ("opens_on-month", "1"), ("opens_on-year", "2026"),
                ("closes_on-day", "20"), ("closes_on-month", "1"), ("closes_on-year", "2026"),
            ])
        #expect(answer.status == 303 && answer.location?.contains("key=") == true)
        #expect(await network.test.client().get(answer.location ?? "").contains("Vendors first"))
        let plain = String((answer.location ?? "").prefix { $0 != "?" })
        #expect(await network.test.client().get(plain).status == 404)
    }

    @Test func aRoundBeginsOnItsDay() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide("sro", "Zones")
        try await network.section("sro", edition, "Speed", "Slow.")
        _ = try await network.round("sro", edition, for: "everyone", from: "2026-01-14")
        let text = "/t/sro/knowledge/guides/\(guide.text)/editions/1"
        let reader = network.test.client()
        #expect(await reader.get(text).status == 404)
        network.test.clock.set("2026-01-14T09:00:00Z")
        try await KnowledgeFace.face().daily(network.test.network)
        #expect(await reader.get(text).contains("Slow."))
        // Meanwhile nothing in it changes.
        let section = try #require(try network.sections("sro", edition)["speed"])
        await #expect(throws: Refusal.self) {
            try await network.rewrite("sro", section, "Speed", "Fast.")
        }
    }

    @Test func theRoundOnTheNextEditionIsFoundFromItsGuide() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide("sro", "Zones")
        try await network.section("sro", edition, "Speed", "Slow.")
        try await network.publish("sro", edition)
        let page = "/t/sro/knowledge/guides/\(guide.text)"
        let reader = network.test.client()
        #expect(await !reader.get(page).contains("Comments on the next edition"))
        let second = try await network.next("sro", guide)
        let round = try await network.round("sro", second, for: "everyone")
        let shown = await reader.get(page)
        #expect(shown.contains("Comments on the next edition are welcome until"))
        #expect(shown.contains("/t/sro/knowledge/rounds/\(round.text)") && shown.contains("20 January 2026"))
        #expect(await reader.get("\(page)/editions/2").contains("This is a draft"))
        #expect(await !reader.get("\(page)/editions/1").contains("This is a draft"))
        network.test.clock.set("2026-01-21T09:00:00Z")
        #expect(await !reader.get(page).contains("Comments on the next edition"))
    }

    @Test func aRoundOfMembersIsNotToldOfToOthers() async throws {
        let network = try await KnowledgeNetwork()
        let (guide, edition) = try await network.guide("sro", "Zones")
        try await network.section("sro", edition, "Speed", "Slow.")
        try await network.publish("sro", edition)
        _ = try await network.round("sro", try await network.next("sro", guide), for: "members")
        let page = "/t/sro/knowledge/guides/\(guide.text)"
        #expect(await !network.test.client().get(page).contains("Comments on the next edition"))
        let member = try await network.test.client("Oona Officer", roles: ["galway": [.officer]])
        #expect(await member.get(page).contains("Comments on the next edition"))
    }

    @Test func aFloodOfCommentsIsHeld() async throws {
        let network = try await KnowledgeNetwork()
        let (_, _, round) = try await open(network, for: "everyone")
        let client = network.test.client()
        var statuses: [Int] = []
        for number in 1...31 {
            statuses.append(await comment(client, round, ["text": "Buy this \(number)"]).status)
        }
        #expect(statuses.dropLast().allSatisfy { $0 == 303 } && statuses.last == 429)
    }
}
