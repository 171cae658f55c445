// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// The second factor: setting it up, signing in with it, losing it; and limits that all processes
/// share.
@Suite struct SecondFactorTests {
    let test: TestNetwork
    var accounts: Accounts { test.accounts }
    var now: Instant { test.clock.now }

    init() async throws {
        test = try TestNetwork()
        try await test.open("kerry")
    }

    private func signIn(_ name: String, _ accounts: Accounts? = nil) async throws -> SignedIn {
        try await (accounts ?? self.accounts).signIn(
            email: TestNetwork.email(name), password: TestNetwork.password, at: now)
    }

    private func code(_ problems: () async throws -> Void) async -> String? {
        do { try await problems() } catch let problems as Problems {
            return problems.all.first?.code
        } catch Refusal.tooMany { return "too many" } catch { return "\(error)" }
        return nil
    }

    /// Somebody with a second factor: their id, its secret, their recovery codes.
    private func orla(
        _ roles: [String: Set<Role>] = [:]
    ) async throws -> (person: RecordID, secret: String, recovery: [String]) {
        let person = try await test.person("Orla", roles: roles)
        let setUp = try await accounts.secondFactor(toSetUpFor: person, site: "Talka")
        let codes = try await accounts.turnOnSecondFactor(
            of: person, code: try OneTimeCode.code(setUp.secret, at: now), at: now)
        test.clock.pass(seconds: 60)
        return (person, setUp.secret, codes)
    }

    private func step(_ name: String = "Orla") async throws -> String {
        guard case .codeNeeded(let step) = try await signIn(name) else {
            throw Fault("no code was asked for")
        }
        return step
    }

    @Test func aCodeIsAskedForOnceItIsOn() async throws {
        let (person, secret, _) = try await orla()
        let session = try await accounts.finish(
            step: try await step(), code: try OneTimeCode.code(secret, at: now), at: now)
        #expect(try accounts.visitor(session: session, at: now)?.person == person)
        let entry = try #require(try accounts.sessions(of: person, current: session, at: now).first)
        #expect(entry.way == .passwordAndCode)
    }

