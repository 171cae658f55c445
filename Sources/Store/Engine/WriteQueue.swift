// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization
import Tracing

/// Group commit: writes queue up while one commit is on its way to the disk; the next commit takes
/// them all, each in a savepoint of its own, and only then is everybody answered.
final class WriteQueue: Sendable {
    /// Closes a commit: told which entries its writes added to the journal.
    typealias Seal = @Sendable (any Connection, [JournalEntry.Sealed]) throws -> Void

    /// Where a group is written: on a thread of the engine's, with a connection of its own, or with
    /// why there is none.
    typealias Lend = @Sendable (@escaping Write) -> Void
    typealias Write = @Sendable (Result<any WritingConnection, any Error>) -> Void

    private struct Waiting: Sendable {
        let run: @Sendable (any Connection) throws -> Void
        let answer: @Sendable (_ failure: (any Error)?) -> Void
        let span: (any Span)?
        let since = ContinuousClock.now
    }

    private struct State {
        var waiting: [Waiting] = []
        var isPumping = false
        var seal: Seal?
        var metrics: Metrics?
    }

    /// The most writes that share a commit. Bounds how long the first of them waits.
    private let largestGroup: Int
    private let lend: Lend
    private let state = Mutex(State())

    init(largestGroup: Int, lend: @escaping Lend) {
        self.largestGroup = largestGroup
        self.lend = lend
    }

    func sealing(with seal: @escaping Seal) {
        state.withLock { $0.seal = seal }
    }

    /// Where it counts its commits.
    func counting(in metrics: Metrics) {
        state.withLock { $0.metrics = metrics }
    }

    func add<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        guard let metrics = state.withLock({ $0.metrics }), metrics.tracer != nil else {
            return try await add(body, as: nil)
        }
        return try await metrics.span("commit") { try await add(body, as: $0) }
    }

    private func add<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T, as span: (any Span)?
    ) async throws -> T {
        let result = Mutex<T?>(nil)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            enqueue(
                Waiting(
                    run: { connection in
                        let value = try body(connection)
                        result.withLock { $0 = value }
                    },
                    answer: { failure in
                        if let failure {
                            continuation.resume(throwing: failure)
                        } else {
                            continuation.resume()
                        }
                    },
                    span: span))
        }
        guard let value = result.withLock({ $0 }) else { throw Fault("a write gave no result") }
        return value
    }

    private func enqueue(_ waiting: Waiting) {
        let mustPump = state.withLock { state in
            state.waiting.append(waiting)
            defer { state.isPumping = true }
            return !state.isPumping
        }
        if mustPump { pump() }
    }

    /// Writes what waits, a group at a time. Between two groups the connection is given back, so
    /// that a busy store keeps no other waiting.
    private func pump() {
        lend { lent in
            if let (group, seal) = self.nextGroup() {
                let begun = ContinuousClock.now
                let failures: [(any Error)?] =
                    switch lent {
                    case .success(let connection): Self.commit(group, seal: seal, on: connection)
                    case .failure(let error): group.map { _ in error }
                    }
                for (waiting, failure) in zip(group, failures) {
                    waiting.span?.attributes["talka.writes"] = group.count
                    waiting.span?.attributes["talka.waited_us"] =
                        waiting.since.duration(to: begun).inMicroseconds
                    waiting.answer(failure)
                }
                self.count(group, since: begun)
            }
            if self.isMore() { self.pump() }
        }
    }

    private func isMore() -> Bool {
        state.withLock { state in
            state.isPumping = !state.waiting.isEmpty
            return state.isPumping
        }
    }

    private func nextGroup() -> ([Waiting], Seal?)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return nil }
            let count = min(largestGroup, state.waiting.count)
            let group = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(count)
            return (group, state.seal)
        }
    }

    private func count(_ group: [Waiting], since begun: ContinuousClock.Instant) {
        guard let metrics = state.withLock({ $0.metrics }) else { return }
        metrics.commits[].record(begun.duration(to: .now))
        metrics.commitSizes[].record(Double(group.count))
        let waits = metrics.writeWaits[]
        for waiting in group { waits.record(waiting.since.duration(to: begun)) }
    }

    /// - Returns: why each of them failed; nil for those that are on the disk.
    private static func commit(
        _ group: [Waiting], seal: Seal?, on connection: any WritingConnection
    ) -> [(any Error)?] {
        var failures = [(any Error)?](repeating: nil, count: group.count)
        do {
            try connection.begin()
            for (index, waiting) in group.enumerated() {
                failures[index] = try runInSavepoint(waiting, on: connection)
            }
            try seal?(connection, connection.entries.entries)
            try connection.commit()
        } catch {
            connection.rollback()
            // Nobody's write is kept, so everybody is told; those that had failed, why.
            for index in group.indices where failures[index] == nil { failures[index] = error }
        }
        return failures
    }

    /// Runs one write; its own failure, if it failed and was undone.
    /// - Throws: what went wrong, if it undid the whole transaction (a full disk) or cannot be
    ///   undone by itself: then the whole group is undone.
    private static func runInSavepoint(
        _ waiting: Waiting, on connection: any WritingConnection
    ) throws -> (any Error)? {
        let before = connection.entries.entries.count
        try connection.mark()
        do {
            try waiting.run(connection)
            try connection.release()
            return nil
        } catch {
            connection.entries.entries.removeSubrange(before...)
            guard connection.isInsideTransaction else { throw error }
            do { try connection.undo() } catch let second {
                let fault = error as? Fault
                throw Fault(
                    "\(error); and it cannot be undone: \(second)",
                    isStorageFull: fault?.isStorageFull ?? false,
                    isUnavailable: fault?.isUnavailable ?? false)
            }
            return error
        }
    }
}
