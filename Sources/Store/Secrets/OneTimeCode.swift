// SPDX-License-Identifier: EUPL-1.2

import COpenSSL
import Kernel

/// Codes that an authenticator application shows: six digits, a new one every 30 seconds, by
/// HMAC-SHA-1 (RFC 6238, RFC 4226), which is what every such application can do.
public enum OneTimeCode {
    /// How long one holds, in seconds.
    static let period: Int64 = 30
    /// How many digits it has.
    public static let digits = 6

    /// A new secret: 160 bits (RFC 4226, section 4), as applications take it.
    /// - Throws: `Fault` when the machine has no randomness to give.
    public static func newSecret() throws -> String { Base32.text(try Random.bytes(20)) }

    /// The number of the stretch of 30 seconds a moment lies in.
    static func step(at now: Instant) -> Int64 { now.milliseconds / 1_000 / period }

    /// The code of a secret at a moment.
    /// - Throws: `Fault` for a secret that is none.
    public static func code(_ secret: String, at now: Instant) throws -> String {
        try code(secret, step: step(at: now))
    }

    /// The step whose code this is: now's, or the one before or after it, as clocks differ (RFC
    /// 6238, section 5.2); nil: of none of them.
    static func step(of code: String, _ secret: String, at now: Instant) throws -> Int64? {
        let current = step(at: now)
        var found: Int64?
        // All three are tried whatever comes out, so that the time taken tells nothing.
        for step in [current - 1, current, current + 1] {
            let own = try Self.code(secret, step: step)
            if Secret.isSame(own, code) { found = step }
        }
        return found
    }

    private static func code(_ secret: String, step: Int64) throws -> String {
        guard let key = Base32.bytes(secret), !key.isEmpty else { throw Fault("no such secret") }
        let message = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        var mac = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard
            HMAC(EVP_sha1(), key, Int32(key.count), message, message.count, &mac, &length) != nil,
            length == 20
        else { throw Fault("HMAC failed") }
        // RFC 4226, section 5.3.
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7fff_ffff
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: digits - text.count) + text
    }
}

/// Bytes as capital letters and the digits 2 to 7 (RFC 4648, section 6), without padding.
enum Base32 {
    private static let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: BitGroups.split(bytes, into: 5).map { signs[Int($0)] }, as: UTF8.self)
    }

    static func bytes(_ text: String) -> [UInt8]? {
        var values: [UInt8] = []
        for sign in text.utf8 {
            switch sign {
            case 0x41...0x5a: values.append(sign - 0x41)
            case 0x32...0x37: values.append(sign - 0x32 + 26)
            default: return nil
            }
        }
        return BitGroups.joined(values, of: 5)
    }
}
