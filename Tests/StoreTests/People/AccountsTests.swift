// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Joining and signing in.
@Suite struct AccountsTests {
    let test: TestNetwork
    var accounts: Accounts { test.accounts }
    var now: Instant { test.clock.now }

    init() throws { test = try TestNetwork() }

    private func join(
        _ email: String = "aoife@example.ie", _ password: String = "seven quiet herons"
    ) async throws -> String {
        try await accounts.signUp(name: "Aoife Byrne", email: email, password: password, at: now)
    }

    private func codes(_ body: () async throws -> Void) async -> [String] {
        do { try await body() } catch let problems as Problems {
            return problems.all.map(\.code)
        } catch { return ["\(error)"] }
        return []
    }

    @Test func whoJoinsIsSignedIn() async throws {
        let session = try await join()
        let visitor = try #require(try accounts.visitor(session: session, at: now))
        #expect(visitor.name == "Aoife Byrne")
        #expect(visitor.roles.isEmpty)
        #expect(visitor.csrf?.count == 64)
        #expect(visitor.csrf != session)
    }

    @Test(arguments: [
        "aoife@example.ie", "  AOIFE@Example.IE\t", "ａｏｉｆｅ@example.ie", "aoife@example.ie\u{a0}",
    ])
    func anEmailIsComparedAsPeopleReadIt(_ email: String) async throws {
        _ = try await join()
        _ = try await accounts.signIn(email: email, password: "seven quiet herons", at: now)
        #expect(await codes { _ = try await join(email) } == ["email_taken"])
    }

    @Test func composedAndDecomposedLettersAreTheSamePassword() async throws {
        _ = try await join("sean@example.ie", "Seán's füße lántán")
        let typed = "Seán's füße lántán".decomposedStringWithCanonicalMapping
        _ = try await accounts.signIn(email: "sean@example.ie", password: typed, at: now)
    }

    @Test(arguments: [
        "", "aoife", "aoife@", "@example.ie", "aoife@example", "a b@example.ie",
        "aoife@@example.ie", "aoife@example..ie", "<script>@example.ie", "aoife\u{200b}@example.ie",
        "aoife@example.ie,other@example.ie", String(repeating: "a", count: 260) + "@example.ie",
    ])
    func whatIsNoEmailIsRefused(_ email: String) async {
        let found = await codes { _ = try await join(email) }
        #expect(found.count == 1)
        #expect(Set(found).isSubset(of: ["required", "not_an_email", "too_long"]))
    }

    @Test func everythingThatIsWrongIsSaidAtOnce() async {
        let found = await codes {
            _ = try await accounts.signUp(name: " ", email: "", password: "short", at: now)
        }
        #expect(found == ["required", "required", "password_short"])
    }

    @Test(arguments: [
        ("elevenchars", "password_short"), ("Password2026!", "password_easy"),
        ("123456789012", "password_easy"), ("aaaaaaaaaaaaaa", "password_easy"),
        ("abcabcabcabcabc", "password_easy"), ("qwertyuiop123", "password_easy"),
        ("P4ssw0rd12345", "password_easy"), ("aoife@example.ie", "password_easy"),
        ("AoifeByrne2026", "password_easy"), ("welcomewelcome", "password_easy"),
        (String(repeating: "long ", count: 2_000), "password_long"), ("", "password_missing"),
    ])
    func whatIsGuessedFirstIsNoPassword(_ password: String, _ code: String) async {
        #expect(await codes { _ = try await join("aoife@example.ie", password) } == [code])
    }

    @Test(arguments: [
        "seven quiet herons", "correcthorsebattery", "tá an fómhar anseo", "🦆🌊🌧️🍂🚲🛶🪵🐟🦉🐝🌾🪶",
        "xK9#mQ2$vL5p", "planning my garden well", "liverpool street east exit",
    ])
    func longOnesOfAnySignsAre(_ password: String) async throws {
        _ = try await join("aoife@example.ie", password)
        _ = try await accounts.signIn(email: "aoife@example.ie", password: password, at: now)
    }

