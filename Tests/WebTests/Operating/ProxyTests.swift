// SPDX-License-Identifier: EUPL-1.2

import TestKit
import Testing
import Web

/// Whose word on where a request comes from is taken.
@Suite struct ProxyTests {
    private func peer(
        _ trust: ProxyTrust, from connection: String, _ headers: [String: String]
    ) throws -> String {
        try request(trust, from: connection, headers).peer
    }

    private func request(
        _ trust: ProxyTrust, from connection: String, _ headers: [String: String]
    ) throws -> Request {
        var configuration = Configuration()
        configuration.proxies = trust
        let test = try TestNetwork(configuration: configuration)
        return Request(
            .get, "/", headers: headers, peer: connection, now: test.clock.now, site: test.site)
    }

    private func ranges(_ texts: String...) -> ProxyTrust {
        .these(texts.compactMap { AddressRange($0) })
    }

    @Test(arguments: [
        // What is claimed, by whom the connection comes, and who it is.
        ("203.0.113.9", "10.0.0.1", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        ("1.1.1.1", "203.0.113.50", "203.0.113.50"),
        ("2001:db8::7, ::ffff:10.0.0.2", "10.0.0.1", "2001:db8::7"),
        ("203.0.113.9:4711", "10.0.0.1", "203.0.113.9"),
        ("[2001:db8::7]:4711", "10.0.0.1", "2001:db8::7"),
        ("unknown, 10.0.0.2", "10.0.0.1", "10.0.0.2"),
        ("10.0.0.3, 10.0.0.2", "10.0.0.1", "10.0.0.3"),
        ("", "10.0.0.1", "10.0.0.1"),
    ])
    func theVisitorIsTheLastWhoIsNoTrustedProxy(
        _ claimed: String, _ connection: String, _ visitor: String
    ) throws {
        let found = try peer(
            ranges("10.0.0.0/8"), from: connection, ["x-forwarded-for": claimed])
        #expect(found == visitor)
    }

    @Test func aStrangersHeadersAreNothing() throws {
        let headers = [
            "x-forwarded-for": "1.1.1.1", "forwarded": "for=1.1.1.1", "x-forwarded-host": "evil.test",
            "x-request-id": "mine", "host": "talka.test",
        ]
        let found = try request(.nobody, from: "203.0.113.50", headers)
        #expect(found.peer == "203.0.113.50")
        #expect(found.headers["host"] == "talka.test")
        #expect(found.id != "mine")
    }

    @Test func theLastHopSaysWhoComes() throws {
        let claimed = ["x-forwarded-for": "1.1.1.1, 203.0.113.9"]
        #expect(try peer(.lastHop, from: "172.16.0.9", claimed) == "203.0.113.9")
    }

    @Test(arguments: [
        (#"for=192.0.2.60;proto=https;by=203.0.113.43;host=talka.example"#, "192.0.2.60"),
        (#"for=1.1.1.1, for="[2001:db8:cafe::17]:4711";host=talka.example"#, "2001:db8:cafe::17"),
        (#"For="192.0.2.60, 1.1.1.1""#, "10.0.0.1"),
    ])
    func theHeaderOfTheStandardIsRead(_ header: String, _ visitor: String) throws {
        let found = try request(ranges("10.0.0.1"), from: "10.0.0.1", ["forwarded": header])
        #expect(found.peer == visitor)
        if header.contains("host=") { #expect(found.headers["host"] == "talka.example") }
    }

    @Test(arguments: [("10.0.0.0/33", false), ("10.0.0.0/8", true), ("::1", true), ("x", false), ("", false)])
    func rangesAreReadStrictly(_ text: String, _ isRange: Bool) {
        #expect((AddressRange(text) != nil) == isRange)
    }

    /// A host that anybody can make up stands on no page and leads nowhere.
    @Test(arguments: ["/", "/sign-in", "/sitemap.xml", "/open-data", "/nothing", "/robots.txt"])
    func aStrangeHostIsNotRepeated(_ path: String) async throws {
        let test = try TestNetwork(derived: DerivedRoutes.all(for: []))
        let answer = await test.client().get(
            path, headers: ["host": "evil.test", "x-forwarded-host": "evil.test"])
        #expect(!answer.text.contains("evil.test"))
        #expect(!(answer.header("location") ?? "").contains("evil.test"))
    }

    @Test func theNumberATrustedProxyGaveIsKept() async throws {
        var configuration = Configuration()
        configuration.proxies = .lastHop
        let client = try TestNetwork(configuration: configuration).client()
        let answer = await client.get("/health", headers: ["x-request-id": "abc-1.2_3"])
        #expect(answer.header("x-request-id") == "abc-1.2_3")
        let odd = await client.get("/health", headers: ["x-request-id": "a b\"<"])
        #expect(odd.header("x-request-id")?.wholeMatch(of: /[0-9a-f]{16}/) != nil)
    }
}
