// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Where a message goes: `mqtt://user:password@host:port/topic`, or `mqtts://…` by TLS.
public struct MQTTAddress: Sendable, Hashable {
    public let broker: MQTTBroker
    /// What it is published under.
    public let topic: String

    /// - Throws: `Fault` for what is no such address, or has no topic or one with wildcards.
    public init(_ text: String) throws {
        (broker, topic) = try MQTTBroker.read(text)
        guard !topic.isEmpty, topic.utf8.count <= 65_535, !topic.contains(where: { "+#\0".contains($0) })
        else { throw Fault("an address of MQTT ends in a topic, without “+”, “#” and “?”") }
    }
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
