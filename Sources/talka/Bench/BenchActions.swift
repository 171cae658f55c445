// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Measuring
import Store

/// Durable actions over HTTP, one tenant, many people, beside the fastest raw durable insert on the
/// same file system, or beside pgbench doing the same writes on the same server.
struct BenchActions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "Durable actions over HTTP, beside raw durable inserts or pgbench.")

    @OptionGroup var options: BenchOptions
    @Option(help: "People who act at once; 64 on SQLite, 32 on PostgreSQL unless it is said.")
    var people: Int?
    @Option(help: "Seconds a round.") var seconds = 5
    @Option(help: "Rounds, each of the peer and of Talka.") var rounds = 3

    func run() async throws {
        let place = try BenchPlace("actions", options)
        defer { place.remove() }
        let people = people ?? (place.isPostgres ? 32 : 64)
        let bench = try await BenchNetwork.make(in: place, people: people)
        let server = try BenchServer(place, bench.network)
        var report = Report()
        report.say("engine: \(place.engine), \(people) people, \(place.durability)")
        try await server.serve {
            for senders in [
                bench.tokens.map { BenchNetwork.start(at: BenchNetwork.slug, $0) },
                bench.tokens.map { bench.submission($0) },
            ] {
                try await compare(senders, server, &report)
            }
        }
        let verification = try bench.network.verify(BenchNetwork.slug)
        report.figure("journal entries", Double(verification.entries))
        report.condition("the journal is sound", verification.finding == nil)
        try await bench.network.close()
        print(report.text(asJSON: options.json))
    }

    private func compare(
        _ senders: [LoadPlan.Sender], _ server: BenchServer, _ report: inout Report
    ) async throws {
        let (name, place) = (senders[0].group, server.place)
        // What an action writes is known once one was taken.
        _ = try await server.load(senders, seconds: 1)
        let peer = try await place.peer(like: senders[0], clients: senders.count)
        var raw: [Double] = []
        let rounds = try await Rounds.alternate(rounds, [
            {
                raw.append(try await peer.perSecond(for: seconds))
                return nil
            },
            { try await server.load(senders, seconds: Double(seconds))[name] },
        ])
        let found = Summary(medianOf: rounds[1].compactMap { $0 })
        let ratio = found.perSecond / Latencies.median(raw)
        report.figure("\(name): \(peer.name)", Latencies.median(raw), "/s")
        report.summary("\(name): Talka", found)
        report.figure(
            "\(name): of the peer's", ratio, aim: .atLeast(place.isPostgres ? 0.5 : 1.5))
        guard !place.isPostgres else { return }
        report.figure("\(name): actions", found.perSecond, "/s", aim: .atLeast(6_000))
        report.figure("\(name): p99", found.p99, " ms", aim: .atMost(50))
    }
}

/// Whom durable writes are measured against.
struct WritingPeer {
    let name: String
    let measure: (_ seconds: Int) async throws -> Double

    /// Writes a second.
    func perSecond(for seconds: Int) async throws -> Double { try await measure(seconds) }
}

extension BenchPlace {
    /// What was asserted when the store was opened.
    var durability: String {
        isPostgres
            ? "fsync, full_page_writes and synchronous_commit on (asserted)"
            : "synchronous=FULL (asserted)"
    }

    /// The peer of an action on this engine.
    func peer(like sender: LoadPlan.Sender, clients: Int) async throws -> WritingPeer {
        guard let address else {
            let directory = directory
            return WritingPeer(name: "raw durable inserts, one by one") {
                try RawInserts.perSecond(in: directory, seconds: $0)
            }
        }
        let record = sender.path.contains("submission") ? "planning_submission" : "planning_application"
        let pgbench = try await PgBench(
            address, like: schema(BenchNetwork.slug), record: record, in: directory)
        return WritingPeer(name: "pgbench, the same writes, \(clients) clients") {
            try await pgbench.perSecond(seconds: $0, clients: clients)
        }
    }
}
