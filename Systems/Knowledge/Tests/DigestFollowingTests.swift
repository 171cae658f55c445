// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Choosing what one follows, and stopping it.
@Suite struct DigestFollowingTests {
    @Test func onePressStopsItAndNothingElse() async throws {
        let net = try await DigestNetwork()
        _ = try await net.follower("Olga")
        _ = try await net.follower("Olga", at: "lgma")
        try await net.answer("One", "ai")
        let sent = try await net.digests(on: DigestNetwork.monday)
        let stop = try #require(sent["olga"]?.stop)
        #expect(stop.hasPrefix("/t/kl/knowledge/digest/stop?"))
        #expect(sent["olga"]?.contains(stop) == true)
        let program = net.test.client()
        // Programs that look through mail ask for every address in it.
        #expect(await program.get(stop).contains("Stop the news of Kl?"))
        try await net.answer("Two", "ai")
        #expect(try await net.digests(on: DigestNetwork.nextMonday).count == 1)

        let forged = stop.dropLast() + (stop.hasSuffix("A") ? "B" : "A")
        #expect(await program.post(String(forged), ["List-Unsubscribe": "One-Click"]).status == 404)
        let elsewhere = stop.replacing("/t/kl/", with: "/t/lgma/")
        #expect(await program.post(elsewhere, ["List-Unsubscribe": "One-Click"]).status == 404)
        let stopped = await program.post(stop, ["List-Unsubscribe": "One-Click"])
        #expect(stopped.status == 200 && stopped.contains("Follow again"))
        #expect(await program.post(stop, ["List-Unsubscribe": "One-Click"]).status == 200)
        try await net.answer("Three", "ai")
        try await net.answer("Elsewhere", "ai", at: "lgma")
        let third = try await net.digests(on: "2026-02-02T07:00:00Z")
        #expect(third["olga"]?.contains("Elsewhere") == true && third.count == 1)

        let again = stop.replacing("/stop?", with: "/again?")
        #expect(await program.post(again).status == 200)
        try await net.answer("Four", "ai")
        #expect(try await net.digests(on: "2026-02-09T07:00:00Z")["olga"]?.contains("Four") == true)
    }

    @Test func allThatOneFollowsIsInOnePlace() async throws {
        let net = try await DigestNetwork()
        let client = try await net.follower("Olga", ["topic": "ai"])
        _ = try await net.follower("Olga", ["topic": "energy"], at: "lgma")
        let page = await client.get("/digest")
        #expect(page.contains("Artificial intelligence") && page.contains("Energy and climate"))
        // Once at a body: the form leads to what one follows there.
        #expect(await client.get(DigestNetwork.follow).location == "/t/kl/knowledge/digest")
        let id = try #require(page.hidden(action: "/t/kl/knowledge/digest/stop").first { $0.0 == "id" }?.1)
        #expect(await client.submit("/t/kl/knowledge/digest/stop", on: "/digest").status == 303)
        #expect(await client.get("/digest").contains("Follow again"))
        // Nobody else can press it.
        let other = try await net.test.client("Eve", roles: ["kl": [.administrator]])
        let csrf = await other.get("/digest").csrf
        #expect(await other.post(
            "/t/kl/knowledge/digest/again", ["csrf": csrf, "id": id]).status == 404)
        #expect(await client.submit("/t/kl/knowledge/digest/again", on: "/digest").status == 303)
        let change = "/t/kl/knowledge/subscriptions/\(id)/change-following"
        let changed = await client.fill(change, ["topic": "housing", "scope": "network", "pace": "weekly"])
        #expect(changed.status == 303)
        #expect(await client.get("/t/kl/knowledge/digest").contains("Housing"))
    }

    @Test func aListIsTakenOver() async throws {
        let net = try await DigestNetwork()
        let client = try await net.test.client("Olga", roles: ["kildare": [.officer]])
        let list = await client.get("/guides?topic=ai&readers=lawyer&language=da")
        #expect(list.contains("/digest/new?parts=guides&amp;readers=lawyer&amp;topic=ai&amp;language=da"))
        let lead = await client.get("/digest/new?parts=guides&readers=lawyer&topic=ai&language=da&body=kl")
        let page = await client.get(lead.location ?? "")
        let form = await client.get(page.location ?? "")
        for box in ["guides", "lawyer", "ai", "da"] {
            #expect(form.text.contains("value=\"\(box)\" checked"), "\(box) is not ticked")
        }
        // Whoever is not signed in comes back to it afterwards.
        let visitor = net.test.client()
        #expect(await visitor.get("/digest/new?topic=ai").status == 303)
    }

    @Test func theBodySeesHowManyAndNeverWho() async throws {
        let net = try await DigestNetwork()
        let client = try await net.follower("Zebra Zoe", ["topic": "ai"])
        let page = await client.get("/digest")
        let id = try #require(page.hidden(action: "/t/kl/knowledge/digest/stop").first { $0.0 == "id" }?.1)
        let manager = try await net.test.client("Manus", roles: ["kl": [.manager, .administrator, .auditor]])
        let own = await manager.get("/t/kl/knowledge/digest")
        #expect(own.contains("Who follow it") && !own.contains("Zebra"))
        #expect(await manager.get("/t/kl/knowledge/subscriptions.json").json["items"]?.asArray?.count == 0)
        #expect(await manager.get("/t/kl/knowledge/subscriptions/\(id)").status == 404)
        #expect(await manager.get("/t/kl/knowledge/subscriptions/\(id).json").status == 404)
        #expect(await manager.get("/t/kl/knowledge/subscriptions/\(id)/history").status == 404)
        #expect(await client.get("/t/kl/knowledge/subscriptions/\(id)").status == 200)
        // Another day is chosen, and holds from then on.
        let list = await manager.get("/t/kl/knowledge/digests.json").json["items"]
        let digest = list?[0]?["id"]?.asString ?? ""
        let choose = "/t/kl/knowledge/digests/\(digest)/choose-digest-day"
        #expect(await manager.submit(choose, ["weekday": "thursday"]).status == 303)
        try await net.answer("One", "ai")
        #expect(try await net.digests(on: "2026-01-15T05:59:00Z").isEmpty)
        #expect(try await net.digests(on: "2026-01-15T06:00:00Z").count == 1)
        #expect(try await net.digests(on: DigestNetwork.monday).isEmpty)
    }
}
