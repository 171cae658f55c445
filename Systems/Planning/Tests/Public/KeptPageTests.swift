// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Planning
import TestKit
import Testing

@Suite("Pages kept for readers nobody knows")
struct KeptPageTests {
    @Test("Who has a page is told so until something changes, and then at once no more")
    func tags() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        for path in ["/register/planning", "/t/dlr/planning/register", network.path(id)] {
            let first = await network.visitor.get(path)
            let tag = try #require(first.header("etag"))
            let again = await network.visitor.get(path, headers: ["if-none-match": tag])
            #expect(again.status == 304)
            #expect(again.text.isEmpty)
            let other = await network.visitor.get(
                path, headers: ["if-none-match": tag, "accept-language": "ga"])
            #expect(other.status == 200)
        }
        let tag = try #require(await network.visitor.get(network.path(id)).header("etag"))
        try await network.act("withdraw", on: id, by: network.applicant, ["reason": "No money"])
        await network.test.network.settle()
        let next = await network.visitor.get(network.path(id), headers: ["if-none-match": tag])
        #expect(next.status == 200)
        #expect(next.contains("Withdrawn"))
        #expect(next.header("etag") != tag)
    }

    @Test("What another process publishes is seen in the next request")
    func across() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let beside = try network.test.beside()
        #expect(await beside.client().get(network.path(id)).status == 200)
        #expect(await beside.client().get("/register/planning").contains("1 application<"))
        try await network.act("withdraw", on: id, by: network.applicant, ["reason": "No money"])
        _ = try await network.publish(.init(proposal: "A slatted shed"))
        #expect(await beside.client().get(network.path(id)).contains("Withdrawn"))
        #expect(await beside.client().get("/register/planning").contains("2 applications<"))
    }

    @Test("A page goes by the time, and by who reads it")
    func readers() async throws {
        let network = try await PublicNetwork()
        let id = try await network.publish()
        let page = await network.visitor.get(network.path(id))
        #expect(page.contains("Sign in"))
        #expect(page.header("set-cookie") == nil)
        let signedIn = try await network.person("Rita")
        let own = await signedIn.get(network.path(id))
        #expect(own.contains("Rita") && own.contains("Sign out"))
        #expect(own.header("etag") == nil && own.header("cache-control") == "no-store")
        #expect(await !network.visitor.get(network.path(id)).contains("Rita"))
        network.test.clock.pass(days: 60)
        #expect(await network.visitor.get(network.path(id)).text != page.text)
    }
}
