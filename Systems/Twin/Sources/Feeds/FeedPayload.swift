// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What payloads are.
enum FeedPayload: String, Sendable, CaseIterable {
    case json, number, csv
    /// CSV of which the first line says what the columns are called.
    case headed

    /// How many readings one message may hold.
    static let mostRows = 1_000
    private static let depth = 32
    /// How deep objects within a payload are looked into.
    private static let mostLevels = 6
    /// How long the path of such a field may be, in bytes, and how many levels of a topic are told apart:
    /// each is held anew for every reading.
    private static let longestPath = 500
    static let mostOfTopic = 50

    /// A reading: values under the names by which a mapping knows them.
    typealias Fields = [(head: String, value: JSON)]

    /// What a message says: the levels of its topic, and the fields of its payload, a row a reading.
    func rows(topic: String, payload bytes: some Sequence<UInt8>) throws(MappedRow.Wrong) -> [Fields] {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else { throw Self.wrong("text") }
        let levels = Self.levels(topic)
        let rows = try self.rows(text).filter { !$0.isEmpty }
        guard !rows.isEmpty else { throw Self.wrong("empty") }
        guard rows.count <= Self.mostRows else {
            throw Self.wrong("many", ["most": String(Self.mostRows)])
        }
        return rows.map { levels + $0 }
    }

    /// The levels of a topic: `topic/1` and so on.
    static func levels(_ topic: String) -> Fields {
        topic.split(separator: "/", omittingEmptySubsequences: false).enumerated()
            .prefix(mostOfTopic).map { ("topic/\($0 + 1)", .string(String($1))) }
    }

    private static func wrong(_ name: String, _ values: [String: String] = [:]) -> MappedRow.Wrong {
        MappedRow.Wrong(Phrase("twin.feeds.problem.\(name)", values))
    }

    private func rows(_ text: String) throws(MappedRow.Wrong) -> [Fields] {
        switch self {
        case .number:
            let number = text.filter { !$0.isWhitespace }.replacing(",", with: ".")
            guard JSONNumber(lexeme: number) != nil, let json = try? JSON(parsing: number) else {
                throw Self.wrong("number")
            }
            return [[("value", json)]]
        case .csv:
            return try table(text).map { row in
                Self.fields(row, (1...max(1, row.count)).map(String.init))
            }
        case .headed:
            let rows = try table(text)
            return rows.dropFirst().map { Self.fields($0, rows[0]) }
        case .json:
            guard let json = try? JSON(parsing: text, limits: JSON.Limits(depth: Self.depth)) else {
                throw Self.wrong("json")
            }
            if case .array(let items) = json, items.allSatisfy({ $0.asObject != nil }) {
                return items.map { Self.fields($0) }
            }
            return [Self.fields(json)]
        }
    }

    private func table(_ text: String) throws(MappedRow.Wrong) -> [[String]] {
        do { return try CSVTable(text, most: Self.mostRows + 1).rows } catch { throw Self.wrong("csv") }
    }

    private static func fields(_ row: [String], _ heads: [String]) -> Fields {
        zip(heads, row).compactMap { head, cell in
            ImportTable.value(cell.trimmingSpace, decimalComma: false).map { (head.trimmingSpace, $0) }
        }
    }

    /// The members of an object, those within it by a path with dots; of anything else, `value`.
    private static func fields(_ json: JSON, _ path: String = "", _ level: Int = 0) -> Fields {
        let isPlace = json["coordinates"] != nil && json["type"] != nil
        guard case .object(let members) = json, !isPlace, level < mostLevels else {
            return json.isNull ? [] : [(path.isEmpty ? "value" : path, json)]
        }
        return members.flatMap { key, value -> Fields in
            guard path.utf8.count + key.utf8.count <= longestPath else { return [] }
            return fields(value, path.isEmpty ? key : "\(path).\(key)", level + 1)
        }
    }
}