    @Test func aNewPasswordEndsWhatTheOldOneBegan() async throws {
        let (person, secret, _) = try await orla()
        let begun = try await step()
        _ = try await accounts.changePassword(
            of: person, current: TestNetwork.password, new: "three solemn badgers", at: now)
        await #expect(throws: Refusal.self) {
            try await accounts.finish(
                step: begun, code: try OneTimeCode.code(secret, at: now), at: now)
        }
    }

    @Test func itIsNotOnUntilACodeWasRight() async throws {
        let person = try await test.person("Orla")
        let setUp = try await accounts.secondFactor(toSetUpFor: person, site: "A: B")
        #expect(setUp.address.hasPrefix("otpauth://totp/A%20%20B:orla%40example.ie?secret="))
        let again = try await accounts.secondFactor(toSetUpFor: person, site: "A: B")
        #expect(again == setUp)
        #expect(await code {
            _ = try await accounts.turnOnSecondFactor(of: person, code: "000000", at: now)
        } == "wrong_code")
        #expect(try await signIn("Orla").session != nil)
    }

    @Test func aCodeIsTakenOnceAndOneStepAround() async throws {
        let (_, secret, _) = try await orla()
        let used = try OneTimeCode.code(secret, at: now)
        _ = try await accounts.finish(step: try await step(), code: used, at: now)
        #expect(await code {
            _ = try await accounts.finish(step: try await step(), code: used, at: now)
        } == "wrong_code")
        let next = try OneTimeCode.code(secret, at: now.adding(seconds: 30))
        _ = try await accounts.finish(step: try await step(), code: next, at: now)
        test.clock.pass(seconds: 120)
        for seconds in [-60, 60] {
            let far = try OneTimeCode.code(secret, at: now.adding(seconds: seconds))
            #expect(await code {
                _ = try await accounts.finish(step: try await step(), code: far, at: now)
            } == "wrong_code")
        }
        let before = try OneTimeCode.code(secret, at: now.adding(seconds: -30))
        _ = try await accounts.finish(step: try await step(), code: before, at: now)
    }

    @Test func aStepEndsWithItsUseAndItsTime() async throws {
        let (_, secret, _) = try await orla()
        let step = try await step()
        _ = try await accounts.finish(step: step, code: try OneTimeCode.code(secret, at: now), at: now)
        test.clock.pass(seconds: 30)
        await #expect(throws: Refusal.self) {
            try await accounts.finish(step: step, code: try OneTimeCode.code(secret, at: now), at: now)
        }
        let late = try await self.step()
        test.clock.pass(seconds: 601)
        await #expect(throws: Refusal.self) {
            try await accounts.finish(step: late, code: try OneTimeCode.code(secret, at: now), at: now)
        }
    }

    @Test func recoveryCodesWorkOnceEach() async throws {
        let (person, _, recovery) = try await orla()
        #expect(Set(recovery).count == 10)
        let typed = "\(recovery[3].prefix(5).uppercased()) - \(recovery[3].dropFirst(5))"
        _ = try await accounts.finish(step: try await step(), code: typed, at: now)
        #expect(try accounts.recoveryCodesLeft(of: person) == 9)
        #expect(await code {
            _ = try await accounts.finish(step: try await step(), code: typed, at: now)
        } == "wrong_code")
        let fresh = try await accounts.newRecoveryCodes(
            of: person, password: TestNetwork.password, at: now)
        #expect(Set(fresh).isDisjoint(with: recovery))
        #expect(await code {
            _ = try await accounts.finish(step: try await step(), code: recovery[4], at: now)
        } == "wrong_code")
    }

    @Test func guessingCodesIsAnsweredWithTooManyInEveryProcess() async throws {
        let (_, secret, _) = try await orla()
        let beside = try test.beside()
        for number in 0..<10 {
            let accounts = number.isMultiple(of: 2) ? accounts : beside.accounts
            #expect(await code {
                _ = try await accounts.finish(step: try await step(), code: "00000\(number)", at: now)
            } == "wrong_code")
        }
        let right = try OneTimeCode.code(secret, at: now)
        for accounts in [accounts, beside.accounts] {
            #expect(await code {
                _ = try await accounts.finish(step: try await step(), code: right, at: now)
            } == "too many")
        }
    }

    @Test func wrongPasswordsAreCountedByAllProcessesTogether() async throws {
        try await test.person("Orla")
        let beside = try test.beside()
        for number in 0..<10 {
            let accounts = number.isMultiple(of: 2) ? accounts : beside.accounts
            #expect(await code {
                _ = try await accounts.signIn(
                    email: TestNetwork.email("Orla"), password: "not this one", at: now)
            } == "sign_in_failed")
        }
        #expect(await code { _ = try await signIn("Orla") } == "too many")
        #expect(await code { _ = try await signIn("Orla", beside.accounts) } == "too many")
        test.clock.pass(seconds: 15 * 60)
        #expect(try await signIn("Orla", beside.accounts).session != nil)
    }

    @Test func turningItOffNeedsThePassword() async throws {
        let (person, _, _) = try await orla()
        #expect(await code {
            try await accounts.turnOffSecondFactor(of: person, password: "not this one", at: now)
        } == "wrong_password")
        try await accounts.turnOffSecondFactor(
            of: person, password: TestNetwork.password, at: now)
        #expect(try await signIn("Orla").session != nil)
        // What is set up afterwards is new.
        let setUp = try await accounts.secondFactor(toSetUpFor: person, site: "Talka")
        #expect(!setUp.secret.isEmpty)
    }

    @Test func staffMustHaveOneWhereThatIsTheRule() async throws {
        let strict = Accounts(
            network: test.network, policy: SignInPolicy(secondFactor: .staff), work: 16)
        try await test.person("Rory")
        #expect(try await signIn("Rory", strict).session != nil)
        let person = try await test.person("Orla", roles: ["kerry": [.officer]])
        let before = try #require(try await signIn("Orla").session)
        guard case .setUpNeeded(let step) = try await signIn("Orla", strict) else {
            Issue.record("nothing was asked for")
            return
        }
        await #expect(throws: Refusal.self) {
            try await strict.finish(step: step, code: "000000", at: now)
        }
        // A session from before gives no role.
        let weak = try #require(try strict.visitor(session: before, at: now))
        #expect(weak.roles.isEmpty && weak.needsSecondFactor)
        let setUp = try await strict.secondFactor(toSetUpFor: person, site: "Talka")
        let done = try await strict.setUp(
            step: step, code: try OneTimeCode.code(setUp.secret, at: now), at: now)
        #expect(done.recoveryCodes.count == 10)
        #expect(try strict.visitor(session: done.session, at: now)?.roles == ["kerry": [.officer]])
    }

    @Test func administratorsEndSessionsAndResetWhatIsLost() async throws {
        let (person, secret, _) = try await orla()
        let session = try await accounts.finish(
            step: try await step(), code: try OneTimeCode.code(secret, at: now), at: now)
        let ada = Actor(
            .person(try await test.person("Ada", roles: [Tenant.commons: [.administrator]])),
            roles: [.administrator])
        let id = try #require(try accounts.sessions(of: person, current: nil, at: now).first).id
        let nobody = Actor(.person(try await test.person("Eve")))
        await #expect(throws: Refusal.self) {
            try await accounts.endSession(id, of: person, by: nobody, at: now)
        }
        await #expect(throws: Refusal.self) {
            try await accounts.resetSecondFactor(of: person, by: nobody, at: now)
        }
        #expect(try accounts.visitor(session: session, at: now) != nil)
        try await accounts.endSession(id, of: person, by: ada, at: now)
        #expect(try accounts.visitor(session: session, at: now) == nil)
        try await accounts.resetSecondFactor(of: person, by: ada, at: now)
        #expect(try await signIn("Orla").session != nil)
    }

    @Test func whenASessionWasUsedIsKnownToWithinTenMinutes() async throws {
        let person = try await test.person("Orla")
        let session = try #require(try await signIn("Orla").session)
        let began = now
        func used() throws -> Instant? {
            try accounts.sessions(of: person, current: nil, at: now).first?.usedAt
        }
        for minutes in [5, 4] {
            test.clock.pass(seconds: minutes * 60)
            _ = try accounts.visitor(session: session, at: now)
            await accounts.noteUse(session: session, at: now)
            #expect(try used() == began)
        }
        test.clock.pass(seconds: 60)
        _ = try accounts.visitor(session: session, at: now)
        await accounts.noteUse(session: session, at: now)
        #expect(try used() == now)
    }

    @Test func theJournalTellsOfItAndHoldsNoSecret() async throws {
        let (_, secret, recovery) = try await orla([Tenant.commons: [.administrator]])
        _ = try await accounts.finish(
            step: try await step(), code: try OneTimeCode.code(secret, at: now), at: now)
        let ids = try test.network.commons.read(as: .system("test")) { reader in
            try reader.list(SignIn.self, Query([], limit: 10)).map(\.way)
        }
        #expect(ids == ["password+code"])
        try await test.network.close()
        // On PostgreSQL its files are the database's, and hold others' too.
        if TestNetwork.isOnPostgres { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: test.directory) {
            let data = FileManager.default.contents(atPath: "\(test.directory)/\(name)") ?? Data()
            for code in recovery { #expect(data.range(of: Data(code.utf8)) == nil) }
        }
    }
}
