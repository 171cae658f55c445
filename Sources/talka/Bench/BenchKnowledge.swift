// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Knowledge
import Measuring
import Store
import Web

/// What many municipalities know together: searching all of it, well typed and mistyped, and its
/// first pages. How a digest is built is measured by `bench digest`.
struct BenchKnowledge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "knowledge",
        abstract: "Search, home page and knowledge of many municipalities and a million items.",
        discussion: """
            Where a place is named (--store), what was made there is used again by the next run of as \
            many items.
            """)

    /// How long people wait without noticing; the aim of one search.
    private static let aim = 50.0

    @OptionGroup var options: BenchOptions
    @Option(help: "Municipalities.") var municipalities = 10_000
    @Option(help: "Published items.") var items = 1_000_000
    @Option(help: "Questions of each kind.") var each = 500

    func run() async throws {
        let place = try BenchPlace("knowledge", options)
        defer { if !place.isNamed { place.remove() } }
        var report = Report()
        let network = try Composition.network(place.settings)
        let library = KnowledgeLibrary(municipalities: municipalities)
        try await fill(network, library, &report)
        report.say("engine: \(place.engine), \(municipalities) municipalities, \(items) items")

        let register = network.register(for: .members)
        let searches = try (0..<each).map { library.question($0) }.measured { typed in
            _ = try register.page(RegisterQuery(text: typed, limit: 20, isCounted: true))
        }
        report.summary("search", searches)
        report.figure("search, p99", searches.p99, " ms", aim: .atMost(Self.aim))

        var (none, mended) = (0, 0)
        let mistyped = try (0..<each).map { library.mistyped($0) }.measured { typed in
            let query = RegisterQuery(text: typed, limit: 20, isCounted: true)
            if !(try register.page(query).items.isEmpty) { return }
            none += 1
            guard let meant = try register.corrected(query) else { return }
            mended += 1
            _ = try register.page(RegisterQuery(text: meant, limit: 20, isCounted: true))
        }
        report.summary("search, mistyped", mistyped)
        report.say("of \(none) that found nothing as typed, \(mended) were mended")
        report.figure("search, mistyped, p99", mistyped.p99, " ms", aim: .atMost(Self.aim))

        try await pages(network, place, &report)
        try await network.close()
        print(report.text(asJSON: options.json))
    }

    /// Pages as a server makes them, not as they are kept.
    private func pages(_ network: Network, _ place: BenchPlace, _ report: inout Report) async throws {
        let site = try Composition.site(network, place.settings)
        // Kept to the end of the process, as by a server in use.
        _ = Unmanaged.passRetained(site)
        for (name, path) in [("home page", "/"), ("knowledge", "/knowledge"), ("guides", "/guides")] {
            var latencies = Latencies()
            let (begun, worked) = (MonotonicClock.now(), MonotonicClock.processor())
            for number in 0..<min(each, 100) {
                // Each another address, so that none is answered from what was kept.
                var query = FormData()
                query.add("n", "\(number)")
                let request = Request(
                    .get, path, query: query, headers: ["host": "localhost"], now: network.now(), site: site)
                let before = MonotonicClock.now()
                let answer = await site.answer(request)
                latencies.add((MonotonicClock.now() - before) * 1_000)
                guard answer.status == 200 else { throw Fault("\(path) answers \(answer.status)") }
            }
            let summary = Summary(
                latencies, seconds: MonotonicClock.now() - begun,
                processor: MonotonicClock.processor() - worked)
            report.summary(name, summary)
            report.figure("\(name), p99", summary.p99, " ms", aim: .atMost(Self.aim))
        }
    }

    private func fill(
        _ network: Network, _ library: KnowledgeLibrary, _ report: inout Report
    ) async throws {
        let last = library.item(items - 1, of: items)
        if try network.register(for: .members).item(tenant: last.tenant, record: last.record) != nil {
            return report.say("it was there already")
        }
        guard try network.register.page(RegisterQuery(limit: 1)).items.isEmpty else {
            throw ValidationError("Another size lies there; name another place.")
        }
        let begun = MonotonicClock.now()
        try await network.fillRegistry(library.tenants.map {
            Tenant(slug: $0, name: $0, jurisdiction: "ie", sort: "municipality", isDemo: true,
                systems: ["knowledge"])
        })
        for first in stride(from: 0, to: items, by: 2_000) {
            let batch = (first..<min(first + 2_000, items)).map { library.item($0, of: items) }
            try await network.fillRegister(batch)
        }
        try await network.surveyRegister()
        report.figure("filled", Double(items) / (MonotonicClock.now() - begun), " items/s")
        report.figure("size", Double(try network.size(of: Tenant.commons) ?? 0) / 1e6, " MB")
    }
}

extension [String] {
    /// How long the body takes with each, one after the other.
    fileprivate func measured(_ body: (String) throws -> Void) throws -> Summary {
        for typed in prefix(20) { try body(typed) }
        var latencies = Latencies()
        let (begun, worked) = (MonotonicClock.now(), MonotonicClock.processor())
        for typed in self { latencies.add(try MonotonicClock.measure { try body(typed) }.1) }
        return Summary(
            latencies, seconds: MonotonicClock.now() - begun,
            processor: MonotonicClock.processor() - worked)
    }
}
