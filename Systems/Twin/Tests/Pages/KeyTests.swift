// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing
import Web

/// Keys for programs, made on a page of the twin.
struct KeyTests {
    private let path = "\(TwinSite.home)/key"
    private let lamp = "https://uri.etsi.org/ngsi-ld/default-context/Lamp"

    private func key(_ site: TwinSite, _ values: [(String, String)]) async throws -> String {
        let officer = try await site.officer()
        let page = await officer.get(path)
        let made = await officer.post(path, page.hidden(action: path) + values)
        return try #require(made.text.firstMatch(of: /talka_[0-9a-f]{64}/)).0.description
    }

    private func ask(_ site: TwinSite, _ path: String, _ key: String) async -> TestAnswer {
        await site.test.client().get("/ngsi-ld/v1/\(path)", headers: ["authorization": "Bearer \(key)"])
    }

    @Test func aKeyOpensTheTypesItIsMadeForAndNothingElse() async throws {
        let site = try await TwinSite()
        await site.fill()
        let key = try await key(site, [("name", "Dimmers"), ("may", "read"), ("types", lamp), ("days", "30")])
        let found = await ask(site, "entities?type=*", key)
        #expect(found.json.asArray?.map { $0["id"]?.asString } == ["urn:lamp:1", "urn:lamp:2"])
        #expect(await ask(site, "entities/urn:street:1", key).status == 404)
        let written = await site.test.client().send(
            .delete, "/ngsi-ld/v1/entities/urn:lamp:1", headers: ["authorization": "Bearer \(key)"])
        #expect([401, 403, 404].contains(written.status))
        // What lies in other systems is not opened by it.
        #expect(await site.test.client().get(
            "/api/t/clare/journal", headers: ["authorization": "Bearer \(key)"]).status >= 400)
        let account = try await site.officer().get("/account")
        #expect(account.contains("Dimmers") && account.contains("twin-type=\(lamp)"))
    }

    @Test func aKeyMayBeOfAPartOfTheTreeOfScopes() async throws {
        let site = try await TwinSite()
        await site.write(
            #"""
            [{"id":"urn:bin:1","type":"Bin","scope":"/Clare/Ennis/East","level":1},
             {"id":"urn:bin:2","type":"Bin","scope":"/Clare/Kilrush","level":2}]
            """#)
        let key = try await key(
            site, [("name", "Ennis"), ("may", "write"), ("scopes", "/Clare/Ennis"), ("days", "90")])
        let found = await ask(site, "entities?type=Bin", key)
        #expect(found.json.asArray?.map { $0["id"]?.asString } == ["urn:bin:1"])
        func delete(_ id: String) async -> Int {
            await site.test.client().send(
                .delete, "/ngsi-ld/v1/entities/\(id)", headers: ["authorization": "Bearer \(key)"]).status
        }
        #expect(await delete("urn:bin:2") >= 400)
        #expect(await delete("urn:bin:1") == 204)
    }

    @Test func whatIsWrongIsSaidBesideItAndNobodyElseMakesOne() async throws {
        let site = try await TwinSite()
        await site.fill()
        let officer = try await site.officer()
        let page = await officer.get(path)
        let wrong = await officer.post(
            path,
            page.hidden(action: path) + [("name", ""), ("may", "read"), ("scopes", "a b"), ("types", lamp)])
        #expect(wrong.status == 422 && wrong.contains("Give the key a name"))
        #expect(wrong.contains("“a b” is no scope") && wrong.contains("value=\"\(lamp)\" checked"))
        #expect(!wrong.contains("talka_"))
        #expect(try await site.test.client("Rita").get(path).status == 404)
        #expect(await site.test.client().get(path).status == 303)
    }
}
