// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization
import TestKit
import Testing
import Web

/// What changes, told to a page while it changes.
struct WatchingTests {
    /// Whoever reads the events: says that it has begun, and goes as soon as it has heard something.
    private final class Reader: Sendable {
        struct Gone: Error {}

        private let heard = Mutex("")
        private let word: String
        let begun: AsyncStream<Void>
        private let begin: AsyncStream<Void>.Continuation

        init(until word: String) {
            self.word = word
            (begun, begin) = AsyncStream.makeStream()
        }

        var text: String { heard.withLock { $0 } }

        func hear(_ bytes: [UInt8]) throws {
            let all = heard.withLock { heard in
                heard += String(decoding: bytes, as: UTF8.self)
                return heard
            }
            begin.yield()
            if all.contains(word) { throw Gone() }
        }
    }

    private struct Writer: ChunkWriter {
        let reader: Reader
        mutating func write(_ bytes: [UInt8]) async throws { try reader.hear(bytes) }
    }

    private func events(_ site: TwinSite) async -> Response {
        await site.test.site.answer(
            Request(
                .get, "\(TwinSite.home)/changes",
                headers: ["accept": "text/event-stream", "host": "talka.test"], now: site.test.clock.now,
                site: site.test.site))
    }

    @Test(.timeLimit(.minutes(20))) func changesAreHeardAsTheyHappen() async throws {
        let site = try await TwinSite()
        await site.fill()
        let lamp = "https://uri.etsi.org/ngsi-ld/default-context/Lamp"
        _ = try await site.open(["open": "types", "types": lamp])
        let response = await events(site)
        #expect(response.header("content-type") == "text/event-stream")
        guard case .stream(let produce) = response.body else {
            Issue.record("the changes are no stream")
            return
        }
        let reader = Reader(until: "urn:lamp:2")
        let reading = Task {
            var writer: any ChunkWriter = Writer(reader: reader)
            try await produce(&writer)
        }
        for await _ in reader.begun { break }
        await site.write(#"[{"id":"urn:street:1","type":"Street","name":{"type":"Property","value":"x"}}]"#)
        await site.write(#"[{"id":"urn:lamp:2","type":"Lamp","power":{"type":"Property","value":77}}]"#)
        // It ends with its reader.
        await #expect(throws: Reader.Gone.self) { try await reading.value }
        #expect(reader.text.contains("event: change") && reader.text.contains("power: 77"))
        // What is not opened is not told.
        #expect(!reader.text.contains("urn:street:1"))
    }

    @Test func withoutAScriptThereIsAListToLoadAgain() async throws {
        let site = try await TwinSite()
        await site.fill()
        let page = try await site.officer().get("\(TwinSite.home)/changes")
        #expect(page.contains("urn:lamp:1") && page.contains("Show what changed since"))
        #expect(page.contains("/assets/live.js"))
        let lamps = try await site.officer().get("\(TwinSite.home)/changes?type=Lamp")
        #expect(!lamps.contains(">urn:street:1</span>"))
    }

    @Test func oneAddressHasOnlySoManyStreams() async throws {
        let site = try await TwinSite()
        _ = try await site.open(["open": "all"])
        var held: [Response] = []
        for _ in 0..<8 { held.append(await events(site)) }
        #expect(held.allSatisfy { $0.status == 200 })
        #expect(await events(site).status == 503)
        // They keep nobody from files that are made as they are sent.
        await site.fill()
        #expect(await site.test.client().get("\(TwinSite.home)/entity.csv?id=urn:lamp:1").status == 200)
        held = []
        #expect(await events(site).status == 200)
    }
}
