// SPDX-License-Identifier: EUPL-1.2

@_spi(ExperimentalCustomExecutors) @_spi(ExperimentalScheduling) import _Concurrency
import Synchronization

/// Runs every task of the process on one thread, the next one always chosen by chance, and lets time
/// pass only when told to or when nothing else can be done. So the same seed gives the same order
/// of everything, whatever the machine.
///
/// The toolchain's own seam for another executor is used, which it still calls experimental: this
/// is why nothing but the simulation has it.
final class Scheduler: TaskExecutor, SchedulingExecutor {
    private enum Work {
        case task(UnownedJob)
        case writes(@Sendable () -> Void)
    }

    private struct Timer {
        let due: Int64
        let number: Int
        let job: UnownedJob
    }

    private struct State {
        var ready: [Work] = []
        var timers: [Timer] = []
        var now: Int64 = 0
        var timersSet = 0
        var picks = 0
        var chance = Chance(seed: 0)
        var passing: @Sendable (Int64) -> Void = { _ in }
    }

    /// Nothing can go on: a task waits for what never comes.
    struct Stuck: Error {}

    /// The longest, in milliseconds, that one thing may take.
    private static let patience: Int64 = 6 * 3_600_000

    private let state = Mutex(State())
    private let origin = ContinuousClock.now

    /// A clock of the time that has passed, which is never set.
    var steady: ContinuousClock.Instant { origin.advanced(by: .milliseconds(now)) }

    /// How much time has passed, in milliseconds.
    var now: Int64 { state.withLock { $0.now } }

    /// Begins anew: with no time passed and nothing to do.
    /// - Parameter passing: told how many milliseconds pass whenever some do.
    func begin(_ chance: Chance, passing: @escaping @Sendable (Int64) -> Void) {
        state.withLock { state in
            state = State()
            state.chance = chance
            state.passing = passing
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.ready.append(.task(job)) }
    }

    func enqueue<C: Clock>(
        _ job: consuming ExecutorJob, after delay: C.Duration, tolerance: C.Duration?, clock: C
    ) { wake(UnownedJob(job), after: delay as? Duration ?? .zero) }

    func enqueue<C: Clock>(
        _ job: consuming ExecutorJob, at instant: C.Instant, tolerance: C.Duration?, clock: C
    ) { wake(UnownedJob(job), after: clock.now.duration(to: instant) as? Duration ?? .zero) }

    /// To the next twentieth of a second, so that the few microseconds that have passed since the
    /// instant was reckoned make no difference.
    private func wake(_ job: UnownedJob, after delay: Duration) {
        let (seconds, rest) = delay.components
        let milliseconds = seconds * 1_000 + rest / 1_000_000_000_000_000
        let rounded = (max(0, milliseconds) / 50 + 1) * 50
        state.withLock { state in
            state.timersSet += 1
            state.timers.append(Timer(due: state.now + rounded, number: state.timersSet, job: job))
        }
    }

    /// Runs writes when their turn comes.
    func add(_ writes: @escaping @Sendable () -> Void) {
        state.withLock { $0.ready.append(.writes(writes)) }
    }

    /// Goes on until something has come about.
    /// - Parameter picks: how many things are done at most; nil: as many as it takes.
    /// - Throws: `Stuck`.
    func run(picks: Int? = nil, until isDone: () -> Bool) throws {
        let (began, first) = state.withLock { ($0.now, $0.picks) }
        while !isDone() {
            let (now, count) = state.withLock { ($0.now, $0.picks) }
            if let picks, count - first >= picks { return }
            if runNext() { continue }
            guard now - began < Self.patience, passToNextTimer(before: .max) else { throw Stuck() }
        }
    }

    /// Lets time pass, and everything happen that is due meanwhile.
    func pass(milliseconds: Int64) {
        let end = now + milliseconds
        repeat { while runNext() {} } while passToNextTimer(before: end)
        let left = state.withLock { state in
            defer { state.now = end }
            return end - state.now
        }
        pass(left)
    }

    /// Does one thing that can be done now; whether there was one.
    private func runNext() -> Bool {
        let next = state.withLock { state -> Work? in
            guard !state.ready.isEmpty else { return nil }
            state.picks += 1
            let place = state.chance.pick(0...(state.ready.count - 1))
            state.ready.swapAt(place, state.ready.count - 1)
            return state.ready.removeLast()
        }
        switch next {
        case .task(let job): job.runSynchronously(on: asUnownedTaskExecutor())
        case .writes(let writes): writes()
        case nil: return false
        }
        return true
    }

    private func passToNextTimer(before end: Int64) -> Bool {
        let passed = state.withLock { state -> Int64? in
            let earliest = state.timers.indices.min {
                let (left, right) = (state.timers[$0], state.timers[$1])
                return (left.due, left.number) < (right.due, right.number)
            }
            guard let earliest, state.timers[earliest].due <= end else { return nil }
            let timer = state.timers.remove(at: earliest)
            state.ready.append(.task(timer.job))
            defer { state.now = max(state.now, timer.due) }
            return max(0, timer.due - state.now)
        }
        guard let passed else { return false }
        pass(passed)
        return true
    }

    private func pass(_ milliseconds: Int64) { state.withLock { $0.passing }(milliseconds) }
}

/// Has every task of the process run by the simulation.
enum OneThread: ExecutorFactory {
    static let scheduler = Scheduler()
    static var mainExecutor: any MainExecutor { PlatformExecutorFactory.mainExecutor }
    static var defaultExecutor: any TaskExecutor { scheduler }

    /// Before the first task of the process.
    static func begin() { _createExecutors(factory: Self.self) }
}
