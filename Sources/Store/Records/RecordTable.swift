// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The table of one kind of record: its SQL, derived from the description. Every version is a row;
/// the current one has no `until_at`.
struct RecordTable: Sendable {
    let kind: RecordKind
    /// The fields as they are read.
    let columns: [String]
    private let selectColumns: String
    private let findSQL: String
    private let closeSQL: String
    private let insertSQL: String

    /// - Parameter lacking: fields the store has no column for.
    init(_ kind: RecordKind, lacking: Set<String> = []) {
        self.kind = kind
        let names = kind.fields.map(\.name)
        let read = names.map { lacking.contains($0) ? "NULL AS \($0)" : $0 }
        columns = read
        selectColumns = (["id", "version", "state", "recorded_at"] + read).joined(separator: ", ")
        findSQL = "SELECT \(selectColumns) FROM \(kind.table) WHERE id = $1 AND "
        closeSQL = "UPDATE \(kind.table) SET until_at = $1 WHERE id = $2 AND version = $3"
        let places = (1...(names.count + 5)).map { "$\($0)" }.joined(separator: ", ")
        insertSQL = """
            INSERT INTO \(kind.table) \
            (\((["id", "version", "state", "recorded_at", "entry"] + names).joined(separator: ", "))) \
            VALUES (\(places))
            """
    }

    /// The record as it is, or as it was recorded at a moment.
    func find(_ id: RecordID, asOf: Instant?, on connection: any Connection) throws -> StoredRow? {
        guard let asOf else {
            return try rows(findSQL + "until_at IS NULL", [id.stored], connection).first
        }
        return try rows(
            findSQL + "recorded_at <= $2 AND (until_at IS NULL OR until_at > $3)",
            [id.stored, asOf.stored, asOf.stored], connection
        ).first
    }

    /// One version of a record.
    func find(_ id: RecordID, version: Int, on connection: any Connection) throws -> StoredRow? {
        try rows(findSQL + "version = $2", [id.stored, .integer(Int64(version))], connection).first
    }

    /// All versions of a record, oldest first.
    func versions(of id: RecordID, on connection: any Connection) throws -> [StoredRow] {
        try rows(
            "SELECT \(selectColumns) FROM \(kind.table) WHERE id = $1 ORDER BY version",
            [id.stored], connection)
    }

    /// Keeps a version, closing the one before. `entry` is the journal's number of the act.
    func insert(_ row: StoredRow, entry: Int, on connection: any Connection) throws {
        if row.version > 1 {
            try connection.run(
                closeSQL,
                [row.recordedAt.stored, row.id.stored, .integer(Int64(row.version - 1))])
        }
        var values: [Value] = [
            row.id.stored, .integer(Int64(row.version)), .text(row.state.rawValue),
            row.recordedAt.stored, .integer(Int64(entry)),
        ]
        values += row.values.inOrder(of: kind.names)
        try connection.run(insertSQL, values)
    }

    /// Takes back a version kept earlier in the same transaction.
    func remove(_ id: RecordID, version: Int, on connection: any Connection) throws {
        try connection.run(
            "DELETE FROM \(kind.table) WHERE id = $1 AND version = $2",
            [id.stored, .integer(Int64(version))])
    }

    /// The records a query asks for.
    func list(_ query: Query, scope: ListScope = .everything, on connection: any Connection)
        throws -> [StoredRow]
    {
        var clause = Clause(kind: kind)
        try clause.add(query, scope: scope)
        let direction = query.descending ? "DESC" : "ASC"
        let order =
            query.order == "id"
            ? "id \(direction)"
            : "\(try clause.order(query.order, descending: query.descending)), id \(direction)"
        return try rows(
            "SELECT \(selectColumns) FROM \(kind.table) WHERE \(clause.sql) "
                + "ORDER BY \(order) LIMIT \(max(0, query.limit))",
            clause.arguments, connection)
    }

    /// How many records a query asks for, whatever its limit and cursor.
    func count(_ query: Query, scope: ListScope = .everything, on connection: any Connection)
        throws -> Int
    {
        var clause = Clause(kind: kind)
        var whole = query
        whole.after = nil
        try clause.add(whole, scope: scope)
        let value = try connection.value(
            "SELECT count(*) FROM \(kind.table) WHERE \(clause.sql)", clause.arguments)
        return Int(value?.integer ?? 0)
    }

    private func rows(_ sql: String, _ arguments: [Value], _ connection: any Connection) throws
        -> [StoredRow]
    {
        try connection.rows(sql, arguments).map(row)
    }

    private func row(_ columns: [Value]) throws -> StoredRow {
        guard let id = RecordID(stored: columns[0]), let version = columns[1].integer,
            let state = columns[2].text, let recordedAt = Instant(stored: columns[3])
        else { throw Fault("\(kind.table): a row's envelope is damaged") }
        let values = Values(kind.names, columns.dropFirst(4))
        return StoredRow(
            id: id, version: Int(version), state: State(rawValue: state), recordedAt: recordedAt,
            values: values)
    }
}
