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
    }

    /// How often, in milliseconds, those that have ended are cleared away.
    private static let sweepEvery: Int64 = 10 * 60 * 1_000

    private let database: any Database
    private let sweptAt = Mutex(Instant.first)

    init(database: any Database) { self.database = database }

    /// Begins one, under a secret nobody has seen before.
    func begin(
        for person: RecordID, at now: Instant, lasting seconds: Int
    ) async throws -> String {
        let (secret, csrf) = (try Secret.new(), try Secret.new())
        let digest = Secret.digest(secret)
        let mustSweep = sweptAt.withLock { swept in
            guard now - swept >= Self.sweepEvery else { return false }
            swept = now
            return true
        }
        try await database.write { connection in
            if mustSweep {
                try connection.run("DELETE FROM session WHERE expires_at <= $1", [now.stored])
            }
            try connection.run(
                "INSERT INTO session (digest, person, csrf, began_at, expires_at) "
                    + "VALUES ($1, $2, $3, $4, $5)",
                [
                    .text(digest), person.stored, .text(csrf), now.stored,
                    now.adding(seconds: seconds).stored,
                ])
        }
        return secret
    }

    func find(_ digest: String, on connection: any Connection) throws -> Kept? {
        try connection.rows(
            "SELECT person, csrf, began_at, expires_at FROM session WHERE digest = $1",
            [.text(digest)]
        ).first.flatMap(Kept.init(row:))
    }

    /// A person's, by their digests, newest first.
    func all(of person: RecordID, at now: Instant) throws -> [(digest: String, kept: Kept)] {
        try database.read { connection in
            try connection.rows(
                "SELECT person, csrf, began_at, expires_at, digest FROM session "
                    + "WHERE person = $1 AND expires_at > $2 ORDER BY began_at DESC, digest",
                [person.stored, now.stored]
            ).compactMap { row in
                guard let kept = Kept(row: row), let digest = row[4].text else { return nil }
                return (digest, kept)
            }
        }
    }

    func end(_ digest: String) async throws {
        try await database.write {
            try $0.run("DELETE FROM session WHERE digest = $1", [.text(digest)])
        }
    }
}

extension Sessions.Kept {
    init?(row: [Value]) {
        guard let person = RecordID(stored: row[0]), let csrf = row[1].text,
            let beganAt = Instant(stored: row[2]), let endsAt = Instant(stored: row[3])
        else { return nil }
        self.init(person: person, csrf: csrf, beganAt: beganAt, endsAt: endsAt)
    }
}
