// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads items by their numbers, many with one statement: on a server each is a journey.
struct ItemReader {
    /// How many are read at once.
    private static let most = 50

    let kinds: [String: PublishedKind]
    let isWhole: Bool
    let connection: any Connection

    /// The items of these numbers, in this order; without those that are none.
    func items(_ numbers: [Int64]) throws -> [RegisterItem] {
        var items: [RegisterItem] = []
        items.reserveCapacity(numbers.count)
        for start in stride(from: 0, to: numbers.count, by: Self.most) {
            items += try few(Array(numbers[start..<min(start + Self.most, numbers.count)]))
        }
        return items
    }

    private func few(_ numbers: [Int64]) throws -> [RegisterItem] {
        let content = isWhole ? ", content" : ""
        let heads = try rows("\(RegisterItem.head)\(content)", of: "published", numbers)
        var columns: [Int64: Values] = [:]
        for (kind, numbers) in Dictionary(grouping: numbers, by: { heads[$0]?[0].text }) {
            guard let kind = kind.flatMap({ kinds[$0] }), !kind.columns.isEmpty else { continue }
            let names = FieldNames(kind.columnNames)
            for (number, row) in try rows(names.all.joined(separator: ", "), of: kind.table, numbers) {
                columns[number] = Values(names, row)
            }
        }
        return try numbers.compactMap { number in
            guard var row = heads[number] else { return nil }
            if isWhole { try takeBack(&row) }
            return try RegisterItem(row: row, columns: columns[number] ?? [:])
        }
    }

    /// The columns of a table's rows, by the number of the item.
    private func rows(
        _ columns: String, of table: String, _ numbers: [Int64]
    ) throws -> [Int64: [Value]] {
        let places = (1...numbers.count).map { "$\($0)" }.joined(separator: ", ")
        let rows = try connection.rows(
            "SELECT item, \(columns) FROM \(table) WHERE item IN (\(places))",
            numbers.map(Value.integer))
        return Dictionary(
            rows.map { ($0[0].integer ?? 0, Array($0.dropFirst())) }, uniquingKeysWith: { $1 })
    }

    /// Puts into a version that has been replaced, as they are now, the members of its body that
    /// may be taken back.
    private func takeBack(_ row: inout [Value]) throws {
        let members = row[0].text.flatMap { kinds[$0] }?.takenBack ?? []
        guard row[5] != .null, !members.isEmpty, var json = row.last.flatMap({ JSON(stored: $0) })
        else { return }
        let now = try connection.value(
            "SELECT content FROM published WHERE tenant = $1 AND record = $2 AND until_at IS NULL",
            [row[1], row[2]]
        ).flatMap { JSON(stored: $0) }
        for member in members { json["body"]?[member] = now?["body"]?[member] }
        row[row.count - 1] = json.stored
    }
}
