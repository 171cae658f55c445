// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization
import Testing

/// Publishing to a broker, of which there is a tiny one here.
struct MQTTClientTests {
    /// What a broker heard.
    private final class Broker: Sendable {
        let listener: Listener

        /// - Parameter answer: to each packet, by its first byte; nil: it hangs up.
        init(_ answer: @escaping @Sendable (_ packet: [UInt8]) -> [UInt8]?) throws {
            let (heard, told) = (Packets(), answer)
            packets = heard
            listener = try Listener { wire in
                while let packet = Self.packet(wire) {
                    heard.list.withLock { $0.append(packet) }
                    guard let answer = told(packet) else { return }
                    if !answer.isEmpty { wire.say(bytes: answer) }
                }
            }
        }

        private let packets: Packets
        var list: [[UInt8]] { packets.list.withLock { $0 } }

        private static func packet(_ wire: Wire) -> [UInt8]? {
            guard let head = wire.bytes(1), let length = wire.bytes(1), length[0] < 0x80 else { return nil }
            guard let body = wire.bytes(Int(length[0])) else { return nil }
            return head + body
        }
    }

    private final class Packets: Sendable {
        let list = Mutex<[[UInt8]]>([])
    }

    private func client(_ broker: Broker) -> MQTTClient {
        MQTTClient(
            policy: AddressPolicy(allowing: [AllowedAddress(host: "127.0.0.1", port: broker.listener.port)]),
            // A connection is not given up because the machine is slow.
            patience: .seconds(3_600))
    }

    private func address(_ broker: Broker, user: String = "") throws -> MQTTAddress {
        try MQTTAddress("mqtt://\(user)127.0.0.1:\(broker.listener.port)/a/b")
    }

    /// A broker as it ought to be.
    private static func good(_ packet: [UInt8]) -> [UInt8]? {
        let id = Array(packet.count >= 7 ? packet[6...7] : packet[1...])
        return switch packet[0] {
        case 0x10: [0x20, 2, 0, 0]
        case 0x32, 0x3A: [0x40, 2] + id
        case 0x34, 0x3C: [0x50, 2] + id
        case 0x62: [0x70, 2] + Array(packet[1...2])
        default: []
        }
    }

    private func options(
        _ version: MQTTOptions.Version, _ quality: MQTTOptions.Quality
    ) -> MQTTOptions {
        var options = MQTTOptions()
        (options.version, options.quality) = (version, quality)
        return options
    }

    @Test(
        arguments: [MQTTOptions.Version.three, .five],
        [MQTTOptions.Quality.atMostOnce, .atLeastOnce, .exactlyOnce])
    func aMessageIsPublished(_ version: MQTTOptions.Version, _ quality: MQTTOptions.Quality) async throws {
        let broker = try Broker { Self.good($0) }
        try await client(broker).publish(
            MQTTMessage(Array("hello".utf8)), to: address(broker, user: "me:secret@"),
            options(version, quality))
        if quality == .atMostOnce { try await Task.sleep(for: .milliseconds(100)) }
        let connect = try #require(broker.list.first)
        #expect(connect[1...7].elementsEqual([0, 4] + Array("MQTT".utf8) + [version.rawValue]))
        #expect(connect[8] == 0xC2)
        #expect(
            connect.suffix(12).elementsEqual([0, 2] + Array("me".utf8) + [0, 6] + Array("secret".utf8)))
        let publish = try #require(broker.list.dropFirst().first)
        #expect(publish[0] == 0x30 | quality.rawValue << 1)
        #expect(publish[1...5].elementsEqual([0, 3] + Array("a/b".utf8)))
        #expect(publish.suffix(5).elementsEqual("hello".utf8))
        if quality == .exactlyOnce { #expect(broker.list.dropFirst(2).first == [0x62, 0, 1]) }
    }

    @Test func aConnectionServesWhatComesSoonAfterAndIsMadeAnewWhereItBroke() async throws {
        let count = Mutex(0)
        let broker = try Broker { packet in
            if packet[0] == 0x32 {
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                if number == 3 { return nil }
            }
            return Self.good(packet)
        }
        let client = client(broker)
        for _ in 1...3 {
            try await client.publish(
                MQTTMessage([1], timeout: .seconds(300)), to: address(broker),
                options(.three, .atLeastOnce))
        }
        #expect(broker.listener.connections == 2)
        #expect(count.withLock { $0 } == 4)
    }

    @Test func whoIsRefusedIsTold() async throws {
        let broker = try Broker { _ in [0x20, 2, 0, 5] }
        await #expect(throws: Fault.self) {
            try await client(broker).publish(
                MQTTMessage([1]), to: address(broker), options(.three, .atLeastOnce))
        }
    }

    @Test(
        arguments: [
            [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0x20, 0xFF, 0xFF, 0xFF, 0x7F], [0x10, 0], [0x20, 1, 0],
            [0x40, 2, 0, 1],
            [0x30, 2, 0, 0],
        ] as [[UInt8]])
    func whoBreaksTheProtocolIsNotBelieved(_ answer: [UInt8]) async throws {
        let broker = try Broker { _ in answer }
        await #expect(throws: Fault.self) {
            try await client(broker).publish(
                MQTTMessage([1], timeout: .seconds(2)), to: address(broker), options(.five, .atLeastOnce))
        }
    }

    @Test func whoIsSilentIsNotWaitedForLong() async throws {
        let broker = try Broker { _ in [] }
        await #expect(throws: Fault.self) {
            try await client(broker).publish(
                MQTTMessage([1], timeout: .milliseconds(200)), to: address(broker),
                options(.five, .atLeastOnce))
        }
    }

    @Test func onlyAllowedAddressesAreConnectedTo() async throws {
        let broker = try Broker { Self.good($0) }
        await #expect(throws: Fault.self) {
            try await MQTTClient().publish(
                MQTTMessage([1]), to: address(broker), options(.five, .atLeastOnce))
        }
        #expect(broker.listener.connections == 0)
    }

    @Test func addressesAreReadAsTheyAreMeant() throws {
        let plain = try MQTTAddress("mqtt://broker.example/a")
        #expect(plain.broker.port == 1883 && !plain.broker.isSecure && plain.broker.user == nil)
        #expect(plain.topic == "a")
        let full = try MQTTAddress("mqtts://u:p%40@[2001:db8::1]:443/a/b%20c")
        #expect(full.broker.port == 443 && full.broker.isSecure && full.broker.host == "2001:db8::1")
        #expect(full.broker.user == "u" && full.broker.password == "p@" && full.topic == "a/b c")
        #expect(try MQTTAddress("mqtts://broker.example/a").broker.port == 8883)
        for text in [
            "mqtt://b", "mqtt://b/", "mqtt://b/a/#", "mqtt://b/+/a", "http://b/a", "mqtt:///a",
            "mqtt://b:99999/a",
        ] {
            #expect(throws: Fault.self) { try MQTTAddress(text) }
        }
    }
}
