// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// Who sends a request: sessions, tokens and roles, in this process and beside another.
@Suite struct VisitorTests {
    let test: TestNetwork
    var accounts: Accounts { test.accounts }
    var now: Instant { test.clock.now }

    init() async throws {
        test = try TestNetwork()
        try await test.open("kerry")
        try await test.open("clare")
    }

    private func session(_ name: String, _ roles: [String: Set<Role>] = [:]) async throws -> String {
        try await test.person(name, roles: roles)
        let signedIn = try await accounts.signIn(
            email: TestNetwork.email(name), password: TestNetwork.password, at: now)
        return try #require(signedIn.session)
    }

    private func roles(_ session: String, _ accounts: Accounts? = nil) throws -> [String: Set<Role>]? {
        try (accounts ?? self.accounts).visitor(session: session, at: now)?.roles
    }

    @Test func aSessionEndsAfterItsTimeHoweverItWasUsed() async throws {
        let session = try await session("Orla")
        for _ in 0..<11 {
            test.clock.pass(hours: 1)
            #expect(try accounts.visitor(session: session, at: now) != nil)
        }
        test.clock.pass(seconds: 3_599)
        #expect(try accounts.visitor(session: session, at: now) != nil)
        test.clock.pass(seconds: 1)
        #expect(try accounts.visitor(session: session, at: now) == nil)
    }

    @Test func whatIsEndedHereIsEndedAtOnce() async throws {
        let session = try await session("Orla")
        _ = try accounts.visitor(session: session, at: now)
        try await accounts.signOut(session: session)
        #expect(try accounts.visitor(session: session, at: now) == nil)
    }

    @Test func whatAnotherProcessEndsIsEndedWithinTwoSeconds() async throws {
        let session = try await session("Orla", ["kerry": [.officer]])
        let other = try test.beside()
        #expect(try roles(session, other.accounts) == ["kerry": [.officer]])
        let member = try #require(try accounts.members(of: "kerry").first)
        try await accounts.endRole(member.membership.id, by: .system("setup"), at: now)
        #expect(try roles(session) == [:])
        test.clock.pass(seconds: 2)
        #expect(try roles(session, other.accounts) == [:])
        try await accounts.signOut(session: session)
        test.clock.pass(seconds: 2)
        #expect(try roles(session, other.accounts) == nil)
    }

