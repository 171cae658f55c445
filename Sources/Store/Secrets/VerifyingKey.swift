// SPDX-License-Identifier: EUPL-1.2

import COpenSSL
import Kernel

/// How a token may be signed (RFC 7518, section 3.1): with a key of which everybody may know one
/// half. What is not signed (`none`), and what is signed with a secret both sides know (`HS256`),
/// cannot be expressed.
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case ps256 = "PS256"
    case es256 = "ES256"
}

/// The half of a key pair that verifies, as others publish it (a JSON Web Key, RFC 7517).
public struct VerifyingKey: Sendable, Hashable {
    enum Numbers: Sendable, Hashable {
        case rsa(modulus: [UInt8], exponent: [UInt8])
        /// A point of the curve P-256.
        case curve(x: [UInt8], y: [UInt8])
    }

    /// What it is called among its owner's keys.
    public let id: String?
    /// The one algorithm it is for; nil: any of its kind.
    let algorithm: SignatureAlgorithm?
    let numbers: Numbers

    /// Reads one; nil for one of another kind, one that is not for signatures, and one too short to
    /// be trusted (RFC 7518, section 3.3: 2048 bits).
    public init?(_ key: JSON) {
        guard key["use"].map({ $0.asString == "sig" }) ?? true else { return nil }
        if let named = key["alg"] {
            guard let algorithm = named.asString.flatMap(SignatureAlgorithm.init) else { return nil }
            self.algorithm = algorithm
        } else {
            algorithm = nil
        }
        id = key["kid"]?.asString
        func number(_ name: String) -> [UInt8]? { key[name]?.asString.flatMap { Base64URL.bytes($0) } }
        switch key["kty"]?.asString {
        case "RSA":
            guard let modulus = number("n"), let exponent = number("e"), !exponent.isEmpty,
                (256...1_024).contains(modulus.drop { $0 == 0 }.count), exponent.count <= 8
            else { return nil }
            numbers = .rsa(modulus: modulus, exponent: exponent)
        case "EC":
            guard key["crv"]?.asString == "P-256", let x = number("x"), let y = number("y"),
                x.count == 32, y.count == 32
            else { return nil }
            numbers = .curve(x: x, y: y)
        default: return nil
        }
    }

    /// Whether it can be what something was signed with by this algorithm.
    func fits(_ algorithm: SignatureAlgorithm) -> Bool {
        if let own = self.algorithm, own != algorithm { return false }
        switch (numbers, algorithm) {
        case (.rsa, .rs256), (.rsa, .ps256), (.curve, .es256): return true
        default: return false
        }
    }

    /// Whether the signature is this key's over these bytes.
    public func verifies(
        _ signature: [UInt8], over bytes: [UInt8], by algorithm: SignatureAlgorithm
    ) -> Bool {
        guard fits(algorithm), let key = made() else { return false }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        var details: OpaquePointer?
        guard EVP_DigestVerifyInit(context, &details, EVP_sha256(), nil, key) == 1 else { return false }
        if algorithm == .ps256 {
            // RFC 7518, section 3.5: the salt is as long as the digest.
            guard EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) == 1,
                EVP_PKEY_CTX_set_rsa_pss_saltlen(details, RSA_PSS_SALTLEN_DIGEST) == 1
            else { return false }
        }
        let sent = algorithm == .es256 ? Self.sequence(signature) : signature
        guard let sent else { return false }
        return EVP_DigestVerify(context, sent, sent.count, bytes, bytes.count) == 1
    }

    /// The key as the library holds it, for the caller to free; nil if its numbers are no key's.
    private func made() -> OpaquePointer? {
        let encoded = encoded
        return encoded.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return d2i_PUBKEY(nil, &start, bytes.count)
        }
    }

    /// The key as a certificate would hold it (RFC 5280, section 4.1; RFC 3279, section 2.3).
    private var encoded: [UInt8] {
        switch numbers {
        case .rsa(let modulus, let exponent):
            let kind: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]
            return DER.sequence(
                DER.sequence(DER.value(0x06, kind), DER.value(0x05, [])),
                DER.bits(DER.sequence(DER.number(modulus), DER.number(exponent))))
        case .curve(let x, let y):
            let kind: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
            let curve: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
            return DER.sequence(
                DER.sequence(DER.value(0x06, kind), DER.value(0x06, curve)),
                DER.bits([4] + x + y))
        }
    }

    /// A signature of two numbers of 32 bytes (RFC 7518, section 3.4) as the library takes it.
    private static func sequence(_ signature: [UInt8]) -> [UInt8]? {
        guard signature.count == 64 else { return nil }
        return DER.sequence(
            DER.number(Array(signature[..<32])), DER.number(Array(signature[32...])))
    }
}

/// The few values of ASN.1 that keys and signatures are written in (DER, ITU-T X.690).
enum DER {
    static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length: [UInt8] = []
        var left = content.count
        while left > 0 {
            length.insert(UInt8(left & 255), at: 0)
            left >>= 8
        }
        if content.count < 128 { return [tag, UInt8(content.count)] + content }
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { value(0x30, parts.flatMap(\.self)) }

    /// A whole number that is not negative, its first byte first.
    static func number(_ bytes: [UInt8]) -> [UInt8] {
        var digits = Array(bytes.drop { $0 == 0 })
        if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
        return value(0x02, digits)
    }

    static func bits(_ bytes: [UInt8]) -> [UInt8] { value(0x03, [0] + bytes) }
}
