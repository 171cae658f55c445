// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Store
import Synchronization
import TestKit
import Testing
import Web

/// What is written of a request, and what is not.
@Suite struct LogTests {
    private final class Lines: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [JSON] { kept.withLock { $0 }.compactMap { try? JSON(parsing: $0) } }
        var text: String { kept.withLock { $0 }.joined() }
        func add(_ line: String) { kept.withLock { $0.append(line) } }
    }

    private let lines = Lines()
    private let site: Site
    private let test: TestNetwork

    init() throws {
        let (lines, test) = (lines, try TestNetwork())
        var logger = Logger(label: "test") { _ in
            JSONLines(now: { test.clock.now }, write: { lines.add($0) })
        }
        logger.logLevel = .info
        var configuration = Configuration()
        configuration.proxies = .lastHop
        let broken = Route(.get, "/broken/:id", .everyone) { _ in throw Fault("it broke") }
        self.test = test
        site = Site(
            network: test.network, accounts: test.accounts, words: test.site.words, faces: [],
            derived: [broken, Route(.get, "/t/:tenant", .everyone) { $0.page(Page("Home", "")) }],
            assets: try Assets(), configuration: configuration, logger: logger)
    }

    private func client() -> TestClient { TestClient(site: site, clock: test.clock) }

    @Test func everyRequestIsALine() async throws {
        try await test.open("kildare")
        _ = await client().get(
            "/t/kildare?name=secret",
            headers: [
                "x-request-id": "r-1",
                "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            ])
        let line = try #require(lines.all.first)
        #expect(line["time"]?.asString == "2026-01-12T09:00:00.000Z")
        #expect(line["level"]?.asString == "info")
        #expect(line["message"]?.asString == "request")
        #expect(line["request"]?.asString == "r-1")
        #expect(line["route"]?.asString == "/t/:tenant")
        #expect(line["tenant"]?.asString == "kildare")
        #expect(line["status"]?.asInteger == 200)
        #expect(line["trace_id"]?.asString == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(line["ms"] != nil && line["bytes"] != nil)
    }

    @Test func nothingThatWasTypedOrTellsWhoAsksIsInIt() async throws {
        let client = client()
        _ = await client.get("/somebody@example.ie?q=Orla", headers: ["x-forwarded-for": "203.0.113.9"])
        _ = await client.submit("/sign-in", ["email": "orla@example.ie", "password": "hunter2 hunter2"])
        _ = await client.get("/broken/orla")
        #expect(lines.all.count >= 4)
        for part in ["example.ie", "orla", "Orla", "hunter2", "203.0.113.9", "192.0.2.7"] {
            #expect(!lines.text.contains(part), "\(part)")
        }
        for cookie in client.cookies.values { #expect(!lines.text.contains(cookie)) }
    }

    @Test func aFaultIsFoundByItsNumbers() async throws {
        let answer = await client().get("/broken/7")
        let fault = try #require(lines.all.first { $0["message"]?.asString == "fault" })
        let incident = try #require(fault["incident"]?.asString)
        let request = try #require(fault["request"]?.asString)
        #expect(answer.contains(incident) && answer.contains(request))
        #expect(answer.header("x-request-id") == request)
        #expect(fault["level"]?.asString == "error")
        #expect(fault["error"]?.asString?.contains("it broke") == true)
    }

    /// Whatever is in a value, it begins no line of its own, in either way of writing.
    @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{1b}[2K", "\u{202e}"])
    func noValueBeginsALine(_ end: String) throws {
        let (lines, test) = (lines, test)
        let write: @Sendable (String) -> Void = { lines.add($0) }
        let now = { @Sendable in test.clock.now }
        let forged = "broke\(end)2026-01-12T09:00:00.000Z info talka: all is well"
        for handler in [
            TextLines(now: now, write: write) as any LogHandler, JSONLines(now: now, write: write),
        ] {
            let logger = Logger(label: "test") { _ in handler }
            logger.error("fault \(end)", metadata: ["error": "\(forged)", "list": ["a\(end)b"]])
        }
        let text = lines.text
        #expect(text.utf8.last == UInt8(ascii: "\n"))
        let written = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
        #expect(written.map(\.value) == [0x0a, 0x0a])
        let first = try #require(text.split(separator: "\n").first)
        #expect(!first.unicodeScalars.contains { $0 == end.unicodeScalars.first })
        #expect(lines.all.first?["error"]?.asString == forged)
    }

    /// Health is asked every few seconds.
    @Test func whatMachinesAskAllDayIsNotWritten() async throws {
        _ = await client().get("/health")
        #expect(lines.all.isEmpty)
    }

    @Test(arguments: [
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "ff-4bf9-00f0-01", "x",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
    ])
    func aTraceThatIsNoneIsLeftOut(_ header: String) async throws {
        _ = await client().get("/help", headers: ["traceparent": header])
        #expect(try #require(lines.all.first)["trace_id"] == nil)
    }
}
