// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// The signature of a delivery, as the Standard Webhooks specification has it
/// (<https://www.standardwebhooks.com>, version 1): HMAC-SHA-256 over id, time and body.
public enum WebhookSignature {
    static let prefix = "whsec_"

    /// A new secret: `whsec_` and 32 random bytes in base64.
    /// - Throws: `Fault` when the machine has no randomness to give.
    static func secret() throws -> String {
        prefix + Data(try Random.bytes(32)).base64EncodedString()
    }

    /// What stands in the header `webhook-signature`: `v1,` and the signature in base64.
    /// - Parameter time: seconds since 1970, as they stand in `webhook-timestamp`.
    /// - Throws: `Fault` for a secret that is none.
    public static func of(_ body: [UInt8], id: String, time: Int64, secret: String) throws -> String {
        guard secret.hasPrefix(prefix), let key = Data(base64Encoded: String(secret.dropFirst(prefix.count)))
        else { throw Fault("a secret of a webhook is none") }
        let signed = Array("\(id).\(time).".utf8) + body
        return "v1," + Data(Digest.keyed(key, signed)).base64EncodedString()
    }
}
