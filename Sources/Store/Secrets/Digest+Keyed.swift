// SPDX-License-Identifier: EUPL-1.2

import COpenSSL

extension Digest {
    /// The digest of bytes under a key (HMAC-SHA-256, RFC 2104): 32 bytes.
    static func keyed(_ key: some Collection<UInt8>, _ bytes: some Collection<UInt8>) -> [UInt8] {
        let (key, bytes) = (Array(key), Array(bytes))
        var out = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 0
        HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &out, &length)
        return out
    }
}
