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

    /// - Parameter answer: called once the act is durable, or has failed.
    func add<T: Sendable>(
        _ act: @escaping @Sendable (inout Draft) throws -> T, by actor: String, at now: Instant,
        committing commit: @escaping Commit, answer: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        let result = Came<T>()
        let mustPump = state.withLock { state in
            // Two acts of one millisecond are told apart by their microseconds.
            state.last = max(Stamp(now), state.last.adding(microseconds: 1))
            state.waiting.append(
                Waiting(
                    run: { draft in
                        let value = try act(&draft)
                        result.value.withLock { $0 = value }
                    },
                    answer: { failure in
                        if let failure { return answer(.failure(failure)) }
                        let value = result.value.withLock { $0 }
                        answer(value.map { .success($0) } ?? .failure(Fault("an act gave no result")))
                    }, actor: actor, now: state.last))
            defer { state.isPumping = true }
            return !state.isPumping
        }
        if mustPump { Task { await self.pump(commit) } }
    }

    /// What came of an act.
    private final class Came<T: Sendable>: Sendable {
        let value = Mutex<T?>(nil)
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
