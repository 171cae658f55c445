// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// A session alone does not change how an account is opened.
@Suite struct ProvingTests {
    let test: TestNetwork
    private static let tokens = "/account/tokens/new"
    private static let wish = [
        ("token_name", "night export"), ("tenant", "kerry"), ("scopes", "read"), ("days", "30"),
    ]

    init() async throws {
        test = try TestNetwork()
        try await test.open("kerry")
    }

    private func signedInForAWhile() async throws -> TestClient {
        let client = try await test.client("Orla Kelly", roles: ["kerry": [.officer]])
        test.clock.pass(seconds: 601)
        return client
    }

    private func keys() async throws -> Int {
        try test.accounts.tokens(of: try await test.person("Orla Kelly")).count
    }

    /// Who has stolen a cookie knows neither the password nor a code.
    @Test(arguments: [tokens, "/account/second-factor"])
    func aPageThatOpensTheAccountAsksWhoTheyAre(_ path: String) async throws {
        let client = try await signedInForAWhile()
        let asked = await client.get(path)
        #expect(asked.status == 403 && asked.contains("Confirm that it is you"))
        #expect(!asked.contains("otpauth:"))
        #expect(asked.missingWords.isEmpty)
        let wrong = await client.post(
            "/account/prove",
            asked.hidden(action: "/account/prove") + [("proof-password", "not the right one")])
        #expect(wrong.status == 422 && wrong.contains("This is not your password"))
        #expect(await client.get(path).status == 403)
        let right = await client.post(
            "/account/prove",
            wrong.hidden(action: "/account/prove") + [("proof-password", TestNetwork.password)])
        #expect(right.location == path)
        #expect(await client.get(path).status == 200)
        test.clock.pass(seconds: 601)
        #expect(await client.get(path).status == 403)
    }

    @Test func whatWasTypedGoesAlong() async throws {
        let client = try await test.client("Orla Kelly", roles: ["kerry": [.officer]])
        let form = await client.get(Self.tokens)
        test.clock.pass(seconds: 601)
        let asked = await client.post(
            Self.tokens, form.hidden(action: Self.tokens) + Self.wish)
        #expect(asked.status == 403 && !asked.contains("talka_"))
        #expect(try await keys() == 0)
        let kept = asked.hidden(action: Self.tokens)
        #expect(kept.contains { $0 == ("token_name", "night export") })
        let wrong = await client.post(Self.tokens, kept + [("proof-password", "wrong entirely")])
        #expect(wrong.status == 422 && wrong.contains("href=\"#field-proof-password\""))
        #expect(!wrong.contains("wrong entirely"))
        let none = await client.post(
            Self.tokens, wrong.hidden(action: Self.tokens) + [("proof-password", "")])
        #expect(none.status == 422 && none.contains("Enter your password"))
        let made = await client.post(
            Self.tokens,
            none.hidden(action: Self.tokens) + [("proof-password", TestNetwork.password)])
        #expect(made.status == 200 && made.contains("talka_"))
        #expect(try await keys() == 1)
    }

    /// An administrator's open window makes nobody an officer.
    @Test func rolesAreGrantedByWhoHasShownWhoTheyAre() async throws {
        try await test.person("Eve")
        let head = try await test.client("Una", roles: ["kerry": [.administrator]])
        let page = await head.get("/t/kerry/people").hidden(action: "/t/kerry/people")
        test.clock.pass(seconds: 601)
        let asked = await head.post(
            "/t/kerry/people", page + [("email", "eve@example.ie"), ("role", "officer")])
        #expect(asked.status == 403)
        #expect(try test.accounts.members(of: "kerry").count == 1)
        let done = await head.post(
            "/t/kerry/people",
            asked.hidden(action: "/t/kerry/people") + [("proof-password", TestNetwork.password)])
        #expect(done.location == "/t/kerry/people?done=granted")
    }

    /// Another site's page cannot send it, nor try passwords by it.
    @Test func itIsAFormLikeOthers() async throws {
        let client = try await signedInForAWhile()
        let forged = await client.post(
            Self.tokens, Self.wish + [("proof-password", TestNetwork.password)])
        #expect(forged.status == 409)
        #expect(try await keys() == 0)
        let asked = await client.get(Self.tokens).hidden(action: "/account/prove")
        for _ in 0..<10 {
            _ = await client.post("/account/prove", asked + [("proof-password", "wrong entirely")])
        }
        let answer = await client.post(
            "/account/prove", asked + [("proof-password", TestNetwork.password)])
        #expect(answer.status == 429)
    }

    /// It leads to no other site.
    @Test func itLeadsToThisSiteAlone() async throws {
        let client = try await signedInForAWhile()
        let csrf = await client.get(Self.tokens).csrf
        let answer = await client.post(
            "/account/prove",
            [
                ("csrf", csrf), ("next", "https://evil.example/"),
                ("proof-password", TestNetwork.password),
            ])
        #expect(answer.location == "/work")
    }
}
