// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import Synchronization
import TestKit
import Testing
import Web

/// What belongs to one request is told to a collector as one trace, and nothing personal with it.
struct TraceTests {
    private let collector = TestAddress()

    private func queue() -> SpanQueue {
        SpanQueue(to: "http://collector.test:4318", by: collector, version: "0") { _, _ in }
    }

    private func test(_ queue: SpanQueue, share: Double = 1) async throws -> TestNetwork {
        var configuration = Configuration()
        configuration.proxies = .lastHop
        let home = Route(.get, "/t/:tenant", .everyone) { $0.page(Page("Home", "")) }
        let test = try TestNetwork(
            derived: [home], configuration: configuration, tracer: CollectorTracer(to: queue, share: share))
        try await test.open("kildare")
        try await test.person("Orla", roles: [Tenant.commons: [.administrator]])
        await queue.send()
        return test
    }

    /// The spans of what was told since the network stood.
    private func spans(_ before: Int) -> [JSON] {
        collector.taken.dropFirst(before).flatMap { request in
            let resources = request.json["resourceSpans"]?.asArray ?? []
            return resources.flatMap { $0["scopeSpans"]?.asArray ?? [] }
                .flatMap { $0["spans"]?.asArray ?? [] }
        }
    }

    private func attribute(_ name: String, of span: JSON) -> JSON? {
        span["attributes"]?.asArray?.first { $0["key"]?.asString == name }?["value"]
    }

    @Test func aRequestItsActionAndItsCommitAreOneTrace() async throws {
        let queue = queue()
        let test = try await test(queue)
        let before = collector.taken.count
        let client = test.client()
        try await client.signIn("orla@example.ie", TestNetwork.password)
        await queue.send()
        let request = try #require(collector.taken.last)
        #expect(request.address == "http://collector.test:4318/v1/traces")
        let spans = spans(before)
        let post = try #require(spans.first { $0["name"]?.asString == "POST /sign-in" })
        #expect(post["kind"]?.asInteger == 2 && post["parentSpanId"] == nil)
        #expect(post["traceId"]?.asString?.count == 32 && post["spanId"]?.asString?.count == 16)
        #expect(attribute("http.response.status_code", of: post)?["intValue"]?.asString == "303")
        let own = spans.filter { $0["traceId"] == post["traceId"] }
        let action = try #require(own.first { $0["name"]?.asString == "network.sign_in" })
        #expect(action["parentSpanId"] == post["spanId"])
        #expect(attribute("talka.tenant", of: action)?["stringValue"]?.asString == Tenant.commons)
        let commit = try #require(own.first { $0["parentSpanId"] == action["spanId"] })
        #expect(commit["name"]?.asString == "commit")
        #expect(attribute("talka.writes", of: commit)?["intValue"] != nil)
        let begun = Int64(commit["startTimeUnixNano"]?.asString ?? "") ?? 0
        let ended = Int64(commit["endTimeUnixNano"]?.asString ?? "") ?? 0
        #expect(begun > 1_000_000_000_000_000_000 && ended > begun)
    }

    @Test func aTraceThatBeganElsewhereIsGoneOnWithAsItsBeginnerDecided() async throws {
        let queue = queue()
        let test = try await test(queue, share: 0)
        let before = collector.taken.count
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        for flags in ["01", "00"] {
            _ = await test.client().get(
                "/t/kildare",
                headers: ["traceparent": "00-\(trace)-00f067aa0ba902b7-\(flags)"])
        }
        // Nobody else began one, and none of those that begin here are kept.
        _ = await test.client().get("/t/kildare")
        await queue.send()
        let spans = spans(before)
        #expect(spans.map { $0["name"]?.asString } == ["GET /t/:tenant"])
        #expect(spans.first?["traceId"]?.asString == trace)
        #expect(spans.first?["parentSpanId"]?.asString == "00f067aa0ba902b7")
    }

    @Test func nothingThatWasTypedIsInIt() async throws {
        let queue = queue()
        let test = try await test(queue)
        let client = test.client()
        _ = await client.get("/somebody@example.ie?q=Orla")
        _ = await client.submit("/sign-in", ["email": "orla@example.ie", "password": "hunter2 hunter2"])
        await queue.send()
        let told = collector.taken.map { String(decoding: $0.body, as: UTF8.self) }.joined()
        #expect(told.contains("POST /sign-in"))
        for text in ["orla", "Orla", "hunter2", "somebody", "example.ie"] {
            #expect(!told.contains(text), "\(text)")
        }
    }

    @Test func whatIsAskedOfAnotherServerIsASpanWithoutItsAddress() async throws {
        let (queue, other) = (queue(), TestAddress())
        let asking = other.traced(by: CollectorTracer(to: queue))
        other.answer(201, 0)
        let address = "https://other.test/orla?token=hunter2"
        #expect(try await asking.send(OutgoingRequest("POST", address)).status == 201)
        await #expect(throws: Fault.self) { try await asking.send(OutgoingRequest("GET", address)) }
        #expect(other.taken.allSatisfy { $0.headers.isEmpty })
        await queue.send()
        let spans = spans(0)
        #expect(spans.map { $0["name"]?.asString } == ["POST", "GET"])
        #expect(spans.map { $0["kind"]?.asInteger } == [3, 3])
        #expect(spans.map { $0["status"]?["code"]?.asInteger } == [nil, 2])
        #expect(attribute("server.address", of: spans[0])?["stringValue"]?.asString == "other.test")
        let told = collector.taken.map { String(decoding: $0.body, as: UTF8.self) }.joined()
        #expect(!told.contains("orla") && !told.contains("hunter2"))
    }

    @Test func aCollectorThatIsAwayCostsItsSpansAlone() async throws {
        let away = Mutex<[Int]>([])
        let queue = SpanQueue(to: "http://collector.test", by: collector, version: "0") { spans, _ in
            away.withLock { $0.append(spans) }
        }
        let test = try await test(queue)
        collector.answer(0, 503)
        for _ in 0..<2 {
            #expect(await test.client().get("/t/kildare").status == 200)
            await queue.send()
        }
        #expect(away.withLock { $0.count } == 2)
        let before = collector.taken.count
        #expect(await test.client().get("/t/kildare").status == 200)
        await queue.send()
        #expect(spans(before).map { $0["name"]?.asString } == ["GET /t/:tenant"])
    }

    @Test(arguments: [
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-will-be",
    ])
    func readsWhatTheStandardSays(_ header: String) throws {
        let context = try #require(TraceContext(header))
        #expect(context.isSampled && context.span == "00f067aa0ba902b7")
    }
}
