// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing
import Web

/// What a process tells of itself, and to whom.
@Suite struct MetricsTests {
    private static let token = "a-token-of-twenty-letters"

    private func network(_ access: MetricsAccess) throws -> TestNetwork {
        var configuration = Configuration()
        configuration.metrics = access
        let home = Route(.get, "/t/:tenant", .everyone) { _ in .json(["home": true]) }
        return try TestNetwork(derived: [home], configuration: configuration)
    }

    private func own(_ test: TestNetwork, _ peer: String = "127.0.0.1") -> TestClient {
        TestClient(site: test.site, clock: test.clock, peer: peer)
    }

    @Test func nobodyReadsThemUnlessItIsSaidWho() async throws {
        let test = try network(MetricsAccess())
        #expect(await own(test).get("/metrics").status == 404)
    }

    @Test func theyAreReadFromWhereItIsAllowed() async throws {
        let test = try network(MetricsAccess(from: AddressRange.loopback))
        #expect(await own(test).get("/metrics").status == 200)
        #expect(await own(test, "203.0.113.9").get("/metrics").status == 404)
        let proxied = await own(test).get("/metrics", headers: ["x-forwarded-for": "203.0.113.9"])
        #expect(proxied.status == 404)
    }

    @Test func aTokenOpensThemFromAnywhere() async throws {
        let client = own(try network(MetricsAccess(token: Self.token)), "203.0.113.9")
        let right = await client.get("/metrics", headers: ["authorization": "Bearer \(Self.token)"])
        #expect(right.status == 200)
        let wrong = await client.get("/metrics", headers: ["authorization": "Bearer other"])
        #expect(wrong.status == 404)
    }

    @Test func theySayWhatWasSlowAndForWhom() async throws {
        let test = try network(MetricsAccess(from: AddressRange.loopback))
        try await test.open("kildare")
        _ = await test.client().get("/t/kildare")
        _ = await test.client().get("/t/nobody-of-that-name")
        Sampling(test.site).look()
        let text = await own(test).get("/metrics").text
        for line in [
            #"talka_request_seconds_count{method="GET",route="/t/:tenant",status="2xx"} 1"#,
            #"talka_tenant_request_seconds_count{tenant="kildare"} 1"#,
            #"talka_action_seconds_count{action="network.open_tenant",outcome="done"} 1"#,
            #"talka_outbox_waiting{tenant="kildare"} 0"#,
            #"talka_tenants{state="in_service"} 2"#,
            "# TYPE talka_commit_writes histogram", "process_resident_memory_bytes ",
        ] {
            #expect(text.contains(line), "\(line)")
        }
        #expect(!text.contains("nobody-of-that-name"))
    }

    @Test func histogramsCountUpToTheirBounds() {
        let metrics = Metrics()
        for size in [1.0, 2, 3, 500] { metrics.commitSizes[].record(size) }
        let text = metrics.text()
        for line in [
            #"talka_commit_writes_bucket{le="1"} 1"#, #"talka_commit_writes_bucket{le="4"} 3"#,
            #"talka_commit_writes_bucket{le="128"} 3"#,
            #"talka_commit_writes_bucket{le="+Inf"} 4"#, "talka_commit_writes_sum 506",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
    }

    @Test func labelsAreEscapedAndBounded() {
        let metrics = Metrics()
        metrics.tenantRequests["a\"b\\"].record(1)
        for number in 0..<3_000 { metrics.tenantRequests["t\(number)"].record(1) }
        let text = metrics.text()
        #expect(text.contains(#"talka_tenant_request_seconds_count{tenant="a\"b\\"} 1"#))
        #expect(text.contains(#"talka_tenant_request_seconds_count{tenant="other"}"#))
        #expect(text.split(separator: "\n").count < 2_010 * 16)
    }

    /// Every query of the dashboard names what exists.
    @Test func theDashboardAsksForWhatThereIs() throws {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        let text = try String(
            contentsOf: folder.appending(path: "docs/operating/grafana.json"), encoding: .utf8)
        _ = try JSON(parsing: text)
        let names = Set(Metrics().names)
        let asked = text.matches(of: /\b(talka|process)_[a-z_]+/).map { String($0.0) }
        #expect(asked.count > 10)
        for name in asked {
            let plain = ["_bucket", "_count", "_sum"].reduce(name) {
                $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0
            }
            #expect(names.contains(name) || names.contains(plain), "\(name)")
        }
    }

    @Test func whatWasSlowLatelyIsForgotten() throws {
        let lately = Lately()
        let start = try #require(Instant(iso: "2026-01-12T09:00:00Z"))
        lately.note("a", .milliseconds(5), at: start, tenant: "kildare")
        lately.note("a", .milliseconds(9), at: start.adding(seconds: 60), tenant: "mayo")
        lately.note("b", .milliseconds(7), at: start)
        let now = lately.slowest(5, at: start.adding(seconds: 1_900))
        #expect(now.map(\.key) == ["a", "b"])
        #expect(now[0].count == 2 && now[0].tenant == "mayo" && now[0].mean == .milliseconds(7))
        #expect(lately.slowest(5, at: start.adding(seconds: 2 * 3_600)).isEmpty)
    }
}
