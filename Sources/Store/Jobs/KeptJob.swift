// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A job as it stands, for whoever looks after them.
public struct KeptJob: Sendable {
    public enum State: String, Sendable, CaseIterable { case waiting, running, done, dead }

    public let id: RecordID
    public let kind: String
    public let payload: JSON
    public let state: State
    public let notBefore: Instant
    public let attempts: Int
    /// Why the last attempt failed.
    public let error: String?
    /// How far it is, and of how much.
    public let done: Int
    public let total: Int?
    public let createdAt: Instant
    public let endedAt: Instant?

    static let columns =
        "id, kind, payload, state, not_before, attempts, error, done, total, created_at, ended_at"

    init?(row: [Value]) {
        guard let id = RecordID(stored: row[0]), let kind = row[1].text,
            let state = row[3].text.flatMap(State.init), let notBefore = Instant(stored: row[4]),
            let createdAt = Instant(stored: row[9])
        else { return nil }
        self.id = id
        self.kind = kind
        self.state = state
        self.notBefore = notBefore
        self.createdAt = createdAt
        payload = JSON(stored: row[2]) ?? .null
        attempts = Int(row[5].integer ?? 0)
        error = row[6].text
        done = Int(row[7].integer ?? 0)
        total = row[8].integer.map(Int.init)
        endedAt = Instant(stored: row[10])
    }
}

extension TenantStore {
    /// The jobs in a state, the newest first; those that wait in the order of their turn.
    public func jobs(_ state: KeptJob.State, kind: String? = nil, limit: Int = 100) throws -> [KeptJob] {
        let only = kind == nil ? "" : " AND kind = $2"
        let order = state == .waiting ? "not_before, seq" : "seq DESC"
        return try database.read {
            try $0.rows(
                "SELECT \(KeptJob.columns) FROM job WHERE state = $1\(only) "
                    + "ORDER BY \(order) LIMIT \(limit)",
                [.text(state.rawValue)] + (kind.map { [.text($0)] } ?? []))
        }.compactMap(KeptJob.init(row:))
    }

    /// The job of a kind that was asked for last, however it stands; nil: none is kept.
    public func lastJob(of kind: String) throws -> KeptJob? {
        try database.read {
            try $0.rows(
                "SELECT \(KeptJob.columns) FROM job WHERE kind = $1 AND key IS NOT NULL "
                    + "ORDER BY seq DESC LIMIT 1", [.text(kind)])
        }.first.flatMap(KeptJob.init(row:))
    }

    /// How many jobs are in each state.
    public func jobCounts() throws -> [KeptJob.State: Int] {
        let rows = try database.read { try $0.rows("SELECT state, count(*) FROM job GROUP BY state") }
        let pairs = rows.compactMap { row in
            row[0].text.flatMap(KeptJob.State.init).map { ($0, Int(row[1].integer ?? 0)) }
        }
        return Dictionary(pairs, uniquingKeysWith: +)
    }

    /// Has a job that has ended done once more, from the beginning.
    /// - Throws: `Refusal.notFound` if there is none.
    public func retryJob(_ id: RecordID, at now: Instant) async throws {
        guard try await database.write({ try JobTable.retry(id, at: now, on: $0) }) else {
            throw Refusal.notFound
        }
        afterCommit(tenant.slug)
    }

    /// Forgets a dead job for good.
    /// - Throws: `Refusal.notFound` if there is none.
    public func dropJob(_ id: RecordID) async throws {
        guard try await database.write({ try JobTable.drop(id, on: $0) }) else {
            throw Refusal.notFound
        }
    }
}
