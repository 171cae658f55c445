// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Synchronization

/// Sees to it that what waits in tenants' outboxes is carried: after every act that may have put
/// something there, at the start, and again, less and less often, while something cannot be
/// carried. One tenant after the other; how it is carried is `Carrying`'s.
final class Courier: Sendable {
    private struct State {
        /// Whose turn it is, in the order in which they asked.
        var waiting: [String] = []
        var round: Task<Void, Never>?
        /// How often in a row a tenant's outbox could not be carried.
        var failures: [String: Int] = [:]
        /// What rings for a tenant later.
        var alarms: [String: Task<Void, Never>] = [:]
        /// When the commons last witnessed a tenant's journal.
        var witnessed: [String: ContinuousClock.Instant] = [:]
        /// When what is still under way is left to whoever carries next.
        var end: ContinuousClock.Instant?
        var isStopped: Bool { end != nil }
    }

    /// How long what waits may take when the process ends.
    private static let grace: Duration = .seconds(10)

    /// The longest a tenant's last seal goes unwitnessed.
    private static let witnessEvery: Duration = .seconds(5)
    /// The longest until something that could not be carried is tried again.
    private static let longestWait: Duration = .seconds(60)

    private let state = Mutex(State())
    private let network: @Sendable () -> Network?
    private let logger: Logger
    private let steady: Steady

    init(logger: Logger, steady: @escaping Steady, network: @escaping @Sendable () -> Network?) {
        self.logger = logger
        self.steady = steady
        self.network = network
    }

    /// Says that a tenant may have something to carry.
    func wake(_ slug: String) {
        state.withLock { state in
            guard !state.isStopped else { return }
            if !state.waiting.contains(slug) { state.waiting.append(slug) }
            if state.round == nil { state.round = Task { await self.carryAll() } }
        }
    }

    /// Waits until everything has been tried. What could not be carried waits on.
    func settle() async {
        while let round = state.withLock({ $0.round }) { await round.value }
    }

    /// Carries what there is, as long as that takes no longer than it may, has every journal
    /// witnessed to its end, and rests for good. What is left waits for the next start, or for
    /// another process.
    func stop() async {
        state.withLock { $0.end = steady().advanced(by: Self.grace) }
        await settle()
        let unwitnessed = state.withLock { state in
            for alarm in state.alarms.values { alarm.cancel() }
            defer { state.alarms = [:] }
            return state.alarms.keys.sorted()
        }
        guard let network = network() else { return }
        for slug in unwitnessed {
            do { try await Carrying(from: network.tenant(slug), network).witness() } catch {
                logger.error("journal not witnessed", metadata: [
                    "tenant": "\(slug)", "error": "\(network.said(error))",
                ])
            }
        }
    }

    private func carryAll() async {
        while let slug = nextWaiting() {
            guard let network = network() else { continue }
            do {
                let carrying = Carrying(from: try network.tenant(slug), network)
                try await carrying.carry(until: { self.isOver })
                state.withLock { $0.failures[slug] = nil }
                try await witness(carrying, slug)
            } catch Refusal.notFound {
                // The tenant has left the network.
            } catch {
                logger.error("outbox not carried", metadata: [
                    "tenant": "\(slug)", "error": "\(network.said(error))",
                ])
                ring(for: slug, after: waitAfterFailure(slug))
            }
        }
    }

    private func nextWaiting() -> String? {
        state.withLock { state in
            guard !state.waiting.isEmpty, !isOver(state) else {
                state.round = nil
                return nil
            }
            return state.waiting.removeFirst()
        }
    }

    private var isOver: Bool { state.withLock { isOver($0) } }
    private func isOver(_ state: State) -> Bool { state.end.map { $0 <= steady() } ?? false }

    /// Twice as long after every failure.
    private func waitAfterFailure(_ slug: String) -> Duration {
        let failures = state.withLock { state in
            state.failures[slug, default: 0] += 1
            return state.failures[slug, default: 0]
        }
        return min(Self.longestWait, .milliseconds(500 << min(failures, 10)))
    }

    /// Has the journal's end witnessed: now, or when it is due, unless there is no later.
    private func witness(_ carrying: Carrying, _ slug: String) async throws {
        let now = steady()
        let (last, isStopped) = state.withLock { ($0.witnessed[slug], $0.isStopped) }
        if let due = last?.advanced(by: Self.witnessEvery), now < due, !isStopped {
            return ring(for: slug, after: now.duration(to: due))
        }
        state.withLock { $0.witnessed[slug] = now }
        try await carrying.witness()
    }

    /// Wakes a tenant later, unless something will already.
    private func ring(for slug: String, after wait: Duration) {
        state.withLock { state in
            guard state.alarms[slug] == nil, !state.isStopped else { return }
            state.alarms[slug] = Task { [weak self] in
                do { try await Task.sleep(for: wait) } catch { return }
                self?.state.withLock { $0.alarms[slug] = nil }
                self?.wake(slug)
            }
        }
    }
}
