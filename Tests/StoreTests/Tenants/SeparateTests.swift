// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Two tenants whose records have the very same ids: nothing of one is seen at the other.
struct SeparateTests {
    private let id = RecordID.new(at: Instant(milliseconds: 1_700_000_000_000))

    private func lab() async throws -> LabNetwork {
        let lab = try await LabNetwork(["one", "two"])
        for tenant in ["one", "two"] {
            try await lab.perform(
                Lab.put.kind, in: tenant, Sample.full("Of \(tenant)").values, key: "k", newID: id)
        }
        return lab
    }

    @Test func keepsRecordsAndJournalsApart() async throws {
        let lab = try await lab()
        try await lab.perform(Lab.amend.kind, in: "one", on: id, ["count": 1])
        #expect(try lab.find(id, in: "one")?.name == "Of one")
        #expect(try lab.find(id, in: "two")?.name == "Of two")
        #expect(try lab.find(id, in: "two")?.version == 1)
        #expect(try lab.network.verify("one").entries == 2)
        #expect(try lab.network.verify("two").entries == 1)
        for (tenant, other) in [("one", "two"), ("two", "one")] {
            for table in ["journal", "lab_sample", "personal", "answered", "outbox", "notice"] {
                let cells = try lab.file(tenant).rows("SELECT * FROM \(table)").flatMap { $0 }
                #expect(!cells.contains { $0?.contains("Of \(other)") ?? false })
            }
        }
    }

    /// Whatever a test does, its network sees that no transaction touches two stores; this is how one
    /// knows that it would see it.
    @Test(.enabled(if: TestNetwork.isOnPostgres, "files cannot be reached from one another"))
    func aTransactionThatSpansTwoStoresIsSeen() async throws {
        let lab = try await lab()
        let before = lab.test.transactions()
        #expect(before.count > 10 && before.spanning.isEmpty)
        guard case .postgres(let address) = lab.test.address else { return }
        try lab.file("one").run(
            "ALTER TABLE lab_sample RENAME TO moved_sample; "
                + "CREATE VIEW lab_sample AS SELECT * FROM \"\(address.schema("two"))\".lab_sample")
        #expect(try lab.find(id, in: "one")?.name == "Of two")
        let both = [address.schema("one"), address.schema("two")]
        #expect(lab.test.transactions().spanning == [both])
    }

    @Test func keepsKeysAndSeriesApart() async throws {
        let lab = try await lab()
        // The same person under the same key: done at each, as it was.
        #expect(try lab.list(Query(), in: "one").count == 1)
        #expect(try lab.list(Query(), in: "two").count == 1)
        for tenant in ["one", "two"] {
            let outcome = try await lab.perform(Lab.number.kind, in: tenant, ["fail": 0])
            #expect(outcome.row["count"] == 1)
        }
    }

    @Test func keepsWhatIsPublishedApart() async throws {
        let lab = try await lab()
        for tenant in ["one", "two"] { try await lab.perform(Lab.show.kind, in: tenant, on: id) }
        await lab.network.settle()
        func titles() throws -> [String: String] {
            let items = try lab.network.register.page(RegisterQuery(kind: "lab.sample")).items
            return Dictionary(uniqueKeysWithValues: items.map { ($0.tenant, $0.title) })
        }
        #expect(try titles() == ["one": "Of one", "two": "Of two"])
        try await lab.perform(Lab.amend.kind, in: "one", on: id, ["name": "Renamed"])
        await lab.network.settle()
        #expect(try titles() == ["one": "Renamed", "two": "Of two"])
        try await lab.perform(Lab.hide.kind, in: "one", on: id)
        await lab.network.settle()
        #expect(try titles() == ["two": "Of two"])
        // The document both name is open only where it is published.
        let digest = Sample.full().files[0].digest
        #expect(try lab.network.publishedDocument(digest, of: id, tenant: "one") == nil)
        #expect(try lab.network.publishedDocument(digest, of: id, tenant: "two") != nil)
        #expect(try lab.network.publishedDocument(digest, of: id, tenant: "three") == nil)
    }

    @Test func keepsDocumentsApart() async throws {
        let lab = try await lab()
        let tenant = try #require(try lab.network.find("one"))
        let bytes = Array("%PDF-1.4 one".utf8)
        let documents = lab.network.documents
        let kept = try documents.keep(bytes, name: "plan.pdf", for: tenant)
        let path = try await documents.file(of: kept.digest, for: "one")
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes))
        for (digest, slug) in [
            (kept.digest, "two"), (kept.digest, "../one"), ("../\(kept.digest)", "one"), (kept.digest, ""),
        ] {
            await #expect(throws: (any Error).self) { try await documents.file(of: digest, for: slug) }
        }
        #expect(try documents.list(of: "one") == [kept.digest])
        #expect(try documents.list(of: "two").isEmpty && documents.list(of: "..").isEmpty)
    }

    @Test func keepsRolesApart() async throws {
        let lab = try await lab()
        let person = try await lab.test.person("Orla", roles: ["one": [.officer]])
        let secret = try await lab.test.accounts.signIn(
            email: TestNetwork.email("Orla"), password: TestNetwork.password, at: lab.test.clock.now)
        let visitor = try #require(
            try lab.test.accounts.visitor(session: secret.session ?? "", at: lab.test.clock.now))
        #expect(visitor.person == person)
        #expect(visitor.actor(in: "one").roles == [.officer, .member])
        #expect(visitor.actor(in: "two").roles == [.member])
        #expect(try lab.find(id, in: "two", by: visitor.actor(in: "two")) == nil)
        #expect(try lab.list(Query(), in: "two", by: visitor.actor(in: "two")).isEmpty)
    }

    @Test func switchesSystemsOnForOneAtATime() async throws {
        let lab = try await lab()
        let other = try lab.beside()
        try await lab.network.switchOn("press", for: "one", by: .system("setup"))
        try await other.network.switchOn("trees", for: "one", by: .system("setup"))
        try await lab.network.switchOn("press", for: "one", by: .system("setup"))
        #expect(try lab.beside().network.find("one")?.systems == ["lab", "press", "trees"])
        #expect(try lab.beside().network.find("two")?.systems == ["lab"])
        await #expect(throws: Refusal.self) {
            try await lab.network.switchOn("press", for: "three", by: .system("setup"))
        }
    }
}
