// SPDX-License-Identifier: EUPL-1.2

import Foundation
import GRDB
import GRDBSQLite
import Kernel

/// A connection to one SQLite file, lent for one transaction. The library keeps connections and
/// prepared statements; values are bound and read here, straight from and to ours.
struct SQLiteConnection: WritingConnection {
    let database: GRDB.Database
    let trial: StoreTrial?
    let entries = EntryList()
    var dialect: any Dialect { SQLiteDialect() }
    var isInsideTransaction: Bool { database.isInsideTransaction }

    func begin() throws { try run("BEGIN IMMEDIATE") }
    func commit() throws { try run("COMMIT") }
    func mark() throws { try run("SAVEPOINT one") }
    func release() throws { try run("RELEASE SAVEPOINT one") }

    func undo() throws {
        try run("ROLLBACK TO SAVEPOINT one")
        try release()
    }

    func rollback() {
        // Whatever it says, what was begun is gone once the connection is used again.
        if isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
    }

    func rows(_ sql: String, _ arguments: [Value]) throws -> [[Value]] {
        guard let trial else { return try answer(sql, arguments) }
        return try trial.around(sql) { try answer(sql, arguments) }
    }

    func run(_ sql: String, _ arguments: [Value]) throws { _ = try change(sql, arguments) }

    func change(_ sql: String, _ arguments: [Value]) throws -> Int {
        guard let trial else { return try changed(sql, arguments) }
        return try trial.around(sql) { try changed(sql, arguments) }
    }

    private func answer(_ sql: String, _ arguments: [Value]) throws -> [[Value]] {
        try Fault.ofEngine {
            let statement = try database.cachedStatement(sql: sql).sqliteStatement
            defer { Self.rest(statement) }
            try Self.bind(arguments, to: statement, sql)
            let width = sqlite3_column_count(statement)
            var rows: [[Value]] = []
            while try Self.step(statement, sql) {
                rows.append((0..<width).map { Self.column($0, of: statement) })
            }
            return rows
        }
    }

    private func changed(_ sql: String, _ arguments: [Value]) throws -> Int {
        try Fault.ofEngine {
            let statement = try database.cachedStatement(sql: sql).sqliteStatement
            defer { Self.rest(statement) }
            try Self.bind(arguments, to: statement, sql)
            while try Self.step(statement, sql) {}
            return Int(sqlite3_changes(sqlite3_db_handle(statement)))
        }
    }

    /// Whether there is another row.
    private static func step(_ statement: OpaquePointer, _ sql: String) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(of: statement, sql)
        }
    }

    /// Puts a statement back for the next to use it, and lets go of what was bound to it.
    private static func rest(_ statement: OpaquePointer) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private static func bind(
        _ arguments: [Value], to statement: OpaquePointer, _ sql: String
    ) throws {
        guard Int(sqlite3_bind_parameter_count(statement)) == arguments.count else {
            throw Fault("\(arguments.count) values were given (\(sql))")
        }
        for place in 0..<Int32(arguments.count) {
            let place = place + 1
            // The engine counts places as they come; theirs are the numbers they are called by.
            let number = number(of: place, in: statement)
            guard arguments.indices.contains(number - 1) else {
                throw Fault("there is no value $\(number) (\(sql))")
            }
            let argument = arguments[number - 1]
            let result =
                switch argument {
                case .null: sqlite3_bind_null(statement, place)
                case .integer(let integer): sqlite3_bind_int64(statement, place, integer)
                case .real(let real): sqlite3_bind_double(statement, place, real)
                case .text(let text): bind(text, to: statement, place)
                }
            guard result == SQLITE_OK else { throw failure(of: statement, sql) }
        }
    }

    /// The number a place is called by: 3 for `$3`.
    private static func number(of place: Int32, in statement: OpaquePointer) -> Int {
        guard var name = sqlite3_bind_parameter_name(statement, place) else { return Int(place) }
        var number = 0
        while true {
            name += 1
            guard (48...57).contains(name.pointee) else { return number }
            number = number * 10 + Int(name.pointee - 48)
        }
    }

    /// Binds a copy of the text, which the engine frees when it needs it no more.
    private static func bind(_ text: String, to statement: OpaquePointer, _ place: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            guard let copy = malloc(max(bytes.count, 1)) else { return SQLITE_NOMEM }
            if let start = bytes.baseAddress { memcpy(copy, start, bytes.count) }
            return sqlite3_bind_text64(
                statement, place, copy.assumingMemoryBound(to: CChar.self),
                sqlite3_uint64(bytes.count), { free($0) }, UInt8(SQLITE_UTF8))
        }
    }

    private static func column(_ index: Int32, of statement: OpaquePointer) -> Value {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
        case SQLITE_NULL: return .null
        default:
            guard let text = sqlite3_column_text(statement, index) else { return .text("") }
            let count = Int(sqlite3_column_bytes(statement, index))
            return .text(
                String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
        }
    }

    private static func failure(of statement: OpaquePointer, _ sql: String) -> Fault {
        let database = sqlite3_db_handle(statement)
        return Fault.ofEngine(
            code: sqlite3_extended_errcode(database),
            reason: String(cString: sqlite3_errmsg(database)), sql: sql)
    }
}

extension Fault {
    /// Runs a body, and says in our own words what the engine refused in it.
    static func ofEngine<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as DatabaseError {
            throw ofEngine(
                code: error.extendedResultCode.rawValue, reason: error.message, sql: error.sql)
        }
    }

    /// What the engine refused: the code, its reason and the statement. The values of the statement
    /// are not among them.
    static func ofEngine(code: Int32, reason: String?, sql: String?) -> Fault {
        let statement = sql.map { " (\($0))" } ?? ""
        return Fault(
            "SQLite \(code): \(reason ?? "no reason given")\(statement)",
            isStorageFull: code & 0xff == SQLITE_FULL, isUnavailable: isOfTheDisk(code))
    }

    /// Whether it is the disk, or another who holds the file or its locks for too long, and not the statement
    /// or the store: a disk that is read-only or fails, no descriptor left. It may be tried again.
    private static func isOfTheDisk(_ code: Int32) -> Bool {
        // A file that ends too soon is damaged, and will not mend.
        if code == SQLITE_IOERR | 2 << 8 { return false }
        return [SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_BUSY, SQLITE_PROTOCOL]
            .contains(code & 0xff)
    }
}
