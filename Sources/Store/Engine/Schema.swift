// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The tables of a store: those every store has, and one for each kind of record, derived from its
/// description. Forward only, additive first.
struct Schema: Sendable {
    /// The version of the tables every store has. A store that says a higher one was written by a
    /// newer program and is left alone.
    static let version = 1

    let kinds: [RecordKind]
    /// Whether it is the commons, which also holds what everyone may see.
    let isCommons: Bool
    let published: [PublishedKind]
    /// Every table and index there is to be, in the order they are made.
    let tables: [Table]
    private let indexes: [TableIndex]
    /// A digest of them all: a store that says the same has them, so that opening it asks for
    /// nothing else.
    private let shape: String

    init(kinds: [RecordKind], isCommons: Bool, published: [PublishedKind]) {
        self.kinds = kinds
        self.isCommons = isCommons
        self.published = published
        let commons = CommonsSchema(published: published)
        let tables = CommonTables.tables + kinds.map(Self.table) + (isCommons ? commons.tables : [])
        let indexes = CommonTables.indexes + kinds.flatMap(Self.indexes)
            + (isCommons ? commons.indexes : [])
        self.tables = tables
        self.indexes = indexes
        let dialects: [any Dialect] = [SQLiteDialect(), PostgresDialect()]
        let statements = dialects.flatMap { dialect in
            tables.map(dialect.making) + indexes.map(dialect.making) + dialect.search.statements
        }
        shape = Digest.of(statements.joined(separator: ";").utf8)
    }

    /// Whether the store has this very schema, so that nothing is to be done.
    func isApplied(to connection: any Connection) throws -> Bool {
        let known = try connection.rows(
            "SELECT value FROM store WHERE key IN ('schema', 'shape') ORDER BY key")
        return known == [[.text(String(Self.version))], [.text(shape)]]
    }

    /// Brings the store to this schema: makes what is missing, adds columns that were declared
    /// since.
    /// - Throws: `Refusal.outOfService` for a store of a newer schema.
    func apply(to connection: any Connection) throws {
        let dialect = connection.dialect
        try connection.run(dialect.making(CommonTables.tables[0]))
        let known = try connection.value("SELECT value FROM store WHERE key = 'schema'")?.text
        // A version this program cannot even read is newer than it, too.
        if let known, Int(known).map({ $0 > Self.version }) ?? true {
            throw Refusal.outOfService(Phrase("store.newer", ["version": known]))
        }
        let present = try connection.tables()
        for table in tables {
            if present.contains(table.name) {
                try addColumns(to: table, on: connection)
            } else {
                try connection.run(dialect.making(table))
            }
        }
        if isCommons { for statement in dialect.search.statements { try connection.run(statement) } }
        for index in indexes { try connection.run(dialect.making(index)) }
        // The row that writers of a store wait for one another at, where the engine has many.
        let marks = [("schema", String(Self.version)), ("shape", shape), ("writer", "")]
        for (key, value) in marks {
            try connection.run(
                "INSERT INTO store (key, value) VALUES ($1, $2) "
                    + "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [.text(key), .text(value)])
        }
    }

    private func addColumns(to table: Table, on connection: any Connection) throws {
        let present = try connection.columns(of: table.name)
        for column in table.columns where !present.contains(column.name) {
            try connection.run(connection.dialect.adding(column, to: table.name))
        }
    }

    /// The table of one kind of record. A kind's fields are added as they are declared.
    private static func table(of kind: RecordKind) -> Table {
        Table(
            kind.table,
            [
                .text("id"), .integer("version"), .text("state"), .text("recorded_at"),
                .maybe("until_at"), .integer("entry"),
            ] + kind.fields.map { .maybe($0.name, sort(of: $0.kind)) },
            key: ["id", "version"])
    }

    /// The current version of each record is found by partial indexes, which leave out what is not
    /// filled where only filled values are looked for; by its id through the primary key. "As of" is
    /// found by an index of the whole.
    private static func indexes(of kind: RecordKind) -> [TableIndex] {
        let table = kind.table
        func index(_ columns: [String], where more: String = "") -> TableIndex {
            TableIndex(
                name: "\(table)_now_\(columns.joined(separator: "_"))", table: table,
                columns: columns.map { .up($0, mayBeEmpty: kind.field($0) != nil) },
                condition: "until_at IS NULL\(more)")
        }
        var whole = [["state", "id"]]
        if kind.list.order != "id" { whole.append([kind.list.order, "id"]) }
        let lookedUp = kind.indexes.map { $0 + ["id"] }.filter { !whole.contains($0) }
        return whole.map { index($0) } + lookedUp.map { index($0, where: " AND \($0[0]) IS NOT NULL") }
            + [
                TableIndex(
                    name: "\(table)_times", table: table,
                    columns: [.up("recorded_at"), .up("until_at", mayBeEmpty: true)])
            ]
    }

    private static func sort(of kind: FieldKind) -> Table.Sort {
        switch kind {
        case .integer, .money, .flag: .integer
        default: .text
        }
    }
}

extension RecordKind {
    /// The name of its table: `planning_application`.
    var table: String { "\(system)_\(name)" }
}
