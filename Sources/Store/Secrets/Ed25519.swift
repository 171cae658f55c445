// SPDX-License-Identifier: EUPL-1.2

import COpenSSL
import Kernel

/// Signatures with Ed25519 (RFC 8032), by libcrypto.
public enum Ed25519 {
    /// The half of a key pair that signs: it leaves neither the store nor the process.
    public struct SigningKey: Sendable {
        /// What both halves are made from (RFC 8032, section 5.1.5): 32 random bytes.
        let seed: [UInt8]
        public let publicKey: PublicKey

        /// A new pair.
        /// - Throws: `Fault` when the machine has no randomness to give.
        public init() throws { try self.init(seed: Random.bytes(32)) }

        /// - Throws: `Fault` for what is no seed.
        init(seed: [UInt8]) throws {
            self.seed = seed
            var half = [UInt8](repeating: 0, count: 32)
            var length = half.count
            let isMade = try Self.with(seed) { EVP_PKEY_get_raw_public_key($0, &half, &length) == 1 }
            guard isMade, let key = PublicKey(half) else { throw Fault("a signing key is none") }
            publicKey = key
        }

        /// The signature over these bytes: 64 bytes.
        /// - Throws: `Fault` when libcrypto fails.
        public func signature(over bytes: [UInt8]) throws -> [UInt8] {
            var signature = [UInt8](repeating: 0, count: 64)
            var length = signature.count
            let isMade = try Self.with(seed) { key in
                guard let context = EVP_MD_CTX_new() else { return false }
                defer { EVP_MD_CTX_free(context) }
                return EVP_DigestSignInit(context, nil, nil, nil, key) == 1
                    && EVP_DigestSign(context, &signature, &length, bytes, bytes.count) == 1
            }
            guard isMade, length == signature.count else { throw Fault("nothing could be signed") }
            return signature
        }

        private static func with<T>(_ seed: [UInt8], _ body: (OpaquePointer) -> T) throws -> T {
            guard seed.count == 32,
                let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
            else { throw Fault("a signing key is none") }
            defer { EVP_PKEY_free(key) }
            return body(key)
        }
    }

    /// The half that everybody may know.
    public struct PublicKey: Sendable, Hashable {
        public let bytes: [UInt8]

        /// - Parameter bytes: 32 of them; anything else is no key.
        public init?(_ bytes: [UInt8]) {
            guard bytes.count == 32 else { return nil }
            self.bytes = bytes
        }

        /// Reads it as it travels: base64url without padding.
        public init?(_ text: String) {
            guard text.utf8.count == 43, let bytes = Base64URL.bytes(text) else { return nil }
            self.init(bytes)
        }

        /// As it travels.
        public var text: String { Base64URL.text(bytes) }

        /// What people compare: ten groups of four digits, the first 160 bits of its SHA-256.
        public var fingerprint: String {
            let digits = Array(id)
            return stride(from: 0, to: digits.count, by: 4)
                .map { String(digits[$0..<$0 + 4]) }.joined(separator: " ")
        }

        /// What it is called: its fingerprint without blanks.
        public var id: String { String(Digest.of(bytes).prefix(40)) }

        /// Whether the signature is this key's over these bytes.
        public func verifies(_ signature: [UInt8], over signed: [UInt8]) -> Bool {
            guard signature.count == 64,
                let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
            else { return false }
            defer { EVP_PKEY_free(key) }
            guard let context = EVP_MD_CTX_new() else { return false }
            defer { EVP_MD_CTX_free(context) }
            return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
                && EVP_DigestVerify(context, signature, signature.count, signed, signed.count) == 1
        }
    }
}
