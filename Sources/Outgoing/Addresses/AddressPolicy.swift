// SPDX-License-Identifier: EUPL-1.2

/// Which addresses this server connects to when somebody else has named the place: those of the
/// public Internet, and what the operator allows besides.
///
/// What is asked is the address a connection is really made to, after the name has been looked up:
/// a name that answers differently the second time gains nothing.
public struct AddressPolicy: Sendable {
    /// The setting in which the operator says what is allowed. Every failure that it could mend names it.
    public static let setting = "TALKA_ALLOW_ADDRESSES"

    private let allowed: [AllowedAddress]

    /// - Parameter allowed: what is reached although it is not public.
    public init(allowing allowed: [AllowedAddress] = []) { self.allowed = allowed }

    /// The same, and one place more: one that the operator's own settings name.
    public func allowing(_ place: AllowedAddress) -> AddressPolicy {
        AddressPolicy(allowing: allowed + [place])
    }

    /// Whether a connection may be made.
    /// - Parameters:
    ///   - host: the name or address as it was asked for, without brackets.
    func allows(_ address: IPAddress, port: Int, host: String) -> Bool {
        Self.isPublic(address)
            || allowed.contains { $0.covers(address, port: port, host: host) }
    }

    /// Why an address is neither asked nor told anything.
    public enum Objection: String, Sendable {
        /// It is no address of HTTPS.
        case address
        case port
        /// There is a user's name in it.
        case user
        /// It is this machine's, or of a network that is not public.
        case `private`
    }

    /// What speaks against asking an address somebody named, or telling it of events: it goes by
    /// HTTPS and to the public Internet, unless the place is allowed by its name or address. Where a
    /// name really leads is asked when it is connected to.
    public func objection(to text: String) -> Objection? {
        let address: CurlAddress
        do { address = try CurlAddress.http(reading: text) } catch {
            return switch error {
            case .port: .port
            case .user: .user
            case .blanks, .unreadable, .scheme: .address
            }
        }
        guard address.port > 0 else { return .port }
        if allowed.contains(where: { $0.names(address.host, port: address.port) }) { return nil }
        if address.scheme != "https" { return .address }
        return Self.mayBePublic(address.host) ? nil : .private
    }

    /// Whether a name, or an address instead of one, may lead to the public Internet.
    private static func mayBePublic(_ host: String) -> Bool {
        let name = host.lowercased().split(separator: ".").joined(separator: ".")
        if let address = IPAddress(name) { return isPublic(address) }
        // RFC 6761, section 6.3. What has a colon and is no address has a zone: it is link-local.
        return name != "localhost" && !name.hasSuffix(".localhost") && !name.contains(":")
    }

    /// Whether an address is one of the public Internet, where each has one owner.
    ///
    /// Source: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890), with
    /// multicast and what is reserved.
    public static func isPublic(_ address: IPAddress) -> Bool {
        if address.bytes.count == 4 { return !notPublic.contains { $0.contains(address) } }
        return globalUnicast.contains { $0.contains(address) }
            && !notPublic.contains { $0.contains(address) }
    }

    /// All of version 6 that is given out to networks so far; what lies outside is loopback,
    /// link-local, unique local, multicast, or stands for an address of version 4 (NAT64).
    private static let globalUnicast = ["2000::/3"].compactMap(IPNetwork.init)

    private static let notPublic = [
        "0.0.0.0/8",  // this host
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  // private
        "100.64.0.0/10",  // shared by the customers of a carrier
        "127.0.0.0/8",  // loopback
        "169.254.0.0/16",  // link-local; clouds tell their secrets there
        "192.0.0.0/24",  // protocol assignments
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",  // documentation
        "192.88.99.0/24",  // 6to4 relays
        "198.18.0.0/15",  // benchmarks
        "224.0.0.0/4",  // multicast
        "240.0.0.0/4",  // reserved, and broadcast
        "2001::/23",  // protocol assignments, with Teredo
        "2001:db8::/32", "3fff::/20",  // documentation
        "2002::/16",  // 6to4: any address of version 4
    ].compactMap(IPNetwork.init)
}
