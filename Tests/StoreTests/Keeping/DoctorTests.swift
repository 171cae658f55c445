// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Each thing that can go wrong is found by its name, and nothing in a network that is well.
struct DoctorTests {
    private func codes(_ lab: KeepingLab) -> Set<String> {
        Set(Doctor(lab.network).examine().map { "\($0.tenant ?? "-") \($0.code)" })
            .subtracting(["- backup", "- drill", "- disk"])
    }

    @Test func aSoundNetworkHasNothing() async throws {
        let lab = try await KeepingLab()
        #expect(codes(lab) == [])
        _ = try await lab.network.backUp(to: Backups(lab.place("backups")), keeping: 2)
        #expect(!Doctor(lab.network).examine().contains { $0.code == "backup" })
        lab.test.clock.pass(days: 2)
        #expect(Doctor(lab.network).examine().contains { $0.code == "backup" })
    }

    @Test(arguments: [
        ("UPDATE lab_sample SET remark = 'forged'", "one journal"),
        ("ALTER TABLE lab_sample ADD COLUMN mood TEXT", "one schema"),
        ("INSERT INTO undelivered (seq, at, addressee, content, reason) VALUES (99, '', 'x', '', 'why')",
            "one undelivered"),
        ("""
            INSERT INTO outbox (at, addressee, content)
            VALUES ('2026-01-01T00:00:00.000Z', 'nobody', '{}')
            """, "one outbox"),
    ])
    func whatIsWrongInAStoreIsFound(_ statement: String, _ code: String) async throws {
        let lab = try await KeepingLab()
        try lab.file().run(statement)
        #expect(codes(lab) == [code])
    }

    private func rights(_ path: String) throws -> Int {
        let found = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        return try #require(found as? NSNumber).intValue
    }

    /// Whatever mask the process has: stores, documents, backups and exports are their owner's alone.
    @Test func othersOnTheMachineReadNothing() async throws {
        let lab = try await KeepingLab()
        let backups = lab.place("rights")
        _ = try await lab.network.backUp(to: Backups(backups), keeping: 2)
        var files = [backups]
        if !TestNetwork.isOnPostgres { files.append(lab.test.directory) }
        files.append("\(lab.test.directory)/documents")
        for folder in files {
            #expect(try rights(folder) == 0o700)
            let inside = try #require(FileManager.default.enumerator(atPath: folder))
            for case let name as String in inside {
                let path = "\(folder)/\(name)"
                #expect(try rights(path) & 0o077 == 0, "\(path)")
            }
        }
        _ = chmod("\(lab.test.directory)/documents", 0o755)
        #expect(codes(lab) == ["- rights"])
    }

    @Test func findsDocumentsThatAreGoneOrNobodys() async throws {
        let lab = try await KeepingLab()
        let digest = Digest.of(Sample.document)
        try lab.network.documents.remove(digest, of: "one")
        let tenant = try lab.network.tenant("two").tenant
        _ = try lab.network.documents.keep(
            Array("%PDF-1.7\nAnother\n%%EOF\n".utf8), name: "x.pdf", for: tenant)
        #expect(codes(lab) == ["one journal", "one documents_missing", "two documents_orphaned"])
    }

    @Test func findsStoresAndTenantsThatMissOneAnother() async throws {
        let lab = try await KeepingLab()
        try await lab.network.close()
        try lab.file("two").remove()
        let again = try lab.lab.beside()
        let found = Set(Doctor(again.network).examine().map { "\($0.tenant ?? "-") \($0.code)" })
        #expect(found.isSuperset(of: ["two missing", "two out_of_service"]))
    }
}
