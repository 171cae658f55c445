// SPDX-License-Identifier: EUPL-1.2

/// Not allowed, not there, or not as things stand. Outside one's remit looks exactly like not
/// there.
public enum Refusal: Error, Sendable {
    /// Not there, or outside the actor's remit (HTTP 404).
    case notFound
    /// Signing in would help (HTTP 401).
    case signIn
    /// Known to the actor, but not theirs to do (HTTP 403).
    case forbidden
    /// The record is in a state, or the time is one, in which this cannot be done (HTTP 409).
    case notNow(Phrase)
    /// Somebody changed the record since the actor read it (HTTP 412 or 409).
    case stale(Stale)
    /// Too often (HTTP 429): try again after so many seconds.
    case tooMany(retryAfter: Int)
    /// The tenant is out of service (HTTP 503): its store is newer than the program, or missing.
    case outOfService(Phrase)
    /// Larger than allowed, in bytes (HTTP 413).
    case tooLarge(limit: Int)
    /// Sent as a media type that is not read here (HTTP 415); which ones are.
    case wrongType(accepted: [String])
}

/// What changed between the version an actor had read and the one there is.
public struct Stale: Sendable {
    /// One version the actor has not seen.
    public struct Change: Sendable {
        public let version: Int
        public let action: String
        public let actor: String
        public let at: Instant
        /// The names of the fields it changed.
        public let fields: [String]

        public init(version: Int, action: String, actor: String, at: Instant, fields: [String]) {
            self.version = version
            self.action = action
            self.actor = actor
            self.at = at
            self.fields = fields
        }
    }

    public let current: Int
    public let seen: Int
    public let changes: [Change]

    public init(current: Int, seen: Int, changes: [Change]) {
        self.current = current
        self.seen = seen
        self.changes = changes
    }
}

/// A mistake of ours. It ends the request, never the data; the person is shown an incident number.
public struct Fault: Error, Sendable, CustomStringConvertible {
    public let description: String
    /// Whether there is no room left to write: the operator can mend it, and nothing was changed.
    public let isStorageFull: Bool

    /// Whether what keeps the data cannot be reached just now: it may be tried again soon. Nothing
    /// was changed, unless the connection was lost on the very end of a commit.
    public let isUnavailable: Bool

    public init(_ description: String, isStorageFull: Bool = false, isUnavailable: Bool = false) {
        self.description = description
        self.isStorageFull = isStorageFull
        self.isUnavailable = isUnavailable
    }
}
