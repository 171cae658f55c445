// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The network's own keys, with which it signs what it offers to others: the one it signs with now,
/// and those before, each of which has signed the one that came after it.
public struct SigningKeys: Sendable {
    /// A key as others are shown it.
    public struct Link: Sendable, Hashable {
        public let key: Ed25519.PublicKey
        public let since: Instant
        /// The signature of the key before over this one; nil: there was none before.
        public let vouched: [UInt8]?

        public init(key: Ed25519.PublicKey, since: Instant, vouched: [UInt8]?) {
            self.key = key
            self.since = since
            self.vouched = vouched
        }
    }

    /// Where it lies in the commons' table `store`.
    static let mark = "signing_key"
    /// How many are shown.
    private static let shown = 6

    public let current: Ed25519.SigningKey
    /// Oldest first; the last is the one that signs now.
    public let chain: [Link]

    /// What a key signs of the one that takes its place.
    public static func voucher(of key: Ed25519.PublicKey) -> [UInt8] {
        Array("talka: the key of this network is from now on \(key.text)".utf8)
    }

    /// The first.
    init(at now: Instant) throws {
        current = try Ed25519.SigningKey()
        chain = [Link(key: current.publicKey, since: now, vouched: nil)]
    }

    /// A new one, which the present one vouches for.
    func renewed(at now: Instant) throws -> SigningKeys {
        let next = try Ed25519.SigningKey()
        let voucher = try current.signature(over: Self.voucher(of: next.publicKey))
        let link = Link(key: next.publicKey, since: now, vouched: voucher)
        return SigningKeys(current: next, chain: (chain + [link]).suffix(Self.shown))
    }

    private init(current: Ed25519.SigningKey, chain: [Link]) {
        self.current = current
        self.chain = chain
    }

    /// As it is kept.
    var json: JSON {
        [
            "seed": .string(Base64URL.text(current.seed)),
            "chain": .array(chain.map(\.json)),
        ]
    }

    /// - Throws: `Fault` if what is kept is none.
    init(json: JSON) throws {
        guard let seed = json["seed"]?.asString.flatMap({ Base64URL.bytes($0) }),
            let links = json["chain"]?.asArray?.compactMap(Link.init(json:)), !links.isEmpty
        else { throw Fault("the network's signing key is not readable") }
        current = try Ed25519.SigningKey(seed: seed)
        chain = links
    }
}

extension SigningKeys.Link {
    /// As others are shown it.
    public var json: JSON {
        [
            "id": .string(key.id), "algorithm": "ed25519", "key": .string(key.text),
            "since": .string(since.description),
            "vouched": vouched.map { .string(Base64URL.text($0)) } ?? .null,
        ]
    }

    /// Reads it; nil for what is none.
    public init?(json: JSON) {
        guard let key = json["key"]?.asString.flatMap({ Ed25519.PublicKey($0) }),
            let since = json["since"]?.asString.flatMap({ Instant(iso: $0) })
        else { return nil }
        self.init(
            key: key, since: since, vouched: json["vouched"]?.asString.flatMap { Base64URL.bytes($0) })
    }
}

extension Network {
    /// The keys this network signs with; made if there are none yet.
    public func signingKeys() async throws -> SigningKeys {
        if let kept = try commons.database.read({ try Self.signingKeys(on: $0) }) { return kept }
        let new = try SigningKeys(at: now())
        return try await commons.database.write { connection in
            try connection.run(
                "INSERT INTO store (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING",
                [.text(SigningKeys.mark), new.json.stored])
            // Another process may have been first.
            return try Self.signingKeys(on: connection) ?? new
        }
    }

    /// Takes a new key into use, which the one before vouches for. Its public half is noted.
    /// - Returns: the keys as they are now.
    @discardableResult
    public func renewSigningKey() async throws -> SigningKeys {
        _ = try await signingKeys()
        let now = now()
        let renewed = try await commons.database.write { connection in
            guard let kept = try Self.signingKeys(on: connection) else {
                throw Fault("the network's signing key is gone")
            }
            let renewed = try kept.renewed(at: now)
            try connection.run(
                "UPDATE store SET value = $1 WHERE key = $2",
                [renewed.json.stored, .text(SigningKeys.mark)])
            return renewed
        }
        try await note(
            operation: OperationNote(
                "following.key", at: now, .done, detail: renewed.current.publicKey.fingerprint))
        return renewed
    }

    private static func signingKeys(on connection: any Connection) throws -> SigningKeys? {
        let kept = try connection.value(
            "SELECT value FROM store WHERE key = $1", [.text(SigningKeys.mark)])
        guard let kept else { return nil }
        guard let json = JSON(stored: kept) else {
            throw Fault("the network's signing key is not readable")
        }
        return try SigningKeys(json: json)
    }
}
