// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What may be done only so often: so many times, by key, in a stretch of time that begins with the
/// first.
struct RateLimit: Sendable {
    /// What it is of; tells its keys from others'.
    let name: String
    let limit: Int
    let seconds: Int

    init(_ name: String, _ limit: Int, within seconds: Int) {
        self.name = name
        self.limit = limit
        self.seconds = seconds
    }

    /// Wrong passwords for one account from one address: nobody shuts out its owner elsewhere.
    static let guesses = RateLimit("guess", 10, within: 15 * 60)
    /// For one account from everywhere: who guesses from many addresses gets no further than this.
    static let guessesByAccount = RateLimit("guess.account", 100, within: 15 * 60)
    static let guessesByPeer = RateLimit("guess.peer", 100, within: 15 * 60)
    static let joinsByPeer = RateLimit("join.peer", 200, within: 60 * 60)
    /// Wrong codes of a second factor, by person: of a million codes three are right at a time.
    static let codes = RateLimit("code", 10, within: 15 * 60)
    static let codesByDay = RateLimit("code.day", 50, within: 24 * 60 * 60)
    /// Sign-ins begun with an identity provider: a whole office may come from one address.
    static let leavingByPeer = RateLimit("leave.peer", 600, within: 15 * 60)
}

/// One attempt, counted under several keys: under all of them, or under none.
struct Attempt: Sendable {
    typealias Count = (limit: RateLimit, key: String)

    /// By what each count is kept: a digest, so that no address and no e-mail is.
    fileprivate let keys: [(limit: RateLimit, key: String)]

    /// An empty key is nobody's and has no limit.
    init(_ counts: [Count]) {
        keys = counts.filter { !$0.key.isEmpty }.map {
            ($0.limit, Secret.digest("\($0.limit.name) \($0.key)"))
        }
    }
}

extension Network {
    /// Counts something that may be done only so often from one address: by everybody behind it.
    /// - Parameters:
    ///   - what: tells what is counted from everything else that is.
    ///   - seconds: the stretch of time, which begins with the first.
    /// - Throws: `Refusal.tooMany`.
    public func count(
        _ what: String, from peer: String, atMost limit: Int, within seconds: Int, at now: Instant
    ) async throws {
        let attempt = Attempt([(RateLimit(what, limit, within: seconds), Peer.key(peer))])
        try await RateLimits(database: commons.database).take(attempt, at: now)
    }
}

/// Counts attempts in a table of the commons, so that all processes that serve the network count
/// together, and a restart forgets nothing.
struct RateLimits: Sendable {
    let database: any Database

    /// Counts an attempt.
    /// - Throws: `Refusal.tooMany` where one of the limits is reached.
    func take(_ attempt: Attempt, at now: Instant) async throws {
        if attempt.keys.isEmpty { return }
        // Whoever is over the limit costs a look, not a commit.
        try database.read { connection in
            for (limit, key) in attempt.keys {
                try Self.check(limit, key, at: now, on: connection)
            }
        }
        try await database.write { connection in
            for (limit, key) in attempt.keys {
                try Self.take(limit, key, at: now, on: connection)
            }
        }
    }

    /// It was none after all.
    /// - Parameter clearing: whether what was counted under the first key before is forgotten, too.
    func giveBack(_ attempt: Attempt, clearing: Bool = false) async throws {
        guard let first = attempt.keys.first else { return }
        try await database.write { connection in
            for (_, key) in attempt.keys {
                try connection.run(
                    "UPDATE attempts SET taken = taken - 1 WHERE key = $1 AND taken > 0",
                    [.text(key)])
            }
            if clearing {
                try connection.run("DELETE FROM attempts WHERE key = $1", [.text(first.key)])
            }
        }
    }

    private static func take(
        _ limit: RateLimit, _ key: String, at now: Instant, on connection: any Connection
    ) throws {
        let taken = try connection.change(
            "INSERT INTO attempts (key, taken, until_at) VALUES ($1, 1, $2) "
                + "ON CONFLICT (key) DO UPDATE SET "
                + "taken = CASE WHEN attempts.until_at <= $3 THEN 1 ELSE attempts.taken + 1 END, "
                + "until_at = CASE WHEN attempts.until_at <= $3 THEN excluded.until_at "
                + "ELSE attempts.until_at END "
                + "WHERE attempts.until_at <= $3 OR attempts.taken < $4",
            [
                .text(key), now.adding(seconds: limit.seconds).stored, now.stored,
                .integer(Int64(limit.limit)),
            ])
        guard taken > 0 else {
            try check(limit, key, at: now, on: connection)
            throw Refusal.tooMany(retryAfter: limit.seconds)
        }
    }

    private static func check(
        _ limit: RateLimit, _ key: String, at now: Instant, on connection: any Connection
    ) throws {
        let row = try connection.rows(
            "SELECT taken, until_at FROM attempts WHERE key = $1", [.text(key)]
        ).first
        guard let row, let taken = row[0].integer, let until = Instant(stored: row[1]), now < until,
            taken >= Int64(limit.limit)
        else { return }
        throw Refusal.tooMany(retryAfter: Int((until - now + 999) / 1_000))
    }
}
