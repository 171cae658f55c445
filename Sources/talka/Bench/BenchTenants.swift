// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Measuring
import Store

/// One tenant that is seldom used, alone and beside many that are used unevenly.
struct BenchTenants: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenants",
        abstract: "How long a quiet tenant waits beside busy ones, and alone.")

    @OptionGroup var options: BenchOptions
    @Option(help: "Numbers of tenants.") var tenants = "31,310"
    @Option(help: "Acts a second of all busy tenants together; the busiest has a quarter of them.")
    var rate = 300.0
    @Option(help: "Acts a second of the quiet tenant.") var quiet = 20.0
    @Option(help: "Seconds a round.") var seconds = 8.0
    @Option(help: "Rounds, each alone and beside the others.") var rounds = 3

    func run() async throws {
        let place = try BenchPlace("tenants", options)
        defer { place.remove() }
        var report = Report()
        report.say("engine: \(place.engine), \(Int(rate)) acts/s beside the quiet tenant")
        for count in tenants.split(separator: ",").compactMap({ Int($0) }) {
            try await measure(count, in: place, &report)
        }
        print(report.text(asJSON: options.json))
    }

    private func measure(_ count: Int, in place: BenchPlace, _ report: inout Report) async throws {
        try place.clear()
        let network = try Composition.network(place.settings)
        let people = try await BenchNetwork.people(1, in: network)
        var tokens: [String] = []
        for number in 0..<count {
            try await network.open(BenchNetwork.tenant("t\(number)"), by: .system("setup"))
            tokens += try await BenchNetwork.tokens(of: people, at: "t\(number)", in: network)
        }
        try network.openAll()
        let server = try BenchServer(place, network)
        let quiet = sender(0, tokens[0], "quiet", rate: self.quiet)
        let busy = others(tokens)
        let found = try await server.serve {
            // Statements are prepared and pages warm before anything is measured.
            _ = try await server.load([quiet] + busy, seconds: 2)
            return try await Rounds.alternate(rounds, [
                { try await server.load([quiet], seconds: seconds) },
                { try await server.load([quiet] + busy, seconds: seconds) },
            ])
        }
        let groups = found.map { $0.compactMap { $0["quiet"] } }.map(Summary.init(medianOf:))
        let beside = Summary(medianOf: found[1].compactMap { $0["busy"] })
        report.summary("\(count) tenants: the quiet one alone", groups[0])
        report.summary("\(count) tenants: the quiet one beside the others", groups[1])
        report.summary("\(count) tenants: the others", beside)
        report.figure(
            "\(count) tenants: p99 beside the others, of that alone", groups[1].p99 / groups[0].p99,
            aim: .atMost(2))
        try await network.close()
    }

    /// The others, the first of them as busy as all from the fourth on: by 1/n.
    private func others(_ tokens: [String]) -> [LoadPlan.Sender] {
        let shares = (1..<tokens.count).map { 1 / Double($0) }
        let sum = shares.reduce(0, +)
        return zip(1..., shares).map { number, share in
            sender(number, tokens[number], "busy", rate: rate * share / sum)
        }
    }

    private func sender(
        _ number: Int, _ token: String, _ group: String, rate: Double
    ) -> LoadPlan.Sender {
        BenchNetwork.start(at: "t\(number)", token, group: group, pause: 1_000 / rate)
    }
}
