// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What client and broker say to each other (MQTT 3.1.1, 2 and 3; MQTT 5.0, 2 and 3): only what somebody
/// who publishes says and hears.
enum MQTTPacket: Equatable {
    /// The broker's answer to a connection: 0, or why not.
    case connected(reason: UInt8)
    /// PUBACK, PUBREC, PUBREL, PUBCOMP, by their number.
    case about(kind: UInt8, id: UInt16, reason: UInt8)
    case pong
    case disconnected(reason: UInt8)

    static let acknowledged: UInt8 = 4, received: UInt8 = 5, released: UInt8 = 6, completed: UInt8 = 7

    /// The largest packet that is read; what a broker says to a publisher is short.
    private static let largest = 65_536

    // MARK: Writing

    static func connect(
        _ version: MQTTOptions.Version, id: String, user: String?, password: String?, keepAlive: UInt16
    ) -> [UInt8] {
        var body = text("MQTT")
        body.append(version.rawValue)
        // A clean start, no will.
        body.append(2 | (user == nil ? 0 : 0x80) | (password == nil ? 0 : 0x40))
        body += number(keepAlive)
        if version == .five { body.append(0) }
        body += text(id)
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

    static func release(_ id: UInt16) -> [UInt8] { packet(released << 4 | 2, number(id)) }

    static let disconnect = packet(14 << 4, [])

    private static func packet(_ head: UInt8, _ body: [UInt8]) -> [UInt8] {
        [head] + length(body.count) + body
    }

    private static func number(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }

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

    // MARK: Reading

    /// Takes the first packet out of what has come; nil: it is not whole yet.
    /// - Throws: `Fault` for what no broker says to whoever publishes.
    static func take(from bytes: inout [UInt8]) throws -> MQTTPacket? {
        var (count, shift, place) = (0, 0, 1)
        while true {
            guard place < bytes.count else { return nil }
            let byte = bytes[place]
            count |= Int(byte & 0x7F) << shift
            (shift, place) = (shift + 7, place + 1)
            if byte & 0x80 == 0 { break }
            guard shift <= 21 else { throw Fault("the broker breaks the protocol: a length that is none") }
        }
        guard count <= largest else { throw Fault("the broker says too much") }
        guard bytes.count >= place + count else { return nil }
        let packet = try read(bytes[0], Array(bytes[place..<(place + count)]))
        bytes.removeFirst(place + count)
        return packet
    }

    private static func read(_ head: UInt8, _ body: [UInt8]) throws -> MQTTPacket {
        switch head >> 4 {
        case 2 where body.count >= 2: return .connected(reason: body[1])
        case acknowledged where body.count >= 2, received where body.count >= 2,
            completed where body.count >= 2:
            let id = UInt16(body[0]) << 8 | UInt16(body[1])
            return .about(kind: head >> 4, id: id, reason: body.count > 2 ? body[2] : 0)
        case 13: return .pong
        case 14: return .disconnected(reason: body.first ?? 0)
        default: throw Fault("the broker breaks the protocol: a packet of kind \(head >> 4)")
        }
    }
}