    @Test func ownSessionsAreListedAndEndedOthersAreNot() async throws {
        let first = try await session("Orla")
        test.clock.pass(hours: 1)
        let second = try await session("Orla")
        let eve = try await session("Eve")
        let person = try await test.person("Orla")
        let listed = try accounts.sessions(of: person, current: second, at: now)
        #expect(listed.map(\.isCurrent) == [true, false])
        let eves = try accounts.sessions(
            of: try await test.person("Eve"), current: eve, at: now)
        await #expect(throws: Refusal.self) {
            try await accounts.endSession(eves[0].id, of: person, at: now)
        }
        try await accounts.endSession(listed[1].id, of: person, at: now)
        #expect(try accounts.visitor(session: first, at: now) == nil)
        #expect(try accounts.visitor(session: second, at: now) != nil)
        #expect(try accounts.visitor(session: eve, at: now) != nil)
    }

    @Test func aRoleHoldsUntilItsLastDayInTheTenantsOwnZone() async throws {
        let session = try await session("Orla")
        // 12 June, 23:30 in Dublin, an hour ahead of UTC.
        test.clock.set("2026-06-10T12:00:00Z")
        let person = try await test.person("Orla")
        try await accounts.grant(
            .officer, in: "kerry", to: person, until: Day(iso: "2026-06-12"),
            by: .system("setup"), at: now)
        let again = try await self.session("Orla")
        test.clock.set("2026-06-12T22:59:00Z")
        _ = session
        let late = try await self.session("Orla")
        #expect(try roles(late) == ["kerry": [.officer]])
        test.clock.set("2026-06-12T23:00:00Z")
        #expect(try roles(late) == [:])
        #expect(try roles(again) == nil)
        try await accounts.grant(
            .officer, in: "kerry", to: person, by: .system("setup"), at: now)
        #expect(try roles(late) == ["kerry": [.officer]])
    }

    @Test func aTokenOpensOneTenantAndWhatItsScopesSay() async throws {
        let token = try await test.token("Orla", in: "kerry", roles: [.officer], scopes: ["read"])
        #expect(token.wholeMatch(of: /talka_[0-9a-f]{64}/) != nil)
        let visitor = try #require(try accounts.visitor(token: token, at: now))
        #expect(visitor.csrf == nil)
        #expect(visitor.actor(in: "kerry").roles == [.officer, .member])
        #expect(visitor.actor(in: "kerry").scopes == ["read"])
        #expect(visitor.actor(in: "clare") == .visitor)
        #expect(visitor.actor(in: Tenant.commons) == .visitor)
        #expect(try accounts.visitor(session: token, at: now) == nil)
        #expect(try accounts.visitor(token: token.uppercased(), at: now) == nil)
    }

    @Test func aTokenWorksOnItsLastDayAndNotAfter() async throws {
        let person = try await test.person("Orla", roles: ["kerry": [.officer]])
        let wish = Accounts.TokenWish(
            tenant: "kerry", name: "export", scopes: ["read"], expiresOn: Day(iso: "2026-01-14"))
        let token = try await accounts.createToken(wish, by: Actor(.person(person)), at: now)
        test.clock.set("2026-01-14T23:59:59Z")
        #expect(try accounts.visitor(token: token, at: now) != nil)
        test.clock.set("2026-01-15T00:00:00Z")
        #expect(try accounts.visitor(token: token, at: now) == nil)
    }

    @Test func aRevokedTokenEndsAtOnceAndIsOnlyItsOwnersToRevoke() async throws {
        let token = try await test.token("Orla", in: "kerry")
        let orla = try await test.person("Orla")
        let id = try #require(try accounts.tokens(of: orla).first?.id)
        let eve = Actor(.person(try await test.person("Eve")))
        await #expect(throws: Refusal.self) {
            try await accounts.revokeToken(id, by: eve, at: now)
        }
        #expect(try accounts.visitor(token: token, at: now) != nil)
        try await accounts.revokeToken(id, by: Actor(.person(orla)), at: now)
        #expect(try accounts.visitor(token: token, at: now) == nil)
        #expect(try accounts.tokens(of: orla).isEmpty)
    }

    @Test func noTokenIsMadeForNowhereForNothingForYesterdayOrByAToken() async throws {
        let orla = try await test.person("Orla")
        func code(_ wish: Accounts.TokenWish, _ actor: Actor? = nil) async -> String {
            do {
                _ = try await accounts.createToken(wish, by: actor ?? Actor(.person(orla)), at: now)
                return ""
            } catch let problems as Problems { return problems.all[0].code } catch {
                return "refused"
            }
        }
        typealias Wish = Accounts.TokenWish
        #expect(await code(Wish(tenant: "mayo", name: "a", scopes: ["read"])) == "no_such_tenant")
        #expect(await code(Wish(tenant: "kerry", name: "a", scopes: [])) == "required")
        #expect(await code(Wish(tenant: "kerry", name: "a", scopes: ["all"])) == "not_a_scope")
        #expect(await code(Wish(tenant: "kerry", name: " ", scopes: ["read"])) == "required")
        let past = Wish(
            tenant: "kerry", name: "a", scopes: ["read"], expiresOn: Day(iso: "2026-01-11"))
        #expect(await code(past) == "day_past")
        let wish = Wish(tenant: "kerry", name: "a", scopes: ["read"])
        #expect(await code(wish, .visitor) == "refused")
        #expect(await code(wish, Actor(.person(orla), scopes: ["read", "write"])) == "refused")
    }

    @Test func rolesAreGrantedByThatPlacesAdministratorsAndTheOperators() async throws {
        let orla = try await test.person("Orla")
        let ada = Actor(.person(try await test.person("Ada", roles: ["kerry": [.administrator]])))
        let chief = Actor(
            .person(try await test.person("Chief", roles: [Tenant.commons: [.administrator]])))
        let officer = Actor(.person(try await test.person("Oisin", roles: ["kerry": [.officer]])))
        func grant(_ tenant: String, by actor: Actor) async -> Bool {
            let id = try? await accounts.grant(.officer, in: tenant, to: orla, by: actor, at: now)
            return id != nil
        }
        #expect(await grant("kerry", by: officer) == false)
        #expect(await grant("clare", by: ada) == false)
        #expect(await grant(Tenant.commons, by: ada) == false)
        #expect(await grant("kerry", by: ada))
        #expect(await grant("kerry", by: ada) == false, "held already")
        #expect(await grant("clare", by: chief))
        #expect(await grant("nowhere", by: chief) == false)
    }

    @Test func theOperatorsLastAdministratorStays() async throws {
        let ada = Actor(
            .person(try await test.person("Ada", roles: [Tenant.commons: [.administrator]])))
        let first = try #require(try accounts.members(of: Tenant.commons).first).membership.id
        await #expect(throws: Refusal.self) {
            try await accounts.endRole(first, by: ada, at: now)
        }
        try await test.person("Bea", roles: [Tenant.commons: [.administrator]])
        try await accounts.endRole(first, by: ada, at: now)
        #expect(try accounts.members(of: Tenant.commons).map(\.name) == ["Bea"])
    }

    @Test func whatIsDoneToPeopleStandsInAJournalThatVerifies() async throws {
        _ = try await session("Orla", ["kerry": [.officer]])
        let token = try await test.token("Orla", in: "kerry")
        let journal = try test.network.commons.read(as: .system("test")) {
            try $0.journal(JournalFilter())
        }
        let text = journal.map { "\($0)" }.joined()
        #expect(!text.contains("orla@example.ie"))
        #expect(!text.contains(token))
        #expect(try test.network.commons.verify().finding == nil)
    }
}
