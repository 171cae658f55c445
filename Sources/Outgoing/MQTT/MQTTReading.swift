// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads the body of a packet, from its beginning on.
struct MQTTReading {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static let broken = Fault("the broker breaks the protocol: a packet that ends too soon")

    var isAtEnd: Bool { place >= bytes.count }
    var rest: [UInt8] { Array(bytes[min(place, bytes.count)...]) }

    mutating func byte() throws -> UInt8 {
        guard place < bytes.count else { throw Self.broken }
        place += 1
        return bytes[place - 1]
    }

    mutating func number() throws -> UInt16 { UInt16(try byte()) << 8 | UInt16(try byte()) }

    mutating func take(_ count: Int) throws -> [UInt8] {
        guard count <= bytes.count - place else { throw Self.broken }
        place += count
        return Array(bytes[(place - count)..<place])
    }

    mutating func text() throws -> String {
        String(decoding: try take(Int(try number())), as: UTF8.self)
    }

    /// A length in up to four bytes.
    mutating func length() throws -> Int {
        var (count, shift) = (0, 0)
        while shift < 28 {
            let byte = try byte()
            count |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return count }
            shift += 7
        }
        throw Fault("the broker breaks the protocol: a length that is none")
    }

    /// The properties of version 5, as they are; none where the packet ends before them.
    mutating func properties(_ version: MQTTOptions.Version) throws -> [UInt8] {
        guard version == .five, !isAtEnd else { return [] }
        return try take(try length())
    }
}

extension MQTTPacket {
    /// Reads a packet.
    /// - Parameter isCut: whether the end of the body was left out.
    /// - Throws: `Fault` for what no broker says.
    init(_ head: UInt8, _ body: [UInt8], _ version: MQTTOptions.Version, isCut: Bool) throws {
        var reading = MQTTReading(body)
        let kind = head >> 4
        switch kind {
        case 2:
            let (flags, reason) = (try reading.byte(), try reading.byte())
            let properties = try reading.properties(version)
            self = .connected(
                reason: reason, hasSession: flags & 1 == 1, keepAlive: try Self.keepAlive(in: properties))
        case 3: self = .message(try Self.message(head, &reading, version, isCut: isCut))
        case Self.acknowledged, Self.received, Self.released, Self.completed:
            let id = try reading.number()
            self = .about(kind: kind, id: id, reason: reading.isAtEnd ? 0 : try reading.byte())
        case Self.subscribed, Self.unsubscribed:
            let id = try reading.number()
            _ = try reading.properties(version)
            self = .answered(kind: kind, id: id, reasons: reading.rest)
        case 13: self = .pong
        case 14: self = .disconnected(reason: reading.isAtEnd ? 0 : try reading.byte())
        default: throw Fault("the broker breaks the protocol: a packet of kind \(kind)")
        }
    }

    private static func message(
        _ head: UInt8, _ reading: inout MQTTReading, _ version: MQTTOptions.Version, isCut: Bool
    ) throws -> MQTTReceived {
        guard let quality = MQTTOptions.Quality(rawValue: head >> 1 & 3) else {
            throw Fault("the broker breaks the protocol: a quality of service that is none")
        }
        let topic = try reading.text()
        let id = quality == .atMostOnce ? 0 : try reading.number()
        _ = try reading.properties(version)
        return MQTTReceived(
            topic: topic, payload: reading.rest, quality: quality, isRetained: head & 1 == 1, isCut: isCut,
            id: id)
    }

    /// How often the broker wants to hear something (MQTT 5.0, 3.2.2.3.14).
    private static func keepAlive(in properties: [UInt8]) throws -> UInt16? {
        var reading = MQTTReading(properties)
        while !reading.isAtEnd {
            switch try reading.byte() {
            case 0x13: return try reading.number()
            case 0x21, 0x22: _ = try reading.take(2)
            case 0x11, 0x27: _ = try reading.take(4)
            case 0x24, 0x25, 0x28, 0x29, 0x2A: _ = try reading.take(1)
            case 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F: _ = try reading.take(Int(try reading.number()))
            case 0x26: for _ in 0..<2 { _ = try reading.take(Int(try reading.number())) }
            default: throw Fault("the broker breaks the protocol: a property that is none")
            }
        }
        return nil
    }
}
