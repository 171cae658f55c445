// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// Signing in, up and out, as a browser does it.
@Suite struct SignInTests {
    let test: TestNetwork

    init() async throws {
        test = try TestNetwork(derived: DerivedRoutes.all(for: []))
        try await test.open("kerry", name: "Kerry County Council")
        try await test.person("Orla Kelly", roles: ["kerry": [.officer]])
    }

    private let right: KeyValuePairs = [
        "email": "orla.kelly@example.ie", "password": TestNetwork.password,
    ]

    @Test func whoSignsInGoesOnToTheirWork() async throws {
        let client = test.client()
        let answer = await client.submit("/sign-in", right)
        #expect(answer.status == 303)
        #expect(answer.location == "/work")
        let work = await client.get("/work")
        #expect(work.status == 200)
        #expect(work.contains("Kerry County Council"))
        #expect(work.contains("Your roles: Officer"))
        #expect(work.contains("Orla Kelly"))
        #expect(work.missingWords.isEmpty)
    }

    @Test func theSessionCookieIsOutOfReachOfScriptsAndOtherSites() async {
        let answer = await test.client().submit("/sign-in", right)
        let cookie = answer.headers("set-cookie").first { $0.hasPrefix("talka_session=") } ?? ""
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
            #expect(cookie.contains(part))
        }
        #expect(!cookie.contains("Domain"))
    }

    @Test func overHTTPSTheCookieIsSentByItAlone() async throws {
        var configuration = Configuration()
        configuration.isSecure = true
        let secure = try TestNetwork(configuration: configuration)
        try await secure.person("Orla Kelly")
        let answer = await secure.client().submit("/sign-in", right)
        #expect(answer.headers("set-cookie").allSatisfy { $0.hasSuffix("; Secure") })
    }

    /// Only this very host can set a cookie of that name; one of the plain name is nothing there.
    @Test func overHTTPSNoNeighbouringHostSetsACookie() async throws {
        var configuration = Configuration()
        configuration.isSecure = true
        let secure = try TestNetwork(configuration: configuration)
        let client = try await secure.client("Orla Kelly")
        #expect(!client.cookies.isEmpty)
        #expect(client.cookies.keys.allSatisfy { $0.hasPrefix("__Host-talka_") })
        #expect(await client.get("/account").status == 200)
        let session = try #require(client.cookies["__Host-talka_session"])
        let other = secure.client()
        other.cookies = ["talka_session": session, "talka_visitor": String(repeating: "a", count: 64)]
        #expect(await other.get("/account").status == 303)
        #expect(await other.get("/sign-in").csrf != String(repeating: "a", count: 64))
    }

    @Test func aWrongPasswordKeepsTheEmailAndNotThePassword() async {
        let answer = await test.client().submit(
            "/sign-in", ["email": "orla.kelly@example.ie", "password": "hunter2 hunter2"])
        #expect(answer.status == 422)
        #expect(answer.contains("<title>Error: "))
        #expect(answer.contains("The email address or the password is not right"))
        #expect(answer.contains("value=\"orla.kelly@example.ie\""))
        #expect(!answer.contains("hunter2"))
        #expect(answer.header("set-cookie")?.contains("talka_session") != true)
    }

    @Test func guessingIsAnsweredWithTooMany() async {
        let client = test.client()
        var last = await client.get("/sign-in")
        for _ in 0..<11 {
            last = await client.submit(
                "/sign-in", ["email": "orla.kelly@example.ie", "password": "guess guess"])
        }
        #expect(last.status == 429)
        #expect(last.header("retry-after") == "900")
        #expect(last.contains("Try again in 15 minutes."))
        #expect(last.contains("value=\"orla.kelly@example.ie\""))
        #expect(!last.contains("guess guess"))
    }

    @Test func aFormWithoutItsSecretOrWithAnothersIsRefused() async throws {
        let (client, eve) = (test.client(), test.client())
        _ = await client.get("/sign-in")
        let without = await client.post("/sign-in", right)
        #expect(without.status == 409)
        let theirs = await eve.get("/sign-in").csrf
        let forged = await client.post(
            "/sign-in", [("csrf", theirs)] + right.map { ($0.key, $0.value) })
        #expect(forged.status == 409)
        #expect(client.cookies["talka_session"] == nil)
        // Nor is an empty secret the same as none.
        client.cookies = [:]
        let empty = await client.post("/sign-in", [("csrf", "")] + right.map { ($0.key, $0.value) })
        #expect(empty.status == 409)
    }

    @Test(arguments: [
        ["origin": "https://evil.example"], ["sec-fetch-site": "cross-site"],
        ["origin": "http://talka.test.evil.example"],
    ])
    func aFormSentFromAnotherSiteIsRefused(_ headers: [String: String]) async throws {
        let client = try await test.client("Orla Kelly")
        let csrf = await client.get("/account").csrf
        let answer = await client.post("/sign-out", [("csrf", csrf)], headers: headers)
        #expect(answer.status == 409)
        #expect(await client.get("/account").status == 200)
    }

    @Test func aSessionNobodyGaveIsNoneAndIsReplaced() async throws {
        let client = test.client()
        let planted = String(repeating: "a", count: 64)
        client.cookies["talka_session"] = planted
        #expect(await client.get("/account").status == 303)
        #expect(await client.submit("/sign-in", right).status == 303)
        #expect(client.cookies["talka_session"] != planted)
        let visitor = test.client()
        visitor.cookies["talka_session"] = planted
        #expect(await visitor.get("/account").status == 303)
    }

    @Test func signingInAgainEndsTheSessionBeforeAndTheOldFormsSecret() async throws {
        let client = test.client()
        let before = await client.get("/sign-in").csrf
        let secret = client.cookies["talka_visitor"]
        _ = await client.submit("/sign-in", right)
        let first = try #require(client.cookies["talka_session"])
        let csrf = await client.get("/account").csrf
        #expect(csrf != before)
        #expect(client.cookies["talka_visitor"] == nil)
        #expect(secret == before)
        let again = await client.post(
            "/sign-in", [("csrf", csrf)] + right.map { ($0.key, $0.value) })
        #expect(again.status == 303)
        #expect(client.cookies["talka_session"] != first)
        #expect(try test.accounts.visitor(session: first, at: test.clock.now) == nil)
    }

    @Test func signingOutEndsTheSessionOnTheServer() async throws {
        let client = try await test.client("Orla Kelly")
        let session = try #require(client.cookies["talka_session"])
        let answer = await client.submit("/sign-out", on: "/work")
        #expect(answer.status == 303)
        #expect(client.cookies["talka_session"] == nil)
        client.cookies["talka_session"] = session
        #expect(await client.get("/account").location?.hasPrefix("/sign-in?next=") == true)
        #expect(await client.get("/sign-out").status == 405)
    }

    @Test(arguments: [
        ("/t/kerry/journal", "/t/kerry/journal"), ("/search?q=a%20b&from=1", "/search?q=a%20b&from=1"),
        ("/t/kerry/Dún", "/t/kerry/D%C3%BAn"), ("//evil.example", "/work"),
        ("/\\evil.example", "/work"), ("\\\\evil.example", "/work"),
        ("https://evil.example", "/work"), ("https:evil.example", "/work"),
        ("javascript:alert(1)", "/work"), ("/\t/evil.example", "/work"),
        ("/\r\nset-cookie: a=b", "/work"), ("", "/work"), ("?next=//evil.example", "/work"),
        (" //evil.example", "/work"), ("mailto:a@b.ie", "/work"),
    ])
    func afterSigningInOneStaysOnThisSite(_ next: String, _ expected: String) async {
        let client = test.client()
        let csrf = await client.get("/sign-in").csrf
        let answer = await client.post(
            "/sign-in",
            [("csrf", csrf), ("next", next)] + right.map { ($0.key, $0.value) })
        #expect(answer.location == expected)
        let there = await client.get("/sign-in?next=\(Href.encoded(next))")
        #expect(there.location == expected)
    }

    @Test func whereOneWasGoingIsKeptThroughEveryForm() async throws {
        let client = test.client()
        let refused = await client.get("/t/kerry/people")
        #expect(refused.location == "/sign-in?next=%2Ft%2Fkerry%2Fpeople")
        let page = await client.get(refused.location ?? "")
        #expect(page.hidden(action: "/sign-in").contains { $0 == ("next", "/t/kerry/people") })
        #expect(page.contains("/sign-up?next=%2Ft%2Fkerry%2Fpeople"))
        let wrong = await client.post("/sign-in", page.hidden(action: "/sign-in"))
        #expect(wrong.hidden(action: "/sign-in").contains { $0 == ("next", "/t/kerry/people") })
    }

    @Test func joiningKeepsWhatWasTypedAndEscapesIt() async {
        let client = test.client()
        let name = "<script>alert('x')</script> \"O'Neill\" & Sons"
        let wrong = await client.submit(
            "/sign-up", ["name": name, "email": "<b>@x", "password": "short secret"])
        #expect(wrong.status == 422)
        #expect(!wrong.contains("<script>alert"))
        #expect(!wrong.contains("<b>@x"))
        #expect(wrong.contains("value=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;O"))
        #expect(!wrong.contains("short secret"))
        let right = await client.submit(
            "/sign-up",
            ["name": name, "email": "sean@example.ie", "password": "a field of barley"])
        #expect(right.status == 303)
        for path in ["/work", "/account", "/account/name", "/"] {
            let page = await client.get(path)
            #expect(page.contains("&lt;script&gt;alert"))
            #expect(!page.contains("<script>alert"))
        }
    }

    @Test func hugeAndHostileInputIsAnsweredCalmly() async {
        let client = test.client()
        let long = String(repeating: "ü", count: 5_000)
        let first = await client.submit("/sign-in", ["email": long, "password": long])
        #expect(first.status == 422)
        let second = await client.submit(
            "/sign-up", ["name": long, "email": "a\u{0}b@example.ie", "password": long])
        #expect(second.status == 422)
        let csrf = await client.get("/sign-in").csrf
        let huge = await client.post(
            "/sign-in", [("csrf", csrf), ("password", String(repeating: "x", count: 2 << 20))])
        #expect(huge.status == 413)
        let bare = await client.post("/sign-in", [("csrf", csrf)])
        #expect(bare.status == 422)
        let json = await client.post("/sign-in", headers: ["content-type": "application/json"])
        #expect([409, 415].contains(json.status))
    }

    @Test func formsSayTheirPurpose() async {
        let client = test.client()
        let signIn = await client.get("/sign-in")
        for purpose in ["username", "current-password"] {
            #expect(signIn.contains("autocomplete=\"\(purpose)\""))
        }
        let signUp = await client.get("/sign-up")
        for purpose in ["name", "username", "new-password"] {
            #expect(signUp.contains("autocomplete=\"\(purpose)\""))
        }
        let wrong = await client.submit("/sign-up")
        #expect(wrong.contains("href=\"#field-email\""))
        #expect(wrong.contains("Enter your name"))
        #expect((signIn.missingWords + signUp.missingWords + wrong.missingWords).isEmpty)
        #expect(signIn.header("cache-control") == "no-store")
    }

    @Test func anExpiredSessionLeadsBackThroughSigningIn() async throws {
        let client = try await test.client("Orla Kelly")
        test.clock.pass(hours: 12)
        #expect(await client.get("/work").location == "/sign-in?next=%2Fwork")
    }
}
