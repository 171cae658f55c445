// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization

/// Does work that waits for other servers, a few pieces at once, on threads of its own: those that
/// answer requests never stand still for it.
final class Workers: Sendable {
    private let queue: OperationQueue
    private let waiting = Mutex(0)
    private let most: Int

    /// - Parameter most: how much may be under way or wait; what comes then fails at once.
    init(atOnce: Int, most: Int = 500) {
        queue = OperationQueue()
        queue.maxConcurrentOperationCount = atOnce
        self.most = most
    }

    /// - Throws: what the work throws; `Fault` when too much waits.
    /// - Parameter work: is told whether whoever waits for it has given up.
    func run<T: Sendable>(_ work: @escaping @Sendable (GivenUp) throws -> T) async throws -> T {
        try waiting.withLock { waiting in
            guard waiting < most else { throw Fault("\(most) requests to others wait already") }
            waiting += 1
        }
        defer { waiting.withLock { $0 -= 1 } }
        let givenUp = GivenUp()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.addOperation {
                    continuation.resume(with: Result {
                        if givenUp.isSo { throw CancellationError() }
                        return try work(givenUp)
                    })
                }
            }
        } onCancel: {
            givenUp.tell()
        }
    }
}

/// Whether nobody waits for a piece of work any more.
final class GivenUp: Sendable {
    private let told = Atomic(false)

    var isSo: Bool { told.load(ordering: .relaxed) }

    func tell() { told.store(true, ordering: .relaxed) }
}
