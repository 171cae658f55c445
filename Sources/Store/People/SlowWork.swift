// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization

/// Does what takes long and much memory — digests of passwords — a few at once, away from the
/// threads that answer requests.
final class SlowWork: Sendable {
    /// How many may wait. Whoever comes then is told to come back.
    private static let most = 200

    private let queue: OperationQueue
    private let waiting = Mutex(0)

    init(atOnce: Int) {
        queue = OperationQueue()
        queue.maxConcurrentOperationCount = atOnce
    }

    /// - Throws: what the work throws; `Refusal.tooMany` when too many wait.
    func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try waiting.withLock { waiting in
            guard waiting < Self.most else { throw Refusal.tooMany(retryAfter: 10) }
            waiting += 1
        }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try work() }) }
        }
    }
}
