// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// An entry as programs get it: its fields under their stored names.
extension Entry {
    /// - Parameter without: fields the place where it stands says already.
    func json(without: Set<String> = []) -> JSON {
        let values = values
        var json = JSONObject()
        for field in Self.fields where !without.contains(field.name) {
            json[field.name] = field.description.json(values[field.name] ?? .null)
        }
        return .object(json)
    }
}

extension JSONObject {
    /// The same with further members.
    func with(_ more: JSONObject) -> JSONObject {
        var all = self
        for (key, value) in more { all[key] = value }
        return all
    }

    /// Members that hold several words become lists of them.
    mutating func split(_ names: String...) {
        for name in names where self[name] != nil {
            let words = self[name]?.asString?.parts ?? []
            self[name] = .array(words.map(JSON.string))
        }
    }
}

extension CSVWriter {
    /// A table of texts and numbers.
    static func table(_ head: [String], _ rows: [[String?]]) -> [UInt8] {
        var csv = CSVWriter()
        csv.row(head.map(Cell.plain))
        for row in rows {
            csv.row(row.map { cell in
                cell.map { Double($0) == nil ? Cell.text($0) : .plain($0) } ?? .empty
            })
        }
        return csv.bytes
    }
}
