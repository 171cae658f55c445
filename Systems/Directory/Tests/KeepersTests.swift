// SPDX-License-Identifier: EUPL-1.2

import Directory
import Kernel
import Store
import TestKit
import Testing

/// The operator's administrators keep the directory, on its derived pages and by the API.
@Suite struct KeepersTests {
    private func committees(_ network: DirectoryNetwork) async throws -> JSON? {
        try await network.json("/directory/namrb.json")["figures"]?
            .first("label", "standing committees")?["value"]
    }

    @Test func administratorsAreLedToTheEntriesAndStrikeThemOut() async throws {
        let network = try await DirectoryNetwork()
        let ada = try await network.test.client("Ada", roles: [Tenant.commons: [.administrator]])
        let figure = try network.find("figure", "label", "standing committees")
        let path = "/t/commons/directory/figures/\(figure.id.text)"
        #expect(await ada.get("/work").contains("href=\"/t/commons\""))
        #expect(await ada.get("/t/commons").contains("/t/commons/directory/figures"))
        #expect(await ada.get("/directory/namrb/history").contains("href=\"\(path)\""))
        let page = await ada.get(path)
        #expect(page.status == 200 && page.contains("Strike out the figure"))
        #expect(await ada.submit("\(path)/strike-figure").status == 303)
        #expect(try await committees(network) == nil)
        let history = await network.client.get("/directory/namrb/history")
        #expect(history.contains("Figure struck out") && !history.contains("href=\"\(path)\""))
    }

    @Test func theApiTakesTheirWordAndNobodyElses() async throws {
        let network = try await DirectoryNetwork()
        let test = network.test
        try await test.open("kerry")
        func token(_ name: String, _ tenant: String) async throws -> String {
            let person = try await test.person(name, roles: [tenant: [.administrator]])
            return try await test.accounts.createToken(
                Accounts.TokenWish(tenant: tenant, name: "A test", scopes: ["read", "write"]),
                by: Actor(.person(person)), at: test.clock.now)
        }
        let (own, other) = (try await token("Ada", Tenant.commons), try await token("Bea", "kerry"))
        let figure = try network.find("figure", "label", "standing committees")
        let figures = "/api/t/commons/directory/figures"
        let path = "\(figures)/\(figure.id.text)/correct-figure"
        #expect(await network.client.api(.post, path, ["value": 15]).status == 401)
        #expect(await network.client.api(.post, path, ["value": 15], token: other).status == 404)
        #expect(try await committees(network)?.lexeme == "14")
        let answer = await network.client.api(.post, path, ["value": 15], token: own)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try await committees(network)?.lexeme == "15")
        #expect(await network.client.api(.get, figures).status == 200)
        let elsewhere = "/api/t/kerry/directory/figures"
        #expect(await network.client.api(.get, elsewhere).status == 404)
        #expect(await network.client.get("/t/kerry/directory/figures").status == 404)
    }

    @Test func onlyKeepersSeeTheWay() async throws {
        let network = try await DirectoryNetwork()
        let clerk = try await network.test.client("Clerk", roles: [Tenant.commons: [.officer]])
        for path in ["/directory", "/directory/namrb", "/directory/namrb/history"] {
            #expect(!(await clerk.get(path).contains("Correct entries")), "\(path)")
        }
        let figure = try network.find("figure", "label", "standing committees")
        let path = "/t/commons/directory/figures/\(figure.id.text)/strike-figure"
        #expect(await clerk.post(path).status == 404)
        #expect(await network.client.get(path).status == 303)
    }
}
