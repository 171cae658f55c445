// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The versions of records that no entry of the journal made: put in past the journal, or left
/// open or closed by hand.
struct StrayRecords {
    private typealias Finding = Verification.Finding
    private static let page = 1_000

    let connection: any Connection
    let tables: TableSet
    /// How many versions of each kind the journal says were made.
    let made: [String: Int]

    func find() throws -> Verification.Finding? {
        for table in try tables.present(on: connection) {
            if let finding = try outside(table) ?? ill(table) { return finding }
        }
        return nil
    }

    /// A version more than the journal made: the first whose entry does not tell of it.
    private func outside(_ table: RecordTable) throws -> Finding? {
        let count = try connection.value("SELECT count(*) FROM \(table.kind.table)")
        guard count != .integer(Int64(made[table.kind.key] ?? 0)) else { return nil }
        var after: (Value, Value, Value) = (.integer(.min), "", 0)
        while true {
            let rows = try connection.rows(
                """
                SELECT r.entry, r.id, r.version, j.changes FROM \(table.kind.table) r
                LEFT JOIN journal j ON j.seq = r.entry
                WHERE (r.entry, r.id, r.version) > ($1, $2, $3)
                ORDER BY r.entry, r.id, r.version LIMIT \(Self.page)
                """, [after.0, after.1, after.2])
            guard let last = rows.last else { break }
            for row in rows where !Self.tells(of: row, table.kind) { return finding(row, table) }
            after = (last[0], last[1], last[2])
        }
        return nil
    }

    /// Whether the changes of the row's entry have the version in them.
    private static func tells(of row: [Value], _ kind: RecordKind) -> Bool {
        (JSON(stored: row[3])?.asArray ?? []).contains { change in
            change["record"] == .string(kind.key) && change["id"]?.asString == row[1].text
                && change["version"]?.asInteger == row[2].integer
        }
    }

    /// A version that is closed without a next one, or open with one.
    private func ill(_ table: RecordTable) throws -> Finding? {
        let row = try connection.rows(
            """
            SELECT r.entry, r.id, r.version FROM \(table.kind.table) r
            LEFT JOIN \(table.kind.table) n ON n.id = r.id AND n.version = r.version + 1
            WHERE (n.id IS NULL) <> (r.until_at IS NULL) ORDER BY r.entry LIMIT 1
            """
        ).first
        return row.map { row in
            finding(row, table, "was closed or left open by hand")
        }
    }

    private func finding(
        _ row: [Value], _ table: RecordTable, _ what: String = "stands outside the journal"
    ) -> Finding {
        let (id, version) = (row[1].text ?? "", row[2].integer ?? 0)
        return Finding(
            kind: .record, entry: Int(row[0].integer ?? 0),
            detail: "\(table.kind.key) \(id) version \(version) \(what)")
    }
}
