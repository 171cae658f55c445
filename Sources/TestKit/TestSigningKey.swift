// SPDX-License-Identifier: EUPL-1.2

import COpenSSL
import Kernel
import Store

// The key is made once and only ever read, which the library allows from any thread.
/// A pair of keys with which a stand-in for an identity provider signs.
public final class TestSigningKey: @unchecked Sendable {
    /// What it is called among its owner's keys.
    public let id: String
    private let algorithm: SignatureAlgorithm
    private let key: OpaquePointer

    /// Makes a new pair; one of RSA takes a while.
    /// - Throws: `Fault` if the machine cannot.
    public init(_ id: String, for algorithm: SignatureAlgorithm = .es256) throws {
        self.id = id
        self.algorithm = algorithm
        let kind = algorithm == .es256 ? EVP_PKEY_EC : EVP_PKEY_RSA
        guard let context = EVP_PKEY_CTX_new_id(kind, nil) else { throw Fault("no key") }
        defer { EVP_PKEY_CTX_free(context) }
        var made: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            algorithm == .es256
                ? EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1
                : EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2_048) == 1,
            EVP_PKEY_keygen(context, &made) == 1, let made
        else { throw Fault("no key") }
        key = made
    }

    deinit { EVP_PKEY_free(key) }

    /// The half everybody may know, as a JSON Web Key.
    public var published: JSON {
        var json: JSON = ["kid": .string(id), "use": "sig", "alg": .string(algorithm.rawValue)]
        if algorithm == .es256 {
            var point = [UInt8](repeating: 0, count: 133)
            var length = 0
            EVP_PKEY_get_octet_string_param(key, "pub", &point, point.count, &length)
            json["kty"] = "EC"
            json["crv"] = "P-256"
            json["x"] = .string(Base64URL.text(point[1..<33]))
            json["y"] = .string(Base64URL.text(point[33..<65]))
        } else {
            json["kty"] = "RSA"
            json["n"] = .string(number("n"))
            json["e"] = .string(number("e"))
        }
        return json
    }

    private func number(_ name: String) -> String {
        var number: OpaquePointer?
        EVP_PKEY_get_bn_param(key, name, &number)
        defer { BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: Int(BN_num_bits(number) + 7) / 8)
        BN_bn2bin(number, &bytes)
        return Base64URL.text(bytes)
    }

    /// A token of these claims, signed.
    /// - Parameter head: what its header says instead.
    public func token(_ claims: JSON, head: JSON? = nil) -> String {
        let header = head ?? ["alg": .string(algorithm.rawValue), "kid": .string(id), "typ": "JWT"]
        let signed = "\(Base64URL.text(header.encoded())).\(Base64URL.text(claims.encoded()))"
        return "\(signed).\(Base64URL.text(signature(Array(signed.utf8))))"
    }

    private func signature(_ bytes: [UInt8]) -> [UInt8] {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var details: OpaquePointer?
        EVP_DigestSignInit(context, &details, EVP_sha256(), nil, key)
        if algorithm == .ps256 {
            EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING)
            EVP_PKEY_CTX_set_rsa_pss_saltlen(details, RSA_PSS_SALTLEN_DIGEST)
        }
        var length = 512
        var signature = [UInt8](repeating: 0, count: length)
        EVP_DigestSign(context, &signature, &length, bytes, bytes.count)
        signature = Array(signature[..<length])
        return algorithm == .es256 ? Self.numbers(signature) : signature
    }

    /// Two numbers of 32 bytes out of a sequence in DER.
    private static func numbers(_ sequence: [UInt8]) -> [UInt8] {
        var place = 2
        var numbers: [UInt8] = []
        for _ in 0..<2 {
            let length = Int(sequence[place + 1])
            let digits = sequence[place + 2..<place + 2 + length].suffix(32)
            numbers += [UInt8](repeating: 0, count: 32 - digits.count) + digits
            place += 2 + length
        }
        return numbers
    }
}
