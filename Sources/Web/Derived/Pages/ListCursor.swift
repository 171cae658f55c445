// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Query.Cursor {
    /// The place in a list as an address carries it: the id, then the value of the order field.
    public var text: String {
        switch value {
        case .null: "\(id)~n"
        case .integer(let integer): "\(id)~i\(integer)"
        case .real(let real): "\(id)~r\(real)"
        case .text(let text): "\(id)~t\(text)"
        }
    }

    /// A place an address carries; nil if it is none.
    public init?(text: String) {
        let parts = text.split(separator: "~", maxSplits: 1)
        guard parts.count == 2, RecordID(parts[0]) != nil, let mark = parts[1].first else {
            return nil
        }
        let rest = String(parts[1].dropFirst())
        let value: Value? =
            switch mark {
            case "n": .null
            case "i": Int64(rest).map(Value.integer)
            case "r": Double(rest).map(Value.real)
            case "t": .text(rest)
            default: nil
            }
        guard let value else { return nil }
        self.init(value: value, id: String(parts[0]))
    }

    /// The place of a record in a list in that order.
    public init(_ row: StoredRow, order: String) {
        let value: Value =
            switch order {
            case "id": .null
            case "version": .integer(Int64(row.version))
            case "state": .text(row.state.rawValue)
            case "recorded_at": row.recordedAt.stored
            default: row[order]
            }
        self.init(value: value, id: row.id.text)
    }
}
