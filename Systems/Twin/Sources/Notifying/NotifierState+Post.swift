// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension NotifierState {
    /// One subscription at work. What changes it does so in place: its queue may be long.
    struct Post: Sendable {
        /// How much of what is due is held in memory.
        static let longestQueue = 1_000
        /// How many wait before they are told together, and how many of them at once: a subscriber that
        /// takes them as they come gets each by itself, and one that is slower is soon told all the same.
        static let (patience, mostTogether) = (8, 100)
        /// The longest wait between two tries, in milliseconds.
        private static let longestPause: Int64 = 600_000

        /// Which of all there ever were it is: after it another may have its name.
        let number: Int
        var subscription: Subscription
        var state: SubscriptionState
        /// What is due, in order.
        var queue: [DueNotification] = []
        /// From where on what is due lies in the ledger alone; nil: all of it is in the queue.
        var tail: DueNotification.Place?
        /// When what was matched last had happened.
        var trigger: Stamp?
        var isSending = false
        /// Failures in a row, of any notification, and of the first in the queue.
        var failures = 0
        var attempts = 0
        var nextTry: Stamp?
        var mustKeep = false
        /// What was brought of what sources told, by what it is kept under.
        var relayed: [String] = []

        init(_ subscription: Subscription, number: Int) {
            self.subscription = subscription
            self.number = number
            state = SubscriptionState()
        }

        func isReady(at now: Stamp) -> Bool {
            !isSending && !queue.isEmpty && subscription.isOn(at: now) && nextTry ?? now <= now
        }

        /// What goes out next: what is first, and with it what waits behind it, where much does and nothing
        /// went wrong. What was before a change is told with that alone.
        var next: DueNotification? {
            guard queue.count > Self.patience, failures == 0, attempts == 0,
                !subscription.notification.showsChanges
            else { return queue.first }
            var ids: Set<String> = []
            let together = queue.prefix(Self.mostTogether).prefix { due in
                guard case .changes(let changes, _, _) = due.content, changes.count == 1 else { return false }
                return changes.allSatisfy { ids.insert($0.id).inserted }
            }
            return DueNotification(together: Array(together)) ?? queue.first
        }

        /// Whether there is nothing to do or to keep, and will not be by itself.
        var isIdle: Bool { queue.isEmpty && tail == nil && !mustKeep && subscription.interval == nil }

        /// Whether there is more in the ledger and nothing in the queue.
        var mustRefill: Bool { tail != nil && queue.isEmpty }

        /// Whether it is told so soon again (`throttling`).
        func isTooSoon(_ at: Stamp) -> Bool {
            guard subscription.throttling > 0, let trigger else { return false }
            return at < trigger.adding(microseconds: subscription.throttling)
        }

        /// What became of something that fell due.
        enum Taking { case first, behind, untold, tooMany }

        /// Puts something behind what is due, unless it was told already.
        mutating func take(_ due: DueNotification, at place: DueNotification.Place) -> Taking {
            guard state.place.map({ $0 < place }) ?? true, tail == nil, !isTooSoon(due.since) else {
                return .untold
            }
            // Sources change seldom: what is due of them is held whole.
            guard queue.count < Self.longestQueue || subscription.sources != nil else {
                tail = place
                return .tooMany
            }
            return put(due)
        }

        /// Puts something behind what is due.
        mutating func put(_ due: DueNotification) -> Taking {
            queue.append(due)
            // What a source tells at intervals does not put off what is told at intervals here.
            if due.relayKey == nil || subscription.interval == nil { trigger = due.since }
            mustKeep = true
            return queue.count == 1 ? .first : .behind
        }

        /// How it went with what was first.
        /// - Parameter reason: why it was not taken; nil: it was.
        mutating func went(_ due: DueNotification, _ reason: String?, at now: Stamp) {
            state.sent += 1
            state.lastNotification = now
            mustKeep = true
            guard let reason else {
                state.lastSuccess = now
                (failures, nextTry) = (0, nil)
                return pass(due)
            }
            state.failed += 1
            (state.lastFailure, state.reason) = (now, reason)
            (failures, attempts) = (failures + 1, attempts + 1)
            let doubled = min(Self.longestPause, 1_000 << min(10, Int64(failures - 1)))
            let pause = max(doubled, subscription.notification.endpoint.cooldown)
            nextTry = now.adding(microseconds: pause * 1_000)
        }

        /// What was first is done with.
        mutating func pass(_ due: DueNotification) {
            attempts = 0
            queue.removeFirst(min(due.count, queue.count))
            if due.relayKey == nil || subscription.interval == nil { state.trigger = due.since }
            if let place = due.place { state.place = place }
            if let key = due.relayKey { relayed.append(key) }
            mustKeep = true
        }
    }
}
