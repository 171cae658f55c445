// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Connection {
    /// A table as it is there, whichever program made it: so that a column nobody here knows is
    /// copied with the rest. Columns that only the engine's search reads are left out.
    /// - Throws: `Fault` for a table without a key: none of ours.
    func describe(_ name: String) throws -> Table {
        let rows = try rows(dialect.columns(of: name))
        var columns: [Table.Column] = []
        var key: [(place: Int64, name: String)] = []
        for row in rows {
            guard let column = row[0].text, let type = row[1].text, let sort = Table.Sort(type)
            else { continue }
            columns.append(.init(name: column, sort: sort, isRequired: row[2] == 1))
            if let place = row[3].integer, place > 0 { key.append((place, column)) }
        }
        guard !key.isEmpty else { throw Fault("the table \(name) has no key") }
        return Table(name, columns, key: key.sorted { $0.place < $1.place }.map(\.name))
    }
}

extension Table.Sort {
    /// What an engine's own name of a type stands for; nil for those of its search.
    fileprivate init?(_ type: String) {
        switch type.uppercased() {
        case "TSVECTOR", "BOX": return nil
        case let type where type.contains("INT"): self = .integer
        case "REAL", "DOUBLE PRECISION": self = .real
        default: self = .text
        }
    }
}

/// Copies the rows of one table from one store to another, page by page in the order of the key.
struct TableCopy {
    private static let page = 1_000

    let table: Table
    /// Which rows are copied; nil: all.
    var filter: (column: String, value: Value)?
    /// Rows that are not copied, by what is in a column of theirs.
    var leavingOut: [(column: String, value: Value)] = []

    init(_ table: Table, where filter: (column: String, value: Value)? = nil) {
        self.table = table
        self.filter = filter
    }

    /// Copies, and says how many rows there were.
    @discardableResult
    func run(
        from source: any Connection, to target: any Connection, told: (Int) -> Void = { _ in }
    ) throws -> Int {
        let names = table.columns.map(\.name)
        let places = (1...names.count).map { "$\($0)" }.joined(separator: ", ")
        let insert = "INSERT INTO \(table.name) (\(names.joined(separator: ", "))) VALUES (\(places))"
        var count = 0
        try each(of: source) { rows in
            for row in rows { try target.run(insert, row) }
            count += rows.count
            told(rows.count)
        }
        return count
    }

    /// The rows, a page at a time, their columns in the table's order.
    func each(of source: any Connection, _ body: ([[Value]]) throws -> Void) throws {
        let names = table.columns.map(\.name)
        let keys = table.key.compactMap { key in names.firstIndex(of: key) }
        var last: [Value] = []
        while true {
            let (condition, arguments) = condition(after: last)
            let rows = try source.rows(
                "SELECT \(names.joined(separator: ", ")) FROM \(table.name)\(condition) "
                    + "ORDER BY \(table.key.joined(separator: ", ")) LIMIT \(Self.page)", arguments)
            if !rows.isEmpty { try body(rows) }
            guard rows.count == Self.page, let end = rows.last else { return }
            last = keys.map { end[$0] }
        }
    }

    private func condition(after last: [Value]) -> (String, [Value]) {
        var arguments: [Value] = []
        var parts: [String] = []
        if let filter {
            arguments.append(filter.value)
            parts.append("\(filter.column) = $1")
        }
        for row in leavingOut {
            arguments.append(row.value)
            parts.append("\(row.column) <> $\(arguments.count)")
        }
        if !last.isEmpty {
            let places = last.indices.map { "$\(arguments.count + $0 + 1)" }
            parts.append("(\(table.key.joined(separator: ", "))) > (\(places.joined(separator: ", ")))")
            arguments += last
        }
        return (parts.isEmpty ? "" : " WHERE " + parts.joined(separator: " AND "), arguments)
    }
}
