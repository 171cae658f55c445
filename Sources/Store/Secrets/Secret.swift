// SPDX-License-Identifier: EUPL-1.2

import COpenSSL

/// Secrets handed to browsers and programs.
public enum Secret {
    /// A new one: 64 hexadecimal digits.
    /// - Throws: `Fault` when the machine has no randomness to give.
    public static func new() throws -> String { try Random.text(bytes: 32) }

    /// What is kept of one.
    public static func digest(_ secret: String) -> String { Digest.of(Array(secret.utf8)) }

    /// Compares in a time that tells nothing of where they differ.
    public static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        return left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
