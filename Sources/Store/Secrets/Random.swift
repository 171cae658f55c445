// SPDX-License-Identifier: EUPL-1.2

import COpenSSL
import Kernel

/// Random bytes fit for secrets, by libcrypto.
enum Random {
    /// So many random bytes.
    /// - Throws: `Fault` when the machine has no randomness to give.
    static func bytes(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw Fault("no randomness") }
        return bytes
    }

    /// So many random bytes, as twice as many hexadecimal digits.
    /// - Throws: `Fault` when the machine has no randomness to give.
    static func text(bytes count: Int) throws -> String { Hexadecimal.text(try bytes(count)) }
}
