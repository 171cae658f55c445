// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// The jobs of the simulation: some fail a few times, some take long, some are hopeless.
final class Chores: Sendable {
    /// How a job goes, as its payload says: `fine`, `fails3`, `long`, `hopeless`.
    static let ways = ["fine", "fine", "fails1", "fails3", "long", "hopeless"]

    private struct State {
        var failures: [String: Int] = [:]
        var running: [String: Int] = [:]
        var together: Set<String> = []
    }

    private let state = Mutex(State())

    /// Those that ran twice at the same time.
    var together: Set<String> { state.withLock { $0.together } }

    /// Whatever ran has ended: with its process.
    func forget() { state.withLock { $0.running = [:] } }

    func run(_ work: any JobWork) async throws {
        guard let mark = work.payload["mark"]?.asString, let how = work.payload["how"]?.asString
        else { throw Hopeless("no job of this simulation") }
        state.withLock { state in
            state.running[mark, default: 0] += 1
            if state.running[mark, default: 0] > 1 { state.together.insert(mark) }
        }
        defer { state.withLock { $0.running[mark, default: 1] -= 1 } }
        if how == "hopeless" { throw Hopeless("asked to be") }
        if how.hasPrefix("fails"), failures(of: mark) <= Int(how.dropFirst(5)) ?? 0 {
            throw Fault("asked to fail")
        }
        if how == "long" { try await Task.sleep(for: .seconds(90)) }
        try await work.perform(
            Town.keep.kind, on: nil, input: ["sender": "chore", "mark": .text(mark)], once: mark)
    }

    private func failures(of mark: String) -> Int {
        state.withLock { state in
            state.failures[mark, default: 0] += 1
            return state.failures[mark, default: 0]
        }
    }
}
