// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One action, as the journal keeps it: a row of the table `journal`. Append-only.
public struct JournalEntry: Sendable, Hashable {
    /// Its place in the tenant's journal, from 1.
    public let number: Int
    public let at: Instant
    /// Who: a person by id, `visitor`, or `system:JOB`.
    public let actor: String
    /// `system.action`.
    public let action: String
    /// The kind of the record it was taken on, `system.kind`.
    public let record: String
    public let recordID: String
    /// The version of that record it made.
    public let version: Int
    /// What changed in every record it touched: canonical JSON, personal values as salted digests.
    public let changes: String
    /// The rules it was done under, one a line.
    public let rules: String
    /// The digest of all the above.
    public let digest: String

    /// An entry's number and digest, as a seal holds them.
    public struct Sealed: Sendable, Hashable {
        public let number: Int
        public let digest: String
    }

    /// The columns in the order they are digested.
    static let columns = "seq, at, actor, action, record, record_id, version, changes, rules"

    init(
        number: Int, at: Instant, actor: String, action: String, record: String, recordID: String,
        version: Int, changes: String, rules: String
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.action = action
        self.record = record
        self.recordID = recordID
        self.version = version
        self.changes = changes
        self.rules = rules
        digest = Self.digest(of: [
            .integer(Int64(number)), at.stored, .text(actor), .text(action), .text(record),
            .text(recordID), .integer(Int64(version)), .text(changes), .text(rules),
        ])
    }

    /// The same, but for what changed: for readers whose business that is not.
    var withoutChanges: JournalEntry {
        JournalEntry(entry: self, changes: "[]")
    }

    private init(entry: JournalEntry, changes: String) {
        number = entry.number
        at = entry.at
        actor = entry.actor
        action = entry.action
        record = entry.record
        recordID = entry.recordID
        version = entry.version
        self.changes = changes
        rules = entry.rules
        digest = entry.digest
    }

    /// An entry read back: the columns, then the digest that stands beside them.
    init?(row: [Value]) {
        guard row.count == 10, let number = row[0].integer, let at = Instant(stored: row[1]),
            let actor = row[2].text, let action = row[3].text, let record = row[4].text,
            let recordID = row[5].text, let version = row[6].integer, let changes = row[7].text,
            let rules = row[8].text, let digest = row[9].text
        else { return nil }
        self.number = Int(number)
        self.at = at
        self.actor = actor
        self.action = action
        self.record = record
        self.recordID = recordID
        self.version = Int(version)
        self.changes = changes
        self.rules = rules
        self.digest = digest
    }

    /// SHA-256 over the columns, each preceded by its type and length, so that no two rows share
    /// their bytes.
    static func digest(of columns: some Sequence<Value>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        for column in columns {
            switch column {
            case .null: add("n", "")
            case .integer(let integer): add("i", String(integer))
            case .real(let real): add("r", String(real))
            case .text(let text): add("t", text)
            }
        }
        func add(_ mark: Unicode.Scalar, _ content: String) {
            bytes.append(UInt8(ascii: mark))
            bytes.append(contentsOf: String(content.utf8.count).utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(contentsOf: content.utf8)
        }
        return Digest.of(bytes)
    }
}
