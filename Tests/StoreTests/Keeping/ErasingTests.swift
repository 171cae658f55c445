// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// A person, or a tenant, goes; the journals stay, and verify.
struct ErasingTests {
    private static let secret = "085 777 0001"

    /// A record of a person's at each tenant, shown and amended, and one of somebody else's.
    private func lab() async throws -> (KeepingLab, RecordID) {
        let lab = try await KeepingLab()
        let person = try await lab.test.person("Nuala Byrne", roles: ["one": [.officer]])
        for tenant in ["one", "two"] {
            var sample = Sample.full("Theirs", owner: person)
            sample.phone = Self.secret
            let id = try await lab.lab.perform(Lab.put.kind, in: tenant, sample.values).row.id
            try await lab.lab.perform(Lab.show.kind, in: tenant, on: id)
            try await lab.lab.perform(Lab.amend.kind, in: tenant, on: id, ["remark": "more"])
        }
        await lab.network.settle()
        return (lab, person)
    }

    @Test func aPersonIsHandedAllThereIs() async throws {
        let (lab, person) = try await lab()
        let json = try SubjectAccess(person, in: lab.network).json()
        let tenants = json["tenants"]?.asArray ?? []
        #expect(tenants.compactMap { $0["tenant"]?.asString } == ["one", "two", Tenant.commons])
        #expect(json.text().components(separatedBy: Self.secret).count == 3)
        #expect(!json.text().contains("085 111 2222"))
        #expect(json["person"]?["email"] == .string(TestNetwork.email("Nuala Byrne")))
    }

    @Test func aPersonIsErasedAndEveryJournalVerifies() async throws {
        let (lab, person) = try await lab()
        _ = try await lab.test.client("Nuala Byrne")
        let slugs = [Tenant.commons, "one", "two"]
        let before = try KeepingLab.whatEveryoneSees(in: lab.network)
        let report = try await lab.network.erase(person)
        #expect(report.lines.contains { $0.tenant == "two" && $0.record == "lab.sample" && $0.kept == nil })
        for slug in slugs {
            #expect(try lab.network.verify(slug).finding == nil)
            #expect(try !dump(lab.file(slug)).contains(Self.secret))
            #expect(try !dump(lab.file(slug)).contains("Nuala"))
            #expect(try !dump(lab.file(slug)).lowercased().contains(TestNetwork.email("Nuala Byrne")))
        }
        #expect(try KeepingLab.whatEveryoneSees(in: lab.network).count < before.count)
        #expect(try lab.test.accounts.account(of: person) == nil)
        #expect(try lab.file(Tenant.commons).value("SELECT count(*) FROM session") == "0")
        // Somebody else's stay.
        #expect(try dump(lab.file()).contains("085 111 2222"))
        // Again: nothing is left to erase. And it is so elsewhere.
        let entries = try lab.network.verify("one").entries
        _ = try await lab.network.erase(person)
        #expect(try lab.network.verify("one").entries == entries)
        try lab.network.export("one", to: lab.place("export"))
        let other = try lab.elsewhere(lab.others()[0])
        _ = try await other.network.takeIn("one", from: Copies(lab.place("export")))
        #expect(try other.network.verify("one").finding == nil)
    }

    @Test func aValueThatIsGoneWithoutAnErasureIsFound() async throws {
        let (lab, person) = try await lab()
        try lab.file("two").run(
            """
            UPDATE lab_sample SET phone = NULL WHERE name = 'Shown';
            UPDATE personal SET value = NULL, salt = '' WHERE field = 'phone'
            """)
        #expect(try lab.network.verify("two").finding != nil)
        #expect(try lab.network.verify("one").finding == nil)
        _ = try await lab.network.erase(person)
        #expect(try lab.network.verify("two").finding != nil)
    }

    @Test func aTenantLeavesAndNothingOfItStays() async throws {
        let (lab, _) = try await lab()
        try lab.network.export("one", to: lab.place("early"))
        try await lab.lab.put("After the export")
        await #expect(throws: Fault.self) {
            try await lab.network.leave("one", having: Copies(lab.place("early")))
        }
        #expect(try lab.network.find("one") != nil)
        try lab.network.export("one", to: lab.place("export"))
        try await lab.network.leave("one", having: Copies(lab.place("export")))
        #expect(try lab.network.find("one") == nil)
        let commons = lab.file(Tenant.commons)
        #expect(try commons.value("SELECT count(*) FROM published WHERE tenant = 'one'") == "0")
        #expect(try commons.value("SELECT count(*) FROM witness WHERE tenant = 'one'") == "0")
        #expect(
            try commons.value(
                "SELECT count(*) FROM network_membership WHERE tenant = 'one' AND state = 'held' "
                    + "AND until_at IS NULL") == "0")
        #expect(try lab.network.documents.list(of: "one") == [])
        #expect(!Doctor(lab.network).examine().contains { $0.tenant == "one" })
        for slug in [Tenant.commons, "two"] { #expect(try lab.network.verify(slug).finding == nil) }
        // It may come back.
        _ = try await lab.network.takeIn("one", from: Copies(lab.place("export")))
        #expect(try lab.network.verify("one").finding == nil)
    }

    /// Every value of a store, as text.
    private func dump(_ file: StoreFile) throws -> String {
        let tables = try TestNetwork.isOnPostgres
            ? file.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            : file.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'published_%'")
        return try tables.compactMap { $0[0] }.map { table in
            try file.rows("SELECT * FROM \(table)").map { row in
                row.map { $0 ?? "" }.joined(separator: " ")
            }.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
