// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Synchronization

/// Threads of their own for what answers requests: it may wait for a store without keeping the
/// language's few shared threads from what must always go on, such as saying that the process is
/// well.
///
/// They take work from two lanes: what stands in the first goes before all in the other, so that
/// officers do not wait behind everybody else.
///
///     await withTaskExecutorPreference(threads.other) { await site.answer(request) }
public final class RequestThreads: Sendable {
    /// A way to the threads.
    public final class Lane: TaskExecutor {
        private let queue: JobQueue
        private let isFirst: Bool

        fileprivate init(_ queue: JobQueue, isFirst: Bool) {
            self.queue = queue
            self.isFirst = isFirst
        }

        /// Has a piece of a task run by the next thread that is free.
        public func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            // The task in the job keeps the executor it prefers.
            let executor = asUnownedTaskExecutor()
            queue.add({ job.runSynchronously(on: executor) }, isFirst: isFirst)
        }
    }

    public let first: Lane
    public let other: Lane
    private let queue = JobQueue()

    /// - Parameter count: how many threads.
    public init(_ count: Int, name: String = "request") {
        first = Lane(queue, isFirst: true)
        other = Lane(queue, isFirst: false)
        for number in 1...max(count, 1) {
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
}

/// What waits for a thread, each lane in order.
private final class JobQueue: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var first = Line()
        var other = Line()
        var isEnded = false
    }

    private let condition = NSCondition()
    private let state = Mutex(State())

    func add(_ job: @escaping Job, isFirst: Bool) {
        condition.lock()
        state.withLock { isFirst ? $0.first.add(job) : $0.other.add(job) }
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
    func next() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let job = state.withLock({ $0.first.take() ?? $0.other.take() }) { return job }
            if state.withLock({ $0.isEnded }) { return nil }
            condition.wait()
        }
    }

    /// Jobs in order.
    struct Line {
        private var jobs: [Job] = []
        /// How many at the front were taken: taking one off an array's front moves all others.
        private var taken = 0

        mutating func add(_ job: @escaping Job) { jobs.append(job) }

        mutating func take() -> Job? {
            guard taken < jobs.count else {
                jobs.removeAll(keepingCapacity: true)
                taken = 0
                return nil
            }
            if taken == 1_024 {
                jobs.removeFirst(taken)
                taken = 0
            }
            defer { taken += 1 }
            return jobs[taken]
        }
    }
}
