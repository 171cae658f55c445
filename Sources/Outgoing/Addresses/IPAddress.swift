// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// An Internet address of either version: 4 or 16 bytes. One of version 4 that is written within
/// one of version 6 (`::ffff:10.0.0.1`) is the one of version 4.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    let bytes: [UInt8]

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

    /// - Parameter bytes: 4 or 16, in the order of the network; anything else is no address.
    init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        let isMapped = bytes.count == 16 && Array(bytes.prefix(12)) == Self.mapped
        self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
    }

    /// Reads the usual text of an address, and no other: `192.0.2.1`, `2001:db8::1`.
    public init?(_ text: String) {
        let isSix = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: isSix ? 16 : 4)
        guard inet_pton(isSix ? AF_INET6 : AF_INET, text, &bytes) == 1 else { return nil }
        self.init(bytes: bytes)
    }

    public var description: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        var text = [CChar](repeating: 0, count: 64)
        var bytes = bytes
        guard inet_ntop(AF_INET6, &bytes, &text, 64) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// The addresses that begin with the same bits: `10.0.0.0/8`, `fd00::/8`, or one address.
public struct IPNetwork: Sendable, Hashable {
    private let first: IPAddress
    private let bits: Int

    /// Reads `ADDRESS` or `ADDRESS/BITS`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = IPAddress(String(parts[0])) else { return nil }
        let width = first.bytes.count * 8
        self.first = first
        guard parts.count == 2 else {
            bits = width
            return
        }
        // An address of version 4 within one of version 6 has lost the first 96 bits.
        let lost = first.bytes.count == 4 && parts[0].contains(":") ? 96 : 0
        guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let bits = Int(parts[1]),
            (0...width).contains(bits - lost)
        else { return nil }
        self.bits = bits - lost
    }

    /// Whether an address lies in it; one of the other version never does.
    public func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == first.bytes.count else { return false }
        return zip(address.bytes, first.bytes).enumerated().allSatisfy { index, pair in
            let own = min(8, max(0, bits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xff00 >> own)
            return pair.0 & mask == pair.1 & mask
        }
    }
}
