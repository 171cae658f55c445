// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What one network publishes, another shows, and keeps up with.
struct FollowTests {
    @Test func whatIsPublishedThereIsShownHereAndKeptUpWith() async throws {
        let both = try await FollowingNetworks()
        let first = try await both.write("Salt", in: both.north)
        let second = try await both.write("Snow", in: both.north)
        try await both.follow(from: both.south)
        #expect(try both.taken(both.south) == ["Salt", "Snow"])

        try await both.change(first, Note.rewrite.kind, ["title": "Grit"], in: both.north)
        try await both.change(second, Note.takeDown.kind, in: both.north)
        try await both.write("Ice", in: both.north)
        await both.pull(both.south)
        #expect(try both.taken(both.south) == ["Grit", "Ice"])
        #expect(try both.south.network.verify(Tenant.commons).finding == nil)
    }

    @Test func itIsFoundBySearchAndReadWhereItComesFrom() async throws {
        let both = try await FollowingNetworks()
        let id = try await both.write("Salt on the roads", in: both.north)
        try await both.follow(from: both.south)
        let client = both.south.client()
        let list = await client.get("/following")
        #expect(list.contains("Salt on the roads") && list.contains("From North"))
        let search = await client.get("/search?q=salt")
        let path = try #require(search.text.firstMatch(of: /\/following\/items\/[0-9a-f-]+/)).0
        let page = await client.get(String(path))
        #expect(page.contains("\(FollowingNetworks.north)/t/kildare/notes/notes/\(id.text)"))
        #expect(page.contains("rel=\"noopener\""))
        let there = await both.north.client().get("/t/kildare/notes/notes/\(id.text)")
        #expect(there.status == 200)
        let feed = await client.get("/api/register/following.item.atom")
        #expect(feed.contains("Salt on the roads"))
    }

    @Test func takenInAgainItChangesNothing() async throws {
        let both = try await FollowingNetworks()
        try await both.write("Salt", in: both.north)
        let id = try await both.follow(from: both.south)
        let item = try #require(
            try both.south.network.register.page(RegisterQuery(kind: "following.item")).items.first)
        let client = try await both.operate(both.south)
        let path = "/t/commons/following/networks/\(id.text)"
        #expect(await client.submit("\(path)/start-over").status == 303)
        await both.pull(both.south)
        let again = try #require(
            try both.south.network.register.page(RegisterQuery(kind: "following.item")).items.first)
        #expect(again == item)
        let before = try both.entries(both.south)
        for _ in 0..<3 { await both.pull(both.south) }
        #expect(try both.entries(both.south) == before)
    }

    @Test func manyPagesComeInTheirOrder() async throws {
        let both = try await FollowingNetworks()
        for number in 0..<230 {
            _ = try await both.north.network.perform(
                ActionCall(
                    Note.write.kind, by: Note.officer,
                    input: ["title": .text("Note \(number)"), "audience": "all"]), for: "kildare")
        }
        await both.north.network.settle()
        let id = try await both.follow(from: both.south)
        #expect(try both.taken(both.south).count == 230)
        let questions = both.internet.asked.filter { $0.address.contains("/following/feed") }
        #expect(questions.count >= 3)
        #expect(try both.followed(id, in: both.south).cursor ?? 0 >= 230)
    }

    @Test func twoThatFollowEachOtherDoNotEcho() async throws {
        let both = try await FollowingNetworks()
        try await both.write("Of the north", in: both.north)
        try await both.write("Of the south", in: both.south)
        try await both.follow(from: both.south)
        try await both.follow(FollowingNetworks.south, from: both.north)
        for _ in 0..<2 {
            await both.pull(both.south)
            await both.pull(both.north)
        }
        #expect(try both.taken(both.south) == ["Of the north"])
        #expect(try both.taken(both.north) == ["Of the south"])
    }

    @Test func whoStopsFollowingShowsNothingOfItAnyMore() async throws {
        let both = try await FollowingNetworks()
        try await both.write("Salt", in: both.north)
        let id = try await both.follow(from: both.south)
        let client = try await both.operate(both.south)
        let path = "/t/commons/following/networks/\(id.text)"
        #expect(await client.submit("\(path)/pause-following").status == 303)
        try await both.write("Snow", in: both.north)
        await both.pull(both.south)
        #expect(try both.taken(both.south) == ["Salt"])
        #expect(await client.submit("\(path)/resume-following").status == 303)
        await both.pull(both.south)
        #expect(try both.taken(both.south) == ["Salt", "Snow"])
        #expect(await client.submit("\(path)/stop-following").status == 303)
        await both.pull(both.south)
        #expect(try both.taken(both.south).isEmpty)
        try await both.follow(from: both.south)
        #expect(try both.taken(both.south) == ["Salt", "Snow"])
    }

    @Test func aBodyThatMovesHereIsNotShownTwice() async throws {
        let both = try await FollowingNetworks()
        try await both.north.open("kl", systems: ["notes"])
        try await both.write("Salt", in: both.north, at: "kl")
        try await both.follow(from: both.south)
        #expect(try both.taken(both.south) == ["Salt"])
        let place = "\(both.north.directory)/export"
        try both.north.network.export("kl", to: place)
        _ = try await both.south.network.takeIn("kl", from: Copies(place))
        await both.pull(both.south)
        await both.pull(both.south)
        #expect(try both.taken(both.south).isEmpty)
        #expect(try both.south.network.register.page(RegisterQuery(kind: "notes.note")).items.count == 1)
        // The old network shows what the new one tells of it, once it has let the body go.
        try await both.north.network.leave("kl", having: Copies(place))
        try await both.follow(FollowingNetworks.south, from: both.north)
        #expect(try both.taken(both.north) == ["Salt"])
        await both.pull(both.south)
        #expect(try both.taken(both.south).isEmpty)
    }
}
