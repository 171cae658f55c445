// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// The table of sessions. Of each secret only the digest is kept.
final class Sessions: Sendable {
    /// What is kept of one.
    struct Kept: Sendable {
        let person: RecordID
        let csrf: String
        let beganAt: Instant
        let endsAt: Instant
        let usedAt: Instant
        let way: SessionWay
        /// When its person last showed who they are.
        var provedAt: Instant
    }

    /// What a new one is begun with.
    struct Beginning: Sendable {
        let person: RecordID
        let way: SessionWay
        /// What an identity provider is told at the end of it.
        var idToken: String?

        init(_ person: RecordID, _ way: SessionWay, idToken: String? = nil) {
            self.person = person
            self.way = way
            self.idToken = idToken
        }
    }

    /// How often, in milliseconds, what has ended is cleared away.
    private static let sweepEvery: Int64 = 10 * 60 * 1_000
    private static let columns = "person, csrf, began_at, expires_at, used_at, way, proved_at"

    private let database: any Database
    private let sweptAt = Mutex(Instant.first)

    init(database: any Database) { self.database = database }

    /// Begins one, under a secret nobody has seen before.
    func begin(
        _ beginning: Beginning, at now: Instant, lasting seconds: Int
    ) async throws -> String {
        let (secret, csrf) = (try Secret.new(), try Secret.new())
        let digest = Secret.digest(secret)
        let mustSweep = sweptAt.withLock { swept in
            guard now - swept >= Self.sweepEvery else { return false }
            swept = now
            return true
        }
        try await database.write { connection in
            if mustSweep { try Self.sweep(at: now, on: connection) }
            try connection.run(
                "INSERT INTO session "
                    + "(digest, person, csrf, began_at, expires_at, used_at, way, id_token) "
                    + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                [
                    .text(digest), beginning.person.stored, .text(csrf), now.stored,
                    now.adding(seconds: seconds).stored, now.stored,
                    .text(beginning.way.stored), beginning.idToken.map(Value.text) ?? .null,
                ])
        }
        return secret
    }

    /// Clears away what has ended of everything that signing in keeps for a while.
    private static func sweep(at now: Instant, on connection: any Connection) throws {
        for (table, column) in [
            ("session", "expires_at"), ("sign_in_step", "expires_at"),
            ("openid_state", "expires_at"), ("attempts", "until_at"),
        ] {
            try connection.run("DELETE FROM \(table) WHERE \(column) <= $1", [now.stored])
        }
    }

    func find(_ digest: String, on connection: any Connection) throws -> Kept? {
        try connection.rows(
            "SELECT \(Self.columns) FROM session WHERE digest = $1", [.text(digest)]
        ).first.flatMap(Kept.init(row:))
    }

    /// One that has not ended; nil if there is none.
    func find(secret: String, at now: Instant) throws -> Kept? {
        let found = try database.read { try find(Secret.digest(secret), on: $0) }
        return found.flatMap { now < $0.endsAt ? $0 : nil }
    }

    /// A person's, by their digests, newest first.
    func all(of person: RecordID, at now: Instant) throws -> [(digest: String, kept: Kept)] {
        try database.read { connection in
            try connection.rows(
                "SELECT \(Self.columns), digest FROM session "
                    + "WHERE person = $1 AND expires_at > $2 ORDER BY began_at DESC, digest",
                [person.stored, now.stored]
            ).compactMap { row in
                guard let kept = Kept(row: row), let digest = row[7].text else { return nil }
                return (digest, kept)
            }
        }
    }

    /// Notes that one is used.
    func use(_ digest: String, at now: Instant) async throws {
        try await database.write {
            try $0.run(
                "UPDATE session SET used_at = $1 WHERE digest = $2", [now.stored, .text(digest)])
        }
    }

    /// Notes that its person has shown who they are.
    func prove(_ digest: String, at now: Instant) async throws {
        try await database.write {
            try $0.run(
                "UPDATE session SET proved_at = $1 WHERE digest = $2", [now.stored, .text(digest)])
        }
    }

    /// Notes that its person has shown more than when it began.
    func strengthen(_ digest: String, to way: SessionWay) async throws {
        try await database.write {
            try $0.run(
                "UPDATE session SET way = $1 WHERE digest = $2",
                [.text(way.stored), .text(digest)])
        }
    }

    /// Ends one.
    /// - Returns: the way it had begun and what its identity provider gave; nil if there was none.
    @discardableResult
    func end(_ digest: String) async throws -> (way: SessionWay, idToken: String?)? {
        try await database.write { connection in
            let row = try connection.rows(
                "DELETE FROM session WHERE digest = $1 RETURNING way, id_token", [.text(digest)]
            ).first
            return row.map { (SessionWay(stored: $0[0].text ?? ""), $0[1].text) }
        }
    }

    /// Ends all a person has, but perhaps one.
    func endAll(of person: RecordID, but kept: String? = nil) async throws {
        try await database.write {
            try $0.run(
                "DELETE FROM session WHERE person = $1 AND digest <> $2",
                [person.stored, .text(kept ?? "")])
        }
    }
}

extension Sessions.Kept {
    init?(row: [Value]) {
        guard let person = RecordID(stored: row[0]), let csrf = row[1].text,
            let beganAt = Instant(stored: row[2]), let endsAt = Instant(stored: row[3])
        else { return nil }
        // One begun by a program that did not keep these yet has neither.
        self.init(
            person: person, csrf: csrf, beganAt: beganAt, endsAt: endsAt,
            usedAt: Instant(stored: row[4]) ?? beganAt,
            way: SessionWay(stored: row[5].text ?? ""),
            provedAt: Instant(stored: row[6]) ?? beganAt)
    }
}
