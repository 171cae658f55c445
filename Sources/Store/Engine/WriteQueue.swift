// SPDX-License-Identifier: EUPL-1.2

import GRDB
import Kernel
import Synchronization

/// Group commit: writes queue up while one commit is on its way to the disk; the next commit takes
/// them all, each in a savepoint of its own, and only then is everybody answered.
final class WriteQueue: Sendable {
    /// The most writes that share a commit. Bounds how long the first of them waits.
    private static let largestGroup = 128

    /// Closes a commit: told which entries its writes added to the journal.
    typealias Seal = @Sendable (any Connection, [JournalEntry.Sealed]) throws -> Void

    private struct Waiting: Sendable {
        let run: @Sendable (any Connection) throws -> Void
        let answer: @Sendable (_ failure: (any Error)?) -> Void
        let since = ContinuousClock.now
    }

    private struct State {
        var waiting: [Waiting] = []
        var isPumping = false
        var seal: Seal?
        var metrics: Metrics?
    }

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(_ pool: DatabasePool) { self.pool = pool }

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
                    }))
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

    private func pump() {
        pool.asyncWriteWithoutTransaction { database in
            while let (group, seal) = self.nextGroup() {
                let begun = ContinuousClock.now
                Self.commit(group, seal: seal, on: database)
                self.count(group, since: begun)
            }
        }
    }

    private func nextGroup() -> ([Waiting], Seal?)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isPumping = false
                return nil
            }
            let count = min(Self.largestGroup, state.waiting.count)
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

    private static func commit(
        _ group: [Waiting], seal: Seal?,
        on database: GRDB.Database
    ) {
        var failures = [(any Error)?](repeating: nil, count: group.count)
        do {
            let connection = SQLiteConnection(database: database, added: EntryList())
            try connection.run("BEGIN IMMEDIATE")
            for (index, waiting) in group.enumerated() {
                failures[index] = try runInSavepoint(waiting, on: connection)
            }
            try seal?(connection, connection.added.entries)
            try connection.run("COMMIT")
        } catch {
            if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
            // Nobody's write is kept, so everybody is told; those that had failed, why.
            for index in group.indices where failures[index] == nil { failures[index] = error }
        }
        for (waiting, failure) in zip(group, failures) { waiting.answer(failure) }
    }

    /// Runs one write; its own failure, if it failed and was undone.
    /// - Throws: what went wrong, if it undid the whole transaction (a full disk) or cannot be
    ///   undone by itself: then the whole group is undone.
    private static func runInSavepoint(
        _ waiting: Waiting, on connection: SQLiteConnection
    ) throws -> (any Error)? {
        let before = connection.added.entries.count
        try connection.run("SAVEPOINT one")
        do {
            try waiting.run(connection)
            try connection.run("RELEASE one")
            return nil
        } catch {
            connection.added.entries.removeSubrange(before...)
            guard connection.database.isInsideTransaction else { throw error }
            do {
                try connection.run("ROLLBACK TO one")
                try connection.run("RELEASE one")
            } catch let second {
                throw Fault(
                    "\(error); and it cannot be undone: \(second)",
                    isStorageFull: (error as? Fault)?.isStorageFull ?? false)
            }
            return error
        }
    }
}
