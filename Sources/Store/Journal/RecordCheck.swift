// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Whether the records an entry says it changed are as it left them.
struct RecordCheck {
    let connection: any Connection
    let tables: TableSet
    /// What was erased since.
    let erased: ErasedValues

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

    /// What one entry tells of.
    struct Told {
        /// The first version it made that is not as it was.
        var finding: Verification.Finding?
        /// How many versions it made of each kind of record.
        var made: [String: Int] = [:]
        /// How many personal values stand apart from it.
        var personal = 0
        var published: [PublishedCheck.Said] = []
    }

    /// Checks every version one entry made.
    func check(_ entry: JournalEntry) throws -> Told {
        var told = Told()
        guard let changes = JSON(stored: .text(entry.changes))?.asArray else {
            told.finding = finding(entry, "its changes are not readable")
            return told
        }
        for change in changes {
            told.finding = try check(change, entry)
            if told.finding != nil { return told }
            told.made[change["record"]?.asString ?? "", default: 0] += 1
            told.personal += change["set"]?.asObject?.count { $0.value["personal"] != nil } ?? 0
            if let published = published(change, entry) { told.published.append(published) }
        }
        return told
    }

    private func published(_ change: JSON, _ entry: JournalEntry) -> PublishedCheck.Said? {
        guard let digest = change["published"]?.asString, let record = change["id"]?.asString,
            let version = change["version"]?.asInteger
        else { return nil }
        return PublishedCheck.Said(
            key: PublishedCheck.Key(record: record, version: Int(version)), at: entry.at,
            entry: entry.number, digest: digest)
    }

    private func check(_ change: JSON, _ entry: JournalEntry) throws -> Verification.Finding? {
        guard let key = change["record"]?.asString, let id = change["id"]?.asString,
            let number = change["version"]?.asInteger, let set = change["set"]?.asObject
        else { return finding(entry, "its changes are not readable") }
        guard let table = tables[key] else { return nil }
        let name = "\(key) \(id) version \(number)"
        let names = table.kind.fields.map(\.name)
        let columns = ["version", "state", "entry", "recorded_at", "until_at"] + table.columns
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
                try set[field].map { try matches(stored, $0, [key, id, field]) }
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

    /// A personal value is compared by its salted digest, and must stand apart as the field's it
    /// is. One that is gone is right only where an erasure says so.
    private func matches(_ stored: Value, _ said: JSON, _ place: [String]) throws -> Bool {
        guard let digest = said["personal"]?.asString else { return stored.plainJSON == said }
        let kept = try connection.rows(
            "SELECT salt, value FROM personal "
                + "WHERE record = $1 AND record_id = $2 AND field = $3 AND digest = $4",
            (place + [digest]).map(Value.text)
        ).first
        guard let kept else { return false }
        if kept[1].isNull { return stored.isNull && erased.contains(place) }
        let copy = JSON(stored: kept[1]).map(Value.init(plain:))
        return copy == stored && JournalEntry.digest(of: [kept[0], stored]) == digest
    }

    private func finding(_ entry: JournalEntry, _ detail: String) -> Verification.Finding {
        Verification.Finding(kind: .record, entry: entry.number, detail: detail)
    }
}
