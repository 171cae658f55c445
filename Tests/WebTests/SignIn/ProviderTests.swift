// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// Signing in with an identity provider, as a browser does it.
@Suite struct ProviderTests {
    private static let orla: JSON = [
        "sub": "orla-1", "name": "Orla Kelly", "email": "orla.kelly@example.ie",
        "groups": ["planners"],
    ]
    let clock = TestClock("2026-01-12T09:00:00Z")
    let provider: TestProvider
    let test: TestNetwork

    init() async throws {
        provider = try TestProvider(clock: clock)
        test = try TestNetwork(
            policy: SignInPolicy(providers: [TestProvider.settings]), fetching: provider)
        try await test.open("kerry", name: "Kerry County Council")
    }

    private func signIn(_ client: TestClient, next: String = "/account") async throws -> TestAnswer {
        let away = await client.get("/sign-in/with/state?next=\(next)")
        return await client.get(try provider.signIn(Self.orla, at: away.location))
    }

    @Test func theWayIsOfferedBeforeThePassword() async {
        let page = await test.client().get("/sign-in?next=/account")
        #expect(page.contains("Sign in with the State"))
        #expect(page.contains("href=\"/sign-in/with/state?next=%2Faccount\""))
        #expect(page.missingWords.isEmpty)
    }

    @Test func whoComesBackIsSignedInAndGoesOn() async throws {
        let client = test.client()
        let back = try await signIn(client)
        #expect(back.status == 303)
        #expect(back.location == "/account")
        let account = await client.get("/account")
        #expect(account.contains("orla.kelly@example.ie"))
        #expect(account.contains("the State"))
        #expect(account.contains("None. You sign in with a provider."))
        #expect(account.missingWords.isEmpty)
        #expect(await client.get("/work").contains("Your roles: Officer"))
    }

    @Test(arguments: ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
    func nobodyIsLedToAnotherSite(_ next: String) async throws {
        let answer = try await signIn(test.client(), next: Href.encoded(next))
        #expect(answer.status == 303)
        #expect(answer.location?.hasPrefix("/") == true)
        #expect(answer.location?.hasPrefix("//") == false)
        #expect(answer.location?.contains("\\") == false)
    }

    @Test func whoStartsElsewhereIsNotSignedInHere() async throws {
        let (orla, eve) = (test.client(), test.client())
        let away = await orla.get("/sign-in/with/state")
        _ = await eve.get("/sign-in/with/state")
        let answer = await eve.get(try provider.signIn(Self.orla, at: away.location))
        #expect(answer.status == 422)
        #expect(answer.contains("took too long, or was begun in another window"))
        #expect(eve.cookies["talka_session"] == nil)
        #expect(answer.missingWords.isEmpty)
    }

    @Test func aProviderThatIsDownIsSaidSo() async throws {
        provider.behaviour.isDown = true
        let answer = await test.client().get("/sign-in/with/state")
        #expect(answer.status == 502)
        #expect(answer.contains("does not work just now"))
        #expect(await test.client().get("/sign-in/with/nobody").status == 404)
    }

    @Test func signingOutOffersTheSameThere() async throws {
        let client = test.client()
        _ = try await signIn(client)
        let answer = await client.submit("/sign-out", on: "/account")
        #expect(answer.status == 200)
        #expect(answer.contains("Sign out of the State"))
        #expect(answer.contains("\(TestProvider.issuer)/logout?client_id=talka"))
        #expect(answer.contains("id_token_hint="))
        #expect(client.cookies["talka_session"] == nil)
        #expect(await client.get("/account").status == 303)
    }

    @Test func anAccountIsLinkedByItsOwnerAlone() async throws {
        let client = try await test.client("Rory")
        // Not by a link another site could lead to.
        #expect(await client.get("/account/providers/state/connect").status == 405)
        #expect(await client.post("/account/providers/state/connect").status == 409)
        let page = await client.submit("/account/providers/state/connect", on: "/account")
        #expect(page.status == 200)
        let address = page.text.firstMatch(of: /href="(https:\/\/id\.example[^"]*)"/)
        let link = String(try #require(address).1).replacing("&amp;", with: "&")
        let back = await client.get(try provider.signIn(Self.orla, at: link))
        #expect(back.location == "/account?done=provider")
        // From then on it signs them in, and the e-mail stays theirs.
        let other = test.client()
        #expect(try await signIn(other).status == 303)
        #expect(await other.get("/account").contains("rory@example.ie"))
        let gone = await client.submit("/account/providers/unlink", on: "/account")
        #expect(gone.location == "/account?done=unlinked")
        #expect(await client.get("/work").contains("Kerry County Council") == false)
    }
}
