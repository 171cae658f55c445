// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a release does in a store that a newer one has brought forward, while both are at work: the
/// columns it does not know go on from each version of a record to the next. Run at the end of a
/// commit, before it is sealed.
struct CarryOver {
    let tables: TableSet
    /// What this release knows.
    let shape: String

    func run(_ connection: any Connection, over entries: [JournalEntry.Sealed]) throws {
        guard !entries.isEmpty,
            try connection.value("SELECT value FROM store WHERE key = 'shape'")?.text != shape
        else { return }
        var further: [String: [String]] = [:]
        for entry in entries {
            let changes = try connection.value(
                "SELECT changes FROM journal WHERE seq = $1", [.integer(Int64(entry.number))])
            for change in changes.flatMap(JSON.init(stored:))?.asArray ?? [] {
                guard let key = change["record"]?.asString, let table = tables[key] else { continue }
                let columns = try further[key] ?? self.further(table.kind, connection)
                further[key] = columns
                if !columns.isEmpty { try carry(columns, change, table.kind, connection) }
            }
        }
    }

    private func further(_ kind: RecordKind, _ connection: any Connection) throws -> [String] {
        let known = RecordKind.envelope.union(kind.names.all).union(["until_at", "entry"])
        return try connection.columns(of: kind.table).subtracting(known).sorted()
    }

    private func carry(
        _ columns: [String], _ change: JSON, _ kind: RecordKind, _ connection: any Connection
    ) throws {
        guard let id = change["id"]?.asString, let version = change["version"]?.asInteger,
            version > 1
        else { return }
        let table = kind.table
        let values = columns.map { "p.\($0)" }.joined(separator: ", ")
        let before = try connection.rows(
            "SELECT \(values) FROM \(table) p WHERE p.id = $1 AND p.version = $2",
            [.text(id), .integer(version - 1)]
        ).first
        guard let before else { return }
        let sets = columns.enumerated().map { "\($1) = $\($0 + 1)" }.joined(separator: ", ")
        try connection.run(
            "UPDATE \(table) SET \(sets) WHERE id = $\(columns.count + 1) "
                + "AND version = $\(columns.count + 2)",
            before + [.text(id), .integer(version)])
    }
}
