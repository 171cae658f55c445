// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Bringing a store forward. Each step is noted in the store's table `migration` with a checksum of
/// the whole it leads to; nothing is ever taken away, so that the release before works on.
extension Schema {
    /// What a store lacks.
    enum Lack {
        case table(Table)
        case column(Table.Column, of: String)

        var name: String {
            switch self {
            case .table(let table): "table \(table.name)"
            case .column(let column, let table): "column \(table).\(column.name)"
            }
        }
    }

    /// Whether the store was brought to this schema before, by whichever release; it may have gone
    /// beyond it since.
    func isApplied(to connection: any Connection) throws -> Bool {
        try check(connection)
        guard try connection.tables().contains("migration") else { return false }
        return try connection.value(
            "SELECT 1 FROM migration WHERE checksum = $1", [.text(shape)]) != nil
    }

    /// What the store lacks of this schema.
    func lacking(on connection: any Connection) throws -> [Lack] {
        let present = try connection.tables()
        return try tables.flatMap { table -> [Lack] in
            guard present.contains(table.name) else { return [.table(table)] }
            let columns = try connection.columns(of: table.name)
            return table.columns.filter { !columns.contains($0.name) }.map {
                .column($0, of: table.name)
            }
        }
    }

    /// Brings the store to this schema: makes what is missing, adds columns that were declared
    /// since.
    /// - Throws: `Refusal.outOfService` for a store of a newer schema.
    func apply(to connection: any Connection) throws {
        let dialect = connection.dialect
        try connection.run(dialect.making(CommonTables.tables[0]))
        try check(connection)
        let lacks = try lacking(on: connection)
        for lack in lacks {
            switch lack {
            case .table(let table): try connection.run(dialect.making(table))
            case .column(let column, let table):
                try connection.run(dialect.adding(column, to: table))
            }
        }
        let searching = dialect.search.ownStatements + (isCommons ? dialect.search.statements : [])
        for statement in searching { try connection.run(statement) }
        for index in indexes { try connection.run(dialect.making(index)) }
        try renewSearch(on: connection)
        if isCommons { try PublishedChanges.mend(published, on: connection) }
        try note(lacks, on: connection)
        try mark("schema", String(Self.version), on: connection)
        // A release that knows less must not say it is the last one's store.
        if try knowsAll(of: connection) { try mark("shape", shape, on: connection) }
        // The row that writers of a store wait for one another at, where the engine has many.
        try mark("writer", "", on: connection)
    }

    /// Makes anew what records, and what is published, are found by, where that is missing.
    func renewSearch(on connection: any Connection) throws {
        if isCommons { try Publisher.renewSearch(on: connection) }
        try RecordSearch(connection: connection).renew(kinds.map { RecordTable($0) })
    }

    /// - Throws: `Refusal.outOfService` for a store of a newer schema.
    private func check(_ connection: any Connection) throws {
        let known = try connection.value("SELECT value FROM store WHERE key = 'schema'")?.text
        // A version this program cannot even read is newer than it, too.
        if let known, Int(known).map({ $0 > Self.version }) ?? true {
            throw Refusal.outOfService(Phrase("store.newer", ["version": known]))
        }
    }

    private func note(_ lacks: [Lack], on connection: any Connection) throws {
        let known = try connection.value(
            "SELECT 1 FROM migration WHERE checksum = $1", [.text(shape)])
        guard known == nil else { return }
        let number = (try connection.value("SELECT max(number) FROM migration")?.integer ?? 0) + 1
        let name = number == 1 && lacks.count >= tables.count
            ? "made" : lacks.map(\.name).joined(separator: ", ")
        try connection.run(
            "INSERT INTO migration (number, checksum, name, at, release) VALUES ($1, $2, $3, $4, $5)",
            [
                .integer(number), .text(shape), .text(name), timepiece().stored,
                .text(Release.version),
            ])
    }

    private func mark(_ key: String, _ value: String, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO store (key, value) VALUES ($1, $2) "
                + "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [.text(key), .text(value)])
    }

    /// Whether the store has nothing that is not described here.
    func knowsAll(of connection: any Connection) throws -> Bool {
        let known = Dictionary(
            tables.map { ($0.name, Set($0.columns.map(\.name))) }, uniquingKeysWith: { $1 })
        return try connection.tables().allSatisfy { name in
            guard let columns = known[name] else { return false }
            // Columns only the engine's search reads are left out of what is described.
            return try connection.describe(name).columns.allSatisfy { columns.contains($0.name) }
        }
    }
}

extension Schema {
    /// Brings an open store to this schema. One that cannot be brought goes on as it is, to be read
    /// and not written, so that its tenant is not without it; the others do not notice.
    /// - Throws: `Refusal.outOfService` for a store of a newer schema; `Fault` if it cannot be read.
    func bring(_ database: any Database, failed: (Fault) -> Void) throws -> any Database {
        if try database.read({ try isApplied(to: $0) }) { return database }
        do {
            try database.writeAlone { try apply(to: $0) }
            return database
        } catch let fault as Fault {
            if fault.isStorageFull || fault.isUnavailable { throw fault }
            failed(fault)
            return ReadOnlyDatabase(database)
        }
    }
}
