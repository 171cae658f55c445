// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A store's own records by their words (`RecordKind.found`), for those who may read them: what is
/// not published, or not yet. Kept in the transaction of the act; of each record only as it is now.
struct RecordSearch {
    /// The most matches that are looked at, newest first.
    static let looked = 400
    private static let page = 500

    static let tables: [Table] = [
        Table(
            "found_record", [.integer("number"), .text("record"), .text("id")], key: ["number"],
            numbering: .counted)
    ]
    static let indexes: [TableIndex] = [
        TableIndex(
            name: "found_record_id", table: "found_record", columns: .up("id", "record"),
            isUnique: true)
    ]
    /// What is made of the records, and made anew where they are put in otherwise.
    static let derived: Set<String> = Set((tables + Spelling.tables).map(\.name))

    let connection: any Connection
    private var index: any RegisterIndex { connection.dialect.search }

    /// Keeps the words of a record, if they are others than they were.
    func keep(_ row: StoredRow, was before: StoredRow?, _ kind: RecordKind) throws {
        guard !kind.found.isEmpty else { return }
        let words = Self.words(of: row, kind)
        guard words != before.map({ Self.words(of: $0, kind) }) ?? "" else { return }
        let number = try connection.value(
            "INSERT INTO found_record (record, id) VALUES ($1, $2) "
                + "ON CONFLICT (id, record) DO UPDATE SET record = excluded.record RETURNING number",
            [.text(kind.key), row.id.stored])
        guard let number = number?.integer else { throw Fault("a record got no number to be found by") }
        try index.keep(words, ofRecord: number, isNew: before == nil, on: connection)
        try Spelling(connection: connection).learn(words)
    }

    /// The records whose words match, newest first: what they are, and which.
    func find(_ words: [SearchWord]) throws -> [(kind: String, id: RecordID)] {
        if words.isEmpty { return [] }
        return try index.records(matching: words, limit: Self.looked, on: connection).compactMap {
            row in
            guard let kind = row[0].text, let id = RecordID(stored: row[1]) else { return nil }
            return (kind, id)
        }
    }

    /// Keeps the words of all records there are, where none are kept.
    func renew(_ tables: [RecordTable]) throws {
        guard try connection.value("SELECT 1 FROM found_record LIMIT 1") == nil else { return }
        for table in tables where !table.kind.found.isEmpty {
            var last: Query.Cursor?
            while true {
                let rows = try table.list(Query(after: last, limit: Self.page), on: connection)
                for row in rows { try keep(row, was: nil, table.kind) }
                guard rows.count == Self.page, let end = rows.last?.id else { break }
                last = Query.Cursor(value: end.stored, id: end.text)
            }
        }
    }

    private static func words(of row: StoredRow, _ kind: RecordKind) -> String {
        SearchWords.folded(kind.found.compactMap { row.values[$0]?.text }.joined(separator: " "))
    }
}
