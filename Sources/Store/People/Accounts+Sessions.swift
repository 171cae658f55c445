// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One of a person's sessions, as they see it.
public struct SessionEntry: Sendable, Hashable {
    /// Names it to its owner; opens nothing.
    public let id: String
    public let beganAt: Instant
    public let endsAt: Instant
    /// When it was last used, to within ten minutes.
    public let usedAt: Instant
    public let way: SessionWay
    /// Whether it is the one they are looking from.
    public let isCurrent: Bool
}

extension Accounts {
    /// A person's sessions, newest first.
    /// - Parameter current: the secret of the one they look from.
    public func sessions(
        of person: RecordID, current: String?, at now: Instant
    ) throws -> [SessionEntry] {
        let own = current.map(Secret.digest)
        return try sessions.all(of: person, at: now).map { digest, kept in
            SessionEntry(
                id: Self.name(digest), beganAt: kept.beganAt, endsAt: kept.endsAt,
                usedAt: kept.usedAt, way: kept.way, isCurrent: digest == own)
        }
    }

    /// Ends one of a person's own sessions.
    /// - Throws: `Refusal.notFound` if they have none of that id.
    public func endSession(_ id: String, of person: RecordID, at now: Instant) async throws {
        let all = try sessions.all(of: person, at: now)
        guard let digest = all.first(where: { Self.name($0.digest) == id })?.digest else {
            throw Refusal.notFound
        }
        try await sessions.end(digest)
        known.forget(digest)
    }

    /// Ends all sessions of a person but the one they look from.
    /// - Parameter current: its secret.
    public func endSessions(of person: RecordID, but current: String?) async throws {
        try await sessions.endAll(of: person, but: current.map(Secret.digest))
        known.forget(person)
    }

    /// Ends one of somebody's sessions, or all, in the name of an administrator of the network.
    /// - Parameter id: the one; nil: all of them.
    /// - Throws: `Refusal` for who is none; `Refusal.notFound` if there is no such session.
    public func endSession(
        _ id: String?, of person: RecordID, by administrator: Actor, at now: Instant
    ) async throws {
        let all = try sessions.all(of: person, at: now)
        if let id, !all.contains(where: { Self.name($0.digest) == id }) { throw Refusal.notFound }
        // In the journal first: what is not written there is not done.
        _ = try await network.commons.perform(
            ActionCall(AuditActions.endSessions.kind, by: administrator, on: person), at: now)
        if let id { return try await endSession(id, of: person, at: now) }
        try await sessions.endAll(of: person)
        known.forget(person)
    }

    /// How seldom, in milliseconds, it is noted that a session is used.
    private static let notedEvery: Int64 = 10 * 60 * 1_000

    /// Notes that a session is used, now and then. What it is for is coarse: a store that cannot be
    /// written keeps nobody from reading.
    public func noteUse(session secret: String, at now: Instant) async {
        let digest = Secret.digest(secret)
        guard let usedAt = known.usedAt(digest), now - usedAt >= Self.notedEvery else { return }
        known.use(digest, at: now)
        try? await sessions.use(digest, at: now)
    }

    /// A part of the digest is enough to tell one's own few apart.
    private static func name(_ digest: String) -> String { String(digest.prefix(16)) }
}
