// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization
import Testing

/// Listening to a broker, of which there is a tiny one here.
struct MQTTListenerTests {
    /// A broker that says what a test puts in its mouth once somebody listens.
    private final class Broker: Sendable {
        let listener: Listener
        private let packets: Packets

        /// - Parameters:
        ///   - hasSession: whether it says that it knows who comes.
        ///   - granted: what it answers for each topic.
        ///   - says: what it says after that; nil: it hangs up.
        init(
            _ version: MQTTOptions.Version, hasSession: Bool = false, granted: UInt8 = 2,
            saysAtOnce: Bool = false, _ says: [UInt8]
        ) throws {
            let packets = Packets()
            self.packets = packets
            let isFive = version == .five
            listener = try Listener { wire in
                while let packet = Self.packet(wire) {
                    packets.list.withLock { $0.append(packet) }
                    let end = packet.count > 3 ? Array(packet[2...3]) : []
                    switch packet[0] {
                    case 0x10:
                        wire.say(bytes: [0x20, isFive ? 3 : 2, hasSession ? 1 : 0, 0] + (isFive ? [0] : []))
                        if saysAtOnce { wire.say(bytes: says) }
                    case 0x82:
                        let count = Self.filters(packet, isFive)
                        let body = end + (isFive ? [0] : []) + Array(repeating: granted, count: count)
                        wire.say(bytes: [0x90, UInt8(body.count)] + body + (saysAtOnce ? [] : says))
                    case 0xA2: wire.say(bytes: [0xB0, isFive ? 4 : 2] + end + (isFive ? [0, 0] : []))
                    // What is received twice is released.
                    case 0x50: wire.say(bytes: [0x62, 2] + end)
                    default: continue
                    }
                }
            }
        }

        var list: [[UInt8]] { packets.list.withLock { $0 } }
        func has(_ packet: [UInt8]) -> Bool { list.contains(packet) }

        private static func packet(_ wire: Wire) -> [UInt8]? {
            guard let head = wire.bytes(1), let length = wire.bytes(1), length[0] < 0x80 else { return nil }
            guard length[0] > 0 else { return head + [0] }
            return wire.bytes(Int(length[0])).map { head + length + $0 }
        }

        /// How many topics a subscription names.
        private static func filters(_ packet: [UInt8], _ isFive: Bool) -> Int {
            var (place, count) = (isFive ? 5 : 4, 0)
            while place + 1 < packet.count {
                place += Int(packet[place]) << 8 + Int(packet[place + 1]) + 3
                count += 1
            }
            return count
        }
    }

    private final class Packets: Sendable {
        let list = Mutex<[[UInt8]]>([])
    }

    /// Keeps what it hears.
    private final class Hearer: Hearing {
        let heard = Mutex<[MQTTReceived]>([])
        let begun = Mutex(false)
        private let taking: @Sendable ([MQTTReceived]) throws -> Void

        init(_ taking: @escaping @Sendable ([MQTTReceived]) throws -> Void = { _ in }) {
            self.taking = taking
        }

        func begin() async { begun.withLock { $0 = true } }

        func take(_ messages: [MQTTReceived]) async throws {
            try taking(messages)
            heard.withLock { $0 += messages }
        }

        var texts: [String] {
            heard.withLock { $0 }.map { "\($0.topic): \(String(decoding: $0.payload, as: UTF8.self))" }
        }
    }

    private func listener(_ broker: Broker) -> MQTTListener {
        MQTTListener(
            policy: AddressPolicy(allowing: [AllowedAddress(host: "127.0.0.1", port: broker.listener.port)])
        )
    }

    private func address(_ broker: Broker) throws -> MQTTBroker {
        try MQTTBroker("mqtt://me:secret@127.0.0.1:\(broker.listener.port)")
    }

    private func wish(
        _ version: MQTTOptions.Version, _ quality: MQTTOptions.Quality, _ filters: [String] = ["a/+"]
    ) -> MQTTSubscription {
        MQTTSubscription(clientID: "talkatest", version: version, quality: quality, filters: filters)
    }

