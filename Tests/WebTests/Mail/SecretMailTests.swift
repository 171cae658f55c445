// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// Links that only the reader of an address may have: a new password, and that the address is theirs.
struct SecretMailTests {
    private let net: MailNetwork

    init() async throws { net = try await MailNetwork() }

    private func ask(_ email: String, by client: TestClient) async -> TestAnswer {
        await client.submit("/forgot-password", ["email": email])
    }

    @Test func aForgottenPasswordIsReplacedByALinkThatWorksOnce() async throws {
        let signedIn = try await net.test.client("Orla")
        let client = net.test.client()
        #expect(await client.get("/sign-in").contains("/forgot-password"))
        #expect(await ask("orla@example.ie", by: client).status == 200)
        await net.test.jobs.settle()
        let mail = try #require(net.mail.sent.first)
        #expect(mail.header("List-Unsubscribe") == nil)
        let link = try #require(mail.link("/reset-password"))
        #expect(await client.get(link).status == 200)
        let token = String(link.split(separator: "=").last ?? "")
        func send(_ password: String) async -> TestAnswer {
            let page = await client.get(link)
            return await client.post(
                "/reset-password", ["csrf": page.csrf, "token": token, "password": password])
        }
        #expect(await send("short").status == 422)
        #expect(await send("three solemn badgers").status == 303)
        #expect(await client.get(link).status == 404)
        // Whoever was signed in with the old one is not any more.
        #expect(await signedIn.get("/account").status == 303)
        try await client.signIn("orla@example.ie", "three solemn badgers")
    }

    @Test func whoJoinedWithAnothersAddressKeepsNoKeyToIt() async throws {
        let accounts = net.test.accounts
        let session = try await accounts.signUp(
            name: "Eve", email: "aoife@example.ie", password: "the squatters own",
            at: net.test.clock.now)
        let eve = try #require(try accounts.visitor(session: session, at: net.test.clock.now)?.person)
        let token = try await accounts.createToken(
            Accounts.TokenWish(tenant: Tenant.commons, name: "Mine", scopes: ["write"]),
            by: Actor(.person(eve)), at: net.test.clock.now)
        let client = net.test.client()
        _ = await ask("aoife@example.ie", by: client)
        await net.test.jobs.settle()
        let link = try #require(net.mail.sent.compactMap { $0.link("/reset-password") }.first)
        let page = await client.get(link)
        let sent = await client.post(
            "/reset-password",
            [
                "csrf": page.csrf, "token": String(link.split(separator: "=").last ?? ""),
                "password": "three solemn badgers",
            ])
        #expect(sent.status == 303)
        #expect(try accounts.visitor(token: token, at: net.test.clock.now) == nil)
    }

    @Test func theLinkEndsAfterAnHour() async throws {
        try await net.test.person("Orla")
        let client = net.test.client()
        _ = await ask("orla@example.ie", by: client)
        await net.test.jobs.settle()
        let link = try #require(net.mail.sent.first?.link("/reset-password"))
        net.test.clock.pass(hours: 1)
        #expect(await client.get(link).status == 404)
    }

    @Test func theAnswerDoesNotTellWhetherSomebodyHasTheAddress() async throws {
        try await net.test.person("Orla")
        let client = net.test.client()
        let known = await ask("orla@example.ie", by: client)
        let unknown = await ask("nobody@example.ie", by: client)
        #expect(known.status == unknown.status)
        #expect(known.text == unknown.text)
        await net.test.jobs.settle()
        #expect(net.mail.sent.count == 1)
        // The job of nobody's address was one like the other.
        #expect(try net.test.network.commons.jobCounts()[.done] == 2)
    }

    @Test func itCannotBeAskedForWithoutEnd() async throws {
        let client = net.test.client()
        for _ in 0..<5 { #expect(await ask("nobody@example.ie", by: client).status == 200) }
        #expect(await ask("nobody@example.ie", by: client).status == 429)
    }

    @Test func whoJoinsIsAskedWhetherTheAddressIsTheirsBeforeAnythingElseIsSent() async throws {
        let client = net.test.client()
        let joined = await client.submit(
            "/sign-up",
            ["name": "Aoife", "email": "aoife@example.ie", "password": "three solemn badgers"])
        #expect(joined.status == 303)
        await net.test.jobs.settle()
        let link = try #require(net.mail.sent.first?.link("/confirm-email"))
        let aoife = try #require(try net.test.accounts.person(email: "aoife@example.ie"))
        try await net.tell(aoife)
        #expect(net.mail.sent.count == 1)
        #expect(await client.get("/account").contains("have not confirmed"))
        let page = await client.get(link)
        let token = String(link.split(separator: "=").last ?? "")
        #expect(await client.post("/confirm-email", ["csrf": page.csrf, "token": token]).status == 200)
        #expect(await !client.get("/account").contains("have not confirmed"))
        try await net.tell(aoife)
        #expect(net.mail.sent.count == 2)
    }

    @Test func withoutMailThereIsNoSuchPage() async throws {
        let bare = try TestNetwork()
        #expect(await bare.client().get("/forgot-password").status == 404)
        #expect(await !bare.client().get("/sign-in").contains("/forgot-password"))
    }
}
