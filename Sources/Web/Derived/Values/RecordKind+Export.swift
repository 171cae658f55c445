// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension RecordKind {
    /// A record as programs get it: the envelope, then the fields that are there, by stored name.
    public func json(_ row: StoredRow) -> JSON {
        var members: [JSONObject.Element] = [
            ("id", .string(row.id.text)), ("version", .integer(row.version)),
            ("state", .string(row.state.rawValue)),
            ("recordedAt", .string(row.recordedAt.description)),
        ]
        for field in fields {
            if let value = row.values[field.name] { members.append((field.name, field.json(value))) }
        }
        return .object(JSONObject(distinct: members))
    }

    /// The names of the columns of its CSV: the envelope, then these fields.
    public func csvHead(_ fields: [FieldDescription]) -> [CSVWriter.Cell] {
        ["id", "version", "state", "recorded_at"].map(CSVWriter.Cell.plain)
            + fields.map { .plain($0.name) }
    }

    /// A record as a row of CSV. Amounts are in the currency's unit, documents by name.
    public func csv(_ row: StoredRow, _ fields: [FieldDescription]) -> [CSVWriter.Cell] {
        [
            .plain(row.id.text), .plain(String(row.version)), .plain(row.state.rawValue),
            .plain(row.recordedAt.description),
        ] + fields.map { $0.csv(row[$0.name]) }
    }
}

extension FieldDescription {
    /// The value as a cell of CSV.
    func csv(_ value: Value) -> CSVWriter.Cell {
        switch (kind, value) {
        case (_, .null): .empty
        case (.flag, .integer(let flag)): .plain(flag != 0 ? "true" : "false")
        case (.money, .integer(let cents)): .plain(Money(cents: Int(cents), currency: "").amount)
        case (.files, _):
            .text(([FileReference](stored: value) ?? []).map(\.name).joined(separator: "; "))
        case (.text, .text(let text)), (.longText, .text(let text)): .text(text)
        case (_, .text(let text)): .plain(text)
        case (_, .integer(let integer)): .plain(String(integer))
        case (_, .real(let real)): .plain(String(real))
        }
    }
}