    /// A message as a broker sends it.
    private static func message(
        _ text: String, _ quality: MQTTOptions.Quality, _ id: UInt8, _ version: MQTTOptions.Version,
        isRepeated: Bool = false
    ) -> [UInt8] {
        let body = [0, 3] + Array("a/b".utf8) + (quality == .atMostOnce ? [] : [0, id])
            + (version == .five ? [0] : []) + Array(text.utf8)
        return [0x30 | (isRepeated ? 8 : 0) | quality.rawValue << 1, UInt8(body.count)] + body
    }

    /// Waits for something that is to come.
    private func wait(_ condition: () -> Bool) async throws {
        for _ in 0..<60_000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(condition())
    }

    /// Listens while something is looked at, then no more.
    private func listening(
        _ broker: Broker, _ wish: MQTTSubscription, _ hearer: Hearer, _ body: () async throws -> Void
    ) async throws {
        let (listener, address) = (listener(broker), try address(broker))
        let task = Task { try await listener.listen(to: address, wish, hearer) }
        try await body()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test(
        arguments: [MQTTOptions.Version.three, .five],
        [MQTTOptions.Quality.atMostOnce, .atLeastOnce, .exactlyOnce])
    func whatComesIsAcknowledgedOnceItWasTakenIn(
        _ version: MQTTOptions.Version, _ quality: MQTTOptions.Quality
    ) async throws {
        let says = (1...3).flatMap { Self.message("m\($0)", quality, UInt8($0), version) }
        let broker = try Broker(version, says)
        let acknowledged: [UInt8] = [quality == .exactlyOnce ? 0x50 : 0x40, 2, 0, 1]
        let hearer = Hearer { _ in #expect(!broker.has(acknowledged)) }
        try await listening(broker, wish(version, quality), hearer) {
            try await wait { hearer.texts.count == 3 }
            #expect(hearer.texts == ["a/b: m1", "a/b: m2", "a/b: m3"])
            guard quality != .atMostOnce else { return }
            try await wait { broker.has(acknowledged) }
            if quality == .exactlyOnce { try await wait { broker.has([0x70, 2, 0, 3]) } }
        }
        let connect = try #require(broker.list.first)
        // What comes while nobody listens is kept.
        #expect(connect[9] & 2 == 0 && connect[9] & 0xC0 == 0xC0)
        #expect(hearer.begun.withLock { $0 })
    }

    @Test func whatIsNotTakenInIsNotAcknowledged() async throws {
        let broker = try Broker(.three, Self.message("m", .atLeastOnce, 1, .three))
        let hearer = Hearer { _ in throw Fault("the disk is full") }
        await #expect(throws: Fault.self) {
            try await listener(broker).listen(to: address(broker), wish(.three, .atLeastOnce), hearer)
        }
        #expect(!broker.has([0x40, 2, 0, 1]))
    }

    @Test func whatIsSentTwiceWithinItsPromiseIsTakenOnce() async throws {
        let once = Self.message("m", .exactlyOnce, 1, .three)
        let again = Self.message("m", .exactlyOnce, 1, .three, isRepeated: true)
        let broker = try Broker(.three, once + again + Self.message("n", .exactlyOnce, 2, .three))
        let hearer = Hearer()
        try await listening(broker, wish(.three, .exactlyOnce), hearer) {
            try await wait { broker.has([0x70, 2, 0, 2]) }
        }
        #expect(hearer.texts == ["a/b: m", "a/b: n"])
    }

    @Test func aBrokerThatKnowsUsIsAskedForWhatIsNewAlone() async throws {
        let broker = try Broker(.five, hasSession: true, [])
        var wish = wish(.five, .atLeastOnce, ["a/+", "c/#"])
        wish.known = ["a/+": .atLeastOnce, "b": .atLeastOnce]
        let hearer = Hearer()
        try await listening(broker, wish, hearer) { try await wait { hearer.begun.withLock { $0 } } }
        let asked = broker.list.map { $0[0] }
        #expect(asked.contains(0xA2) && asked.contains(0x82))
        let (gone, new) = (broker.list.first { $0[0] == 0xA2 }, broker.list.first { $0[0] == 0x82 })
        #expect(gone.map { Array($0.suffix(3)) } == [0, 1, 98])
        #expect(new.map { Array($0.suffix(6)) } == [0, 3, 99, 47, 35, 0x11])
    }

    @Test func whatComesBeforeTheBrokerHasAnsweredIsNotLost() async throws {
        let broker = try Broker(
            .three, hasSession: true, saysAtOnce: true, Self.message("early", .atLeastOnce, 7, .three))
        let hearer = Hearer()
        try await listening(broker, wish(.three, .atLeastOnce), hearer) {
            try await wait { broker.has([0x40, 2, 0, 7]) }
        }
        #expect(hearer.texts == ["a/b: early"])
    }

    @Test func aMessageThatIsTooLargeIsPassedOverAndDoesNotComeAgain() async throws {
        let size = 1_200_000
        let length: [UInt8] = [UInt8(size & 0x7F) | 0x80, UInt8(size >> 7 & 0x7F) | 0x80, UInt8(size >> 14)]
        let body = [0, 3] + Array("a/b".utf8) + [0, 1] + [UInt8](repeating: 65, count: size - 7)
        let broker = try Broker(.three, [0x32] + length + body + Self.message("n", .atLeastOnce, 2, .three))
        let hearer = Hearer()
        try await listening(broker, wish(.three, .atLeastOnce), hearer) {
            try await wait { broker.has([0x40, 2, 0, 2]) }
        }
        #expect(broker.has([0x40, 2, 0, 1]))
        let heard = hearer.heard.withLock { $0 }
        #expect(heard.map(\.isCut) == [true, false])
        #expect(heard[0].payload.count < 100_000)
    }

    @Test func aTopicThatIsRefusedIsSaid() async throws {
        let broker = try Broker(.five, granted: 0x87, [])
        await #expect {
            try await listener(broker).listen(to: address(broker), wish(.five, .atLeastOnce), Hearer())
        } throws: {
            "\($0)".contains("a/+") && !"\($0)".contains("secret")
        }
    }

