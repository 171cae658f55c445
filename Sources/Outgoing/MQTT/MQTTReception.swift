// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// What a client took in and may hear once more until the broker lets go of it (quality 2), from one
/// connection to the next.
final class MQTTUnreleased: Sendable {
    let ids = Mutex<Set<UInt16>>([])
}

/// A connection by which messages come, and are acknowledged when they have been taken in.
final class MQTTReception {
    private let connection: MQTTConnection
    private let subscription: MQTTSubscription
    /// What came while something else was waited for.
    private var early: [MQTTReceived] = []
    /// What broke the connection while there was still something to hand on.
    private var failure: Fault?
    private let unreleased: MQTTUnreleased

    /// How much is handed on at once.
    private static let mostMessages = 500
    private static let mostBytes = 4 << 20
    /// How long nothing may come before others have their turn on the thread.
    private static let patience = Duration.milliseconds(500)
    /// How long a connection may take to be made, and a broker to answer.
    private static let timeout = Duration.seconds(20)
    /// How long a broker keeps what comes while nobody is there, in seconds: a week.
    private static let sessionLength: UInt32 = 7 * 24 * 3_600

    /// Connects and says what is listened to.
    init(
        _ broker: MQTTBroker, _ subscription: MQTTSubscription, _ unreleased: MQTTUnreleased,
        policy: AddressPolicy, authorities: String?, _ givenUp: GivenUp
    ) throws {
        let isKept = subscription.isKept
        let greeting = MQTTGreeting(
            version: subscription.version, clientID: subscription.clientID, isClean: !isKept,
            sessionLength: isKept ? Self.sessionLength : 0, window: UInt16(Self.mostMessages))
        connection = try MQTTConnection(
            broker, greeting, policy: policy, authorities: authorities, within: Self.timeout, givenUp)
        self.subscription = subscription
        self.unreleased = unreleased
        if !connection.hasSession { unreleased.ids.withLock { $0 = [] } }
        try subscribe(givenUp)
    }

    private func subscribe(_ givenUp: GivenUp) throws {
        let known = connection.hasSession ? subscription.known : [:]
        let gone = known.keys.filter { !subscription.filters.contains($0) }.sorted()
        let new = subscription.filters.filter { known[$0] != subscription.quality }
        if !gone.isEmpty {
            let id = connection.newID()
            try say(MQTTPacket.unsubscribe(gone, subscription.version, id: id), givenUp)
            _ = try heed(MQTTPacket.unsubscribed, id, givenUp)
        }
        guard !new.isEmpty else { return }
        let id = connection.newID()
        try say(MQTTPacket.subscribe(new, subscription.quality, subscription.version, id: id), givenUp)
        let reasons = try heed(MQTTPacket.subscribed, id, givenUp)
        guard reasons.count == new.count else {
            throw Fault("the broker breaks the protocol: it does not answer for each topic")
        }
        for (filter, reason) in zip(new, reasons) where reason >= 0x80 {
            throw Fault("the broker does not let us listen to “\(filter)” (\(reason))")
        }
    }

    private func heed(_ kind: UInt8, _ id: UInt16, _ givenUp: GivenUp) throws -> [UInt8] {
        let end = ContinuousClock.now + Self.timeout
        while let packet = try connection.next(until: end, givenUp) {
            if case .answered(kind, id, let reasons) = packet { return reasons }
            try take(packet, into: &early, givenUp)
            guard Self.size(early) <= Self.mostBytes * 4 else {
                throw Fault("the broker says too much before it answers")
            }
        }
        throw Fault("the broker does not answer in time")
    }

    /// What has come; nothing, if nothing came for a while. What is there already is not waited for more.
    func gather(_ givenUp: GivenUp) throws -> [MQTTReceived] {
        if let failure { throw failure }
        var batch = early
        early = []
        let end = ContinuousClock.now + Self.patience
        do {
            while batch.count < Self.mostMessages, Self.size(batch) < Self.mostBytes,
                let packet = try connection.next(until: batch.isEmpty ? end : .now, givenUp)
            {
                try take(packet, into: &batch, givenUp)
            }
            try connection.stayThere(givenUp)
        } catch let fault as Fault {
            // What came before the connection broke is not lost with it.
            if batch.isEmpty { throw fault }
            failure = fault
        }
        return batch
    }

    /// Those of no payload are something, too.
    private static func size(_ messages: [MQTTReceived]) -> Int {
        messages.reduce(0) { $0 + $1.payload.count + $1.topic.utf8.count + 100 }
    }

    private func take(
        _ packet: MQTTPacket, into batch: inout [MQTTReceived], _ givenUp: GivenUp
    ) throws {
        switch packet {
        case .message(let message):
            guard message.quality == .exactlyOnce else { return batch.append(message) }
            if unreleased.ids.withLock({ $0.contains(message.id) }) {
                try say(MQTTPacket.answer(MQTTPacket.received, message.id), givenUp)
            } else if !batch.contains(where: { $0.quality == .exactlyOnce && $0.id == message.id }) {
                batch.append(message)
            }
        case .about(MQTTPacket.released, let id, _):
            unreleased.ids.withLock { _ = $0.remove(id) }
            try say(MQTTPacket.answer(MQTTPacket.completed, id), givenUp)
        case .disconnected(let reason): throw Fault("the broker hangs up (\(reason))")
        default: return
        }
    }

    /// Says that messages have been taken in.
    func acknowledge(_ messages: [MQTTReceived], _ givenUp: GivenUp) throws {
        var bytes: [UInt8] = []
        for message in messages {
            switch message.quality {
            case .atMostOnce: continue
            case .atLeastOnce: bytes += MQTTPacket.answer(MQTTPacket.acknowledged, message.id)
            case .exactlyOnce:
                unreleased.ids.withLock { _ = $0.insert(message.id) }
                bytes += MQTTPacket.answer(MQTTPacket.received, message.id)
            }
        }
        if !bytes.isEmpty { try say(bytes, givenUp) }
    }

    private func say(_ bytes: [UInt8], _ givenUp: GivenUp) throws {
        try connection.say(bytes, until: .now + Self.timeout, givenUp)
    }

    func end() { connection.end() }
}
