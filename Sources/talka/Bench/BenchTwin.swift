// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Measuring
import Outgoing
import Store
import Twin

/// The twin as other people's programs meet it, over HTTP, each update on the disk before it is answered.
struct BenchTwin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twin", abstract: "A digital twin over NGSI-LD: reading, asking, updating.")

    @OptionGroup var options: BenchOptions
    @Option(help: "Entities, of ten attributes each.") var entities = 100_000
    @Option(help: "Programs at once, each on a connection that is kept.") var clients = 64
    @Option(help: "Programs at once where p99 has an aim: all of them would measure their own queue.")
    var few = 8
    @Option(help: "Points of the past, of ten sensors.") var points = 1_000_000
    @Option(help: "Measure only what has these words in its name; `past` and `told` are two more.")
    var only = ""
    @Option(help: "Seconds of each measurement.") var seconds = 4.0

    static let base = "/ngsi-ld/v1"

    func run() async throws {
        var place = try BenchPlace("twin", options)
        place.settings.isOpenTwin = true
        // What is told goes to this process itself.
        place.settings.addresses = place.settings.addresses.allowing(try AllowedAddress("127.0.0.0/8"))
        defer { place.remove() }
        let network = try Composition.network(place.settings)
        let server = try BenchServer(place, network)
        let sample = TwinSample(count: entities)
        let report = try await server.serve {
            var report = Report()
            report.say("engine: \(place.engine), \(entities) entities of 10 attributes, \(clients) clients")
            let rest = Self.residentMegabytes()
            try await fill(sample, server, &report)
            report.figure("memory for them", Self.residentMegabytes() - rest, " MB", aim: .atMost(600))
            try await read(sample, server, &report)
            report.figure("memory after reading", Self.residentMegabytes(), " MB", aim: .atMost(600))
            try await write(sample, server, network, &report)
            if only.isEmpty || only == "past" { try await remember(sample, server, &report) }
            if only.isEmpty || only == "told" { try await tell(sample, server, &report) }
            report.figure("memory at the end, with the past", Self.residentMegabytes(), " MB")
            return report
        }
        try await network.close()
        print(report.text(asJSON: options.json))
    }

    private func fill(_ sample: TwinSample, _ server: BenchServer, _ report: inout Report) async throws {
        let begun = MonotonicClock.now()
        for first in stride(from: 0, to: entities, by: 1_000) {
            let answer = try Fetched(
                port: server.place.port, "\(Self.base)/entityOperations/create", method: "POST",
                headers: ["Content-Type": "application/json"],
                body: sample.batch(first..<min(first + 1_000, entities)))
            guard answer.status == 201 else { throw Fault("a batch is answered \(answer.status)") }
        }
        report.figure("created, in batches of 1,000", Double(entities) / (MonotonicClock.now() - begun), "/s")
    }

    private func read(_ sample: TwinSample, _ server: BenchServer, _ report: inout Report) async throws {
        try await measure("retrieve by id", server, &report, aim: 20_000) { client, turn in
            .init("\(Self.base)/entities/\(sample.id((client * 7_919 + turn * 104_729) % entities))")
        }
        try await measure("query by type, limit=20", server, &report, aim: 4_000) { client, turn in
            let offset = turn % 4 * 20
            return .init("\(Self.base)/entities?type=\(TwinSample.type)&limit=20&offset=\(offset)")
        }
        try await measure("q on a number, limit=20", server, &report, clients: few, p99: 10) { client, turn in
            let number = (client * 31 + turn * 977) % entities
            return .init("\(Self.base)/entities?type=\(TwinSample.type)&q=number==\(number)")
        }
        try await measure("geo-query, 500 m", server, &report, clients: few, p99: 15) { client, turn in
            let (x, y) = (6.0 + Double(turn % 10) * 0.05, 49.5 + Double(client % 10) * 0.05)
            return .init(
                "\(Self.base)/entities?type=\(TwinSample.type)&georel=near;maxDistance==500&geometry=Point"
                    + "&coordinates=%5B\(x),\(y)%5D")
        }
    }

    private func write(
        _ sample: TwinSample, _ server: BenchServer, _ network: Network, _ report: inout Report
    ) async throws {
        let before = try network.size(of: Tenant.commons) ?? 0
        let updates = try await measure("update an attribute", server, &report, method: "PATCH", aim: 8_000) {
            client, turn in Self.update(sample, client, turn, of: entities)
        }
        let after = try network.size(of: Tenant.commons) ?? 0
        report.figure("on the disk", Double(after - before) / max(1, updates), " bytes an update")
        let name = "batches of 100, an attribute each"
        let batches = try await measure(name, server, &report, method: "POST") { client, turn in
            .init("\(Self.base)/entityOperations/update", body: sample.readings(client * 131 + turn, of: 100))
        }
        report.figure("entities updated in batches", batches / seconds * 100, "/s", aim: .atLeast(40_000))
    }

    /// A reading of one of the first nine tenths of all entities, another one each time: who says the same
    /// again changes nothing.
    static func update(
        _ sample: TwinSample, _ client: Int, _ turn: Int, of entities: Int
    ) -> LoadPlan.Sender.Turn {
        let number = (client * 7_919 + turn % 25 * 104_729) % max(1, entities * 9 / 10)
        return .init(
            "\(base)/entities/\(sample.id(number))/attrs",
            body: "{\"brightness\":\(TwinSample.reading(turn + client))}")
    }

    /// - Parameters:
    ///   - clients: how many at once; nil: as many as were asked for.
    ///   - pause: milliseconds from one request of a client to its next.
    /// - Returns: how many were answered.
    @discardableResult
    func measure(
        _ name: String, _ server: BenchServer, _ report: inout Report, method: String = "GET",
        clients: Int? = nil, pause: Double = 0, aim: Double? = nil, p99: Double? = nil,
        _ turn: (Int, Int) -> LoadPlan.Sender.Turn
    ) async throws -> Double {
        guard only.isEmpty || only == "told" || name.contains(only) else { return 1 }
        let clients = clients ?? self.clients
        let senders = (0..<clients).map { client in
            LoadPlan.Sender(
                "client", method, "", turns: (0..<50).map { turn(client, $0) }, pause: pause)
        }
        let before = MonotonicClock.process()
        guard let found = try await server.load(senders, seconds: seconds)["client"] else {
            throw Fault("\(name): no answer was whole")
        }
        let each = (MonotonicClock.process() - before) / max(1, found.perSecond * seconds)
        report.summary("\(name), \(clients) at once", found)
        report.figure("\(name), processor time of the server each", each * 1_000, " ms")
        if let aim { report.figure("\(name), a second", found.perSecond, "/s", aim: .atLeast(aim)) }
        if let p99 { report.figure("\(name), p99", found.p99, " ms", aim: .atMost(p99)) }
        report.condition("\(name): all were answered as they should", found.failures == 0)
        return found.perSecond * seconds
    }

    /// The memory this process holds.
    static func residentMegabytes() -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * 4_096 / 1e6
    }
}
