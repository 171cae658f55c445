// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization

/// Publishes messages to brokers of MQTT 3.1.1 and 5, with any quality of service, also by TLS: only to
/// addresses the policy allows. A connection serves the messages that come soon after.
public final class MQTTClient: Publishing {
    private struct Key: Hashable {
        let broker: MQTTBroker
        let version: MQTTOptions.Version
    }

    // Used by one piece of work at a time: whoever takes it out has it alone.
    private struct Idle: @unchecked Sendable {
        let key: Key
        let connection: MQTTConnection
    }

    private let policy: AddressPolicy
    private let authorities: String?
    private let workers: Workers
    private let idle = Mutex<[Idle]>([])
    private let patience: Duration
    private static let mostIdle = 64

    /// - Parameters:
    ///   - atOnce: how many messages are under way at once; others wait for their turn.
    ///   - patience: for how long after its last message a connection is used again.
    ///   - authorities: a file with the certificates that are trusted, in PEM; nil: the system's.
    public init(
        policy: AddressPolicy = AddressPolicy(), atOnce: Int = 8, patience: Duration = .seconds(30),
        authorities: String? = nil
    ) {
        self.policy = policy
        self.patience = patience
        self.authorities = authorities
        workers = Workers(atOnce: atOnce)
    }

    /// Publishes a message. Returns once the broker has taken it, as the quality of service says.
    /// - Throws: `Fault`, in words for the log.
    public func publish(
        _ message: MQTTMessage, to address: MQTTAddress, _ options: MQTTOptions
    ) async throws {
        try await workers.run { [self] givenUp in
            do { try perform(message, address, options, givenUp) } catch let fault as Fault {
                throw Fault("\(address.broker.name): \(fault)")
            }
        }
    }

    private func perform(
        _ message: MQTTMessage, _ address: MQTTAddress, _ options: MQTTOptions, _ givenUp: GivenUp
    ) throws {
        let end = ContinuousClock.now + message.timeout
        let key = Key(broker: address.broker, version: options.version)
        func publish(_ connection: MQTTConnection) throws {
            try connection.publish(message, topic: address.topic, options, until: end, givenUp)
            // Only where an answer is waited for is it seen that a broker has hung up meanwhile.
            if options.quality == .atMostOnce {
                connection.end()
            } else {
                keep(Idle(key: key, connection: connection))
            }
        }
        if options.quality != .atMostOnce, let known = take(key) {
            do { return try publish(known) } catch is Fault { known.end() }
        }
        try publish(
            try MQTTConnection(
                address.broker,
                MQTTGreeting(
                    version: options.version,
                    clientID: "talka-\(UUID().uuidString.lowercased().prefix(13))"),
                policy: policy, authorities: authorities, within: message.timeout, givenUp))
    }

    private func take(_ key: Key) -> MQTTConnection? {
        idle.withLock { idle in
            idle.removeAll { $0.connection.lastUsed.duration(to: .now) > patience }
            return idle.lastIndex { $0.key == key }.map { idle.remove(at: $0).connection }
        }
    }

    private func keep(_ one: Idle) {
        let old = idle.withLock { idle -> Idle? in
            idle.append(one)
            return idle.count > Self.mostIdle ? idle.removeFirst() : nil
        }
        old?.connection.end()
    }
}
