// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing
import Web

/// One's own account, keys, notices, and who holds roles where.
@Suite struct AccountTests {
    let test: TestNetwork

    init() async throws {
        test = try TestNetwork(derived: DerivedRoutes.all(for: []))
        try await test.open("kerry", name: "Kerry County Council")
        try await test.open("clare", name: "Clare County Council")
    }

    @Test func theNameAndThePasswordAreChanged() async throws {
        let client = try await test.client("Orla Kelly")
        let named = await client.submit("/account/name", ["name": "Orla Ní Cheallaigh"])
        #expect(named.location == "/account?done=name")
        let page = await client.get("/account?done=name")
        #expect(page.contains("Orla Ní Cheallaigh"))
        #expect(page.contains("Your name was changed."))
        #expect(page.missingWords.isEmpty)
        let other = try await test.client("Orla Kelly")
        let wrong = await client.submit(
            "/account/password", ["current": "not the right one", "password": "nine loud geese"])
        #expect(wrong.status == 422)
        #expect(wrong.contains("This is not your password until now"))
        let done = await client.submit(
            "/account/password",
            ["current": TestNetwork.password, "password": "nine loud geese"])
        #expect(done.location == "/account?done=password")
        #expect(await client.get("/account").status == 200)
        #expect(await other.get("/account").status == 303)
    }

    @Test func emptyNamesAreRefusedAndKept() async throws {
        let client = try await test.client("Orla Kelly")
        let answer = await client.submit("/account/name", ["name": "  "])
        #expect(answer.status == 422)
        #expect(answer.contains("Enter your name"))
    }

    @Test func anotherSessionIsEndedFromHere() async throws {
        let (here, there) = (try await test.client("Orla Kelly"), try await test.client("Orla Kelly"))
        #expect(await there.get("/account").status == 200)
        let done = await here.submit("/account/sessions/end", on: "/account")
        #expect(done.location == "/account?done=session")
        #expect(await there.get("/account").status == 303)
        #expect(await here.get("/account").status == 200)
        let csrf = await here.get("/account").csrf
        let none = await here.post("/account/sessions/end", [("csrf", csrf), ("id", "")])
        #expect(none.status == 404)
    }

