// SPDX-License-Identifier: EUPL-1.2

import COpenSSL
import Kernel

/// Passwords, kept as scrypt digests (RFC 7914): slow to guess, salted each.
public enum Password {
    /// The work factor N; 2^15 with r = 8 takes about a tenth of a second and 32 MB.
    public static let work = 32_768

    /// What is kept of a password: `scrypt$N$salt$digest`.
    /// - Throws: `Fault` when the machine has no memory or randomness to give.
    public static func kept(_ password: String, work: Int = work) throws -> String {
        let salt = try Random.text(bytes: 16)
        return "scrypt$\(work)$\(salt)$\(try derive(password, salt: salt, work: work))"
    }

    /// Whether this is the password of which that was kept. Takes as long for a wrong one.
    public static func matches(_ password: String, kept: String) -> Bool {
        let parts = kept.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt", let work = Int(parts[1]),
            let derived = try? derive(password, salt: String(parts[2]), work: work)
        else { return false }
        let (left, right) = (Array(derived.utf8), Array(parts[3].utf8))
        return left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }

    private static func derive(_ password: String, salt: String, work: Int) throws -> String {
        var out = [UInt8](repeating: 0, count: 32)
        let (secret, salted) = (Array(password.utf8), Array(salt.utf8))
        let result = secret.withUnsafeBufferPointer { secret in
            secret.withMemoryRebound(to: CChar.self) { characters in
                EVP_PBE_scrypt(
                    characters.baseAddress, secret.count, salted, salted.count,
                    UInt64(work), 8, 1, 256 << 20, &out, out.count)
            }
        }
        guard result == 1 else { throw Fault("scrypt failed") }
        return Hexadecimal.text(out)
    }
}

extension Password {
    /// What could be kept of a password if it were nobody's: takes as long to try, matches nothing.
    /// - Throws: `Fault` when the machine has no randomness to give.
    static func ofNobody(work: Int) throws -> String {
        "scrypt$\(work)$\(try Random.text(bytes: 16))$\(String(repeating: "0", count: 64))"
    }
}
