// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The history of one record: each version with the act that made it and what it changed.
public struct History {
    let connection: any Connection
    let tables: TableSet

    /// One version: by which entry, and what it changed.
    public struct Step: Sendable {
        /// One field, before and after.
        public struct Change: Sendable {
            public let field: String
            public let before: Value
            public let after: Value
        }

        public let version: Int
        public let entry: JournalEntry
        public let state: State
        public let previousState: State?
        public let changes: [Change]
        public let row: StoredRow

        /// The step with these fields alone; as the first, with nothing before it.
        func shown(_ fields: Set<String>, asFirst: Bool) -> Step {
            var row = row
            row.values = row.values.filter { fields.contains($0.key) }
            let all = row.values.filter { !$0.value.isNull }
                .map { Change(field: $0.key, before: .null, after: $0.value) }
            return Step(
                version: version, entry: entry, state: state,
                previousState: asFirst ? nil : previousState,
                changes: asFirst ? all : changes.filter { fields.contains($0.field) }, row: row)
        }
    }

    /// The versions of a record, oldest first.
    public func of(_ id: RecordID, kind: RecordKind) throws -> [Step] {
        let entries = try connection.rows(
            """
            SELECT v.version, j.seq, j.at, j.actor, j.action, j.record, j.record_id, j.version,
              j.changes, j.rules, j.digest
            FROM \(kind.table) v JOIN journal j ON j.seq = v.entry WHERE v.id = $1
            """, [id.stored])
        var byVersion: [Int: JournalEntry] = [:]
        for columns in entries {
            guard let version = columns[0].integer,
                let entry = JournalEntry(row: Array(columns.dropFirst()))
            else { continue }
            byVersion[Int(version)] = entry
        }
        var previous: StoredRow?
        var steps: [Step] = []
        for row in try tables[kind].versions(of: id, on: connection) {
            defer { previous = row }
            guard let entry = byVersion[row.version] else { continue }
            let changes: [Step.Change] = kind.fields.compactMap { field in
                let (before, after) = (previous?[field.name] ?? .null, row[field.name])
                return before == after
                    ? nil : Step.Change(field: field.name, before: before, after: after)
            }
            steps.append(
                Step(
                    version: row.version, entry: entry, state: row.state,
                    previousState: previous?.state, changes: changes, row: row))
        }
        return steps
    }
}