    @Test func allOtherSessionsAreEndedFromHere() async throws {
        let here = try await test.client("Orla Kelly")
        #expect(await !here.get("/account").contains("/account/sessions/end-others"))
        let others = [try await test.client("Orla Kelly"), try await test.client("Orla Kelly")]
        let done = await here.submit("/account/sessions/end-others", on: "/account")
        #expect(done.location == "/account?done=session")
        for other in others { #expect(await other.get("/account").status == 303) }
        #expect(await here.get("/account").status == 200)
    }

    @Test func aKeyIsShownOnceAndRevoked() async throws {
        let client = try await test.client("Orla Kelly", roles: ["kerry": [.officer]])
        let form = "/account/tokens/new"
        let wrong = await client.submit(form, ["token_name": "", "tenant": "clare", "days": "9999"])
        #expect(wrong.status == 422)
        for field in ["token_name", "tenant", "scopes", "days"] {
            #expect(wrong.contains("href=\"#field-\(field)\""))
        }
        #expect(wrong.missingWords.isEmpty)
        let made = await client.submit(
            form,
            ["token_name": "night export", "tenant": "kerry", "scopes": "write", "days": "30"])
        #expect(made.status == 200)
        let token = try #require(made.text.firstMatch(of: /talka_[0-9a-f]{64}/)).output
        #expect(made.header("cache-control") == "no-store")
        let account = await client.get("/account")
        #expect(account.contains("night export"))
        #expect(!account.contains(String(token)))
        let visitor = try test.accounts.visitor(token: String(token), at: test.clock.now)
        #expect(visitor?.actor(in: "kerry").scopes == ["read", "write"])
        let revoked = await client.submit("/account/tokens/revoke", on: "/account")
        #expect(revoked.location == "/account?done=token")
        #expect(try test.accounts.visitor(token: String(token), at: test.clock.now) == nil)
    }

    @Test func nobodysSessionOpensTheAPIAndNoKeyOpensAPage() async throws {
        let token = try await test.token("Orla Kelly", in: "kerry", roles: [.officer])
        let page = await test.client().get("/account", headers: ["authorization": "Bearer \(token)"])
        #expect(page.status == 303)
    }

    @Test func aKeyOpensTheAPIOfOneTenantForItsTime() async throws {
        let route = Route(.get, "/api/t/:tenant/thing", .everyone) { request in
            .json(["roles": .array(request.actor.roles.map { .string($0.rawValue) })])
        }
        let test = try TestNetwork(derived: [route])
        try await test.open("kerry")
        try await test.open("clare")
        let token = try await test.token("Orla Kelly", in: "kerry", roles: [.officer])
        try await test.person("Orla Kelly", roles: ["clare": [.officer]])
        let client = test.client()
        func ask(_ slug: String, _ header: String) async -> TestAnswer {
            await client.api(
                .get, "/api/t/\(slug)/thing", headers: ["authorization": header])
        }
        #expect(await ask("kerry", "Bearer \(token)").json["roles"]?.asArray?.contains("officer") == true)
        #expect(await ask("clare", "Bearer \(token)").status == 404)
        #expect(await ask("nowhere", "Bearer \(token)").status == 404)
        let unknown = "Bearer talka_\(String(repeating: "0", count: 64))"
        for wrong in [unknown, "Basic \(token)", token] {
            #expect(await ask("kerry", wrong).status == 401)
        }
        let orla = try await test.person("Orla Kelly")
        let id = try #require(try test.accounts.tokens(of: orla).first).id
        try await test.accounts.revokeToken(id, by: Actor(.person(orla)), at: test.clock.now)
        let revoked = await ask("kerry", "Bearer \(token)")
        #expect(revoked.status == 401)
        #expect(revoked.header("www-authenticate") == "Bearer")
    }

    @Test func whereOneWorksIsShownToThoseWhoMayEnter() async throws {
        let system = System("parks", records: [], actions: [])
        let face = Face(
            system, routes: [],
            work: [
                .init("parks.inbox", "/t/:tenant/parks/inbox", for: .staff),
                .init("parks.map", "/t/:tenant/parks/map"),
                .init("parks.mine", "/parks/mine", for: .signedIn),
            ],
            words: [.english: ["parks.inbox": "Inbox", "parks.map": "Map", "parks.mine": "Mine"]],
            about: { _, tenant in "<p>Ring \(tenant.name)</p>" })
        let test = try TestNetwork([system], faces: [face], derived: DerivedRoutes.all(for: [face]))
        try await test.open("kerry", systems: ["parks"])
        try await test.open("clare")
        let orla = try await test.client(
            "Orla", roles: ["kerry": [.officer], "clare": [.officer]])
        let work = await orla.get("/work")
        #expect(work.contains("/t/kerry/parks/inbox"))
        #expect(work.contains("/parks/mine"))
        #expect(!work.contains("/t/clare/parks"), "not switched on there")
        let visitor = await test.client().get("/t/kerry")
        #expect(visitor.contains("/t/kerry/parks/map"))
        #expect(visitor.contains("Ring Kerry"))
        #expect(!visitor.contains("/t/kerry/parks/inbox"))
        #expect(await orla.get("/t/kerry").contains("/t/kerry/parks/inbox"))
    }

    @Test func theLanguageIsKept() async throws {
        let client = try await test.client("Orla Kelly")
        let done = await client.submit("/account/language", on: "/account", ["language": "ga"])
        #expect(done.status == 303)
        #expect(await client.get("/account").contains("<html lang=\"ga\">"))
        let csrf = await client.get("/account").csrf
        let wrong = await client.post("/account/language", [("csrf", csrf), ("language", "xx")])
        #expect(wrong.status == 422)
    }

    @Test func anAdministratorGrantsARoleAndEndsIt() async throws {
        let ada = try await test.client("Ada Nolan", roles: ["kerry": [.administrator]])
        let orla = try await test.client("Orla Kelly")
        let page = "/t/kerry/people"
        #expect(await orla.get(page).status == 404)
        let granted = await ada.submit(
            page, ["email": " ORLA.KELLY@example.ie ", "role": "manager"])
        #expect(granted.location == "/t/kerry/people?done=granted")
        let list = await ada.get("/t/kerry/people?done=granted")
        #expect(list.contains("Orla Kelly"))
        #expect(list.missingWords.isEmpty)
        let work = await orla.get("/work")
        #expect(work.contains("Your roles: Manager"))
        #expect(work.contains("1 notice you have not seen"))
        #expect(!work.contains("/t/kerry/people"))
        let notices = await orla.get("/notices")
        #expect(notices.contains("You are now a manager at Kerry County Council"))
        #expect(await orla.submit("/notices/seen", on: "/notices").status == 303)
        #expect(!(await orla.get("/work")).contains("not seen"))
        let members = try test.accounts.members(of: "kerry")
        let id = try #require(members.first { $0.name == "Orla Kelly" }).membership.id.text
        let ended = await ada.submit("/t/kerry/people/end", on: page, ["id": id])
        #expect(ended.location == "/t/kerry/people?done=ended")
        #expect(!(await orla.get("/work")).contains("Your roles"))
    }

    @Test func grantingSaysEverythingThatIsWrongAndKeepsIt() async throws {
        let ada = try await test.client("Ada Nolan", roles: ["kerry": [.administrator]])
        let page = "/t/kerry/people"
        let wrong = await ada.submit(
            page,
            [
                "email": "nobody@example.ie", "role": "king", "until_day-day": "31",
                "until_day-month": "2", "until_day-year": "2026",
            ])
        #expect(wrong.status == 422)
        for text in [
            "Nobody has an account with this email address", "Select a role",
            "Last day must be a real date", "value=\"nobody@example.ie\"", "value=\"31\"",
        ] { #expect(wrong.contains(text), "\(text)") }
        let past = await ada.submit(
            page,
            [
                "email": "ada.nolan@example.ie", "role": "officer", "until_day-day": "1",
                "until_day-month": "1", "until_day-year": "2020",
            ])
        #expect(past.contains("Last day must be today or later"))
        let held = await ada.submit(
            page, ["email": "ada.nolan@example.ie", "role": "administrator"])
        #expect(held.contains("already holds this role"))
    }

    @Test func anAdministratorOfOnePlaceEndsNothingElsewhere() async throws {
        let ada = try await test.client("Ada Nolan", roles: ["kerry": [.administrator]])
        try await test.person("Cian Daly", roles: ["clare": [.officer]])
        let id = try #require(try test.accounts.members(of: "clare").first).membership.id.text
        let csrf = await ada.get("/t/kerry/people").csrf
        for path in ["/t/kerry/people/end", "/t/clare/people/end", "/t/commons/people/end"] {
            let answer = await ada.post(path, [("csrf", csrf), ("id", id)])
            #expect(answer.status == 404)
        }
        #expect(try test.accounts.members(of: "clare").count == 1)
    }

    @Test func theOperatorsAdministratorManagesEveryPlace() async throws {
        let chief = try await test.client("Chief", roles: [Tenant.commons: [.administrator]])
        for slug in ["kerry", "clare", Tenant.commons] {
            #expect(await chief.get("/t/\(slug)/people").status == 200)
        }
        #expect(await chief.get("/t/nowhere/people").status == 404)
        let id = try #require(try test.accounts.members(of: Tenant.commons).first).membership.id
        let last = await chief.submit("/t/commons/people/end", on: "/t/commons/people", ["id": id.text])
        #expect(last.status == 409)
        #expect(last.contains("last administrator"))
        let work = await chief.get("/work")
        #expect(work.contains("Network operator"))
    }

    @Test func aTenantsPageShowsItsStaffMore() async throws {
        let visitor = await test.client().get("/t/kerry")
        #expect(visitor.status == 200)
        #expect(visitor.contains("<h1>Kerry County Council</h1>"))
        #expect(!visitor.contains("/t/kerry/people"))
        let ada = try await test.client("Ada Nolan", roles: ["kerry": [.administrator]])
        #expect(await ada.get("/t/kerry").contains("/t/kerry/people"))
        #expect(!(await ada.get("/t/clare")).contains("/t/clare/people"))
    }

    @Test(arguments: [
        "/work", "/account", "/account/name", "/account/password", "/account/tokens/new", "/notices",
        "/t/kerry/people",
    ])
    func nobodySeesThesePagesUnsigned(_ path: String) async {
        let answer = await test.client().get(path)
        #expect(answer.status == 303)
        #expect(answer.location?.hasPrefix("/sign-in?next=") == true)
    }

    @Test(arguments: [
        "/account/name", "/account/password", "/account/language", "/account/sessions/end",
        "/account/sessions/end-others",
        "/account/tokens/new", "/account/tokens/revoke", "/notices/seen", "/sign-out",
        "/t/kerry/people", "/t/kerry/people/end",
    ])
    func nothingIsTakenWithoutTheFormsSecret(_ path: String) async throws {
        let ada = try await test.client("Ada Nolan", roles: ["kerry": [.administrator]])
        _ = await ada.get("/account")
        #expect(await ada.post(path).status == 409)
        #expect(await ada.post(path, ["csrf": String(repeating: "0", count: 64)]).status == 409)
    }
}
