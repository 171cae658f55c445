// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// SQL as SQLite has it: strict tables, the engine's own search modules.
struct SQLiteDialect: Dialect {
    var search: any RegisterIndex { SQLiteSearch() }

    func making(_ table: Table) -> String {
        let isCounted = table.numbering != .given
        let isNumbered = table.key.count == 1 && table.columns.contains {
            $0.name == table.key[0] && $0.sort == .integer
        }
        var lines = table.columns.map { column in
            guard isNumbered, column.name == table.key[0] else { return Self.definition(column) }
            let end = table.numbering == .neverAgain ? " AUTOINCREMENT" : ""
            return "\(column.name) INTEGER PRIMARY KEY\(end)"
        }
        if !isNumbered { lines.append("PRIMARY KEY (\(table.key.joined(separator: ", ")))") }
        // A table of texts found by its key alone needs no second tree.
        let isTree = !isCounted && !isNumbered && table.key.count > 2
        return "CREATE TABLE IF NOT EXISTS \(table.name) (\(lines.joined(separator: ", "))) STRICT"
            + (isTree ? ", WITHOUT ROWID" : "")
    }

    func making(_ index: TableIndex) -> String {
        let columns = index.columns.map { $0.name + ($0.isDescending ? " DESC" : "") }
        return "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX IF NOT EXISTS \(index.name) "
            + "ON \(index.table) (\(columns.joined(separator: ", ")))"
            + (index.condition.map { " WHERE \($0)" } ?? "")
    }

    func adding(_ column: Table.Column, to table: String) -> String {
        "ALTER TABLE \(table) ADD COLUMN \(column.name) \(Self.type(column.sort))"
    }

    var tables: String { "SELECT name FROM sqlite_master WHERE type = 'table'" }

    func columns(of table: String) -> String { "SELECT name FROM pragma_table_info('\(table)')" }

    func plan(of sql: String) -> String { "EXPLAIN QUERY PLAN \(sql)" }

    private static func definition(_ column: Table.Column) -> String {
        "\(column.name) \(type(column.sort))" + (column.isRequired ? " NOT NULL" : "")
    }

    private static func type(_ sort: Table.Sort) -> String {
        switch sort {
        case .text: "TEXT"
        case .integer: "INTEGER"
        case .real: "REAL"
        }
    }
}
