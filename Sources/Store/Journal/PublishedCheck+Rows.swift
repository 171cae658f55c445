// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What the commons shows, as the check needs it.
extension PublishedCheck {
    private static let page = 500
    private static let head = "kind, reference, title, summary, status, day, longitude, latitude"

    /// Everything the commons shows of the tenant, or has shown.
    func rows(on connection: any Connection) throws -> [Row] {
        var rows: [Row] = []
        var last: (Value, Value) = ("", 0)
        while true {
            let found = try connection.rows(
                """
                SELECT item, record, version, recorded_at, until_at, content, \(Self.head)
                FROM published WHERE tenant = $1 AND (record, version) > ($2, $3)
                ORDER BY record, version LIMIT \(Self.page)
                """, [.text(tenant), last.0, last.1])
            guard let end = found.last else { return rows }
            rows += try found.map { try row($0, on: connection) }
            last = (end[1], end[2])
        }
    }

    /// Which versions stand in the commons, and until when.
    func standing(on connection: any Connection) throws -> [Key: Value] {
        let rows = try connection.rows(
            "SELECT record, version, until_at FROM published WHERE tenant = $1", [.text(tenant)])
        return Dictionary(
            rows.map { (Self.key($0[0], $0[1]), $0[2]) }, uniquingKeysWith: { one, _ in one })
    }

    private func row(_ columns: [Value], on connection: any Connection) throws -> Row {
        let key = Self.key(columns[1], columns[2])
        let content = JSON(stored: columns[5]) ?? .null
        let at = columns[3].text.map(JSON.string) ?? .null
        return Row(
            key: key, untilAt: columns[4],
            digest: digest(key, at: at, publication: content),
            agrees: try agrees(
                Publication(json: content), Array(columns[6...]), item: columns[0], on: connection))
    }

    /// Whether the columns beside the content say what it says.
    private func agrees(
        _ publication: Publication?, _ head: [Value], item: Value, on connection: any Connection
    ) throws -> Bool {
        guard let publication else { return false }
        let point = publication.place?.centroid
        let due: [Value] = [
            .text(publication.kind), .text(publication.reference), .text(publication.title),
            .text(publication.summary), .text(publication.status), publication.day.stored,
            point.map { .real($0.longitude) } ?? .null, point.map { .real($0.latitude) } ?? .null,
        ]
        guard head == due else { return false }
        guard let kind = kinds[publication.kind], !kind.columns.isEmpty else { return true }
        let own = try connection.rows(
            "SELECT \(kind.columnNames.joined(separator: ", ")) FROM \(kind.table) WHERE item = $1",
            [item]
        ).first
        return own == kind.columnNames.map { publication.columns[$0] ?? .null }
    }

    private static func key(_ record: Value, _ version: Value) -> Key {
        Key(record: record.text ?? "", version: Int(version.integer ?? 0))
    }
}
