// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// The load itself, on one thread: every bench's, whatever it loads.
public struct Load {
    private var connections: [LoadConnection]
    private let plan: LoadPlan
    private var polls: [pollfd]
    /// When each sends its next request; infinite while it waits for an answer.
    private var due: [Double]
    private var latencies: [String: Latencies] = [:]
    private var failures: [String: Int] = [:]
    /// How many failed with which status.
    private var statuses: [Int: Int] = [:]

    /// - Throws: `Fault` when nobody answers on the port.
    public static func run(_ plan: LoadPlan) throws -> [String: Summary] {
        var load = try Load(plan)
        return load.run()
    }

    private init(_ plan: LoadPlan) throws {
        self.plan = plan
        connections = try plan.senders.map { try LoadConnection(port: plan.port, requests: $0.requests) }
        polls = connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        let start = MonotonicClock.now()
        // Those that pause begin one after the other, so that they do not all send at once.
        due = plan.senders.enumerated().map { index, sender in
            start + sender.pause / 1_000 * Double(index) / Double(plan.senders.count)
        }
    }

    private mutating func run() -> [String: Summary] {
        let start = MonotonicClock.now()
        var now = start
        while now - start < plan.seconds {
            sendWhatIsDue(at: now)
            let next = due.min() ?? .infinity
            let wait = min(max(0, next - now), plan.seconds) * 1_000
            let isAny = poll(&polls, nfds_t(polls.count), Int32(wait.rounded(.up))) > 0
            now = MonotonicClock.now()
            if isAny { receive(at: now) }
        }
        for connection in connections { close(connection.descriptor) }
        for (status, count) in statuses.sorted(by: { $0.key < $1.key }) {
            FileHandle.standardError.write(Data("\(count) were answered \(status)\n".utf8))
        }
        return latencies.reduce(into: [:]) { summaries, group in
            summaries[group.key] = Summary(
                group.value, failures: failures[group.key] ?? 0, seconds: now - start)
        }
    }

    private mutating func sendWhatIsDue(at now: Double) {
        for index in connections.indices where due[index] <= now {
            connections[index].send(at: now)
            due[index] = .infinity
        }
    }

    private mutating func receive(at now: Double) {
        for index in polls.indices where polls[index].revents != 0 {
            guard let status = connections[index].receive() else { continue }
            let sender = plan.senders[index]
            let sentAt = connections[index].sentAt
            if status != 0 { latencies[sender.group, default: Latencies()].add((now - sentAt) * 1_000) }
            if !(200...299).contains(status) {
                failures[sender.group, default: 0] += 1
                statuses[status, default: 0] += 1
            }
            // A connection that was closed is not asked again.
            if status == 0 { polls[index].fd = -1 } else { due[index] = sentAt + sender.pause / 1_000 }
        }
    }
}
