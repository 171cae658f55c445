// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging
import Store
import TestKit
import Testing

/// Two releases on one network: the newer one has a field and a kind of record more.
struct MigrationTests {
    @Test func bothReleasesWorkAtOnce() async throws {
        let old = try await LabNetwork()
        let id = try await old.put("Of the old")
        let new = try Newer.network(beside: old)
        // The newer one adds what it has more; the older one has the store open all the while.
        try await perform(Newer.amend, id, ["mood": "glad"], in: new, old)
        let shape = try old.file().value("SELECT value FROM store WHERE key = 'shape'")
        try await old.perform(Lab.amend.kind, on: id, ["remark": "by the old"])
        // What the older one does not know goes on, and every journal is sound to both.
        let mood = try new.tenant("one").read(as: LabNetwork.officer) { try $0.find(Newer.Mooded.self, id) }
        #expect(mood?.fields.mood == "glad" && mood?.version == 3)
        #expect(try new.verify("one").finding == nil)
        #expect(try old.network.verify("one").finding == nil)
        // Opened once more, neither takes the other's mark for its own.
        for _ in 1...2 {
            let again = try old.beside()
            #expect(try again.find(id)?.remark == "by the old")
            try await again.perform(Lab.amend.kind, on: id, ["remark": "by the old"])
            try await again.network.close()
            let newer = try Newer.network(beside: old)
            #expect(try newer.verify("one").finding == nil)
            try await newer.close()
        }
        #expect(try old.file().value("SELECT value FROM store WHERE key = 'shape'") == shape)
        #expect(try old.file().value("SELECT count(*) FROM migration") == "2")
        try await new.close()
    }

    @Test func saysHowStoresStandAndTriesOnACopy() async throws {
        let old = try await LabNetwork(["one", "two"])
        try await old.put()
        try await old.network.close()
        let before = try old.file().rows("SELECT checksum FROM migration").count
        typealias Status = Migrations.Status
        func outcomes(_ of: (Migrations) async throws -> [Status]) async throws -> [Status.Outcome] {
            try await of(try Newer.migrations(of: old)).map(\.outcome)
        }
        let lacks = ["column lab_sample.mood", "table lab_wish"]
        #expect(try await outcomes { try await $0.status() } == [.current, .waiting(lacks), .waiting(lacks)])
        let folder = "\(old.test.directory)/dry"
        let done: [Status.Outcome] = [.current, .done(lacks), .done(lacks)]
        #expect(try await outcomes { try await $0.tried(in: folder) } == done)
        #expect(try old.file().rows("SELECT checksum FROM migration").count == before)
        #expect(try await outcomes { try await $0.apply() } == done)
        #expect(try await outcomes { try await $0.apply() } == [.current, .current, .current])
    }

    @Test func aStoreThatFailsIsReadAndTheOthersGoOn() async throws {
        let old = try await LabNetwork(["one", "two"])
        let id = try await old.put("Kept")
        let other = try await old.put("Other", in: "two")
        try await old.network.close()
        // Something is in the way of the new table.
        try old.file().run("CREATE VIEW lab_wish AS SELECT 1 AS x")
        let new = try Newer.network(beside: old)
        let kept = try new.tenant("one").read(as: LabNetwork.officer) { try $0.find(Newer.Mooded.self, id) }
        #expect(kept?.fields.name == "Kept" && kept?.fields.mood == nil)
        #expect(try new.verify("one").finding == nil)
        await #expect(throws: Refusal.self) {
            try await perform(Newer.amend, id, ["mood": "glad"], in: new, old)
        }
        try await perform(Newer.amend, other, ["mood": "glad"], in: new, old, tenant: "two")
        let states = try await Newer.migrations(of: old).apply().map(\.outcome)
        #expect(states.filter { if case .failed = $0 { true } else { false } }.count == 1)
        try await new.close()
    }

    private func perform(
        _ action: ActionKind, _ id: RecordID, _ input: Values, in network: Network, _ lab: LabNetwork,
        tenant: String = "one"
    ) async throws {
        _ = try await network.perform(
            ActionCall(action, by: LabNetwork.officer, on: id, input: input), for: tenant)
        lab.test.clock.pass(seconds: 1)
    }
}

/// The newer release's laboratory.
enum Newer {
    /// A sample has a mood.
    struct Mooded: Record {
        var name = ""
        var remark: String?
        var count: Int?
        var weight: Decimal?
        var fee: Int?
        var isFragile: Bool?
        var colour: Sample.Colour?
        var takenOn: Day?
        var takenAt: Instant?
        var place: Geometry?
        var parent: RecordID?
        var owner: RecordID?
        var files: [FileReference] = []
        var notes: JSON?
        var phone: String?
        var hint: String?
        var mood: String?
        static let fields: Fields<Mooded> = [
            .text("name", \.name), .longText("remark", \.remark),
            .integer("count", \.count, in: -1_000...1_000_000),
            .decimal("weight", \.weight, in: -1_000_000...1_000_000), .money("fee", \.fee),
            .flag("fragile", \.isFragile), .choice("colour", \.colour), .day("taken_on", \.takenOn),
            .instant("taken_at", \.takenAt), .geometry("place", \.place),
            .link("parent", \.parent, to: "lab.sample"), .person("owner", \.owner),
            .files("files", \.files), .json("notes", \.notes),
            .text("phone", \.phone, privacy: .personal), .text("hint", \.hint, privacy: .staff),
            .text("mood", \.mood, privacy: .personal),
        ]
        static let kind = RecordKind(
            Mooded.self, system: "lab", name: "sample", plural: "samples",
            states: ["open", "shown", "closed"], readers: [.role(.officer)],
            list: ListShape(columns: ["name"], order: "name", descending: false),
            indexes: [["owner"]])
    }

    struct Wish: Record {
        var text = ""
        static let fields: Fields<Wish> = [.text("text", \.text)]
        static let kind = RecordKind(
            Wish.self, system: "lab", name: "wish", plural: "wishes", states: ["open"],
            readers: [.role(.officer)], list: ListShape(columns: ["text"], order: "id"))
    }

    struct Mood: Form {
        var mood: String?
        static let fields: Fields<Mood> = [.text("mood", \.mood, privacy: .personal)]
    }

    static let amend = Action<Mooded, Mood>(
        "amend", by: Lab.officers, from: ["open", "shown"], isPartial: true
    ) { sample, input, _ in sample.mood = input.mood }.kind

    static let system = System(
        "lab", records: [Mooded.self, Wish.self, Greeting.self], actions: [amend],
        published: [PublishedKind("lab.sample", path: "/register/lab", columns: [])])

    static func network(beside lab: LabNetwork) throws -> Network {
        let clock = lab.test.clock
        return try Network(
            at: lab.network.address, systems: [.network, system], law: try TestNetwork.law(),
            timepiece: { clock.now }, logger: KeepingLab.logger,
            documents: FolderShelf("\(lab.test.directory)/documents"))
    }

    static func migrations(of lab: LabNetwork) throws -> Migrations {
        let clock = lab.test.clock
        return try Migrations(
            of: lab.network.address, systems: [.network, system], timepiece: { clock.now },
            logger: KeepingLab.logger)
    }
}
