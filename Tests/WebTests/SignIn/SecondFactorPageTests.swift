// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// The second factor as people meet it, and what administrators see of somebody's account.
@Suite struct SecondFactorPageTests {
    private func network(_ rule: SignInPolicy.SecondFactor = .nobody) async throws -> TestNetwork {
        let test = try TestNetwork(policy: SignInPolicy(secondFactor: rule))
        try await test.open("kerry", name: "Kerry County Council")
        return test
    }

    /// The key a page shows in groups.
    private func key(_ page: TestAnswer) throws -> String {
        let match = try #require(page.text.firstMatch(of: /<code>([A-Z2-7 ]{39})<\/code>/))
        return String(match.1).replacing(" ", with: "")
    }

    private let orla: KeyValuePairs = [
        "email": "orla@example.ie", "password": TestNetwork.password,
    ]

    @Test func itIsSetUpAskedForAndTurnedOff() async throws {
        let test = try await network()
        let client = try await test.client("Orla")
        let page = await client.get("/account/second-factor")
        #expect(page.contains("<svg class=\"qr\""))
        #expect(page.missingWords.isEmpty)
        let secret = try key(page)
        let wrong = await client.submit("/account/second-factor", ["code": "000000"])
        #expect(wrong.status == 422)
        #expect(wrong.contains("That code is not right"))
        #expect(try key(wrong) == secret)
        #expect(!wrong.contains("value=\"000000\""))
        let done = await client.submit(
            "/account/second-factor", ["code": try OneTimeCode.code(secret, at: test.clock.now)])
        #expect(done.status == 200)
        #expect(done.text.matches(of: /<li><code>[a-z2-7]{5}-[a-z2-7]{5}<\/code><\/li>/).count == 10)
        #expect(done.missingWords.isEmpty)

        test.clock.pass(seconds: 60)
        let other = test.client()
        let first = await other.submit("/sign-in", on: "/sign-in?next=/account", orla)
        #expect(first.location == "/sign-in/code?next=%2Faccount")
        #expect(other.cookies["talka_session"] == nil)
        #expect(await other.get("/account").status == 303)
        let second = await other.submit(
            "/sign-in/code", on: "/sign-in/code?next=/account",
            ["code": try OneTimeCode.code(secret, at: test.clock.now)])
        #expect(second.location == "/account")
        #expect(await other.get("/account").contains("Password and code"))

        let off = await other.submit(
            "/account/second-factor/change", on: "/account/second-factor",
            ["current": TestNetwork.password, "what": "off"])
        #expect(off.location == "/account?done=factor_off")
        #expect(await test.client().submit("/sign-in", orla).location == "/work")
    }

    @Test func staffAreLedToIt() async throws {
        let test = try await network(.staff)
        try await test.person("Orla", roles: ["kerry": [.officer]])
        let client = test.client()
        #expect(await client.submit("/sign-in", orla).location == "/sign-in/second-factor")
        let page = await client.get("/sign-in/second-factor")
        #expect(page.contains("Because you hold a role here"))
        #expect(page.missingWords.isEmpty)
        #expect(await client.get("/work").status == 303)
        let done = await client.submit(
            "/sign-in/second-factor",
            ["code": try OneTimeCode.code(try key(page), at: test.clock.now)])
        #expect(done.status == 200)
        #expect(await client.get("/work").contains("Kerry County Council"))
    }

    @Test func withoutAStepThePasswordIsAskedFor() async throws {
        let client = try await network().client()
        for path in ["/sign-in/code", "/sign-in/second-factor"] {
            #expect(await client.get(path).location == "/sign-in")
        }
    }

    @Test func administratorsOfTheNetworkSeeAndEndSessions() async throws {
        let test = try await network()
        let orla = try await test.client("Orla", roles: ["kerry": [.officer]])
        let ada = try await test.client("Ada", roles: [Tenant.commons: [.administrator]])
        let local = try await test.client("Lorcan", roles: ["kerry": [.administrator]])
        let found = await ada.submit("/people", ["email": "orla@example.ie"])
        let path = try #require(found.location)
        #expect(path.hasPrefix("/people/") && !path.contains("orla"))
        for (client, status) in [(ada, 200), (local, 404), (orla, 404)] {
            #expect(await client.get(path).status == status)
        }
        let page = await ada.get(path)
        #expect(page.contains("Password") && page.missingWords.isEmpty)
        #expect(await ada.get("/t/kerry/people").contains("href=\"\(path)\""))
        #expect(await local.get("/t/kerry/people").contains("href=\"\(path)\"") == false)
        let ended = await ada.submit("\(path)/sessions/end", on: path)
        #expect(ended.location == "\(path)?done=session")
        #expect(await orla.get("/account").status == 303)
        #expect(await local.submit("\(path)/sessions/end", on: "/account").status >= 400)
    }
}
