// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// Two processes that serve the same stores: what one changes the other goes by.
struct ProcessesTests {
    /// Asks until something is so; a process that is never told finds out after two seconds.
    private func becomes(_ isSo: () throws -> Bool) async throws -> Bool {
        for _ in 0..<100 {
            if try isSo() { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    @Test func aSessionThatEndsInOneEndsInTheOther() async throws {
        let one = try TestNetwork()
        let other = try one.beside()
        try one.network.openAll()
        try other.network.openAll()
        try await one.person("Orla")
        let now = one.clock.now
        let signedIn = try await one.accounts.signIn(
            email: TestNetwork.email("Orla"), password: TestNetwork.password, at: now)
        let session = try #require(signedIn.session)
        #expect(try other.accounts.visitor(session: session, at: now) != nil)
        _ = try await one.accounts.signOut(session: session)
        // The clock stands still, so that nothing is forgotten because of its age.
        let isGone = try await becomes {
            try other.accounts.visitor(session: session, at: now) == nil
        }
        #expect(isGone || !TestNetwork.isOnPostgres)
        // Where nobody tells, two seconds of the clock do.
        let later = now.adding(seconds: 3)
        #expect(try other.accounts.visitor(session: session, at: later) == nil)
    }

    @Test func aTenantThatIsOpenedInOneIsThereInTheOther() async throws {
        let one = try TestNetwork()
        let other = try one.beside()
        try other.network.openAll()
        #expect(try other.network.tenants().isEmpty)
        try await one.open("kildare")
        #expect(try await becomes { try other.network.find("kildare") != nil })
        #expect(try other.network.tenant("kildare").tenant.slug == "kildare")
    }

    @Test func triesAreCountedTogether() async throws {
        let one = try TestNetwork()
        let other = try one.beside()
        try await one.person("Orla")
        let wrong = { (test: TestNetwork) in
            _ = try await test.accounts.signIn(
                email: TestNetwork.email("Orla"), password: "wrong and long", peer: "192.0.2.1",
                at: test.clock.now)
        }
        for _ in 0..<5 {
            await #expect(throws: Problems.self) { try await wrong(one) }
            await #expect(throws: Problems.self) { try await wrong(other) }
        }
        await #expect(throws: Refusal.self) { try await wrong(one) }
        await #expect(throws: Refusal.self) { try await wrong(other) }
    }
}
