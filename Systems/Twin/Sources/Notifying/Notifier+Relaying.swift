// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Telling on what sources told (GS CIM 009, 5.8.6), in its turn with all that happens here.
extension Notifier {
    /// Whether more may be put behind what is due for a subscription.
    func hasRoom(for id: String) -> Bool {
        state.withLock { state in
            // One that was not looked at yet will be.
            guard state.isReplayed, let post = state.posts[id] else { return false }
            return post.tail == nil && post.queue.count < NotifierState.Post.longestQueue
        }
    }

    /// Promises what a source told of.
    /// - Parameter key: under what it is kept until it was brought.
    /// - Returns: whether anything is due of it.
    func relay(_ changes: [EntityChange], _ key: String, for id: String, at moment: Stamp) -> Bool {
        let isDue = state.withLock { state in
            guard let post = state.posts[id], !changes.isEmpty, !post.isTooSoon(moment) else { return false }
            // At intervals all is told together; else each entity by itself.
            let parts = post.subscription.interval == nil ? changes.map { [$0] } : [changes]
            for (place, part) in parts.enumerated() {
                state.relay(id, DueNotification(content: .relayed(part, key, place), since: moment))
            }
            state.relays[key] = parts.count
            return true
        }
        if isDue { goOn() }
        return isDue
    }
}

extension NotifierState {
    fileprivate mutating func relay(_ id: String, _ due: DueNotification) {
        if case .first = posts[id]?.put(due) { begin(id) }
    }

    /// What was brought of what sources told, and is not to be kept any more.
    mutating func takeRelayed(_ post: inout Post) -> [String] {
        var done: [String] = []
        for key in post.relayed {
            guard let left = relays[key] else { continue }
            relays[key] = left > 1 ? left - 1 : nil
            if left <= 1 { done.append(key) }
        }
        post.relayed = []
        return done
    }
}