    @Test func nobodyAndAWrongPasswordAreAnsweredAlike() async throws {
        _ = try await join()
        func answer(_ email: String, _ password: String) async -> Problems? {
            do {
                _ = try await accounts.signIn(email: email, password: password, at: now)
                return nil
            } catch { return error as? Problems }
        }
        let wrong = await answer("aoife@example.ie", "wrong but long enough")
        #expect(wrong?.all.map(\.code) == ["sign_in_failed"])
        #expect(await answer("nobody@example.ie", "wrong but long enough") == wrong)
        #expect(await answer("", "") == wrong)
        #expect(await answer("aoife@example.ie", String(repeating: "x", count: 200_000)) == wrong)
    }

    @Test func ofManyWhoJoinAtOnceWithOneEmailOneDoes() async throws {
        let joined = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<20 { group.addTask { try? await join("Twin@example.ie") } }
            return await group.reduce(into: []) { if let session = $1 { $0.append(session) } }
        }
        #expect(joined.count == 1)
        _ = try await accounts.signIn(
            email: "twin@example.ie", password: "seven quiet herons", at: now)
    }

    @Test func anAccountIsGuessedAtOnlySoOften() async throws {
        _ = try await join()
        func guess() async -> String {
            do {
                _ = try await accounts.signIn(
                    email: "AOIFE@example.ie", password: "wrong guess here", at: now)
                return "in"
            } catch Refusal.tooMany { return "too many" } catch { return "wrong" }
        }
        // At once, so that counting after trying would let them all through.
        let answers = await withTaskGroup(of: String.self) { group in
            for _ in 0..<40 { group.addTask { await guess() } }
            return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(answers == ["wrong": 10, "too many": 30])
        await #expect(throws: Refusal.self) {
            try await accounts.signIn(
                email: "aoife@example.ie", password: "seven quiet herons", at: now)
        }
        test.clock.pass(seconds: 15 * 60)
        _ = try await accounts.signIn(
            email: "aoife@example.ie", password: "seven quiet herons", at: now)
    }

    @Test func onePeerTriesOnlySoManyAccounts() async throws {
        _ = try await join()
        func codes(_ count: Int, from peer: String) async -> Set<String> {
            var found: Set<String> = []
            for index in 0..<count {
                do {
                    _ = try await accounts.signIn(
                        email: "person\(index)@example.ie", password: "autumn leaves", peer: peer,
                        at: now)
                } catch Refusal.tooMany { found.insert("too many") } catch { found.insert("wrong") }
            }
            return found
        }
        #expect(await codes(100, from: "2001:db8::1") == ["wrong"])
        #expect(await codes(1, from: "2001:db8::ffff") == ["too many"])
        _ = try await accounts.signIn(
            email: "aoife@example.ie", password: "seven quiet herons", peer: "2001:db9::1", at: now)
        // Behind what is no address may be everybody: there, only accounts are counted.
        #expect(await codes(101, from: "unknown") == ["wrong"])
    }

    private func guess(_ email: String, from peer: String) async -> String {
        do {
            _ = try await accounts.signIn(
                email: email, password: "wrong guess here", peer: peer, at: now)
            return "in"
        } catch Refusal.tooMany { return "too many" } catch { return "wrong" }
    }

    @Test func whoGuessesShutsNobodyOutElsewhere() async throws {
        _ = try await join()
        for _ in 0..<10 { #expect(await guess("aoife@example.ie", from: "192.0.2.1") == "wrong") }
        #expect(await guess("aoife@example.ie", from: "192.0.2.1") == "too many")
        _ = try await accounts.signIn(
            email: "aoife@example.ie", password: "seven quiet herons", peer: "192.0.2.2", at: now)
        // A port of both kinds gives the same address in another form.
        #expect(await guess("aoife@example.ie", from: "::ffff:192.0.2.1") == "too many")
        #expect(await guess("aoife@example.ie", from: "::ffff:192.0.2.3") == "wrong")
    }

    @Test func anAccountIsGuessedAtOnlySoOftenFromEverywhere() async throws {
        _ = try await join()
        for peer in 1...10 {
            for _ in 0..<10 { _ = await guess("aoife@example.ie", from: "198.51.100.\(peer)") }
        }
        #expect(await guess("aoife@example.ie", from: "198.51.100.11") == "too many")
        #expect(await guess("other@example.ie", from: "198.51.100.11") == "wrong")
    }

    @Test func whoHasAnAccountIsAskedOnlySoOften() async throws {
        _ = try await join()
        func ask() async -> [String] {
            await codes {
                _ = try await accounts.signUp(
                    name: "Eve", email: "aoife@example.ie", password: "seven quiet herons",
                    peer: "192.0.2.1", at: now)
            }
        }
        for _ in 0..<200 { #expect(await ask() == ["email_taken"]) }
        #expect(await ask().first?.hasPrefix("tooMany") == true)
    }

    @Test func whatNobodySeesIsNoPartOfAName() async throws {
        let session = try await accounts.signUp(
            name: "Ao\u{202E}ife\u{200B} Byrne", email: "aoife@example.ie",
            password: "seven quiet herons", at: now)
        #expect(try accounts.visitor(session: session, at: now)?.name == "Aoife Byrne")
    }

    @Test func rightOnesAreNotCounted() async throws {
        _ = try await join()
        for _ in 0..<30 {
            _ = try await accounts.signIn(
                email: "aoife@example.ie", password: "seven quiet herons", peer: "192.0.2.1",
                at: now)
        }
    }

    @Test func aNewPasswordEndsTheOldOneAndEverySession() async throws {
        let first = try await join()
        let second = try await accounts.signIn(
            email: "aoife@example.ie", password: "seven quiet herons", at: now)
        let person = try #require(try accounts.visitor(session: first, at: now)?.person)
        let wrong = await codes {
            _ = try await accounts.changePassword(
                of: person, current: "not this one at all", new: "nine loud geese", at: now)
        }
        #expect(wrong == ["wrong_password"])
        let third = try await accounts.changePassword(
            of: person, current: "seven quiet herons", new: "nine loud geese", at: now)
        #expect(try accounts.visitor(session: first, at: now) == nil)
        #expect(try accounts.visitor(session: second.session ?? "", at: now) == nil)
        #expect(try accounts.visitor(session: third, at: now)?.person == person)
        let old = await codes {
            _ = try await accounts.signIn(
                email: "aoife@example.ie", password: "seven quiet herons", at: now)
        }
        #expect(old == ["sign_in_failed"])
    }

    @Test(.disabled(if: TestNetwork.isOnPostgres, "it looks at files"))
    func nothingSecretStandsInTheStore() async throws {
        let session = try await join()
        try await test.network.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: test.directory) {
            guard let data = FileManager.default.contents(atPath: "\(test.directory)/\(name)") else {
                continue
            }
            #expect(data.range(of: Data(session.utf8)) == nil)
            #expect(data.range(of: Data("seven quiet herons".utf8)) == nil)
        }
    }

    @Test func theFirstAdministratorIsMadeOnce() async throws {
        func make(_ email: String) async throws {
            try await accounts.firstAdministrator(
                name: "Ada Nolan", email: email, password: "seven quiet herons", at: now)
        }
        try await make("ada@example.ie")
        await #expect(throws: Refusal.self) { try await make("eve@example.ie") }
        let session = try await accounts.signIn(
            email: "ada@example.ie", password: "seven quiet herons", at: now)
        let visitor = try accounts.visitor(session: session.session ?? "", at: now)
        #expect(visitor?.roles == [Tenant.commons: [.administrator]])
    }

    @Test func settingUpTakesAnAccountThatWasThereBefore() async throws {
        let squatter = try await join("ada@example.ie", "the squatters own")
        let person = try #require(try accounts.visitor(session: squatter, at: now)?.person)
        let token = try await accounts.createToken(
            Accounts.TokenWish(tenant: Tenant.commons, name: "Mine", scopes: ["write"]),
            by: Actor(.person(person)), at: now)
        try await accounts.firstAdministrator(
            name: "Ada Nolan", email: "ada@example.ie", password: "seven quiet herons", at: now)
        #expect(try accounts.visitor(session: squatter, at: now) == nil)
        #expect(try accounts.visitor(token: token, at: now) == nil)
        let found = await codes {
            _ = try await accounts.signIn(
                email: "ada@example.ie", password: "the squatters own", at: now)
        }
        #expect(found == ["sign_in_failed"])
    }

    @Test func demoAccountsShareOneDigestAndStay() async throws {
        let people = (0..<50).map { (name: "Demo \($0)", email: "demo\($0)@example.ie") }
        let ids = try await accounts.signUpDemo(people: people, password: "demo", at: now)
        #expect(Set(ids).count == 50)
        #expect(try await accounts.signUpDemo(people: people, password: "demo", at: now) == ids)
        _ = try await accounts.signIn(email: "demo49@example.ie", password: "demo", at: now)
    }
}
