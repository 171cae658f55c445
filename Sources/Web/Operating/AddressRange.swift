// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// One network address, as its 16 bytes; an IPv4 address in its IPv6 form (RFC 4291, section
/// 2.5.5.2), so that both ways of writing it are the same.
struct NetworkAddress: Sendable, Hashable {
    let bytes: [UInt8]

    /// - Parameter text: without a port; an IPv6 address with or without brackets.
    init?(_ text: some StringProtocol) {
        let text = text.hasPrefix("[") && text.hasSuffix("]")
            ? String(text.dropFirst().dropLast()) : String(text)
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = [UInt8](repeating: 0, count: 10) + [255, 255] + withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: &six) { Array($0) }
        } else {
            return nil
        }
    }

    /// How people write it.
    var text: String {
        if bytes.starts(with: [UInt8](repeating: 0, count: 10) + [255, 255]) {
            return bytes.suffix(4).map(String.init).joined(separator: ".")
        }
        var six = in6_addr()
        withUnsafeMutableBytes(of: &six) { $0.copyBytes(from: bytes) }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(AF_INET6, &six, &buffer, socklen_t(INET6_ADDRSTRLEN))
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// A range of addresses: `10.0.0.0/8`, `::1`, `192.0.2.7`.
public struct AddressRange: Sendable, Hashable {
    private let first: NetworkAddress
    /// How many bits of an address must be those of the first, of 128.
    private let bits: Int

    /// What comes from this machine itself.
    public static let loopback = ["127.0.0.0/8", "::1"].compactMap { AddressRange($0) }

    /// - Parameter text: an address, or one with the length of its network's part (RFC 4632).
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = NetworkAddress(parts[0]) else { return nil }
        let isFour = !parts[0].contains(":")
        let most = isFour ? 32 : 128
        guard let length = parts.count == 1 ? most : Int(parts[1]), (0...most).contains(length)
        else { return nil }
        self.first = first
        bits = length + (isFour ? 96 : 0)
    }

    func contains(_ address: NetworkAddress) -> Bool {
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
        guard address.bytes.prefix(whole) == first.bytes.prefix(whole) else { return false }
        if rest == 0 { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
        return address.bytes[whole] & mask == first.bytes[whole] & mask
    }
}
