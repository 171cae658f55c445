// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Planning
import Store
import Web

/// Durable actions over HTTP, one tenant, many people, beside the fastest raw durable insert on the
/// same file system.
struct BenchActions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "Durable actions over HTTP, beside raw one-by-one durable inserts.")

    @Option(help: "People who act at once.") var people = 64
    @Option(help: "Seconds a round.") var seconds = 5
    @Option(help: "Rounds, each a raw one and one over HTTP.") var rounds = 3
    @Flag(help: "Report in JSON.") var json = false

    func run() async throws {
        let directory = "\(FileManager.default.currentDirectoryPath)/.build/bench-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let bench = try await BenchNetwork.make(in: directory, people: people)
        var raw: [Double] = []
        var loads: [String: [LoadReport]] = [:]
        let server = Task { try await bench.serve() }
        try await bench.waitUntilServing()
        for _ in 0..<rounds {
            raw.append(try RawInserts.perSecond(in: directory, seconds: seconds))
            for scenario in try bench.scenarios() {
                loads[scenario.name, default: []].append(
                    try await bench.load(scenario, seconds: seconds))
            }
        }
        server.cancel()
        report(raw, loads, try bench.network.verify(BenchNetwork.slug))
    }

    private func report(
        _ raw: [Double], _ loads: [String: [LoadReport]], _ verification: Verification
    ) {
        let rawMedian = Median.of(raw)
        var result: JSONObject = [
            "people": .integer(people), "seconds": .integer(seconds),
            "durability": "synchronous=FULL, asserted",
            "raw_inserts_per_second": .decimal(rawMedian),
            "journal_entries": .integer(verification.entries),
            "journal_sound": .bool(verification.finding == nil),
        ]
        var lines = [
            "raw durable inserts, one by one: \(Int(rawMedian))/s (median of \(raw.map { Int($0) }))"
        ]
        for (name, reports) in loads.sorted(by: { $0.key < $1.key }) {
            let rate = Median.of(reports.map(\.perSecond))
            let p99 = Median.of(reports.map(\.p99))
            result[name] = [
                "actions_per_second": .decimal(rate), "ratio_to_raw": .decimal(rate / rawMedian),
                "p50_ms": .decimal(Median.of(reports.map(\.p50))), "p99_ms": .decimal(p99),
                "failures": .integer(reports.map(\.failures).reduce(0, +)),
            ]
            lines.append(
                "\(name): \(Int(rate))/s, \(String(format: "%.2f", rate / rawMedian)) of raw, "
                    + "p50 \(String(format: "%.1f", Median.of(reports.map(\.p50)))) ms, "
                    + "p99 \(String(format: "%.1f", p99)) ms, "
                    + "failures \(reports.map(\.failures).reduce(0, +))")
        }
        let soundness = verification.finding == nil ? "sound" : "NOT SOUND"
        lines.append("journal: \(verification.entries) entries, \(soundness)")
        print(json ? JSON.object(result).pretty() : lines.joined(separator: "\n"))
    }
}

/// The middle of what was measured.
enum Median {
    static func of(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
