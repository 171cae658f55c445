// SPDX-License-Identifier: EUPL-1.2

import GRDB
import Kernel
import Synchronization

/// A store in memory as one simulated process has it open. Reads and writes take turns on one
/// connection, since nothing else runs meanwhile.
final class TrialDatabase: Database {
    private let queue: DatabaseQueue
    private let trial: StoreTrial
    private let writes: WriteQueue
    private let isClosed = Atomic<Bool>(false)

    init(_ queue: DatabaseQueue, _ trial: StoreTrial) {
        self.queue = queue
        self.trial = trial
        writes = WriteQueue(largestGroup: 128) { work in
            trial.trial.run {
                queue.writeWithoutTransaction {
                    work(.success(TrialConnection($0, trial)))
                }
            }
        }
    }

    func read<T>(_ body: (any Connection) throws -> T) throws -> T {
        try check()
        return try queue.unsafeReentrantWrite { try body(SQLiteConnection(database: $0, trial: trial)) }
    }

    @discardableResult
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try check()
        return try await writes.add(body)
    }

    func sealing(with seal: @escaping WriteQueue.Seal) { writes.sealing(with: seal) }
    func counting(in metrics: Metrics) { writes.counting(in: metrics) }

    func writeAlone<T>(_ body: (any Connection) throws -> T) throws -> T {
        try queue.writeWithoutTransaction { database in
            let connection = TrialConnection(database, trial)
            do {
                try connection.begin()
                let result = try body(connection)
                try connection.commit()
                return result
            } catch {
                connection.rollback()
                throw error
            }
        }
    }

    func edition() throws -> String {
        try read { try $0.value("SELECT max(number) FROM seal")?.integer.map(String.init) ?? "" }
    }

    var tellsEditionAtOnce: Bool { true }

    func close() throws { isClosed.store(true, ordering: .releasing) }

    private func check() throws {
        if isClosed.load(ordering: .acquiring) { throw Fault("the store is closed") }
    }
}

/// Its transactions are savepoints within what is undone after the run; the trial hears of them as
/// if they were none.
private final class TrialConnection: WritingConnection {
    private let connection: SQLiteConnection
    /// The same, which the trial does not hear of.
    private let quiet: SQLiteConnection
    private let trial: StoreTrial
    private(set) var isInsideTransaction = false
    var entries: EntryList { connection.entries }
    var dialect: any Dialect { connection.dialect }

    init(_ database: GRDB.Database, _ trial: StoreTrial) {
        connection = SQLiteConnection(database: database, trial: trial)
        quiet = SQLiteConnection(database: database, trial: nil)
        self.trial = trial
    }

    func begin() throws {
        try trial.around("BEGIN IMMEDIATE") {
            try quiet.run("SAVEPOINT whole")
            isInsideTransaction = true
        }
    }

    func commit() throws {
        try trial.around("COMMIT") {
            try quiet.run("RELEASE SAVEPOINT whole")
            isInsideTransaction = false
        }
    }

    func rollback() {
        guard isInsideTransaction else { return }
        isInsideTransaction = false
        // Whatever it says, nothing of what was begun is kept.
        _ = try? quiet.run("ROLLBACK TO SAVEPOINT whole")
        _ = try? quiet.run("RELEASE SAVEPOINT whole")
    }

    func rows(_ sql: String, _ arguments: [Value]) throws -> [[Value]] {
        try connection.rows(sql, arguments)
    }

    func run(_ sql: String, _ arguments: [Value]) throws { try connection.run(sql, arguments) }

    func change(_ sql: String, _ arguments: [Value]) throws -> Int {
        try connection.change(sql, arguments)
    }

    func mark() throws { try connection.mark() }
    func release() throws { try connection.release() }
    func undo() throws { try connection.undo() }
}
