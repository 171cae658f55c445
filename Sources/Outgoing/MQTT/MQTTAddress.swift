// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Where a message goes: `mqtt://user:password@host:port/topic`, or `mqtts://…` by TLS.
public struct MQTTAddress: Sendable, Hashable {
    public let host: String
    public let port: Int
    public let isSecure: Bool
    public let user: String?
    public let password: String?
    /// What it is published under.
    public let topic: String

    /// - Throws: `Fault` for what is no such address, or has no topic or one with wildcards.
    public init(_ text: String) throws {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard scheme == "mqtt" || scheme == "mqtts" else { throw Fault("it is no address of MQTT") }
        isSecure = scheme == "mqtts"
        // Whoever connects reads an address so; and knows the ports of these schemes.
        let read = try CurlAddress(
            (isSecure ? "https" : "http") + text.dropFirst(scheme.utf8.count), schemes: ["http", "https"])
        host = read.host
        port = Self.hasPort(text, read) ? read.port : isSecure ? 8883 : 1883
        user = read.user
        password = read.password
        topic = String(read.path.drop { $0 == "/" })
        guard port > 0 else { throw Fault("an address has a port that is none") }
        guard !topic.isEmpty, topic.utf8.count <= 65_535, !topic.contains(where: { "+#\0".contains($0) }),
            !text.contains(where: { "?#".contains($0) })
        else { throw Fault("an address of MQTT ends in a topic, without “+”, “#” and “?”") }
        for part in [user, password].compactMap(\.self) where part.utf8.count > 65_535 {
            throw Fault("a name or a password is too long")
        }
    }

    /// The port of HTTP stands for none, unless it was written.
    private static func hasPort(_ text: String, _ read: CurlAddress) -> Bool {
        guard read.port == 80 || read.port == 443 else { return true }
        let authority = text.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" && $0 != "?" }
        return authority.hasSuffix(":\(read.port)")
    }

    /// How the connection is asked for: who is connected to, and whether by TLS.
    var origin: String {
        "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
    }

    /// Who it is sent to, without what.
    var name: String { "\(isSecure ? "mqtts" : "mqtt")://\(host):\(port)" }
}

/// How a message is sent.
public struct MQTTOptions: Sendable, Hashable {
    /// Which version of the protocol is spoken.
    public enum Version: UInt8, Sendable {
        /// 3.1.1.
        case three = 4
        /// 5.0.
        case five = 5
    }

    /// What the broker is held to.
    public enum Quality: UInt8, Sendable {
        case atMostOnce = 0
        case atLeastOnce = 1
        case exactlyOnce = 2
    }

    public var version: Version = .five
    public var quality: Quality = .atMostOnce

    public init() {}
}

/// What is published.
public struct MQTTMessage: Sendable {
    public var payload: [UInt8]
    /// The media type of the payload; told by version 5 alone.
    public var contentType: String?
    /// How long it may take, from the connection to the last word of the broker.
    public var timeout: Duration

    public init(_ payload: [UInt8], contentType: String? = nil, timeout: Duration = .seconds(10)) {
        (self.payload, self.contentType, self.timeout) = (payload, contentType, timeout)
    }
}

/// Whoever publishes messages: the product's own client, or a test's stand-in.
public protocol Publishing: Sendable {
    /// Publishes a message, and returns when the broker has taken it as far as the options ask.
    /// - Throws: `Fault`, in words for the log.
    func publish(_ message: MQTTMessage, to address: MQTTAddress, _ options: MQTTOptions) async throws
}
