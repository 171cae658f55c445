// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel

/// What a load found.
struct LoadReport {
    let perSecond: Double
    let p50: Double
    let p99: Double
    let failures: Int

    init(json: JSON) throws {
        guard let perSecond = json["per_second"]?.asDouble, let p50 = json["p50"]?.asDouble,
            let p99 = json["p99"]?.asDouble, let failures = json["failures"]?.asInteger
        else { throw Fault("the load reported nothing: \(json)") }
        self.perSecond = perSecond
        self.p50 = p50
        self.p99 = p99
        self.failures = Int(failures)
    }
}

/// The load itself: one connection a person, each sending its next request when the last is
/// answered. A process of its own, started by the bench.
struct BenchLoad: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "load", shouldDisplay: false)

    @Argument(help: "The plan, as the bench wrote it.") var plan: String

    func run() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: plan))
        let json = try JSON(parsing: [UInt8](data))
        let port = Int(json["port"]?.asInteger ?? 0)
        let seconds = Double(json["seconds"]?.asInteger ?? 5)
        let body = (json["body"] ?? [:]).encoded()
        let path = json["path"]?.asString ?? "/"
        var connections = try (json["tokens"]?.asArray ?? []).compactMap(\.asString).map { token in
            try LoadConnection(port: port, request: Self.request(path, token, body))
        }
        var latencies: [Double] = []
        var failures = 0
        let start = Self.now()
        for index in connections.indices { connections[index].send(at: start) }
        var polls = connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        while Self.now() - start < seconds {
            guard poll(&polls, nfds_t(polls.count), 1_000) > 0 else { continue }
            let now = Self.now()
            for index in polls.indices where polls[index].revents != 0 {
                guard let status = connections[index].receive() else { continue }
                latencies.append((now - connections[index].sentAt) * 1_000)
                if !(200...299).contains(status) { failures += 1 }
                connections[index].send(at: now)
            }
        }
        let elapsed = Self.now() - start
        latencies.sort()
        func percentile(_ share: Double) -> Double {
            latencies.isEmpty ? 0 : latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))]
        }
        let report: JSON = [
            "per_second": .decimal(Double(latencies.count - failures) / elapsed),
            "p50": .decimal(percentile(0.5)), "p99": .decimal(percentile(0.99)),
            "failures": .integer(failures),
        ]
        print(report.text())
    }

    private static func request(_ path: String, _ token: String, _ body: [UInt8]) -> [UInt8] {
        let head = """
            POST \(path) HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(token)\r
            Content-Type: application/json\r
            Content-Length: \(body.count)\r
            \r

            """
        return Array(head.utf8) + body
    }

    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
