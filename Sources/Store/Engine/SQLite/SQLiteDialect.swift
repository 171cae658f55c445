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

    /// Without those that the engine makes for itself.
    var tables: String {
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
            + "AND name NOT IN ('sqlite_schema', 'sqlite_sequence', 'sqlite_stat1')"
    }

    func columns(of table: String) -> String {
        "SELECT name, type, \"notnull\", pk FROM pragma_table_info('\(table)') ORDER BY cid"
    }

    func numbering(_ table: Table, after last: Int) -> [String] {
        guard table.numbering == .neverAgain else { return [] }
        return [
            "DELETE FROM sqlite_sequence WHERE name = '\(table.name)'",
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('\(table.name)', \(last))",
        ]
    }

    var clock: String? { nil }

    var integrity: String? {
        "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"
    }

    /// Every walk names its index; what else there is goes by rules alone.
    let surveying: [String] = []

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
