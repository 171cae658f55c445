// SPDX-License-Identifier: EUPL-1.2

/// Something the product is to do by itself, a little later: kept in the tenant's store in the
/// transaction that asks for it, and then done, again and again until it has succeeded or is given
/// up.
public struct Job: Sendable, Hashable {
    /// The kind's name, which says what is done: `planning.remind`.
    public var kind: String
    /// What it needs to know, as little as it can: ids rather than what they stand for.
    public var payload: JSON
    /// Of jobs of one kind and one key only the first is kept.
    public var key: String?
    /// It is not begun before; nil: at once.
    public var notBefore: Instant?
    /// Of jobs in one lane only the oldest runs; the others wait until it has ended.
    public var lane: String?

    /// A job of a kind.
    public init(
        _ kind: String, _ payload: JSON = [:], key: String? = nil, notBefore: Instant? = nil,
        lane: String? = nil
    ) {
        self.kind = kind
        self.payload = payload
        self.key = key
        self.notBefore = notBefore
        self.lane = lane
    }
}

/// Trying again will not help: the job is given up at once, and shown to whoever looks after it.
public struct Hopeless: Error, Sendable, CustomStringConvertible {
    /// Why, in words for administrators; never anything personal.
    public let description: String

    public init(_ description: String) { self.description = description }
}
