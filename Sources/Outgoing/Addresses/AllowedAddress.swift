// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A place that is reached although its address is not public: `10.1.2.3`, `10.1.0.0/16`,
/// `fd00::/8`, each on any port or, with `10.1.2.3:443`, `[fd00::1]:443`, on one; or a name,
/// `identity.internal` or `identity.internal:8443`, wherever it leads.
public struct AllowedAddress: Sendable, Hashable {
    private enum Place: Sendable, Hashable {
        case network(IPNetwork)
        case name(String)
    }

    private let place: Place
    private let port: Int?

    /// - Throws: `Fault` for a text that is none of these.
    public init(_ text: String) throws {
        guard let read = Self.read(text) else {
            throw Fault("“\(text)” is no address, network or name, nor one with a port")
        }
        self = read
    }

    /// A name or an address, on one port.
    public init(host: String, port: Int) {
        let plain = host.filter { $0 != "[" && $0 != "]" }
        place = IPNetwork(plain).map(Place.network) ?? .name(Self.plain(plain))
        self.port = port
    }

    /// A list of them, parted by commas or spaces.
    /// - Throws: `Fault` that names the first that is none.
    public static func list(_ text: String) throws -> [AllowedAddress] {
        try text.split { $0 == "," || $0.isWhitespace }.map { try AllowedAddress(String($0)) }
    }

    private init(_ place: Place, _ port: Int?) {
        self.place = place
        self.port = port
    }

    func covers(_ address: IPAddress, port: Int, host: String) -> Bool {
        guard self.port == nil || self.port == port else { return false }
        return switch place {
        case .network(let network): network.contains(address)
        case .name(let name): name == Self.plain(host)
        }
    }

    /// Whether it is a place asked for so, by its name or its address.
    func names(_ host: String, port: Int) -> Bool {
        guard self.port == nil || self.port == port else { return false }
        return switch place {
        case .network(let network): IPAddress(host).map(network.contains) ?? false
        case .name(let name): name == Self.plain(host)
        }
    }

    private static func read(_ text: String) -> AllowedAddress? {
        if text.hasPrefix("[") {
            let parts = text.dropFirst().split(
                separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let network = IPNetwork(String(parts[0])) else { return nil }
            if parts[1].isEmpty { return AllowedAddress(.network(network), nil) }
            guard parts[1].hasPrefix(":") else { return nil }
            return port(parts[1].dropFirst()).map { AllowedAddress(.network(network), $0) }
        }
        if let network = IPNetwork(text) { return AllowedAddress(.network(network), nil) }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return nil }
        let port = parts.count == 2 ? port(parts[1]) : nil
        if parts.count == 2, port == nil { return nil }
        if let network = IPNetwork(String(parts[0])) { return AllowedAddress(.network(network), port) }
        return isName(parts[0]) ? AllowedAddress(.name(plain(String(parts[0]))), port) : nil
    }

    private static func port(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }

    /// Letters, digits, hyphens and dots, the last part with a letter: what looks like an address
    /// and is none is a mistake, not a name.
    private static func isName(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = parts.last, last.contains(where: \.isLetter) else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte == 45
            }
        }
    }

    private static func plain(_ host: String) -> String {
        let lower = host.lowercased()
        return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
    }
}
