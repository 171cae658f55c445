// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Measuring
import Planning
import Store

/// A year of planning for all authorities, played as fast as it goes.
struct BenchYear: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "year",
        abstract: "A year of all authorities' applications, played as fast as it goes and verified.")

    @OptionGroup var options: BenchOptions
    @Option(help: "Applications of the year, of all authorities together.") var applications = 36_000
    @Option(help: "How many times as many, one after the other.") var times = "1"

    func run() async throws {
        let place = try BenchPlace("year", options)
        defer { place.remove() }
        var report = Report()
        report.say("engine: \(place.engine)")
        var first: (seconds: Double, bytes: Double)?
        for times in times.split(separator: ",").compactMap({ Int($0) }) {
            let found = try await play(times * applications, in: place, &report)
            if let first {
                report.figure("\(times) times: as long", found.seconds / first.seconds, " times")
                report.figure("\(times) times: as large", found.bytes / first.bytes, " times")
            }
            first = first ?? found
        }
        print(report.text(asJSON: options.json))
    }

    private func play(
        _ count: Int, in place: BenchPlace, _ report: inout Report
    ) async throws -> (seconds: Double, bytes: Double) {
        try place.clear()
        let network = try Composition.network(place.settings)
        let authorities = try RegisterStories().authorities
        try await prepare(authorities, network)
        let people = try await BenchNetwork.people(12, in: network)
        let cast = PlanningStories.Cast(officer: people[0], residents: Array(people.dropFirst()))
        let stories = try PlanningStories(network: network)
        let counts = Self.counts(count, authorities.count)
        let begun = MonotonicClock.now()
        let replayed = try await withThrowingTaskGroup(of: PlanningStories.Replayed.self) { group in
            for (index, slug) in authorities.enumerated() where counts[index] > 0 {
                group.addTask {
                    try await stories.replay(counts[index], for: slug, cast: cast, seed: UInt64(index))
                }
            }
            return try await group.reduce(into: (acts: 0, documents: 0)) {
                $0.acts += $1.acts
                $0.documents += $1.documents
            }
        }
        let played = MonotonicClock.now()
        await network.settle()
        let settled = MonotonicClock.now()
        let (entries, isSound) = try verify(network, authorities)
        let verified = MonotonicClock.now()
        // What lies in logs beside the files is in the files once they were closed.
        try await network.close()
        let bytes = try await size(authorities + [Tenant.commons], in: place)
        let name = "\(count) applications"
        report.figure("\(name): acts", Double(replayed.acts))
        report.figure("\(name): acts a second", Double(replayed.acts) / (settled - begun), "/s")
        report.figure("\(name): played in", played - begun, " s")
        report.figure("\(name): all published after", settled - begun, " s")
        report.figure("\(name): verified in", verified - settled, " s")
        report.figure("\(name): journal entries", Double(entries))
        report.figure("\(name): documents", Double(replayed.documents))
        report.figure("\(name): stores", bytes / 1e6, " MB")
        report.figure("\(name): bytes an act", bytes / Double(max(1, replayed.acts)))
        report.condition("\(name): every journal is sound", isSound)
        return (settled - begun, bytes)
    }

    private func prepare(_ authorities: [String], _ network: Network) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for slug in authorities {
                group.addTask {
                    try await network.open(BenchNetwork.tenant(slug, slug), by: .system("setup"))
                }
            }
            try await group.waitForAll()
        }
    }

    private func size(_ slugs: [String], in place: BenchPlace) async throws -> Double {
        let network = try Composition.network(place.settings)
        let bytes = try slugs.reduce(0) { try $0 + Double(network.size(of: $1) ?? 0) }
        try await network.close()
        return bytes
    }

    /// Every journal, those of the authorities and the operator's.
    private func verify(_ network: Network, _ authorities: [String]) throws -> (Int, Bool) {
        let found = try (authorities + [Tenant.commons]).map { try network.verify($0) }
        return (found.map(\.entries).reduce(0, +), found.allSatisfy { $0.finding == nil })
    }

    /// How many each authority gets: the first some sixteen times as many as the last.
    private static func counts(_ count: Int, _ authorities: Int) -> [Int] {
        let shares = (0..<authorities).map { 1 / Double($0 + 2) }
        let sum = shares.reduce(0, +)
        return shares.map { Int((Double(count) * $0 / sum).rounded()) }
    }
}
