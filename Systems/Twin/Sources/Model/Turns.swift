// SPDX-License-Identifier: EUPL-1.2

import Synchronization

/// Has things done one after another, in the order they were asked for.
final class Turns: Sendable {
    private let last = Mutex<Task<Void, any Error>?>(nil)

    func run(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = last.withLock { last in
            let before = last
            let task = Task {
                _ = await before?.result
                try await body()
            }
            last = task
            return task
        }
        try await task.value
    }
}
