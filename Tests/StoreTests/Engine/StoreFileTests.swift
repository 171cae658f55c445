// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// What becomes of a network when a file is not what it was: that tenant is out of service and
/// says so; the others go on.
@Suite(.disabled(if: TestNetwork.isOnPostgres, "they are of files"))
struct StoreFileTests {
    /// Two tenants with a sample each; `one`'s file as `meddle` leaves it; opened anew.
    private func reopened(_ meddle: (LabNetwork) throws -> Void) async throws -> LabNetwork {
        let lab = try await LabNetwork(["one", "two"])
        try await lab.put(in: "one")
        try await lab.put(in: "two")
        try await lab.network.close()
        try meddle(lab)
        return try lab.beside()
    }

    private func expectOutOfService(_ lab: LabNetwork, _ key: String) async throws {
        do {
            _ = try lab.network.tenant("one")
            Issue.record("the tenant is in service")
        } catch Refusal.outOfService(let phrase) { #expect(phrase.key == key) }
        #expect(throws: Refusal.self) { try lab.network.verify("one") }
        try lab.network.openAll()
        try await lab.put("Another", in: "two")
        await lab.network.settle()
        #expect(try lab.network.verify("two").finding == nil)
        #expect(try lab.network.tenants().map(\.slug) == ["one", "two"])
    }

    @Test func refusesAnEmptyFile() async throws {
        let lab = try await reopened { lab in
            try lab.file().remove()
            _ = FileManager.default.createFile(atPath: lab.file().path, contents: nil)
        }
        try await expectOutOfService(lab, "store.empty")
        // It is left as it is.
        let size = try FileManager.default.attributesOfItem(atPath: lab.file().path)[.size] as? Int
        #expect(size == 0)
    }

    @Test func refusesADatabaseThatIsNoStore() async throws {
        let lab = try await reopened { lab in
            try lab.file().remove()
            try lab.file().run("CREATE TABLE other (x)")
        }
        try await expectOutOfService(lab, "store.empty")
    }

    @Test func refusesAMissingFile() async throws {
        let lab = try await reopened { try $0.file().remove() }
        try await expectOutOfService(lab, "store.missing")
        #expect(!FileManager.default.fileExists(atPath: lab.file().path))
    }

    @Test(arguments: ["2", "99", "1.1", "of tomorrow"])
    func refusesANewerSchema(_ version: String) async throws {
        let lab = try await reopened {
            try $0.file().run("UPDATE store SET value = '\(version)' WHERE key = 'schema'")
        }
        try await expectOutOfService(lab, "store.newer")
        #expect(try lab.file().value("SELECT value FROM store WHERE key = 'schema'") == version)
        #expect(try lab.file().value("SELECT count(*) FROM lab_sample") == "1")
    }

    @Test func refusesAFileThatIsNoDatabase() async throws {
        let lab = try await reopened { lab in
            try lab.file().remove()
            try Data(repeating: 65, count: 9_000).write(to: URL(filePath: lab.file().path))
        }
        try await expectOutOfService(lab, "store.damaged")
    }

    @Test func refusesADamagedFile() async throws {
        let lab = try await reopened { lab in
            for end in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: lab.file().path + end)
            }
            let handle = try #require(FileHandle(forUpdatingAtPath: lab.file().path))
            try handle.seek(toOffset: 100)
            try handle.write(contentsOf: Data(repeating: 255, count: 3_900))
            try handle.close()
        }
        try await expectOutOfService(lab, "store.damaged")
    }

    @Test func takesATenantBackIntoServiceOnceItsFileIsBack() async throws {
        let lab = try await LabNetwork(["one", "two"])
        try await lab.put(in: "one")
        try await lab.network.close()
        let path = lab.file().path
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        let again = try lab.beside()
        #expect(throws: Refusal.self) { try again.network.tenant("one") }
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        try await Task.sleep(for: .milliseconds(1_200))
        #expect(try again.network.verify("one").entries == 1)
    }

    @Test func leavesFilesThatAreWholeByThemselves() async throws {
        let lab = try await LabNetwork()
        try await lab.put()
        try await lab.network.close()
        for slug in ["one", Tenant.commons] {
            let path = lab.file(slug).path
            for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        }
        let again = try lab.beside()
        #expect(try again.network.verify("one").entries == 1)
        #expect(try again.network.verify("one").finding == nil)
    }

    @Test func refusesToStartWithoutItsCommons() async throws {
        let lab = try await LabNetwork()
        try await lab.network.close()
        let commons = lab.file(Tenant.commons)
        try commons.remove()
        #expect(throws: Refusal.self) { try lab.beside() }
        _ = FileManager.default.createFile(atPath: commons.path, contents: nil)
        #expect(throws: Refusal.self) { try lab.beside() }
    }

    @Test func startsInAFolderThatAnInterruptedStartLeftBehind() async throws {
        let lab = try await LabNetwork([])
        let folder = lab.test.directory
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(left.filter { $0.hasPrefix(".") }.isEmpty)
        _ = FileManager.default.createFile(atPath: "\(folder)/.commons-half-made", contents: nil)
        try await lab.network.close()
        let again = try lab.beside()
        try await again.test.open("one", systems: ["lab"])
        // The file of a tenant whose opening was cut short before it was registered is taken up.
        try await again.network.close()
        let commons = lab.file(Tenant.commons)
        try commons.run("DELETE FROM network_tenant")
        let third = try lab.beside()
        #expect(try third.network.tenants().isEmpty)
        try await third.test.open("one", systems: ["lab"])
        try await third.put()
        let verification = try third.network.verify("one")
        #expect(verification.finding == nil, "\(verification)")
    }

    @Test func refusesATenantOfNoSlugOrATakenOne() async throws {
        let lab = try await LabNetwork()
        for slug in ["one", "commons", "", "Ä", "../up", "a--b", "-a"] {
            await #expect(throws: Problems.self) { try await lab.test.open(slug) }
        }
        #expect(throws: Refusal.self) { try lab.network.tenant("two") }
        #expect(throws: Refusal.self) { try lab.network.tenant("../commons") }
    }

    @Test func takesNoMoreOnceItIsClosed() async throws {
        let lab = try await LabNetwork()
        let store = try lab.network.tenant("one")
        try await lab.network.close()
        #expect(throws: (any Error).self) { try lab.network.tenant("one") }
        let call = ActionCall(Lab.put.kind, by: .system("test"), input: Sample.full().values)
        await #expect(throws: (any Error).self) {
            try await store.perform(call, at: lab.network.now())
        }
    }
}
