// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One of a person's sessions, as they see it.
public struct SessionEntry: Sendable, Hashable {
    /// Names it to its owner; opens nothing.
    public let id: String
    public let beganAt: Instant
    public let endsAt: Instant
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
                isCurrent: digest == own)
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

    /// A part of the digest is enough to tell one's own few apart.
    private static func name(_ digest: String) -> String { String(digest.prefix(16)) }
}
