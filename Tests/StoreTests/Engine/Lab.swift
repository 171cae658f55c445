// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit

/// The actions of the test system.
enum Lab {
    static let officers: [Grant] = [.role(.officer)]

    static let put = Action<Sample, Sample>("put", by: [.signedIn, .system("test")], to: ["open"]) {
        sample, input, desk in
        sample.fields = input.fields
        desk.cite("lab.rule: a source")
    }
    static let amend = Action<Sample, Sample>(
        "amend", by: officers + [.party(field: "owner")], from: ["open", "shown"],
        isPartial: true,
        unless: { sample, _ in sample.name == "stuck" ? Phrase("lab.stuck") : nil }
    ) { sample, input, _ in sample.fields.take(input.given, from: input.fields) }
    static let show = Action<Sample, Nothing>(
        "show", by: officers, from: ["open"], to: ["shown"]
    ) { _, _, _ in }
    static let hide = Action<Sample, Nothing>(
        "hide", by: officers, from: ["shown"], to: ["open"]
    ) { _, _, _ in }
    static let close = Action<Sample, Nothing>(
        "close", by: officers, from: ["open", "shown"], to: ["closed"]
    ) { _, _, _ in }

    /// Takes the next number of a series, and fails afterwards if it is asked to.
    struct Numbering: Form {
        var mustFail = false
        static let fields: Fields<Numbering> = [.flag("fail", \.mustFail)]
    }
    static let number = Action<Sample, Numbering>("number", by: officers, to: ["open"]) {
        sample, input, desk in
        sample.count = try desk.next(inSeries: "sample")
        if input.mustFail { throw Problems("fail", "asked", Phrase("lab.asked")) }
    }

    /// Keeps the record before the end of the act, too; `remark` says how.
    static let twice = Action<Sample, Sample>("twice", by: officers, from: ["open"]) {
        sample, input, desk in
        sample.count = 1
        let kept = try desk.save(sample)
        if input.remark == "rightly" { sample = kept }
        sample.remark = "twice"
    }

    /// Changes another record in the same act.
    static let both = Action<Sample, Sample>("both", by: officers, from: ["open"]) {
        sample, input, desk in
        sample.count = 1
        guard let id = input.parent, var other = try desk.find(Sample.self, id) else {
            throw Refusal.notFound
        }
        other.count = 2
        _ = try desk.save(other)
        var greeting = Greeting()
        greeting.text = "of the same id"
        _ = try desk.create(greeting, in: "received", id: sample.id)
    }

    struct Post: Form {
        var to = ""
        var text = ""
        var copies = 0
        static let fields: Fields<Post> = [
            .text("to", \.to), .text("text", \.text), .integer("copies", \.copies, in: 1...1_000),
        ]
    }
    static let write = Action<Sample, Post>("write", by: officers, to: ["open"]) {
        sample, input, desk in
        sample.name = input.text
        for number in 1...input.copies {
            let text = input.copies == 1 ? input.text : "\(input.text) \(number)"
            try desk.send(
                Letter(
                    id: desk.newID(), to: input.to, kind: "lab.greeting",
                    body: [
                        "text": .string(text), "sender": "somebody else",
                        "own": .string(sample.id.text),
                    ]))
        }
    }
    static let receive = Action<Greeting, Greeting>(
        "receive", by: [.system("post")], to: ["received"], isInternal: true
    ) { greeting, input, _ in
        if input.text.contains("bad") {
            throw Problems("text", "bad", Phrase("lab.bad"))
        }
        if input.text.contains("late") { throw Refusal.notNow(Phrase("lab.late")) }
        greeting.fields = input.fields
    }

    static let comeBack = Action<Sample, Nothing>(
        "come_back", by: [.system("post")], from: ["open"], isInternal: true
    ) { sample, _, _ in sample.remark = "came back" }

    static let system = System(
        "lab", records: [Sample.self, Greeting.self],
        actions: [
            put.kind, amend.kind, show.kind, hide.kind, close.kind, number.kind, twice.kind,
            both.kind, write.kind, receive.kind, comeBack.kind,
        ],
        published: [PublishedKind("lab.sample", path: "/register/lab", columns: [], travels: true)],
        letters: [
            LetterKind(
                "lab.greeting", takenInBy: receive.kind, givenBackBy: (comeBack.kind, "own"))
        ])
}

/// A network whose tenants have the test system.
struct LabNetwork {
    let test: TestNetwork
    /// Whose directory it is: gone with it.
    private let owner: TestNetwork
    var network: Network { test.network }

    static let officer = Actor(
        .person(RecordID.new(at: Instant(milliseconds: 0))), roles: [.officer])
    static let auditor = Actor(
        .person(RecordID.new(at: Instant(milliseconds: 0))), roles: [.auditor])

    init(_ tenants: [String] = ["one"]) async throws {
        test = try TestNetwork([Lab.system])
        owner = test
        for tenant in tenants {
            try await test.open(tenant, systems: ["lab"])
        }
    }

    private init(_ test: TestNetwork, owner: TestNetwork) {
        self.test = test
        self.owner = owner
    }

    /// The same stores, opened once more.
    func beside() throws -> LabNetwork { LabNetwork(try test.beside(), owner: owner) }

    /// Takes an action; a second passes.
    @discardableResult
    func perform(
        _ action: ActionKind, in tenant: String = "one", on record: RecordID? = nil,
        _ input: Values = [:], by actor: Actor = officer, expecting version: Int? = nil,
        key: String? = nil, newID: RecordID? = nil
    ) async throws -> Outcome {
        let call = ActionCall(
            action, by: actor, on: record, expectedVersion: version, input: input, key: key,
            newID: newID)
        defer { test.clock.pass(seconds: 1) }
        return try await network.perform(call, for: tenant)
    }

    /// Puts a sample with every field filled, and the document it names.
    @discardableResult
    func put(_ name: String = "First", in tenant: String = "one") async throws -> RecordID {
        _ = try network.documents.keep(
            Sample.document, name: "plan.pdf", for: try network.tenant(tenant).tenant)
        return try await perform(Lab.put.kind, in: tenant, Sample.full(name).values).row.id
    }

    func find(_ id: RecordID, in tenant: String = "one", asOf: Instant? = nil, by actor: Actor = officer)
        throws -> Stored<Sample>?
    {
        try network.tenant(tenant).read(as: actor) { try $0.find(Sample.self, id, asOf: asOf) }
    }

    func list(_ query: Query, in tenant: String = "one", by actor: Actor = officer) throws
        -> [Stored<Sample>]
    {
        try network.tenant(tenant).read(as: actor) { try $0.list(Sample.self, query) }
    }

    /// What a tenant was written, in the order it came.
    func greetings(in tenant: String) throws -> [Greeting] {
        let store = try network.tenant(tenant)
        let entries = try store.read(as: Self.auditor) {
            try $0.journal(JournalFilter(record: Greeting.kind.key, limit: 10_000))
        }
        return try store.read(as: Self.officer) { reader in
            try entries.reversed().compactMap { entry in
                try RecordID(entry.recordID).flatMap { try reader.find(Greeting.self, $0)?.fields }
            }
        }
    }

    /// A tenant's store, past the product.
    func file(_ tenant: String = "one") -> StoreFile {
        StoreFile(tenant, at: network.address, path: "\(test.directory)/\(tenant).sqlite")
    }
}
