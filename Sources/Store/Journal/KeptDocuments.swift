// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// The documents that records name: whether each lies where it should, as it was sent.
struct KeptDocuments {
    private static let piece = 1 << 20

    let connection: any Connection
    let tables: TableSet
    /// Where the document of a digest lies; nil if it is not there.
    let path: (String) -> String?

    init(connection: any Connection, tables: TableSet, path: @escaping (String) -> String?) {
        self.connection = connection
        self.tables = tables
        self.path = path
    }

    /// The first that is gone or was altered, with the entry that named it first.
    func find() throws -> Verification.Finding? {
        var seen = Set<String>()
        for table in try tables.present(on: connection) {
            for field in table.kind.fields {
                guard case .files = field.kind else { continue }
                for (entry, digest) in try named(by: field, in: table)
                where seen.insert(digest).inserted {
                    if let detail = try fault(of: digest) {
                        return Verification.Finding(kind: .document, entry: entry, detail: detail)
                    }
                }
            }
        }
        return nil
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

    private func fault(of digest: String) throws -> String? {
        guard let path = path(digest), let file = FileHandle(forReadingAtPath: path) else {
            return "the document \(digest) is gone"
        }
        defer { try? file.close() }
        var found = Digest()
        while let bytes = try file.read(upToCount: Self.piece), !bytes.isEmpty {
            found.update(bytes)
        }
        return found.hexadecimal() == digest ? nil : "the document \(digest) was altered"
    }
}

extension TableSet {
    /// The tables this store has: the commons has some, a tenant others.
    func present(on connection: any Connection) throws -> [RecordTable] {
        let names = try connection.tables()
        return all.filter { names.contains($0.kind.table) }.sorted { $0.kind.key < $1.kind.key }
    }
}
