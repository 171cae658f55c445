// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// Signing in with an identity provider, and what one must not get away with.
@Suite struct OpenIDTests {
    private static let browser = String(repeating: "b", count: 64)
    private static let address = "https://talka.test/sign-in/with/state/return"
    private static let orla: JSON = [
        "sub": "orla-1", "name": "Orla Kelly", "email": "orla.kelly@example.ie",
        "email_verified": true, "groups": ["planners", "others"],
    ]

    let clock = TestClock("2026-01-12T09:00:00Z")
    let provider: TestProvider
    let test: TestNetwork
    var accounts: Accounts { test.accounts }
    var now: Instant { clock.now }

    init() async throws {
        provider = try TestProvider(clock: clock)
        test = try Self.network(provider)
        try await test.open("kerry")
    }

    private static func network(
        _ provider: TestProvider, _ settings: OpenIDProvider = TestProvider.settings
    ) throws -> TestNetwork {
        try TestNetwork(policy: SignInPolicy(providers: [settings]), fetching: provider)
    }

    private func leave(_ accounts: Accounts? = nil) async throws -> String {
        try await (accounts ?? self.accounts).leave(
            for: "state", browser: Self.browser, next: "/work", returnAddress: Self.address, at: now)
    }

    private func arrive(
        _ back: String, browser: String? = OpenIDTests.browser, _ accounts: Accounts? = nil
    ) async throws -> OpenIDArrival {
        let pairs = back.split(separator: "?")[1].split(separator: "&").map {
            $0.split(separator: "=", maxSplits: 1).map(String.init)
        }
        let query = Dictionary(pairs.map { ($0[0], $0[1].removingPercentEncoding ?? "") }) { $1 }
        return try await (accounts ?? self.accounts).arrive(
            from: "state",
            answer: OpenIDAnswer(
                state: query["state"], code: query["code"], error: query["error"],
                issuer: query["iss"]),
            browser: browser, returnAddress: Self.address, at: now)
    }

    private func signIn(
        _ claims: JSON = OpenIDTests.orla, _ accounts: Accounts? = nil
    ) async throws -> Visitor {
        let arrival = try await arrive(
            try provider.signIn(claims, at: try await leave(accounts)), accounts)
        let visitor = try (accounts ?? self.accounts).visitor(session: arrival.session ?? "", at: now)
        return try #require(visitor)
    }

    private func failure(_ body: () async throws -> Void) async -> OpenIDFailure.Kind? {
        do { try await body() } catch { return (error as? OpenIDFailure)?.kind }
        return nil
    }

