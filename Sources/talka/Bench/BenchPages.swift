// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Measuring
import Store

/// Pages for anonymous readers, beside nginx that serves the same bytes from the disk.
struct BenchPages: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages",
        abstract: "The register and a case for anonymous readers, beside nginx with the same bytes.",
        discussion: "Needs nginx: apt-get install -y nginx-light.")

    @OptionGroup var options: BenchOptions
    @Option(help: "Readers at once, each on a connection that is kept.") var readers = 32
    @Option(help: "Seconds a round.") var seconds = 4.0
    @Option(help: "Rounds, each of nginx and of Talka.") var rounds = 3

    func run() async throws {
        let place = try BenchPlace("pages", options)
        defer { place.remove() }
        let bench = try await BenchNetwork.make(in: place, people: 4, cases: 60)
        let server = try BenchServer(place, bench.network)
        let report = try await server.serve {
            var report = Report()
            report.say("engine: \(place.engine), \(readers) readers")
            for (name, path) in [
                ("register", "/register/planning"),
                ("case", "/register/planning/\(BenchNetwork.slug)/\(bench.application)"),
            ] {
                try await compare(name, path, server, &report)
            }
            try await checkTags(bench, server, &report)
            return report
        }
        try await bench.network.close()
        print(report.text(asJSON: options.json))
    }

    private func compare(
        _ name: String, _ path: String, _ server: BenchServer, _ report: inout Report
    ) async throws {
        let page = try Fetched(port: server.place.port, path)
        guard page.status == 200 else { throw Fault("\(path) answers \(page.status)") }
        let nginx = try Nginx(serving: ["page": page.body], in: server.place.directory)
        defer { nginx.stop() }
        let found = try await Rounds.alternate(rounds, [
            { try await load(nginx.port, "/page", in: server.place.directory) },
            { try await load(server.place.port, path, in: server.place.directory) },
        ]).map(Summary.init(medianOf:))
        report.say("\(name): \(page.body.count) bytes")
        report.summary("\(name), nginx", found[0])
        report.summary("\(name), Talka", found[1])
        report.figure(
            "\(name), of nginx's requests/s", found[1].perSecond / found[0].perSecond,
            aim: .atLeast(0.4))
    }

    private func load(_ port: Int, _ path: String, in directory: String) async throws -> Summary {
        let senders = (0..<readers).map { _ in LoadPlan.Sender("reader", "GET", path) }
        let plan = LoadPlan(port: port, seconds: seconds, senders: senders)
        guard let found = try await LoadProcess.run(plan, in: directory)["reader"] else {
            throw Fault("\(path): no answer was whole")
        }
        return found
    }

    /// The tag must be another one as soon as something changed: after each of several acts, in the
    /// very next request once it has been carried to the commons.
    private func checkTags(
        _ bench: BenchNetwork, _ server: BenchServer, _ report: inout Report
    ) async throws {
        let port = server.place.port
        let page = "/register/planning/\(BenchNetwork.slug)/\(bench.application)"
        var (stale, unmarked, waits) = (0, 0, Latencies())
        for _ in 0..<20 {
            guard let tag = try Fetched(port: port, page).headers["etag"] else {
                unmarked += 1
                continue
            }
            if try Fetched(port: port, page, headers: ["If-None-Match": tag]).status != 304 { unmarked += 1 }
            let sender = bench.submission(bench.tokens[1])
            let acted = try Fetched(
                port: port, sender.path, method: "POST",
                headers: [
                    "Authorization": "Bearer \(bench.tokens[1])", "Content-Type": "application/json",
                ], body: sender.body ?? "")
            guard acted.status < 300 else { throw Fault("the act was answered \(acted.status)") }
            let begun = MonotonicClock.now()
            await bench.network.settle()
            waits.add((MonotonicClock.now() - begun) * 1_000)
            let next = try Fetched(port: port, page, headers: ["If-None-Match": tag])
            if next.status == 304 || next.headers["etag"] == tag { stale += 1 }
        }
        report.figure("from the act's answer to the commons, p50", waits.percentile(0.5), " ms")
        report.condition("who has a page already is told so", unmarked == 0)
        report.condition("the tag is another one in the very next request after an act", stale == 0)
    }
}