    @Test(
        arguments: [
            [0x36, 5, 0, 1, 97, 0, 1], [0x32, 3, 0, 9, 97], [0x10, 0], [0x20, 0xFF, 0xFF, 0xFF, 0xFF],
            [0xE0, 1, 0x8B],
        ] as [[UInt8]])
    func whoBreaksTheProtocolIsNotListenedTo(_ says: [UInt8]) async throws {
        let broker = try Broker(.five, says)
        await #expect(throws: Fault.self) {
            try await listener(broker).listen(to: address(broker), wish(.five, .atLeastOnce), Hearer())
        }
    }

    @Test func aBrokerLetsGoOfWhoeverIsForgotten() async throws {
        let broker = try Broker(.three, [])
        try await listener(broker).forget("talkatest", at: address(broker), .three)
        try await wait { broker.has([0xE0, 0]) }
        #expect(broker.list.first.map { $0[9] & 2 == 2 } == true)
    }

    @Test func onlyAllowedAddressesAreListenedTo() async throws {
        let broker = try Broker(.five, [])
        await #expect(throws: Fault.self) {
            try await MQTTListener().listen(to: address(broker), wish(.five, .atLeastOnce), Hearer())
        }
        #expect(broker.listener.connections == 0)
    }

    @Test func topicsHaveTheirForm() {
        for good in ["a", "a/b", "+", "+/b", "a/+/c", "#", "a/#", "/", "a//b"] {
            #expect(MQTTSubscription.isFilter(good), "\(good)")
        }
        for bad in ["", "a/#/b", "a#", "a+/b", "+a", "#/a"] {
            #expect(!MQTTSubscription.isFilter(bad), "\(bad)")
        }
    }

    @Test func brokersAreReadAsTheyAreMeant() throws {
        let broker = try MQTTBroker("mqtts://u:p%40@[2001:db8::1]")
        #expect(broker.port == 8883 && broker.isSecure && broker.user == "u" && broker.password == "p@")
        #expect(broker.name == "mqtts://[2001:db8::1]:8883")
        for text in ["mqtt://b/topic", "http://b", "mqtt://", "mqtt://b:99999", "mqtt://b?x", "b"] {
            #expect(throws: Fault.self) { try MQTTBroker(text) }
        }
    }
}
