// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Synchronization

/// Threads of their own for what answers requests: it may wait for a store without keeping the
/// language's few shared threads from what must always go on, such as saying that the process is
/// well.
///
///     await withTaskExecutorPreference(threads) { await site.answer(request) }
public final class RequestThreads: TaskExecutor {
    private let queue = JobQueue()
    public let count: Int

    /// - Parameter count: how many; at least one.
    public init(_ count: Int, name: String = "request") {
        self.count = max(count, 1)
        for number in 1...self.count {
            let thread = Thread { [queue] in
                while let work = queue.next() { work() }
            }
            thread.name = "\(name)-\(number)"
            // As much as the main thread has; what is not used costs nothing.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit { queue.end() }

    /// Has a piece of a task run by the next thread that is free.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The task in the job keeps the executor it prefers.
        let executor = asUnownedTaskExecutor()
        queue.add { job.runSynchronously(on: executor) }
    }
}

/// What waits for a thread, in order.
private final class JobQueue: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        /// How many at the front were taken: taking one off the front of an array moves all others.
        var taken = 0
        var isEnded = false
    }

    private let condition = NSCondition()
    private let state = Mutex(State())

    func add(_ job: @escaping @Sendable () -> Void) {
        condition.lock()
        state.withLock { $0.jobs.append(job) }
        condition.signal()
        condition.unlock()
    }

    func end() {
        condition.lock()
        state.withLock { $0.isEnded = true }
        condition.broadcast()
        condition.unlock()
    }

    /// The next job, waited for; nil once there are to be no more.
    func next() -> (@Sendable () -> Void)? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let job = take() { return job }
            if state.withLock({ $0.isEnded }) { return nil }
            condition.wait()
        }
    }

    private func take() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.taken < state.jobs.count else {
                state.jobs.removeAll(keepingCapacity: true)
                state.taken = 0
                return nil
            }
            defer {
                state.taken += 1
                if state.taken == 1_024 {
                    state.jobs.removeFirst(state.taken)
                    state.taken = 0
                }
            }
            return state.jobs[state.taken]
        }
    }
}
