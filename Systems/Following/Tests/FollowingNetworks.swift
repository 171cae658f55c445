// SPDX-License-Identifier: EUPL-1.2

import Following
import Interfaces
import Kernel
import Outgoing
import Store
import TestKit
import Testing
import Web

/// Two networks that reach each other, each with a tenant that publishes notes for everyone and for
/// members; the south follows the north.
struct FollowingNetworks {
    static let north = "https://north.example"
    static let south = "https://south.example"

    let internet = TestInternet()
    let north: TestNetwork
    let south: TestNetwork

    init() async throws {
        north = try Self.network(Self.north, "North", internet)
        south = try Self.network(Self.south, "South", internet)
        for test in [north, south] { try await test.open("kildare", systems: ["notes"]) }
        internet.put(north, at: Self.north)
        internet.put(south, at: Self.south)
    }

    /// A network at an address of its own.
    static func network(
        _ address: String, _ name: String, _ internet: TestInternet, isDemonstration: Bool = false
    ) throws -> TestNetwork {
        var configuration = Configuration()
        (configuration.address, configuration.siteName) = (address, name)
        configuration.isDemonstration = isDemonstration
        let faces = [try FollowingFace.face(), Face(.notes, routes: [])]
        return try TestNetwork(
            [.following, .notes], faces: faces,
            derived: APIRoutes.all(for: faces) + DerivedRoutes.all(for: faces),
            configuration: configuration, outside: internet)
    }

    /// Puts a note up, at a tenant of a network.
    @discardableResult
    func write(
        _ title: String, in test: TestNetwork, at slug: String = "kildare", for audience: Note.Audience = .all
    ) async throws -> RecordID {
        let id = try await test.network.perform(
            ActionCall(
                Note.write.kind, by: Note.officer,
                input: ["title": .text(title), "audience": audience.stored]), for: slug
        ).row.id
        await test.network.settle()
        return id
    }

    func change(
        _ id: RecordID, _ action: ActionKind, _ input: Values = [:], in test: TestNetwork
    ) async throws {
        _ = try await test.network.perform(
            ActionCall(action, by: Note.officer, on: id, input: input), for: "kildare")
        await test.network.settle()
    }

    /// Has one network follow another, as its administrator does by the pages.
    @discardableResult
    func follow(_ address: String = north, from test: TestNetwork) async throws -> RecordID {
        let client = try await operate(test)
        let path = "/t/commons/following/networks/new/follow-network"
        let found = await client.submit(path, ["address": address, "kinds": "notes.note"])
        let id = try #require(RecordID(String(found.location?.split(separator: "/").last ?? "")))
        let print = try await (address == Self.north ? north : south).network.signingKeys()
            .current.publicKey.fingerprint
        let confirm = "/t/commons/following/networks/\(id.text)/confirm-network"
        let done = await client.submit(confirm, ["fingerprint": print])
        #expect(done.status == 303, "\(done.text)")
        await pull(test)
        return id
    }

    /// Its administrator, who has signed in.
    func operate(_ test: TestNetwork) async throws -> TestClient {
        let isKnown = try !test.accounts.members(of: Tenant.commons).isEmpty
        return try await test.client(
            "Olive", roles: isKnown ? [:] : [Tenant.commons: [.administrator]])
    }

    /// Lets ten minutes pass, and what falls due be done.
    func pull(_ test: TestNetwork) async {
        for one in [north, south] { one.clock.pass(seconds: 600) }
        await test.work()
        await test.network.settle()
    }

    /// Titles that everyone sees in a network of what it took from others.
    func taken(_ test: TestNetwork) throws -> [String] {
        try test.network.register.page(RegisterQuery(kind: "following.item", limit: 1_000)).items
            .map(\.title).sorted()
    }

    func followed(_ id: RecordID, in test: TestNetwork) throws -> Stored<FollowedNetwork> {
        try #require(
            try test.network.commons.read(as: .system("test")) { try $0.find(FollowedNetwork.self, id) })
    }

    /// What a network's journal in the commons counts.
    func entries(_ test: TestNetwork) throws -> Int {
        try test.network.commons.read(as: .system("test")) { reader in
            try reader.journal(JournalFilter(limit: 1_000)).count
        }
    }
}

/// A note that somebody puts up.
struct Note: Record {
    enum Audience: String, Choice { case all, members, nobody }

    var title = ""
    var audience = Audience.all

    static let fields: Fields<Note> = [.text("title", \.title), .choice("audience", \.audience)]
    static let kind = RecordKind(
        Note.self, system: "notes", name: "note", plural: "notes", states: ["up", "down"],
        readers: .init([.role(.officer), .on(field: "audience", ["all"], .anyone)]),
        list: ListShape(columns: ["title"], order: "title"))
    static let officer = Actor(.person(.none), roles: [.officer])

    static func publication(of note: Stored<Note>, at moment: Moment) -> Publication? {
        guard note.state == "up", note.audience != .nobody else { return nil }
        let isOpen = note.audience == .all
        return Publication(
            kind: isOpen ? "notes.note" : "notes.shared", reference: "", title: note.title,
            summary: "About \(note.title)", status: "up", columns: isOpen ? ["language": "en"] : [:],
            body: [:])
    }

    static let write = Action<Note, Note>("write", by: [.role(.officer)], to: ["up"]) { note, input, _ in
        note.fields = input.fields
    }
    static let rewrite = Action<Note, Note>(
        "rewrite", by: [.role(.officer)], from: ["up"], isPartial: true
    ) { note, input, _ in note.fields.take(input.given, from: input.fields) }
    static let takeDown = Action<Note, Nothing>(
        "take_down", by: [.role(.officer)], from: ["up"], to: ["down"]) { _, _, _ in }
}

extension System {
    static let notes = System(
        "notes", records: [Note.self],
        actions: [Note.write.kind, Note.rewrite.kind, Note.takeDown.kind],
        published: [
            PublishedKind(
                "notes.note", path: "/notes", page: "/t/:tenant/notes/notes/:record",
                columns: ["language"], past: .asItIsNow, travels: true),
            PublishedKind("notes.shared", audience: .members, path: "/notes", columns: []),
        ])
}
