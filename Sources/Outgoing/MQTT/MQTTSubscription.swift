// SPDX-License-Identifier: EUPL-1.2

/// What somebody wants to hear from a broker, and how.
public struct MQTTSubscription: Sendable, Hashable {
    /// By what the broker knows whoever listens: whoever comes by the same takes their place.
    public var clientID: String
    public var version: MQTTOptions.Version
    public var quality: MQTTOptions.Quality
    /// Topics, with `+` and `#` for any.
    public var filters: [String]
    /// What the broker has been asked for by this client before, and with which quality: what is wanted
    /// no more is said so, and what is known already is not asked for again.
    public var known: [String: MQTTOptions.Quality] = [:]
    /// Whether the broker keeps what comes while nobody listens.
    public var isKept = true

    public init(
        clientID: String, version: MQTTOptions.Version = .five,
        quality: MQTTOptions.Quality = .atLeastOnce, filters: [String]
    ) {
        (self.clientID, self.version, self.quality, self.filters) = (clientID, version, quality, filters)
    }

    /// Whether a text can be listened to (MQTT 5.0, 4.7): `+` fills a level, `#` the last one.
    public static func isFilter(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 65_535, !text.utf8.contains(0) else { return false }
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        return levels.enumerated().allSatisfy { index, level in
            if level.contains("#") { return level == "#" && index == levels.count - 1 }
            return !level.contains("+") || level == "+"
        }
    }
}

/// A message that came.
public struct MQTTReceived: Sendable, Hashable {
    public let topic: String
    public let payload: [UInt8]
    public let quality: MQTTOptions.Quality
    /// Whether the broker had kept it: it is not new.
    public let isRetained: Bool
    /// Whether it was too large: the payload is its beginning.
    public let isCut: Bool
    /// By which it is acknowledged; 0: it is not.
    let id: UInt16

    /// A message as somebody hears it.
    public init(
        topic: String, payload: [UInt8], quality: MQTTOptions.Quality = .atMostOnce,
        isRetained: Bool = false, isCut: Bool = false
    ) {
        self.init(
            topic: topic, payload: payload, quality: quality, isRetained: isRetained, isCut: isCut, id: 0)
    }

    init(
        topic: String, payload: [UInt8], quality: MQTTOptions.Quality, isRetained: Bool, isCut: Bool,
        id: UInt16
    ) {
        (self.topic, self.payload, self.quality) = (topic, payload, quality)
        (self.isRetained, self.isCut, self.id) = (isRetained, isCut, id)
    }
}

/// Whoever is told of messages.
public protocol Hearing: Sendable {
    /// The broker has accepted all that is listened to.
    func begin() async
    /// Takes messages in, all there were. Only when this returns they are acknowledged: what it throws
    /// ends the connection, and what is promised to come at least once comes again.
    func take(_ messages: [MQTTReceived]) async throws
}

/// Whoever listens to brokers: the product's own client, or a test's stand-in.
public protocol Listening: Sendable {
    /// Listens until the task is cancelled or the connection ends.
    /// - Throws: `Fault`, in words for the log; what `take` throws; `CancellationError`.
    func listen(
        to broker: MQTTBroker, _ subscription: MQTTSubscription, _ hearer: any Hearing) async throws
    /// Has a broker let go of what it keeps for a client.
    func forget(_ clientID: String, at broker: MQTTBroker, _ version: MQTTOptions.Version) async throws
}
