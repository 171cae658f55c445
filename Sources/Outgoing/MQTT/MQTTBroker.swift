// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A broker of MQTT, and who connects to it: `mqtt://user:password@host:port`, or `mqtts://…` by TLS.
public struct MQTTBroker: Sendable, Hashable {
    public let host: String
    public let port: Int
    public let isSecure: Bool
    public var user: String?
    public var password: String?

    /// - Throws: `Fault` for what is no such address, or says more than that.
    public init(_ text: String) throws {
        let (broker, path) = try Self.read(text)
        guard path.isEmpty else { throw Fault("the address of a broker ends in its host and port") }
        self = broker
    }

    private init(_ read: CurlAddress, _ text: String, isSecure: Bool) {
        host = read.host
        port = Self.hasPort(text, read) ? read.port : isSecure ? 8883 : 1883
        self.isSecure = isSecure
        (user, password) = (read.user, read.password)
    }

    /// The broker an address names, and what stands behind it, without slashes before it.
    static func read(_ text: String) throws -> (broker: MQTTBroker, path: String) {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard scheme == "mqtt" || scheme == "mqtts" else { throw Fault("it is no address of MQTT") }
        let isSecure = scheme == "mqtts"
        // Whoever connects reads an address so; and knows the ports of these schemes.
        let read = try CurlAddress(
            (isSecure ? "https" : "http") + text.dropFirst(scheme.utf8.count), schemes: ["http", "https"])
        let broker = MQTTBroker(read, text, isSecure: isSecure)
        guard broker.port > 0 else { throw Fault("an address has a port that is none") }
        guard !text.contains(where: { "?#".contains($0) }) else {
            throw Fault("an address of MQTT has neither “?” nor “#”")
        }
        for part in [broker.user, broker.password].compactMap(\.self) where part.utf8.count > 65_535 {
            throw Fault("a name or a password is too long")
        }
        return (broker, String(read.path.drop { $0 == "/" }))
    }

    /// The port of HTTP stands for none, unless it was written.
    private static func hasPort(_ text: String, _ read: CurlAddress) -> Bool {
        guard read.port == 80 || read.port == 443 else { return true }
        let authority = text.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" && $0 != "?" }
        return authority.hasSuffix(":\(read.port)")
    }

    private var place: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// How the connection is asked for: who is connected to, and whether by TLS.
    var origin: String { "\(isSecure ? "https" : "http")://\(place)/" }

    /// Which broker it is, without who connects to it.
    public var name: String { "\(isSecure ? "mqtts" : "mqtt")://\(place)" }
}
