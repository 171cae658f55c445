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
        let names = table.kind.fields.map(\.name)
        let versions = try connection.rows(
            "SELECT version, state, entry, \(names.joined(separator: ", ")) "
                + "FROM \(table.kind.table) WHERE id = $1 AND version IN ($2, $3) "
                + "ORDER BY version DESC",
            [.text(id), .integer(version), .integer(version - 1)])
        guard let row = versions.first, row[0] == .integer(version) else {
            return finding(entry, "\(key) \(id) version \(version) is missing")
        }
        if row[2] != .integer(Int64(entry.number)) {
            return finding(entry, "\(key) \(id) version \(version) names another entry")
        }
        let before = versions.count > 1 ? versions[1] : nil
        let state = change["state"]?.asString.map(Value.text) ?? before?[1]
        if state != row[1] {
            return finding(entry, "the state of \(key) \(id) version \(version) was altered")
        }
        for (index, name) in names.enumerated() {
            let stored = row[index + 3]
            let isRight =
                try set[name].map { try matches(stored, $0) }
                ?? (stored == before?[index + 3] ?? .null)
            if !isRight {
                return finding(entry, "\(name) of \(key) \(id) version \(version) was altered")
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
