// SPDX-License-Identifier: EUPL-1.2

import COpenSSL
import Kernel

/// SHA-256 (FIPS 180-4), by libcrypto.
public struct Digest: ~Copyable {
    private let context: OpaquePointer?

    /// A digest of nothing yet.
    public init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Takes in more bytes.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        let wasContiguous: Void? = bytes.withContiguousStorageIfAvailable {
            _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        if wasContiguous == nil { update(Array(bytes)) }
    }

    /// The digest, as 64 lower-case hexadecimal digits.
    public consuming func hexadecimal() -> String { Hexadecimal.text(bytes()) }

    /// The digest's 32 bytes.
    public consuming func bytes() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &bytes, nil)
        return bytes
    }

    /// The digest of these bytes, as 64 lower-case hexadecimal digits.
    public static func of(_ bytes: some Collection<UInt8>) -> String {
        var digest = Digest()
        digest.update(bytes)
        return digest.hexadecimal()
    }

    /// The 32 bytes of the digest of a text.
    static func bytes(of text: String) -> [UInt8] {
        var digest = Digest()
        digest.update(Array(text.utf8))
        return digest.bytes()
    }
}

/// Bytes as hexadecimal digits.
enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { digits in
            for (index, byte) in bytes.enumerated() {
                digits[2 * index] = digit(byte >> 4)
                digits[2 * index + 1] = digit(byte & 15)
            }
            return bytes.count * 2
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
