// SPDX-License-Identifier: EUPL-1.2

import Foundation
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
    let indexes: [TableIndex]
    /// A digest of them all: a store that says the same has them, so that opening it asks for
    /// nothing else.
    let shape: String
    /// What time it is when a store is brought forward.
    let timepiece: Timepiece

    init(
        kinds: [RecordKind], isCommons: Bool, published: [PublishedKind],
        timepiece: @escaping Timepiece = { Instant(Date()) }
    ) {
        self.timepiece = timepiece
        self.kinds = kinds
        self.isCommons = isCommons
        self.published = published
        let commons = CommonsSchema(published: published)
        let tables = CommonTables.tables + LedgerTables.tables + Spelling.tables + RecordSearch.tables
            + kinds.map(Self.table) + (isCommons ? commons.tables : [])
        let indexes = CommonTables.indexes + RecordSearch.indexes + kinds.flatMap(Self.indexes)
            + (isCommons ? commons.indexes : [])
        self.tables = tables
        self.indexes = indexes
        let dialects: [any Dialect] = [SQLiteDialect(), PostgresDialect()]
        let statements = dialects.flatMap { dialect in
            tables.map(dialect.making) + indexes.map(dialect.making) + dialect.search.ownStatements
                + dialect.search.statements
        }
        shape = Digest.of(statements.joined(separator: ";").utf8)
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
