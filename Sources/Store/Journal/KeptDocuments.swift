// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The documents that records name: whether each lies where it should, as it was sent.
struct KeptDocuments {
    let connection: any Connection
    let tables: TableSet

    /// Each document that is named, once, with the entry that named it first.
    func named() throws -> [(entry: Int, digest: String)] {
        var seen = Set<String>()
        var all: [(entry: Int, digest: String)] = []
        for table in try tables.present(on: connection) {
            for field in table.kind.fields {
                guard case .files = field.kind else { continue }
                all += try named(by: field, in: table).filter { seen.insert($0.digest).inserted }
            }
        }
        return all
    }

    private func named(by field: FieldDescription, in table: RecordTable) throws
        -> [(entry: Int, digest: String)]
    {
        let rows = try connection.rows(
            "SELECT min(entry), \(field.name) FROM \(table.kind.table) "
                + "WHERE \(field.name) IS NOT NULL GROUP BY \(field.name) ORDER BY 1")
        return rows.flatMap { row in
            (JSON(stored: row[1])?.asArray ?? []).compactMap { file in
                file["digest"]?.asString.map { (Int(row[0].integer ?? 0), $0) }
            }
        }
    }
}

extension TableSet {
    /// The tables this store has: the commons has some, a tenant others.
    func present(on connection: any Connection) throws -> [RecordTable] {
        let names = try connection.tables()
        return all.filter { names.contains($0.kind.table) }.sorted { $0.kind.key < $1.kind.key }
    }
}
