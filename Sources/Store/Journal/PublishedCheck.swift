// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Whether what everyone sees of a tenant is what its journal says it published. The search index
/// over it is not looked at: it shows nothing, and is made anew from what is.
struct PublishedCheck {
    /// One version of one record.
    struct Key: Hashable, Sendable {
        let record: String
        let version: Int
    }

    /// What an entry of the journal says was published or withdrawn.
    struct Said: Sendable {
        let key: Key
        let at: Instant
        let entry: Int
        let digest: String
    }

    /// What the commons shows, or showed until a moment.
    struct Row: Sendable {
        let key: Key
        let untilAt: Value
        let digest: String
        /// Whether lists and filters say the same as what is shown.
        let agrees: Bool
    }

    let tenant: String
    let kinds: [String: PublishedKind]

    /// What one tenant has not had carried yet, or never can.
    static func waiting(on connection: any Connection) throws -> Set<Key> {
        var keys = Set<Key>()
        for table in ["outbox", "undelivered"] {
            let rows = try connection.rows(
                "SELECT content FROM \(table) WHERE addressee = $1", [.text(Outbox.everyone)])
            for row in rows {
                let item = JSON(stored: row[0])?["publication"]
                guard let record = item?["record"]?.asString,
                    let version = item?["version"]?.asInteger
                else { continue }
                keys.insert(Key(record: record, version: Int(version)))
            }
        }
        return keys
    }

    /// Compares the journal with the commons as it was before the journal was read, where all there
    /// is must have been said; and as it was afterwards, where all that was carried must be.
    func find(_ journal: Examination, before: [Row], after: [Key: Value]) -> Verification.Finding? {
        let said = Dictionary(grouping: journal.published, by: \.key.record)
        for row in before {
            if let finding = find(row, among: said[row.key.record] ?? []) { return finding }
        }
        for item in journal.published
        where !journal.waiting.contains(item.key) && !journal.erased.contains(item.key.record) {
            let isWithdrawal = item.digest == withdrawal(item)
            if !isWithdrawal, after[item.key] == nil { return finding(item.key, item, "is gone") }
            if isWithdrawal, let open = open(before: item, said[item.key.record] ?? [], after) {
                return finding(open.key, item, "was withdrawn, and is shown")
            }
        }
        return nil
    }

    private func find(_ row: Row, among said: [Said]) -> Verification.Finding? {
        guard let index = said.firstIndex(where: { $0.key == row.key }) else {
            return finding(row.key, nil, "was never published")
        }
        guard row.agrees, row.digest == said[index].digest else {
            return finding(row.key, said[index], "is not what was published")
        }
        let next = said[(index + 1)...].first
        guard row.untilAt.isNull || row.untilAt == next?.at.stored else {
            return finding(row.key, said[index], "was taken out of sight by hand")
        }
        return nil
    }

    /// What is shown still, though this withdrew it.
    private func open(before item: Said, _ said: [Said], _ after: [Key: Value]) -> Said? {
        said.first { $0.key.version < item.key.version && after[$0.key]?.isNull == true }
    }

    private func withdrawal(_ said: Said) -> String {
        digest(said.key, at: .string(said.at.description), publication: .null)
    }

    /// The digest the journal keeps: of what lay in the outbox.
    func digest(_ key: Key, at: JSON, publication: JSON) -> String {
        let item: JSON = [
            "publication": [
                "tenant": .string(tenant), "record": .string(key.record),
                "version": .integer(Int64(key.version)), "at": at, "publication": publication,
            ]
        ]
        return Digest.of(item.canonical)
    }

    private func finding(_ key: Key, _ said: Said?, _ what: String) -> Verification.Finding {
        Verification.Finding(
            kind: .publication, entry: said?.entry ?? 0,
            detail: "what everyone sees of \(key.record) version \(key.version) \(what)")
    }
}
