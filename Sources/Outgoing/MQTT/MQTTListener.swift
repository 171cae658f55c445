// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Listens to brokers of MQTT 3.1.1 and 5, with any quality of service, also by TLS: only at addresses the
/// policy allows. What comes is handed on in batches, and acknowledged once it has been taken in; while that
/// lasts nothing more is read, so that a broker that says much waits.
public final class MQTTListener: Listening {
    // Used by one piece of work at a time: each step of listening waits for the one before it.
    private struct Held: @unchecked Sendable {
        let reception: MQTTReception
    }

    private let policy: AddressPolicy
    private let authorities: String?
    private let workers: Workers
    /// By client, once it was here.
    private let unreleased = Mutex<[String: MQTTUnreleased]>([:])

    /// - Parameters:
    ///   - atOnce: how many brokers are listened to in the same moment; more take turns.
    ///   - authorities: a file with the certificates that are trusted, in PEM; nil: the system's.
    public init(policy: AddressPolicy = AddressPolicy(), atOnce: Int = 32, authorities: String? = nil) {
        self.policy = policy
        self.authorities = authorities
        workers = Workers(atOnce: atOnce, most: 2_000)
    }

    /// Listens until the task is cancelled or the connection ends.
    public func listen(
        to broker: MQTTBroker, _ subscription: MQTTSubscription, _ hearer: any Hearing
    ) async throws {
        do {
            let held = try await connect(broker, subscription)
            defer { end(held) }
            await hearer.begin()
            while true {
                try Task.checkCancellation()
                let batch = try await workers.run { try held.reception.gather($0) }
                if batch.isEmpty { continue }
                try await hearer.take(batch)
                try await workers.run { try held.reception.acknowledge(batch, $0) }
            }
        } catch let fault as Fault {
            throw Fault("\(broker.name): \(fault)", isUnavailable: fault.isUnavailable)
        }
    }

    private func connect(_ broker: MQTTBroker, _ subscription: MQTTSubscription) async throws -> Held {
        let known = unreleased.withLock { all in
            let known = all[subscription.clientID] ?? MQTTUnreleased()
            if subscription.isKept { all[subscription.clientID] = known }
            return known
        }
        return try await workers.run { [policy, authorities] givenUp in
            Held(
                reception: try MQTTReception(
                    broker, subscription, known, policy: policy, authorities: authorities, givenUp))
        }
    }

    /// Says goodbye, behind whoever listened.
    private func end(_ held: Held) {
        Task { [workers] in try? await workers.run { _ in held.reception.end() } }
    }

    /// Has a broker let go of what it keeps for a client.
    public func forget(
        _ clientID: String, at broker: MQTTBroker, _ version: MQTTOptions.Version
    ) async throws {
        try await workers.run { [policy, authorities] givenUp in
            do {
                try MQTTConnection(
                    broker, MQTTGreeting(version: version, clientID: clientID), policy: policy,
                    authorities: authorities, within: .seconds(10), givenUp
                ).end()
            } catch let fault as Fault { throw Fault("\(broker.name): \(fault)") }
        }
    }
}
