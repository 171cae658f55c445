// SPDX-License-Identifier: EUPL-1.2

import Foundation
import GRDB
import Kernel

/// One SQLite file: many readers on snapshots, one writer. Every commit is on the disk before
/// anybody is told (`synchronous=FULL`, asserted at opening).
final class SQLiteDatabase: Database {
    private let pool: DatabasePool
    private let writes: WriteQueue
    private let editions: SQLiteEditions
    private let trial: StoreTrial?

    /// Opens the file, making it if it is not there.
    /// - Parameters:
    ///   - cache: how much of the file, in KiB, each connection keeps in memory at most.
    ///   - writing: the same of the one connection that writes; what a long commit changes beyond it goes to
    ///     the disk more than once.
    ///   - trial: what a simulation puts before it.
    /// - Throws: `Fault` if it is no SQLite database, or its commits cannot be made durable.
    init(path: String, cache: Int = 2_000, writing: Int = 2_000, trial: StoreTrial? = nil) throws {
        self.trial = trial
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(20)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -\(cache)")
            // What is erased or let go is not to be found in the file any more.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        // SQLite gives what it makes beside it the rights of the file itself.
        try Folder.makeFile(path)
        pool = try Fault.ofEngine {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // The pool itself sets NORMAL after preparing its writer; the promise is FULL.
            let durability = try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA cache_size = -\(max(cache, writing))")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
            guard durability == 2 else { throw Fault("synchronous=FULL is not in force: \(path)") }
            return pool
        }
        editions = SQLiteEditions(path: path)
        let pool = pool
        writes = WriteQueue(largestGroup: 128) { work in
            guard let trial else {
                return pool.asyncWriteWithoutTransaction {
                    work(.success(SQLiteConnection(database: $0, trial: nil)))
                }
            }
            trial.trial.run {
                pool.writeWithoutTransaction {
                    work(.success(SQLiteConnection(database: $0, trial: trial)))
                }
            }
        }
    }

    func read<T>(_ body: (any Connection) throws -> T) throws -> T {
        try Fault.ofEngine {
            try pool.unsafeReentrantRead { database in
                if database.isInsideTransaction {
                    return try body(SQLiteConnection(database: database, trial: trial))
                }
                try database.cachedStatement(sql: "BEGIN").execute()
                // Nothing was written, so that ending it can lose nothing.
                defer { try? database.cachedStatement(sql: "COMMIT").execute() }
                return try body(SQLiteConnection(database: database, trial: trial))
            }
        }
    }

    @discardableResult
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await writes.add(body)
    }

    func sealing(with seal: @escaping WriteQueue.Seal) {
        writes.sealing(with: seal)
    }

    func counting(in metrics: Metrics) { writes.counting(in: metrics) }

    func writeAlone<T>(_ body: (any Connection) throws -> T) throws -> T {
        try Fault.ofEngine {
            try pool.writeWithoutTransaction { database in
                var result: T?
                try database.inTransaction(.immediate) {
                    result = try body(SQLiteConnection(database: database, trial: trial))
                    return .commit
                }
                guard let result else { throw Fault("a transaction gave no result") }
                return result
            }
        }
    }

    /// Brings what lies in the log beside the file into the file, as far as nobody else reads on.
    func fold() throws {
        try Fault.ofEngine {
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
        }
    }

    func edition() throws -> String { try editions.current() }

    var tellsEditionAtOnce: Bool { true }

    /// Waits for what is being written, and closes the file. It is whole then by itself, so that
    /// it may be copied without its log, unless another process has it open.
    func close() throws {
        editions.close()
        try? fold()
        try Fault.ofEngine { try pool.close() }
    }
}
