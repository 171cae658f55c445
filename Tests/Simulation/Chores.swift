// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// The jobs of the simulation: some fail a few times, some take long, some are hopeless.
final class Chores: Sendable {
    /// How a job goes, as its payload says: `fine`, `fails3` (at once, three times), `slow2` (fails
    /// after a while, twice), `long`, `hopeless`.
    static let ways = ["fine", "fine", "fails1", "fails3", "slow2", "long", "hopeless"]

    /// One that runs: where, and in which stretch of time between two jumps of the clocks. One that
    /// is begun just after a jump may have been taken before it; in which stretch is not known.
    private struct Running: Equatable {
        let process: ObjectIdentifier
        let stretch: Int?
    }

    private struct State {
        var failures: [String: Int] = [:]
        var running: [String: [Running]] = [:]
        var processes: [ObjectIdentifier: Faults] = [:]
        var stretch = 0
        var hasJustJumped = false
        var together: Set<String> = []
    }

    private let state = Mutex(State())

    /// Those that ran twice at the same time though the first of them still held its lease: its
    /// process lived, and clocks were not set forward since.
    var together: Set<String> { state.withLock { $0.together } }

    /// A run begins.
    func begin() { state.withLock { $0 = State() } }

    /// A process has begun.
    func began(in network: Network, _ faults: Faults) {
        state.withLock { $0.processes[ObjectIdentifier(network)] = faults }
    }

    /// Clocks were set forward, so that leases ended before their time.
    func jumped() { state.withLock { $0.hasJustJumped = true } }

    /// All that could be done since was done.
    func settled() {
        state.withLock { state in
            if state.hasJustJumped { state.stretch += 1 }
            state.hasJustJumped = false
        }
    }

    /// Whatever ran has ended: with its process.
    func forget() { state.withLock { $0.running = [:] } }

    func run(_ work: any JobWork) async throws {
        guard let mark = work.payload["mark"]?.asString, let how = work.payload["how"]?.asString
        else { throw Hopeless("no job of this simulation") }
        guard let process = (work as? RunningJob).map({ ObjectIdentifier($0.network) }) else { return }
        let running = state.withLock { state in
            let running = Running(
                process: process, stretch: state.hasJustJumped ? nil : state.stretch)
            let others = state.running[mark, default: []]
            let isHeld = running.stretch != nil && others.contains {
                $0.stretch == running.stretch && state.processes[$0.process]?.isDead == false
            }
            if isHeld { state.together.insert(mark) }
            state.running[mark] = others + [running]
            return running
        }
        defer {
            state.withLock { state in
                let place = state.running[mark]?.firstIndex(of: running)
                if let place { state.running[mark]?.remove(at: place) }
            }
        }
        if how == "hopeless" { throw Hopeless("asked to be") }
        if how.hasPrefix("fails"), failures(of: mark) <= Int(how.dropFirst(5)) ?? 0 {
            throw Fault("asked to fail")
        }
        if how.hasPrefix("slow") {
            try await Task.sleep(for: .seconds(40))
            if failures(of: mark) <= Int(how.dropFirst(4)) ?? 0 { throw Fault("asked to fail") }
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
