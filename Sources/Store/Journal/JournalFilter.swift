// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which entries of a journal are asked for; newest first, page by page.
public struct JournalFilter: Sendable {
    public var actor: String?
    public var action: String?
    public var record: String?
    public var recordID: String?
    public var from: Instant?
    public var until: Instant?
    /// Only entries before this number.
    public var before: Int?
    public var limit: Int

    public init(
        actor: String? = nil, action: String? = nil, record: String? = nil,
        recordID: String? = nil, from: Instant? = nil, until: Instant? = nil, before: Int? = nil,
        limit: Int = 50
    ) {
        self.actor = actor
        self.action = action
        self.record = record
        self.recordID = recordID
        self.from = from
        self.until = until
        self.before = before
        self.limit = limit
    }

    func entries(on connection: any Connection) throws -> [JournalEntry] {
        let conditions: [(String, Value?)] = [
            ("actor =", actor.map(Value.text)), ("action =", action.map(Value.text)),
            ("record =", record.map(Value.text)), ("record_id =", recordID.map(Value.text)),
            ("at >=", from?.stored), ("at <", until?.stored),
            ("seq <", before.map { .integer(Int64($0)) }),
        ]
        var sql = "1 = 1"
        var arguments: [Value] = []
        for case (let comparison, let value?) in conditions {
            arguments.append(value)
            sql += " AND \(comparison) $\(arguments.count)"
        }
        return try connection.rows(
            "SELECT \(JournalEntry.columns), digest FROM journal WHERE \(sql) "
                + "ORDER BY seq DESC LIMIT \(max(0, limit))", arguments
        ).compactMap(JournalEntry.init(row:))
    }
}
