// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Whose turn it is: tenants that may have something to do, in the order they came, and how many
/// work at once.
final class JobTurns: Sendable {
    private struct State {
        var line: [String] = []
        /// How many jobs run, by tenant.
        var running: [String: Int] = [:]
        /// How many work, or are about to.
        var working = 0
        /// Their tasks, and those of some who have just gone home.
        var tasks: [Int: Task<Void, Never>] = [:]
        var begun = 0
        var isStopped = false
    }

    private let atOnce: Int
    private let perTenant: Int
    private let state = Mutex(State())

    init(atOnce: Int) {
        self.atOnce = max(1, atOnce)
        perTenant = max(1, atOnce / 2)
    }

    /// Puts a tenant in line, and one more to work where there are not enough.
    func enter(_ slug: String, work: @escaping @Sendable () -> Task<Void, Never>) {
        state.withLock { state in
            guard !state.isStopped else { return }
            if !state.line.contains(slug) { state.line.append(slug) }
            guard state.working < atOnce else { return }
            state.working += 1
            let number = Self.number(&state)
            let task = work()
            state.tasks[number] = task
            Task { [weak self] in
                await task.value
                self?.left(number)
            }
        }
    }

    /// The tenant whose turn it is; nil: whoever asks may go home.
    func next() -> String? {
        state.withLock { state in
            // One that has enough is passed over; whoever ends a job of its asks again.
            let index = state.line.firstIndex { state.running[$0, default: 0] < perTenant }
            guard !state.isStopped, let index else {
                state.working -= 1
                return nil
            }
            let slug = state.line.remove(at: index)
            state.running[slug, default: 0] += 1
            return slug
        }
    }

    /// What was done for a tenant has ended.
    func end(_ slug: String) {
        state.withLock { state in
            state.running[slug, default: 1] -= 1
            if state.running[slug] == 0 { state.running[slug] = nil }
        }
    }

    /// A number that was not given before.
    func number() -> Int { state.withLock { Self.number(&$0) } }

    /// Waits until nobody works.
    func settle() async {
        while let task = state.withLock({ $0.tasks.values.first }) {
            await task.value
            await Task.yield()
        }
    }

    /// Lets nobody begin, and waits for those who work; when their time is over they are told to
    /// break off.
    func stop(within grace: Duration) async {
        state.withLock { $0.isStopped = true }
        let alarm = Task {
            try? await Task.sleep(for: grace)
            if Task.isCancelled { return }
            for task in state.withLock({ Array($0.tasks.values) }) { task.cancel() }
        }
        await settle()
        alarm.cancel()
    }

    private func left(_ number: Int) {
        state.withLock { $0.tasks[number] = nil }
    }

    private static func number(_ state: inout State) -> Int {
        state.begun += 1
        return state.begun
    }
}