    @Test func whoeverTheProviderKnowsIsGivenAnAccountAndRoles() async throws {
        let visitor = try await signIn()
        #expect(visitor.name == "Orla Kelly")
        #expect(visitor.roles == ["kerry": [.officer]])
        let again = try await signIn()
        #expect(again.person == visitor.person)
        let person = try #require(visitor.person)
        let session = try #require(
            try accounts.sessions(of: person, current: nil, at: now).first)
        #expect(session.way == .provider("state"))
    }

    @Test func rolesFollowTheClaimAndThoseGrantedHereStay() async throws {
        let person = try #require(try await signIn().person)
        try await accounts.vouch(for: person, by: .system("setup"), at: now)
        try await accounts.grant(.auditor, in: "kerry", to: person, by: .system("setup"), at: now)
        var claims = Self.orla
        claims["groups"] = "heads"
        #expect(try await signIn(claims).roles == ["kerry": [.manager, .auditor]])
        claims["groups"] = nil
        #expect(try await signIn(claims).roles == ["kerry": [.auditor]])
        let entries = try test.network.commons.read(as: .system("test")) { reader in
            try reader.list(Membership.self, Query([.field("person", is: person)], limit: 10))
        }
        #expect(entries.filter { $0.state == "ended" }.allSatisfy { $0.source == "state" })
    }

    @Test func theLastAdministratorStays() async throws {
        var claims = Self.orla
        claims["groups"] = ["operators"]
        #expect(try await signIn(claims).roles == [Tenant.commons: [.administrator]])
        claims["groups"] = .array([])
        #expect(try await signIn(claims).roles == [Tenant.commons: [.administrator]])
        try await test.person("Ada", roles: [Tenant.commons: [.administrator]])
        #expect(try await signIn(claims).roles == [:])
    }

    @Test func aStateIsTakenOnceAndInItsBrowserAlone() async throws {
        let back = try provider.signIn(Self.orla, at: try await leave())
        let other = String(repeating: "c", count: 64)
        #expect(await failure { _ = try await arrive(back, browser: other) } == .expired)
        #expect(await failure { _ = try await arrive(back, browser: nil) } == .expired)
        _ = try await arrive(back)
        #expect(await failure { _ = try await arrive(back) } == .expired)
        let late = try provider.signIn(Self.orla, at: try await leave())
        clock.pass(seconds: 601)
        #expect(await failure { _ = try await arrive(late) } == .expired)
    }

    @Test func anotherProcessTakesUpWhatOneBegan() async throws {
        let beside = try test.beside()
        let back = try provider.signIn(Self.orla, at: try await leave())
        let arrival = try await arrive(back, beside.accounts)
        #expect(try accounts.visitor(session: arrival.session ?? "", at: now)?.name == "Orla Kelly")
        #expect(await failure { _ = try await arrive(back) } == .expired)
    }

    /// What an ID token may not say.
    static let lies: [(String, @Sendable (inout JSON) -> Void)] = [
        ("issuer", { $0["iss"] = "https://id.example.ie/other" }),
        ("issuer with a slash", { $0["iss"] = .string(TestProvider.issuer + "/") }),
        ("audience", { $0["aud"] = "somebody" }), ("no audience", { $0["aud"] = nil }),
        ("party", { $0["azp"] = "somebody" }), ("audiences", { $0["aud"] = ["talka", "somebody"] }),
        ("nonce", { $0["nonce"] = "0" }), ("no nonce", { $0["nonce"] = nil }),
        ("over", { $0["exp"] = .integer(($0["iat"]?.asInteger ?? 0) - 61) }),
        ("no end", { $0["exp"] = nil }), ("end in words", { $0["exp"] = "9999999999" }),
        ("to come", { $0["iat"] = .integer(($0["iat"]?.asInteger ?? 0) + 62) }),
        ("old", { $0["iat"] = .integer(($0["iat"]?.asInteger ?? 0) - 3_600) }),
        ("not yet", { $0["nbf"] = .integer(($0["iat"]?.asInteger ?? 0) + 3_600) }),
        ("no subject", { $0["sub"] = nil }), ("empty subject", { $0["sub"] = "" }),
        ("access token", { $0["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA" }),
    ]

    @Test(arguments: lies.indices)
    func aTokenThatSaysSomethingElseIsRefused(_ index: Int) async throws {
        provider.behaviour.claims = Self.lies[index].1
        let kind = await failure { _ = try await signIn() }
        #expect(kind == .unusable, "\(Self.lies[index].0)")
        #expect(try accounts.person(email: "orla.kelly@example.ie") == nil)
        // It was the lie alone.
        provider.behaviour.claims = { _ in }
        _ = try await signIn()
    }

    /// What may be done to a token on its way.
    static let forgeries: [(String, @Sendable (String) -> String)] = [
        ("alg none", { head(#"{"alg":"none"}"#, $0, signature: "") }),
        ("alg None", { head(#"{"alg":"None"}"#, $0, signature: "") }),
        ("HMAC", { head(#"{"alg":"HS256","kid":"first"}"#, $0) }),
        ("another algorithm", { head(#"{"alg":"PS256","kid":"first"}"#, $0) }),
        ("critical", { head(#"{"alg":"ES256","kid":"first","crit":["b64"]}"#, $0) }),
        ("no signature", { $0.split(separator: ".").dropLast().joined(separator: ".") + "." }),
        ("two parts", { $0.split(separator: ".").dropLast().joined(separator: ".") }),
        ("four parts", { $0 + ".AAAA" }), ("padding", { $0 + "=" }), ("nothing", { _ in "" }),
        ("changed", { String($0.dropLast(8)) + "AAAAAAAA" }),
    ]

    private static func head(_ json: String, _ token: String, signature: String? = nil) -> String {
        let parts = token.split(separator: ".")
        return "\(Base64URL.text(Array(json.utf8))).\(parts[1]).\(signature ?? String(parts[2]))"
    }

    @Test(arguments: forgeries.indices)
    func aTokenThatWasTouchedIsRefused(_ index: Int) async throws {
        provider.behaviour.token = Self.forgeries[index].1
        let kind = await failure { _ = try await signIn() }
        #expect(kind == .unusable, "\(Self.forgeries[index].0)")
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func allSignaturesThatAreTakenAre(_ algorithm: SignatureAlgorithm) async throws {
        provider.rotate(to: try TestSigningKey("second", for: algorithm))
        #expect(try await signIn().name == "Orla Kelly")
    }

    @Test func newKeysAreAskedForButNotAtEveryToken() async throws {
        _ = try await signIn()
        #expect(provider.asked("/keys") == 1)
        _ = try await signIn()
        #expect(provider.asked("/keys") == 1)
        provider.rotate(to: try TestSigningKey("second"))
        // Keys just read are not read again for a name nobody knows.
        #expect(await failure { _ = try await signIn() } == .unusable)
        #expect(provider.asked("/keys") == 1)
        clock.pass(seconds: 60)
        _ = try await signIn()
        #expect(provider.asked("/keys") == 2)
        for number in 0..<3 {
            provider.rotate(to: try TestSigningKey("other \(number)"))
            #expect(await failure { _ = try await signIn() } == .unusable)
        }
        #expect(provider.asked("/keys") == 2)
        #expect(provider.asked("/.well-known/openid-configuration") == 1)
    }

    @Test func aProviderMustBeWhoItSaysAndAnswer() async throws {
        provider.behaviour.isDown = true
        #expect(await failure { _ = try await leave() } == .unusable)
        provider.behaviour.isDown = false
        provider.behaviour.metadata = { $0["issuer"] = .string(TestProvider.issuer + "/") }
        #expect(await failure { _ = try await leave() } == .unusable)
        provider.behaviour.metadata = { $0["token_endpoint"] = "http://id.example.ie/token" }
        #expect(await failure { _ = try await leave() } == .unusable)
        provider.behaviour.metadata = { _ in }
        let back = try provider.signIn(Self.orla, at: try await leave())
        let mixed = back.replacing(/iss=.*/, with: "iss=https%3A%2F%2Fevil.example")
        #expect(await failure { _ = try await arrive(mixed) } == .unusable)
        let unnamed = try provider.signIn(Self.orla, at: try await leave()).replacing(/&iss=.*/, with: "")
        #expect(await failure { _ = try await arrive(unnamed) } == .unusable)
    }

    @Test func whoBreaksItOffIsToldSo() async throws {
        let back = try provider.signIn(Self.orla, at: try await leave())
            .replacing(/code=[0-9a-f]+/, with: "error=access_denied")
        #expect(await failure { _ = try await arrive(back) } == .denied)
    }

    @Test func anAccountIsTakenByItsAddressOnlyWhereThatIsTrusted() async throws {
        let person = try await test.person("Orla Kelly", roles: ["kerry": [.officer]])
        #expect(await failure { _ = try await signIn() } == .emailTaken)
        let trusting = trusting
        for isVerified in [JSON.bool(false), .null, "true"] {
            var claims = Self.orla
            claims["email_verified"] = isVerified
            #expect(await failure { _ = try await signIn(claims, trusting) } == .emailTaken)
        }
        #expect(try await signIn(Self.orla, trusting).person == person)
        // From then on by its name for them, whatever the address.
        var moved = Self.orla
        moved["email"] = "orla@elsewhere.example"
        #expect(try await signIn(moved).person == person)
    }

    private var trusting: Accounts {
        var settings = TestProvider.settings
        settings.trustsEmail = true
        return Accounts(
            network: test.network, policy: SignInPolicy(providers: [settings]), work: 16,
            fetching: provider)
    }

    /// Whoever joined with an officer's address waits for the officer's roles in vain.
    @Test func whoJoinedWithAnothersAddressIsOutOnceItsOwnerComes() async throws {
        let trusting = trusting
        let squatter = try await trusting.signUp(
            name: "Orla Kelly", email: "orla.kelly@example.ie", password: "the squatters own", at: now)
        let person = try #require(try trusting.visitor(session: squatter, at: now)?.person)
        let token = try await trusting.createToken(
            Accounts.TokenWish(tenant: "kerry", name: "Mine", scopes: ["write"]),
            by: Actor(.person(person)), at: now)
        let owner = try await signIn(Self.orla, trusting)
        #expect(owner.person == person && owner.roles == ["kerry": [.officer]])
        #expect(try trusting.visitor(session: squatter, at: now) == nil)
        #expect(try trusting.visitor(token: token, at: now) == nil)
        await #expect(throws: Problems.self) {
            try await trusting.signIn(
                email: "orla.kelly@example.ie", password: "the squatters own", at: now)
        }
        // From now on it is hers: nothing she makes is taken.
        let own = try await trusting.createToken(
            Accounts.TokenWish(tenant: "kerry", name: "Hers", scopes: ["read"]),
            by: Actor(.person(person)), at: now)
        _ = try await signIn(Self.orla, trusting)
        #expect(try trusting.visitor(token: own, at: now)?.person == person)
    }

    /// What was granted to an address holds for a provider's people only if it may vouch for addresses.
    @Test func aRoleGrantedToAnAddressWaitsForAProvidersWordOnIt() async throws {
        let person = try await signIn(Self.orla).person
        let id = try #require(person)
        try await accounts.grant(.auditor, in: "kerry", to: id, by: .system("setup"), at: now)
        #expect(try await signIn(Self.orla).roles == ["kerry": [.officer]])
        var unsaid = Self.orla
        unsaid["email_verified"] = false
        #expect(try await signIn(unsaid, trusting).roles == ["kerry": [.officer]])
        #expect(try await signIn(Self.orla, trusting).roles == ["kerry": [.officer, .auditor]])
    }

    @Test func nobodyIsGivenAnAccountWhereNoneAreMade() async throws {
        var settings = TestProvider.settings
        settings.createsAccounts = false
        let closed = Accounts(
            network: test.network, policy: SignInPolicy(providers: [settings]), work: 16,
            fetching: provider)
        #expect(await failure { _ = try await signIn(Self.orla, closed) } == .unknown)
        var claims = Self.orla
        claims["email"] = nil
        #expect(await failure { _ = try await signIn(claims) } == .noEmail)
    }

    @Test func whatTheTokenLeavesOutIsAskedFor() async throws {
        provider.behaviour.userInfo = Self.orla
        #expect(try await signIn(["sub": "orla-1"]).roles == ["kerry": [.officer]])
        provider.behaviour.userInfo = ["sub": "somebody", "email": "eve@example.ie"]
        #expect(await failure { _ = try await signIn(["sub": "eve-1"]) } == .unusable)
    }

    @Test func ofTwoWindowsOneMakesTheAccount() async throws {
        var backs: [String] = []
        for _ in 0..<6 { backs.append(try provider.signIn(Self.orla, at: try await leave())) }
        let people = try await withThrowingTaskGroup(of: RecordID?.self) { group in
            for back in backs {
                group.addTask {
                    let session = try await arrive(back).session ?? ""
                    return try accounts.visitor(session: session, at: now)?.person
                }
            }
            return try await group.reduce(into: Set<RecordID?>()) { $0.insert($1) }
        }
        #expect(people.count == 1 && people.first != .some(nil))
    }

    @Test func itsTenantsStaffMayBeKeptFromPasswords() async throws {
        var settings = TestProvider.settings
        settings.onlyWayAt = ["kerry"]
        let strict = Accounts(
            network: test.network, policy: SignInPolicy(providers: [settings]), work: 16,
            fetching: provider)
        try await test.person("Orla Kelly", roles: ["kerry": [.officer]])
        try await test.person("Rory")
        func signIn(_ name: String) async throws -> SignedIn {
            try await strict.signIn(
                email: TestNetwork.email(name), password: TestNetwork.password, at: now)
        }
        await #expect(throws: Problems.self) { try await signIn("Orla Kelly") }
        #expect(try await signIn("Rory").session != nil)
    }
}
