// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// Anybody can join with anybody's address. What is granted to an address is its owner's alone.
@Suite struct WaitingRoleTests {
    let test: TestNetwork
    let mail = TestMail()
    private static let password = "three solemn badgers"

    init() async throws {
        test = try TestNetwork(mail: mail)
        try await test.open("kerry", name: "Kerry County Council")
    }

    /// Somebody joins by the form, with an address nobody has confirmed.
    private func joined(_ email: String, password: String = password) async throws -> TestClient {
        let client = test.client()
        let answer = await client.submit(
            "/sign-up", ["name": "Nuala Daly", "email": email, "password": password])
        try #require(answer.status == 303)
        await test.jobs.settle()
        return client
    }

    private func grant(to email: String) async throws -> TestClient {
        let head = try await test.client("Una", roles: ["kerry": [.administrator]])
        let done = await head.submit("/t/kerry/people", ["email": email, "role": "administrator"])
        try #require(done.location?.hasPrefix("/t/kerry/people?done=") == true)
        await test.jobs.settle()
        #expect(await head.get(done.location ?? "").missingWords.isEmpty)
        return head
    }

    private func link(_ path: String) throws -> String {
        try #require(mail.sent.compactMap { $0.link(path) }.last)
    }

    private func follow(_ link: String, by client: TestClient) async -> TestAnswer {
        let page = await client.get(link)
        let token = String(link.split(separator: "=").last ?? "")
        return await client.post("/confirm-email", ["csrf": page.csrf, "token": token])
    }

    @Test func aRoleWaitsUntilTheAddressIsConfirmed() async throws {
        let nuala = try await joined("nuala@example.ie")
        let head = try await grant(to: "nuala@example.ie")
        #expect(await head.get("/t/kerry/people").contains("Waits until the address is confirmed"))
        #expect(await nuala.get("/t/kerry/people").status == 404)
        let work = await nuala.get("/work")
        #expect(work.contains("roles that wait until you have confirmed"))
        #expect(work.missingWords.isEmpty)
        // Nor does it by the way a form is sent past the page.
        let csrf = await nuala.get("/account").csrf
        let past = await nuala.post(
            "/t/kerry/people",
            [("csrf", csrf), ("email", "una@example.ie"), ("role", "auditor")])
        #expect(past.status == 404)
        #expect(await follow(try link("/confirm-email"), by: nuala).status == 200)
        #expect(await nuala.get("/t/kerry/people").status == 200)
        #expect(await !head.get("/t/kerry/people").contains("Waits until"))
    }

    /// Somebody joined with an officer's address. The officer reads the mail, and did not join.
    @Test func theOwnersPressGivesNothingToWhoJoinedWithTheirAddress() async throws {
        let eve = try await joined("nuala@example.ie", password: "the squatters own")
        _ = try await grant(to: "nuala@example.ie")
        let owner = test.client()
        let link = try link("/confirm-email")
        #expect(await owner.get(link).location?.hasPrefix("/sign-in?next=") == true)
        #expect(await follow(link, by: owner).status != 200)
        let other = try await joined("other@example.ie")
        #expect(await follow(link, by: other).status == 404)
        #expect(await eve.get("/t/kerry/people").status == 404)
        // By a new password the account is theirs, and the role holds: for them alone.
        _ = await owner.submit("/forgot-password", ["email": "nuala@example.ie"])
        await test.jobs.settle()
        let reset = try self.link("/reset-password")
        let page = await owner.get(reset)
        let token = String(reset.split(separator: "=").last ?? "")
        let taken = await owner.post(
            "/reset-password", ["csrf": page.csrf, "token": token, "password": Self.password])
        #expect(taken.status == 303)
        try await owner.signIn("nuala@example.ie", Self.password)
        #expect(await owner.get("/t/kerry/people").status == 200)
        #expect(await eve.get("/work").status == 303)
    }

    @Test func whoAdministersTheNetworkVouchesForWhomTheyAsked() async throws {
        let nuala = try await joined("nuala@example.ie")
        let head = try await grant(to: "nuala@example.ie")
        let id = try #require(try test.accounts.person(email: "nuala@example.ie"))
        let csrf = await head.get("/account").csrf
        #expect(await head.post("/people/\(id.text)/confirm", ["csrf": csrf]).status == 404)
        let operating = try await test.client("Oona", roles: [Tenant.commons: [.administrator]])
        #expect(await operating.get("/people/\(id.text)").missingWords.isEmpty)
        let done = await operating.submit("/people/\(id.text)/confirm", on: "/people/\(id.text)")
        #expect(done.location == "/people/\(id.text)?done=vouched")
        #expect(await nuala.get("/t/kerry/people").status == 200)
    }

    /// A key has the roles of its owner, and so none that wait.
    @Test func aKeyHasNoRoleThatWaits() async throws {
        _ = try await joined("nuala@example.ie")
        _ = try await grant(to: "nuala@example.ie")
        let id = try #require(try test.accounts.person(email: "nuala@example.ie"))
        let key = try await test.accounts.createToken(
            Accounts.TokenWish(tenant: "kerry", name: "Mine", scopes: ["write"]),
            by: Actor(.person(id)), at: test.clock.now)
        let visitor = try #require(try test.accounts.visitor(token: key, at: test.clock.now))
        #expect(visitor.actor(in: "kerry").roles.isEmpty)
        await #expect(throws: Refusal.self) {
            try await test.accounts.grant(
                .auditor, in: "kerry", to: id, by: Actor(.person(id)), at: test.clock.now)
        }
    }
}
