// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Acts that wait for their commit: one group is written while the next one gathers.
final class TwinQueue: Sendable {
    struct Waiting: Sendable {
        let run: @Sendable (inout Draft) throws -> Void
        let answer: @Sendable ((any Error)?) -> Void
        let actor: String
        let now: Stamp
    }

    typealias Commit = @Sendable ([Waiting]) async -> Void

    private struct State {
        var waiting: [Waiting] = []
        var isPumping = false
        /// The last moment anything was done at: none is done at the same.
        var last = Stamp(microseconds: 0)
    }

    private let state = Mutex(State())
    private let largestGroup: Int

    init(largestGroup: Int) { self.largestGroup = largestGroup }

    func add<T: Sendable>(
        _ act: @escaping @Sendable (inout Draft) throws -> T, by actor: String, at now: Instant,
        committing commit: @escaping Commit
    ) async throws -> T {
        let result = Mutex<T?>(nil)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let mustPump = state.withLock { state in
                // Two acts of one millisecond are told apart by their microseconds.
                state.last = max(Stamp(now), state.last.adding(microseconds: 1))
                state.waiting.append(
                    Waiting(
                        run: { draft in
                            let value = try act(&draft)
                            result.withLock { $0 = value }
                        },
                        answer: { failure in
                            if let failure {
                                continuation.resume(throwing: failure)
                            } else {
                                continuation.resume()
                            }
                        }, actor: actor, now: state.last))
                defer { state.isPumping = true }
                return !state.isPumping
            }
            if mustPump { Task { await self.pump(commit) } }
        }
        guard let value = result.withLock({ $0 }) else { throw Fault("an act gave no result") }
        return value
    }

    private func pump(_ commit: Commit) async {
        while let group = nextGroup() { await commit(group) }
    }

    private func nextGroup() -> [Waiting]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isPumping = false
                return nil
            }
            let group = Array(state.waiting.prefix(largestGroup))
            state.waiting.removeFirst(group.count)
            return group
        }
    }
}
