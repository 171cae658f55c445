// SPDX-License-Identifier: EUPL-1.2

import Foundation
import GRDB

/// A store's file, as somebody would meddle with it past the product.
struct StoreFile {
    let path: String

    /// Runs statements on it.
    func run(_ sql: String) throws {
        try open().write { try $0.execute(sql: sql) }
    }

    /// The rows of a query, every value as text.
    func rows(_ sql: String) throws -> [[String?]] {
        try open().read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { value in
                    value.isNull ? nil : String.fromDatabaseValue(value) ?? "\(value)"
                }
            }
        }
    }

    /// The first value of a query, as text.
    func value(_ sql: String) throws -> String? { try rows(sql).first?.first ?? nil }

    /// Holds the right to write, as another process in a long transaction would.
    func whileLocked<T>(_ body: () async throws -> T) async throws -> T {
        let queue = try open()
        try await queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try await queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        return try result.get()
    }

    func remove() throws {
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + end)
        }
    }

    private func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(20)
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
