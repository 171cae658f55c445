// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// How one tenant's store is, for the platform team.
public struct StoreCondition: Sendable {
    /// The version of the tables every store has.
    public var schema = 0
    /// Entries of the journal.
    public var entries = 0
    /// Bytes on the disk, with the log beside the file; nil: not in a file.
    public var size: Int?
    /// Bytes of the documents that hang on its records, each counted once.
    public var documents = 0
    /// What waits to be carried, and since when.
    public var waiting = 0
    public var waitingSince: Instant?
    /// What was set aside because nobody can take it in.
    public var undelivered = 0
    /// What is to be done by itself: how much waits, since when any of it has been due, and what
    /// was given up.
    public var jobs: [KeptJob.State: Int] = [:]
    public var jobsDueSince: Instant?
    /// Of what was given up, what addresses outside could not be told.
    public var deadDeliveries = 0
    /// Mail that cannot be handed on for ten minutes; and of the last day, what failed or may not
    /// have been sent.
    public var mailWaiting = 0
    public var mailUnsure = 0
    /// When the commons last witnessed the end of its journal.
    public var witnessedAt: Instant?
}

extension Network {
    /// How a tenant's store is now.
    /// - Throws: `Refusal.outOfService` if it is; `Refusal.notFound`.
    public func condition(of slug: String) throws -> StoreCondition {
        let store = try tenant(slug)
        var condition = StoreCondition()
        try store.database.read { connection in
            let schema = try connection.value("SELECT value FROM store WHERE key = 'schema'")
            condition.schema = schema?.text.flatMap { Int($0) } ?? 0
            condition.entries = try connection.integer("SELECT max(seq) FROM journal")
            condition.documents = try connection.integer(
                "SELECT CAST(sum(size) AS BIGINT) FROM (SELECT DISTINCT digest, size FROM upload "
                    + "WHERE hung_at IS NOT NULL) AS kept")
            try condition.readOutbox(on: connection)
            try condition.readJobs(at: now(), on: connection)
        }
        condition.jobs = try store.jobCounts()
        condition.size = try place.size(of: slug)
        condition.witnessedAt = try commons.database.read {
            try $0.value("SELECT max(at) FROM witness WHERE tenant = $1", [.text(slug)])
        }.flatMap(Instant.init(stored:))
        return condition
    }

    /// How a tenant's outbox is now: what is asked often of every tenant.
    /// - Throws: as `condition`.
    public func outbox(of slug: String) throws -> StoreCondition {
        let store = try tenant(slug)
        var condition = StoreCondition()
        try store.database.read { try condition.readOutbox(on: $0) }
        return condition
    }

    /// How many sessions have not ended.
    public func sessionCount(at now: Instant) throws -> Int {
        try commons.database.read {
            try $0.integer("SELECT count(*) FROM session WHERE expires_at > $1", [now.stored])
        }
    }

    /// Bytes left on the disk where the stores lie; nil where nobody can say.
    public func diskFree() -> Int? { diskAttribute(.systemFreeSize) }

    /// Bytes of that disk in all.
    public func diskSize() -> Int? { diskAttribute(.systemSize) }

    private func diskAttribute(_ key: FileAttributeKey) -> Int? {
        guard case .sqlite(let folder) = address else { return nil }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        return (attributes?[key] as? NSNumber)?.intValue
    }

    /// Goes through a write of the commons in which nothing changes: reading works, what waits to be
    /// written gets its turn, and there is room for it.
    /// - Throws: `Fault` if one of them does not hold.
    public func probe() async throws {
        _ = try commons.database.read { try $0.value("SELECT 1 FROM store") }
        try place.probe()
        try await commons.database.write { _ in }
    }
}

extension StoreCondition {
    fileprivate mutating func readOutbox(on connection: any Connection) throws {
        let row = try connection.rows("SELECT count(*), min(at) FROM outbox").first
        waiting = Int(row?[0].integer ?? 0)
        waitingSince = row.flatMap { Instant(stored: $0[1]) }
        undelivered = try connection.integer("SELECT count(*) FROM undelivered")
    }
}

extension StoreCondition {
    fileprivate mutating func readJobs(at now: Instant, on connection: any Connection) throws {
        jobsDueSince = try connection.value(
            "SELECT min(not_before) FROM job WHERE state = 'waiting' AND lane IS NULL"
        ).flatMap(Instant.init(stored:))
        deadDeliveries = try connection.integer(
            "SELECT count(*) FROM job WHERE state = 'dead' AND kind = $1", [.text(Webhooks.kind)])
        mailWaiting = try connection.integer(
            "SELECT count(*) FROM mail WHERE state = 'waiting' AND at < $1",
            [now.adding(seconds: -600).stored])
        mailUnsure = try connection.integer(
            "SELECT count(*) FROM mail WHERE at >= $1 AND state IN ('failed', 'unknown')",
            [now.adding(seconds: -86_400).stored])
    }
}

extension Connection {
    /// One whole number; 0 where there is none.
    fileprivate func integer(_ sql: String, _ values: [Value] = []) throws -> Int {
        Int(try value(sql, values)?.integer ?? 0)
    }
}

extension StoreDirectory {
    func size(of slug: String) -> Int? {
        let sizes = ["", "-wal"].map { end in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file(slug) + end)
            return (attributes?[.size] as? NSNumber)?.intValue
        }
        return sizes[0].map { $0 + (sizes[1] ?? 0) }
    }
}
