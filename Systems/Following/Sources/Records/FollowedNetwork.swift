// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Another network whose public items are shown here, too: where it is, by which key it is known,
/// how far it has been read, and what is in the way.
public struct FollowedNetwork: Record {
    public var name = ""
    public var address = ""
    /// The kinds that are taken, separated by blanks.
    public var kinds = ""
    /// The key it signs with, as the operator confirmed it; nil: not yet.
    public var key: String?
    public var fingerprint: String?
    /// Another key it has shown, which nobody has confirmed.
    public var offeredKey: String?
    public var offeredFingerprint: String?
    /// The last number of its changes that was taken in.
    public var cursor: Int?
    /// What its order of changes is known by.
    public var origin: String?
    /// How often it was begun from the start. What is not met again in a round goes at its end.
    public var round = 0
    /// When it last answered as it should.
    public var askedAt: Instant?
    public var failure: Failure?
    public var failureDetail: String?
    public var failingSince: Instant?

    /// What is in the way of reading it.
    public enum Failure: String, Choice {
        case unreachable, address, garbage, signature
        case otherKey = "other_key"
        case clock
        case wentBack = "went_back"
        case tooMany = "too_many"
    }

    public init() {}

    public static let fields: Fields<FollowedNetwork> = [
        .text("name", \.name), .text("address", \.address, max: 300),
        .text("kinds", \.kinds, max: 1_000),
        Field.text("key", \.key, max: 60).derived(),
        Field.text("fingerprint", \.fingerprint, max: 60).derived(),
        Field.text("offered_key", \.offeredKey, max: 60).derived(),
        Field.text("offered_fingerprint", \.offeredFingerprint, max: 60).derived(),
        Field.integer("cursor", \.cursor, in: 0...Int.max).derived(),
        Field.text("origin", \.origin, max: 64).derived(),
        Field.integer("round", \.round, in: 0...1_000_000).derived(),
        Field.instant("asked_at", \.askedAt).derived(),
        Field.choice("failure", \.failure).derived(),
        Field.text("failure_detail", \.failureDetail, max: 300).derived(),
        Field.instant("failing_since", \.failingSince).derived(),
    ]

    public static let kind = RecordKind(
        FollowedNetwork.self, system: "following", name: "network", plural: "networks",
        states: [.found, .following, .paused, .stopped],
        readers: [.role(.administrator), .role(.auditor)],
        list: ListShape(
            columns: ["name", "address", "asked_at", "failure"], filters: ["failure"],
            order: "name", descending: false),
        indexes: [["address"]])

    /// What people compare follows from the keys.
    public static func settle(_ network: inout Stored<FollowedNetwork>, at _: Moment) {
        network.fingerprint = network.key.flatMap { Ed25519.PublicKey($0)?.fingerprint }
        network.offeredFingerprint = network.offeredKey.flatMap { Ed25519.PublicKey($0)?.fingerprint }
    }

    /// The kinds that are taken.
    public var kindNames: [String] { kinds.split(separator: " ").map(String.init) }

    /// The key it is known by.
    var publicKey: Ed25519.PublicKey? { key.flatMap { Ed25519.PublicKey($0) } }

    /// Nothing is in the way any more.
    mutating func isWell(at now: Instant) {
        askedAt = now
        (failure, failureDetail, failingSince, offeredKey) = (nil, nil, nil, nil)
    }
}

extension State {
    static let found: State = "found"
    static let following: State = "following"
    static let paused: State = "paused"
    static let stopped: State = "stopped"
}
