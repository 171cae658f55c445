// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Whether the records an entry says it changed are as it left them.
struct RecordCheck {
    let connection: any Connection
    let tables: TableSet

    func check(_ entry: JournalEntry) throws -> Verification.Finding? {
        guard let changes = JSON(stored: .text(entry.changes))?.asArray else {
            return finding(entry, "its changes are not readable")
        }
        for change in changes {
            if let finding = try check(change, entry) { return finding }
        }
        return nil
    }

    private func check(_ change: JSON, _ entry: JournalEntry) throws -> Verification.Finding? {
        guard let key = change["record"]?.asString, let id = change["id"]?.asString,
            let version = change["version"]?.asInteger, let set = change["set"]?.asObject
        else { return finding(entry, "its changes are not readable") }
        guard let table = tables[key] else { return nil }
        let fields = set.keys.filter { table.kind.field($0) != nil }
        let columns = (["state", "entry"] + fields).joined(separator: ", ")
        let row = try connection.rows(
            "SELECT \(columns) FROM \(table.kind.table) WHERE id = $1 AND version = $2",
            [.text(id), .integer(version)]
        ).first
        guard let row else { return finding(entry, "\(key) \(id) version \(version) is missing") }
        if row[1] != .integer(Int64(entry.number)) {
            return finding(entry, "\(key) \(id) version \(version) names another entry")
        }
        if let state = change["state"]?.asString, row[0] != .text(state) {
            return finding(entry, "the state of \(key) \(id) version \(version) was altered")
        }
        for (index, field) in fields.enumerated() {
            guard try matches(row[index + 2], set[field] ?? .null) else {
                return finding(entry, "\(field) of \(key) \(id) version \(version) was altered")
            }
        }
        return nil
    }

    /// A personal value is compared by its salted digest; one that was erased is not compared.
    private func matches(_ stored: Value, _ said: JSON) throws -> Bool {
        guard let digest = said["personal"]?.asString else { return stored.plainJSON == said }
        let salt = try connection.value(
            "SELECT salt FROM personal WHERE digest = $1 AND value IS NOT NULL", [.text(digest)])
        guard let salt else { return stored.isNull }
        return JournalEntry.digest(of: [salt, stored]) == digest
    }

    private func finding(_ entry: JournalEntry, _ detail: String) -> Verification.Finding {
        Verification.Finding(kind: .record, entry: entry.number, detail: detail)
    }

    /// Whether this store has the kind's table: the commons has some, a tenant others.
    static func exists(_ table: RecordTable, on connection: any Connection) throws -> Bool {
        try connection.value(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
            [.text(table.kind.table)]) != nil
    }
}
