// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// The address a request comes from.
enum Peer {
    /// Under what a peer is counted: an IPv4 address whole, an IPv6 address by the 64 bits that are
    /// given to one customer, an IPv4 address in the form of an IPv6 one (RFC 4291, section 2.5.5.2:
    /// a port of both kinds gives those) as itself. What is no address is counted under nothing:
    /// behind it may be everybody, and one could shut them all out.
    static func key(_ address: String) -> String {
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 { return address }
        var six = in6_addr()
        guard inet_pton(AF_INET6, address, &six) == 1 else { return "" }
        let bytes = withUnsafeBytes(of: &six) { Array($0) }
        let isMapped = bytes.prefix(12).elementsEqual([UInt8](repeating: 0, count: 10) + [255, 255])
        return isMapped
            ? bytes.suffix(4).map(String.init).joined(separator: ".")
            : Hexadecimal.text(Array(bytes.prefix(8)))
    }
}
