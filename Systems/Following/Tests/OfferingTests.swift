// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// What is offered to other networks: what everyone may read anyway, and nothing else.
struct OfferingTests {
    private func feed(_ both: FollowingNetworks, _ query: String = "") async -> JSON {
        await both.north.client().get("/following/feed?\(query)").json
    }

    private func titles(_ json: JSON) -> [String] {
        json["changes"]?.asArray?.compactMap { $0["title"]?.asString } ?? []
    }

    @Test func onlyWhatEveryoneMayReadIsOffered() async throws {
        let both = try await FollowingNetworks()
        try await both.north.open("galway", systems: ["notes"])
        let open = try await both.write("Open", in: both.north)
        try await both.write("Members alone", in: both.north, for: .members)
        try await both.write("Nobody", in: both.north, for: .nobody)
        try await both.write("Open, too", in: both.north, at: "galway")
        let all = await feed(both)
        #expect(titles(all) == ["Open", "Open, too"])
        #expect(all["changes"]?[0]?["tenant"] == "kildare" && all["changes"]?[1]?["tenant"] == "galway")
        // A kind that was mistyped is not taken for none.
        for kinds in ["bogus", ""] {
            #expect(await both.north.client().get("/following/feed?kinds=\(kinds)").status == 422)
        }
        // Who signs in is offered no more: it is for networks.
        let member = try await both.north.client("Orla", roles: ["kildare": [.officer]])
        #expect(await member.get("/following/feed").json["changes"] == all["changes"])
        #expect(titles(await feed(both, "kinds=notes.shared")).isEmpty)

        // What becomes the members' own is withdrawn from everyone else, by its id alone.
        try await both.change(open, Note.rewrite.kind, ["audience": "members"], in: both.north)
        let after = await feed(both, "after=\(all["reached"]?.asInteger ?? 0)")
        let change = try #require(after["changes"]?.asArray?.first)
        #expect(change["record"]?.asString == open.text && change["withdrawn"] == true)
        #expect(change.asObject?.keys.sorted() == ["number", "record", "version", "withdrawn"])
        #expect(titles(await feed(both)) == ["Open, too"])
    }

    @Test func eachRecordStandsOnceWithWhatItIsNow() async throws {
        let both = try await FollowingNetworks()
        let first = try await both.write("One", in: both.north)
        try await both.write("Two", in: both.north)
        let page = await feed(both, "limit=1")
        #expect(titles(page) == ["One"])
        try await both.change(first, Note.rewrite.kind, ["title": "One again"], in: both.north)
        let rest = await feed(both, "limit=10&after=\(page["reached"]?.asInteger ?? 0)")
        #expect(titles(rest) == ["Two", "One again"])
        #expect(rest["reached"] == rest["end"])
        #expect(titles(await feed(both, "after=\(rest["end"]?.asInteger ?? 0)")).isEmpty)
        #expect(await both.north.client().get("/following/feed?after=x").status == 422)
    }

    @Test func whoLeavesIsWithdrawnFromEveryFollower() async throws {
        let both = try await FollowingNetworks()
        try await both.write("Salt", in: both.north)
        let id = try await both.follow(from: both.south)
        let place = "\(both.north.directory)/export"
        try both.north.network.export("kildare", to: place)
        try await both.north.network.leave("kildare", having: Copies(place))
        await both.pull(both.south)
        #expect(try both.taken(both.south).isEmpty)
        // And comes back with the same versions.
        _ = try await both.north.network.takeIn("kildare", from: Copies(place))
        await both.pull(both.south)
        #expect(try both.taken(both.south) == ["Salt"])
        #expect(try both.followed(id, in: both.south).failure == nil)
    }

    @Test func theKeyStaysInTheStoreAndIsNoPartOfAJournal() async throws {
        let both = try await FollowingNetworks()
        let announced = await both.north.client().get("/.well-known/talka")
        let keys = try #require(announced.json["keys"]?.asArray)
        #expect(keys.count == 1 && announced.json["address"]?.asString == FollowingNetworks.north)
        #expect(announced.header("signature") != nil && announced.header("content-digest") != nil)
        try await both.north.network.renewSigningKey()
        let again = await both.north.client().get("/.well-known/talka")
        #expect(again.json["keys"]?.asArray?.count == 2)
        #expect(!again.contains("seed"))
    }
}
