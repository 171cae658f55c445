// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Measuring
import Twin

/// What a twin remembers, and what it tells others.
extension BenchTwin {
    private static let sensors = 10

    /// A million points of ten sensors, and their means by the hour.
    func remember(_ sample: TwinSample, _ server: BenchServer, _ report: inout Report) async throws {
        let each = points / Self.sensors
        let before = Self.residentMegabytes()
        let begun = MonotonicClock.now()
        for sensor in 0..<Self.sensors {
            for first in stride(from: 0, to: each, by: 10_000) {
                try post(
                    "/temporal/entities", sample.history(sensor, first..<min(first + 10_000, each)), server)
            }
        }
        report.figure("points of the past told", Double(points) / (MonotonicClock.now() - begun), "/s")
        report.figure("memory for \(points) points", Self.residentMegabytes() - before, " MB")
        let path = "\(Self.base)/temporal/entities?type=\(TwinSample.sensor)&attrs=level&timerel=after"
            + "&timeAt=2020-01-01T00:00:00Z&options=aggregatedValues&aggrMethods=avg,max"
            + "&aggrPeriodDuration=P1D"
        var taken: [Double] = []
        for _ in 0..<9 {
            let begun = MonotonicClock.now()
            let answer = try Fetched(port: server.place.port, path)
            taken.append((MonotonicClock.now() - begun) * 1_000)
            guard (200...206).contains(answer.status) else {
                throw Fault("the past is answered \(answer.status)")
            }
        }
        report.figure(
            "\(points) points brought together, the median of nine", Latencies.median(taken), " ms",
            aim: .atMost(150))
    }

    /// How soon who subscribed is told, and what many subscriptions cost.
    func tell(_ sample: TwinSample, _ server: BenchServer, _ report: inout Report) async throws {
        let listener = try TwinListener()
        listener.begin()
        defer { listener.end() }
        let alone = try await updates("no subscriptions", sample, server, &report)
        for number in 0..<10_000 {
            let lamp = sample.id(entities - 1 - number % entities)
            try subscribe("other:\(number)", to: lamp, listener, server)
        }
        let among = try await updates("beside 10,000 subscriptions", sample, server, &report)
        report.figure("what 10,000 subscriptions cost", (alone / among - 1) * 100, " %", aim: .atMost(20))
        try subscribe("told", to: nil, listener, server)
        _ = listener.taken()
        let senders = 32
        let name = "updates that are told, at 2,000/s"
        _ = try await measure(
            name, server, &report, method: "PATCH", clients: senders, pause: Double(senders) / 2
        ) { client, turn in Self.update(sample, client, turn, of: entities) }
        try await Task.sleep(for: .seconds(1))
        let heard = listener.taken()
        if heard.count == 0 {
            let path = "\(Self.base)/subscriptions/urn:ngsi-ld:Subscription:told"
            let shown = try Fetched(port: server.place.port, path)
            report.say("nothing was heard: \(String(decoding: shown.body, as: UTF8.self))")
        }
        report.condition("changes were told", heard.count > 0)
        report.figure("changes told", Double(heard.count) / seconds, "/s")
        report.figure("told after, p50", heard.percentile(0.5), " ms")
        report.figure("told after, p99", heard.percentile(0.99), " ms", aim: .atMost(20))
    }

    private func updates(
        _ name: String, _ sample: TwinSample, _ server: BenchServer, _ report: inout Report
    ) async throws -> Double {
        try await measure("updates, \(name)", server, &report, method: "PATCH") { client, turn in
            Self.update(sample, client, turn, of: entities)
        }
    }

    /// - Parameter id: of the one entity it is for; nil: all are.
    private func subscribe(
        _ name: String, to id: String?, _ listener: TwinListener, _ server: BenchServer
    ) throws {
        var entity: JSONObject = ["type": .string(TwinSample.type)]
        if let id { entity["id"] = .string(id) }
        let body: JSON = [
            "id": .string("urn:ngsi-ld:Subscription:\(name)"), "type": "Subscription",
            "entities": [.object(entity)], "watchedAttributes": ["brightness"],
            "notification": [
                "attributes": ["brightness"], "sysAttrs": true,
                "endpoint": ["uri": .string("http://127.0.0.1:\(listener.port)/")],
            ],
        ]
        try post("/subscriptions", body.text(), server)
    }

    private func post(_ path: String, _ body: String, _ server: BenchServer) throws {
        let answer = try Fetched(
            port: server.place.port, "\(Self.base)\(path)", method: "POST",
            headers: ["Content-Type": "application/json"], body: body)
        guard (200...299).contains(answer.status) else {
            let said = String(decoding: answer.body, as: UTF8.self)
            throw Fault("\(path) is answered \(answer.status): \(said)")
        }
    }
}
