// SPDX-License-Identifier: EUPL-1.2

/// Whose word on where a request comes from is taken: proxies say it in headers that anybody else
/// could write as well.
public enum ProxyTrust: Sendable, Hashable {
    case nobody
    /// Whoever the connection comes from: there is one proxy, and no other way to the program.
    case lastHop
    /// Those at these addresses, one behind another.
    case these([AddressRange])

    /// What is known of a request beyond its own lines.
    struct Origin: Sendable, Hashable {
        /// The address of the visitor.
        var peer: String
        /// The name under which they asked, if a proxy asked under another.
        var host: String?
        /// Whether the visitor's connection is encrypted; nil: nobody says.
        var isSecure: Bool?
        /// Whether the connection comes from a proxy that is trusted.
        var isTrusted = false
    }

    /// Where a request comes from.
    /// - Parameters:
    ///   - connection: the address the connection comes from.
    ///   - headers: by lower-case name; several of one name joined by commas.
    func origin(_ connection: String, _ headers: [String: String]) -> Origin {
        var origin = Origin(peer: connection)
        guard trusts(connection) else { return origin }
        origin.isTrusted = true
        let forwarded = Forwarded(headers["forwarded"] ?? "")
        // The header of most proxies goes first: those that write it may let the other one pass.
        let old = headers["x-forwarded-for"]?.split(separator: ",").map(String.init)
        origin.peer = visitor(old ?? forwarded.elements.map { $0["for"] ?? "" }) ?? connection
        origin.host = Self.last(headers["x-forwarded-host"]) ?? forwarded.elements.last?["host"]
        let scheme = Self.last(headers["x-forwarded-proto"]) ?? forwarded.elements.last?["proto"]
        origin.isSecure = scheme.map { $0.lowercased() == "https" }
        return origin
    }

    private func trusts(_ text: String) -> Bool {
        switch self {
        case .nobody: false
        case .lastHop: true
        case .these(let ranges):
            NetworkAddress(text).map { address in ranges.contains { $0.contains(address) } } ?? false
        }
    }

    /// The last hop that is none of the trusted ones, walking from the proxy nearest to us. What
    /// stands before it may be anybody's invention. Nil: no hop is named.
    private func visitor(_ hops: [String]) -> String? {
        var nearest: String?
        for hop in hops.reversed() {
            // What is no address, such as `unknown` or `_hidden`, ends the walk: nobody can say.
            guard let address = Forwarded.address(hop) else { return nearest }
            nearest = address.text
            if self == .lastHop || !trusts(address.text) { break }
        }
        return nearest
    }

    private static func last(_ list: String?) -> String? {
        let text = list?.split(separator: ",").last?.trimmingPrefix { $0 == " " }
        return text.flatMap { $0.isEmpty ? nil : String($0) }
    }
}

/// The header `Forwarded` (RFC 7239, section 4): an element for each hop, of pairs.
struct Forwarded {
    /// By lower-case name.
    let elements: [[String: String]]

    init(_ header: String) {
        elements = Self.split(header, at: ",").map { element in
            var pairs: [String: String] = [:]
            for pair in Self.split(element, at: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let name = parts[0].filter { !$0.isWhitespace }.lowercased()
                pairs[name] = Self.unquoted(parts[1].trimmingSuffix().trimmingPrefix { $0 == " " })
            }
            return pairs
        }
    }

    /// The address of a hop, which may have a port: `192.0.2.7:80`, `[2001:db8::1]:80`.
    static func address(_ hop: String) -> NetworkAddress? {
        let text = hop.split(separator: " ").joined()
        if let address = NetworkAddress(text) { return address }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let port = text[text.index(after: colon)...]
        guard !port.isEmpty, port.allSatisfy(\.isNumber) else { return nil }
        return NetworkAddress(text[..<colon])
    }

    /// Splits where a separator is not between quotes.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == separator, !isQuoted { parts.append("") } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.filter { !$0.allSatisfy(\.isWhitespace) }
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return String(text) }
        return String(text.dropFirst().dropLast()).replacing("\\", with: "")
    }
}
