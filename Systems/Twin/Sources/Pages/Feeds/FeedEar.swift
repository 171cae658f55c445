// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Synchronization

/// Hears one message of what a feed is to listen to, without taking anything from the feed itself.
struct FeedEar {
    private static let patience = Duration.seconds(15)

    private let listening: any Listening

    init(_ listening: any Listening) { self.listening = listening }

    /// What was heard ends the listening.
    private struct Heard: Error {}

    private final class Hearer: Hearing {
        let message = Mutex<MQTTReceived?>(nil)

        func begin() async {}

        func take(_ messages: [MQTTReceived]) async throws {
            message.withLock { $0 = $0 ?? messages.first }
            throw Heard()
        }
    }

    /// - Returns: nil: nothing came for a while.
    /// - Throws: `Fault` with why it cannot be listened to.
    func hear(_ feed: Feed, _ broker: MQTTBroker) async throws -> MQTTReceived? {
        var subscription = feed.subscription
        subscription.clientID = "talka" + UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(18)
        subscription.isKept = false
        subscription.quality = .atMostOnce
        let (hearer, wish) = (Hearer(), subscription)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [listening] in
                do { try await listening.listen(to: broker, wish, hearer) } catch is Heard {}
            }
            group.addTask { try await Task.sleep(for: Self.patience) }
            try await group.next()
            group.cancelAll()
            return hearer.message.withLock { $0 }
        }
    }
}
