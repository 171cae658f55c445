// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Opening tenants, switching systems on, and who uses a directory.
struct RegistryTests {
    @Test func switchingOnTwiceIsOneEntry() async throws {
        let lab = try await LabNetwork()
        func entries() throws -> Int { try lab.network.verify(Tenant.commons).entries }
        let before = try entries()
        for _ in 1...2 {
            try await lab.network.switchOn("press", for: "one", by: .system("setup"))
        }
        #expect(try entries() == before + 1)
    }

    @Test func aSystemOfTheCommonsIsTheOperatorsAlone() async throws {
        let lab = try await LabNetwork()
        await #expect(throws: Problems.self) {
            try await lab.network.switchOn("network", for: "one", by: .system("setup"))
        }
        #expect(try lab.network.find("one")?.systems == ["lab"])
        #expect(try lab.network.find(Tenant.commons)?.systems == ["network"])
    }

    @Test func theOperatorsSlugIsTaken() async throws {
        let lab = try await LabNetwork()
        do {
            try await lab.test.open(Tenant.commons)
            Issue.record("it was opened")
        } catch let problems as Problems {
            #expect(problems.all.map(\.code) == ["taken"])
        }
    }

    @Test(arguments: [
        ("api", "An API", "reserved"), ("2026", "A year", "reserved"), ("a--b", "A", "not_a_slug"),
        ("three", "", "not_a_name"), ("three", " Three", "not_a_name"), ("three", "A\nB", "not_a_name"),
        ("three", "A\tB", "not_a_name"), ("three", "A\u{202e}B", "not_a_name"),
        ("three", String(repeating: "x", count: 201), "not_a_name"),
    ])
    func whatCannotBeATenantIsOpenedNowhere(_ slug: String, _ name: String, _ code: String) async throws {
        let lab = try await LabNetwork()
        do {
            try await lab.test.open(slug, name: name)
            Issue.record("it was opened")
        } catch let problems as Problems {
            #expect(problems.all.map(\.code) == [code])
        }
        #expect(try lab.network.find(slug) == nil)
    }

    @Test func aTenantIsNamedAnew() async throws {
        let lab = try await LabNetwork()
        let names = [Language.irish: "A hAon"]
        try await lab.network.rename("one", to: "Number One", names: names, by: .system("setup"))
        let tenant = try lab.network.tenant("one").tenant
        #expect(tenant.name == "Number One" && tenant.name(in: .irish) == "A hAon")
        #expect(tenant.systems == ["lab"])
        await #expect(throws: Problems.self) {
            try await lab.network.rename(
                "one", to: "One", names: [Language(rawValue: "x=y"): "X"], by: .system("setup"))
        }
        await #expect(throws: Refusal.self) {
            try await lab.network.rename("none", to: "None", names: [:], by: .system("setup"))
        }
    }

    @Test(.disabled(if: TestNetwork.isOnPostgres, "there is no directory"))
    func askingForANetworkMakesNone() async throws {
        let lab = try await LabNetwork()
        let elsewhere = "\(lab.test.directory)/elsewhere"
        #expect(StoreDirectory.holdsNetwork(lab.test.directory))
        #expect(!StoreDirectory.holdsNetwork(elsewhere))
        #expect(!FileManager.default.fileExists(atPath: elsewhere))
    }

    @Test(.disabled(if: TestNetwork.isOnPostgres, "there is no directory"))
    func whoeverRemakesADirectoryHasItAlone() async throws {
        let lab = try await LabNetwork()
        let path = "\(lab.test.directory)/.a.lock"
        let (one, other) = (try FileLock(path), try FileLock(path))
        #expect(one.tryHold(.shared) && other.tryHold(.shared))
        other.release()
        #expect(!other.tryHold(.alone))
        one.release()
        #expect(other.tryHold(.alone) && !one.tryHold(.shared))
        other.release()
        #expect(one.tryHold(.shared))
    }
}
