// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization

/// All the brokers of the world: who listens to them is known, and what they say is a test's.
final class Brokers: Listening {
    /// Somebody who listens.
    struct Ear: Sendable {
        let number: Int
        let broker: MQTTBroker
        let subscription: MQTTSubscription
        let say: AsyncStream<[MQTTReceived]>.Continuation
    }

    private struct State {
        var ears: [Ear] = []
        var count = 0
        var acknowledged = 0
        var forgotten: [String] = []
        var refusal: String?
    }

    private let state = Mutex(State())

    var ears: [Ear] { state.withLock { $0.ears } }
    /// How often somebody has begun to listen.
    var count: Int { state.withLock { $0.count } }
    /// How many messages were taken in.
    var acknowledged: Int { state.withLock { $0.acknowledged } }
    var forgotten: [String] { state.withLock { $0.forgotten } }

    /// Why nobody is let in from now on; nil: everybody is.
    func refuse(_ reason: String?) { state.withLock { $0.refusal = reason } }

    /// Says messages, together, to all who listen.
    func say(_ messages: [(topic: String, payload: String)], isCut: Bool = false) {
        let all = messages.map {
            MQTTReceived(
                topic: $0.topic, payload: Array($0.payload.utf8), quality: .atLeastOnce, isCut: isCut)
        }
        for ear in ears { ear.say.yield(all) }
    }

    /// Hangs up on all who listen.
    func hangUp() { for ear in ears { ear.say.finish() } }

    func listen(
        to broker: MQTTBroker, _ subscription: MQTTSubscription, _ hearer: any Hearing
    ) async throws {
        let (stream, continuation) = AsyncStream<[MQTTReceived]>.makeStream()
        let number = try state.withLock { state in
            if let refusal = state.refusal { throw Fault(refusal) }
            state.count += 1
            state.ears.append(
                Ear(number: state.count, broker: broker, subscription: subscription, say: continuation))
            return state.count
        }
        defer { state.withLock { $0.ears.removeAll { $0.number == number } } }
        await hearer.begin()
        for await batch in stream {
            try await hearer.take(batch)
            state.withLock { $0.acknowledged += batch.count }
        }
        try Task.checkCancellation()
        throw Fault("the broker hung up")
    }

    func forget(
        _ clientID: String, at broker: MQTTBroker, _ version: MQTTOptions.Version
    ) async throws {
        state.withLock { $0.forgotten.append("\(clientID) \(broker.password ?? "")") }
    }
}
