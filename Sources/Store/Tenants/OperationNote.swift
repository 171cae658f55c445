// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What the platform team does, or has done by itself, now and then: a backup, a drill, the daily
/// work of a system. Noted so that somebody sees when it was last done, and how it went.
public struct OperationNote: Sendable, Hashable {
    /// How it went.
    public enum Outcome: String, Sendable { case done, failed }

    /// `backup`, `drill`, `daily:planning`.
    public let name: String
    public let at: Instant
    public let outcome: Outcome
    /// A line for the platform team; never anything personal.
    public let detail: String

    /// What was done when, and how it went.
    public init(_ name: String, at: Instant, _ outcome: Outcome, detail: String = "") {
        self.name = name
        self.at = at
        self.outcome = outcome
        self.detail = detail
    }

    init?(row: [Value]) {
        guard let name = row[0].text, let at = Instant(stored: row[1]),
            let outcome = row[2].text.flatMap(Outcome.init), let detail = row[3].text
        else { return nil }
        self.init(name, at: at, outcome, detail: detail)
    }
}

extension Network {
    /// How long what was noted is kept, in seconds.
    private static let operationsKept = 400 * 24 * 60 * 60

    /// Notes what was done.
    public func note(operation: OperationNote) async throws {
        let oldest = operation.at.adding(seconds: -Self.operationsKept)
        let detail = String(operation.detail.prefix(500))
        try await commons.database.write { connection in
            try connection.run(
                "INSERT INTO operation (name, at, outcome, detail) VALUES ($1, $2, $3, $4) "
                    + "ON CONFLICT (name, at) DO UPDATE SET outcome = excluded.outcome, "
                    + "detail = excluded.detail",
                [
                    .text(operation.name), operation.at.stored,
                    .text(operation.outcome.rawValue), .text(detail),
                ])
            try connection.run("DELETE FROM operation WHERE at < $1", [oldest.stored])
        }
    }

    /// For each thing that is done now and then, how it last went, and when it last succeeded if
    /// that was before; by name.
    public func operations() throws -> [OperationNote] {
        let last = "SELECT max(o.at) FROM operation o WHERE o.name = operation.name"
        return try commons.database.read { connection in
            try connection.rows(
                "SELECT name, at, outcome, detail FROM operation WHERE at = (\(last)) "
                    + "OR at = (\(last) AND o.outcome = 'done') ORDER BY name, at DESC")
        }.compactMap(OperationNote.init(row:))
    }
}
