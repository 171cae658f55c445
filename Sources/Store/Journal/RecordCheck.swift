// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Whether the records an entry says it changed are as it left them.
struct RecordCheck {
    let connection: any Connection
    let tables: TableSet

    /// One version of a record, as its row says.
    private struct Version {
        let state: Value
        let entry: Value
        let recordedAt: Value
        let untilAt: Value
        let fields: ArraySlice<Value>

        init(_ row: [Value]) {
            state = row[1]
            entry = row[2]
            recordedAt = row[3]
            untilAt = row[4]
            fields = row.dropFirst(5)
        }
    }

    /// Checks every version one entry made.
    /// - Returns: the first that is not as it was, and how many were made of each kind.
    func check(_ entry: JournalEntry) throws -> (finding: Verification.Finding?, made: [String: Int]) {
        guard let changes = JSON(stored: .text(entry.changes))?.asArray else {
            return (finding(entry, "its changes are not readable"), [:])
        }
        var made: [String: Int] = [:]
        for change in changes {
            if let finding = try check(change, entry) { return (finding, made) }
            made[change["record"]?.asString ?? "", default: 0] += 1
        }
        return (nil, made)
    }

    private func check(_ change: JSON, _ entry: JournalEntry) throws -> Verification.Finding? {
        guard let key = change["record"]?.asString, let id = change["id"]?.asString,
            let number = change["version"]?.asInteger, let set = change["set"]?.asObject
        else { return finding(entry, "its changes are not readable") }
        guard let table = tables[key] else { return nil }
        let name = "\(key) \(id) version \(number)"
        let names = table.kind.fields.map(\.name)
        let columns = ["version", "state", "entry", "recorded_at", "until_at"] + names
        let rows = try connection.rows(
            "SELECT \(columns.joined(separator: ", ")) FROM \(table.kind.table) "
                + "WHERE id = $1 AND version IN ($2, $3) ORDER BY version DESC",
            [.text(id), .integer(number), .integer(number - 1)])
        guard let row = rows.first, row[0] == .integer(number) else {
            return finding(entry, "\(name) is missing")
        }
        let version = Version(row)
        let before = rows.count > 1 ? Version(rows[1]) : nil
        if number > 1, before == nil { return finding(entry, "\(name) follows no other") }
        if version.entry != .integer(Int64(entry.number)) {
            return finding(entry, "\(name) names another entry")
        }
        if !isTimed(version, after: before, entry) {
            return finding(entry, "when \(name) was recorded was altered")
        }
        let state = change["state"]?.asString.map(Value.text) ?? before?.state
        if state != version.state { return finding(entry, "the state of \(name) was altered") }
        for (index, field) in names.enumerated() {
            let stored = version.fields[index + 5]
            let isRight =
                try set[field].map { try matches(stored, $0) }
                ?? (stored == before?.fields[index + 5] ?? .null)
            if !isRight { return finding(entry, "\(field) of \(name) was altered") }
        }
        return nil
    }

    /// A version is recorded when its entry was, never before the one it closes. The instants'
    /// texts compare as the instants do.
    private func isTimed(_ version: Version, after before: Version?, _ entry: JournalEntry) -> Bool {
        let due = max(entry.at.description, before?.recordedAt.text ?? "")
        return version.recordedAt == .text(due)
            && (before == nil || before?.untilAt == version.recordedAt)
    }

    /// A personal value is compared by its salted digest; one that was erased is not compared.
    private func matches(_ stored: Value, _ said: JSON) throws -> Bool {
        guard let digest = said["personal"]?.asString else { return stored.plainJSON == said }
        let kept = try connection.rows(
            "SELECT salt, value FROM personal WHERE digest = $1 AND value IS NOT NULL",
            [.text(digest)]
        ).first
        guard let kept else { return stored.isNull }
        let copy = JSON(stored: kept[1]).map(Value.init(plain:))
        return copy == stored && JournalEntry.digest(of: [kept[0], stored]) == digest
    }

    private func finding(_ entry: JournalEntry, _ detail: String) -> Verification.Finding {
        Verification.Finding(kind: .record, entry: entry.number, detail: detail)
    }
}
