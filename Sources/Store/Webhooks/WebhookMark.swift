// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How far a tenant's journal has been looked through for one address, and since when nothing
/// reaches it.
enum WebhookMark {
    /// Entries looked at in one write.
    private static let batch = 200

    /// From the journal's end on.
    static func begin(_ hook: RecordID, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO webhook_mark (webhook, last) SELECT $1, coalesce(max(seq), 0) FROM journal "
                + "WHERE 1 = 1 ON CONFLICT (webhook) DO NOTHING", [hook.stored])
    }

    /// Whether there are entries that were not looked at for one of these.
    static func isBehind(_ hooks: [Stored<Webhook>], on connection: any Connection) throws -> Bool {
        let end = try connection.value("SELECT max(seq) FROM journal")?.integer ?? 0
        for hook in hooks {
            let last = try connection.value(
                "SELECT last FROM webhook_mark WHERE webhook = $1", [hook.id.stored])?.integer
            if (last ?? -1) < end { return true }
        }
        return false
    }

    /// Has an address told of the next entries that concern it; whether there may be more.
    static func advance(
        _ hook: Stored<Webhook>, at now: Instant, tables: TableSet, on connection: any Connection
    ) throws -> Bool {
        try begin(hook.id, on: connection)
        let last = try connection.value(
            "SELECT last FROM webhook_mark WHERE webhook = $1", [hook.id.stored]) ?? .integer(0)
        let entries = try connection.rows(
            "SELECT \(JournalEntry.columns), digest FROM journal WHERE seq > $1 "
                + "ORDER BY seq LIMIT \(batch)", [last]
        ).compactMap(JournalEntry.init(row:))
        guard let end = entries.last?.number else { return false }
        for entry in entries where try concerns(entry, hook.fields, tables, connection) {
            let job = Job(
                Webhooks.kind,
                ["webhook": .string(hook.id.text), "entry": .integer(entry.number)],
                key: "\(hook.id.text) \(entry.number)", lane: "\(hook.id.text) \(entry.recordID)")
            try JobTable.add(job, id: .new(at: now), at: now, to: connection)
        }
        try connection.run(
            "UPDATE webhook_mark SET last = $1 WHERE webhook = $2",
            [.integer(Int64(end)), hook.id.stored])
        return entries.count == batch
    }

    /// What is its author's alone, such as a draft, is nobody else's business.
    private static func concerns(
        _ entry: JournalEntry, _ hook: Webhook, _ tables: TableSet, _ connection: any Connection
    ) throws -> Bool {
        guard hook.hears(action: entry.action, published: entry.hasPublished) else { return false }
        guard let table = tables[entry.record], !table.kind.privateStates.isEmpty,
            let id = RecordID(entry.recordID),
            let row = try table.find(id, version: entry.version, on: connection)
        else { return true }
        return !table.kind.privateStates.contains(row.state)
    }

    /// Notes that nothing reaches an address, or that something did; since when nothing does.
    static func note(
        _ hook: RecordID, failingAt now: Instant?, on connection: any Connection
    ) throws -> Instant? {
        if let now {
            try connection.run(
                "UPDATE webhook_mark SET failing_since = coalesce(failing_since, $1) "
                    + "WHERE webhook = $2", [now.stored, hook.stored])
        } else {
            try connection.run(
                "UPDATE webhook_mark SET failing_since = NULL WHERE webhook = $1", [hook.stored])
        }
        return try connection.value(
            "SELECT failing_since FROM webhook_mark WHERE webhook = $1", [hook.stored]
        ).flatMap(Instant.init(stored:))
    }
}

extension JournalEntry {
    /// The records of which it published something, or withdrew it.
    var published: [RecordID] {
        let all = (try? JSON(parsing: changes))?.asArray ?? []
        return all.filter { $0["published"] != nil }
            .compactMap { $0["id"]?.asString.flatMap { RecordID($0) } }
    }

    var hasPublished: Bool { !published.isEmpty }
}
