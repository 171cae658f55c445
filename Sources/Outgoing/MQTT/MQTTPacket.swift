// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What client and broker say to each other (MQTT 3.1.1, 2 and 3; MQTT 5.0, 2 and 3): what brokers say to
/// those who publish and those who listen.
enum MQTTPacket: Equatable {
    /// The broker's answer to a connection: 0, or why not; whether it knows the session; and how often it
    /// wants to hear something, in seconds, where it says so.
    case connected(reason: UInt8, hasSession: Bool, keepAlive: UInt16?)
    /// PUBACK, PUBREC, PUBREL, PUBCOMP, by their number.
    case about(kind: UInt8, id: UInt16, reason: UInt8)
    /// SUBACK, UNSUBACK, by their number: an answer for each filter.
    case answered(kind: UInt8, id: UInt16, reasons: [UInt8])
    case message(MQTTReceived)
    case pong
    case disconnected(reason: UInt8)

    static let acknowledged: UInt8 = 4, received: UInt8 = 5, released: UInt8 = 6, completed: UInt8 = 7
    static let subscribed: UInt8 = 9, unsubscribed: UInt8 = 11
}

/// How a client introduces itself.
struct MQTTGreeting {
    let version: MQTTOptions.Version
    let clientID: String
    /// Whether what the broker kept of an earlier connection is forgotten.
    var isClean = true
    /// How long the broker keeps what comes while nobody is connected, in seconds; version 3 knows no end.
    var sessionLength: UInt32 = 0
    /// How much may come that was not acknowledged yet; nil: nothing is to come.
    var window: UInt16?
}

/// What a client says, as bytes.
extension MQTTPacket {
    static func connect(
        _ greeting: MQTTGreeting, user: String?, password: String?, keepAlive: UInt16
    ) -> [UInt8] {
        var body = text("MQTT")
        body.append(greeting.version.rawValue)
        // No will.
        body.append((greeting.isClean ? 2 : 0) | (user == nil ? 0 : 0x80) | (password == nil ? 0 : 0x40))
        body += number(keepAlive)
        if greeting.version == .five {
            var properties: [UInt8] = []
            if greeting.sessionLength > 0 { properties += [0x11] + long(greeting.sessionLength) }
            if let window = greeting.window {
                properties += [0x21] + number(window) + [0x27] + long(UInt32(MQTTInbox.largest))
            }
            body += length(properties.count) + properties
        }
        body += text(greeting.clientID)
        if let user { body += text(user) }
        if let password { body += text(password) }
        return packet(1 << 4, body)
    }

    static func publish(
        _ message: MQTTMessage, topic: String, _ options: MQTTOptions, id: UInt16, isRepeated: Bool = false
    ) -> [UInt8] {
        var body = text(topic)
        if options.quality != .atMostOnce { body += number(id) }
        if options.version == .five {
            var properties: [UInt8] = []
            if let type = message.contentType { properties += [3] + text(type) }
            body += length(properties.count) + properties
        }
        body += message.payload
        return packet(3 << 4 | (isRepeated ? 8 : 0) | options.quality.rawValue << 1, body)
    }

    static func subscribe(
        _ filters: [String], _ quality: MQTTOptions.Quality, _ version: MQTTOptions.Version, id: UInt16
    ) -> [UInt8] {
        // By version 5 what was retained comes only with a subscription that is new.
        let options = quality.rawValue | (version == .five ? 0x10 : 0)
        return packet(
            8 << 4 | 2, number(id) + empty(version) + filters.flatMap { text($0) + [options] })
    }

    static func unsubscribe(
        _ filters: [String], _ version: MQTTOptions.Version, id: UInt16
    ) -> [UInt8] {
        packet(10 << 4 | 2, number(id) + empty(version) + filters.flatMap(text))
    }

    /// That a message was taken, or that it was heard that one was.
    static func answer(_ kind: UInt8, _ id: UInt16) -> [UInt8] {
        packet(kind << 4 | (kind == released ? 2 : 0), number(id))
    }

    static let ping = packet(12 << 4, [])
    static let disconnect = packet(14 << 4, [])

    private static func empty(_ version: MQTTOptions.Version) -> [UInt8] { version == .five ? [0] : [] }

    private static func packet(_ head: UInt8, _ body: [UInt8]) -> [UInt8] {
        [head] + length(body.count) + body
    }

    private static func number(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }

    private static func long(_ number: UInt32) -> [UInt8] {
        Self.number(UInt16(number >> 16)) + Self.number(UInt16(number & 0xFFFF))
    }

    private static func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8.prefix(65_535))
        return number(UInt16(bytes.count)) + bytes
    }

    /// Seven bits a byte, the lowest first; the eighth says that more come.
    private static func length(_ count: Int) -> [UInt8] {
        var (rest, bytes): (Int, [UInt8]) = (count, [])
        repeat {
            bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }
}
