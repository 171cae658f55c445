// SPDX-License-Identifier: EUPL-1.2

import GRDB
import Kernel

/// The journal entries one commit adds, for its seal. Used by one writer at a time.
final class EntryList {
    var entries: [JournalEntry.Sealed] = []
}

/// A connection to one SQLite file, lent for one transaction.
struct SQLiteConnection: Connection {
    let database: GRDB.Database
    /// The journal entries this commit has added so far.
    var added = EntryList()

    func rows(_ sql: String, _ arguments: [Value]) throws -> [[Value]] {
        try Fault.ofEngine {
            let statement = try database.cachedStatement(sql: sql)
            let cursor = try Row.fetchCursor(statement, arguments: Self.arguments(arguments))
            var rows: [[Value]] = []
            while let row = try cursor.next() {
                var values: [Value] = []
                values.reserveCapacity(row.count)
                for index in 0..<row.count {
                    values.append(Self.value((row[index] as DatabaseValue).storage))
                }
                rows.append(values)
            }
            return rows
        }
    }

    @discardableResult
    func run(_ sql: String, _ arguments: [Value]) throws -> Int {
        try Fault.ofEngine {
            let statement = try database.cachedStatement(sql: sql)
            try statement.execute(arguments: Self.arguments(arguments))
            return database.changesCount
        }
    }

    func added(_ entry: JournalEntry.Sealed) { added.entries.append(entry) }

    private static func arguments(_ values: [Value]) -> StatementArguments {
        StatementArguments(values.map(databaseValue))
    }

    private static func databaseValue(_ value: Value) -> DatabaseValue {
        switch value {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .real(let real): real.databaseValue
        case .text(let text): text.databaseValue
        }
    }

    private static func value(_ storage: DatabaseValue.Storage) -> Value {
        switch storage {
        case .null: .null
        case .int64(let integer): .integer(integer)
        case .double(let real): .real(real)
        case .string(let text): .text(text)
        case .blob(let data): .text(String(decoding: data, as: UTF8.self))
        }
    }
}

extension Fault {
    /// Runs a body, and says in our own words what the engine refused in it: the code, its reason
    /// and the statement. The values of the statement are not among them.
    static func ofEngine<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as DatabaseError {
            let reason = error.message ?? "no reason given"
            let statement = error.sql.map { " (\($0))" } ?? ""
            throw Fault("SQLite \(error.extendedResultCode.rawValue): \(reason)\(statement)")
        }
    }
}
