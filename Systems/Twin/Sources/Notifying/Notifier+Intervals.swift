// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What falls due as time passes.
extension Notifier {
    /// How many entities one notification holds at most.
    private static let most = 1_000

    /// Looks at what is due by now: what is told at intervals, what is tried again, what is to be kept.
    func tick() async throws {
        pump()
        let moment = Stamp(now())
        for subscription in dueAtIntervals(moment) { try promise(subscription, at: moment) }
        look()
        try await keep()
    }

    private func dueAtIntervals(_ moment: Stamp) -> [Subscription] {
        state.withLock { state in
            state.activePosts.map(\.post).filter { post in
                guard let interval = post.subscription.interval, post.queue.isEmpty,
                    post.subscription.isOn(at: moment)
                else { return false }
                let last = post.trigger ?? post.subscription.document.createdAt
                return last.adding(microseconds: interval) <= moment
            }.map(\.subscription)
        }
    }

    private func promise(_ subscription: Subscription, at moment: Stamp) throws {
        guard subscription.sources == nil else { return promiseSources(subscription, at: moment) }
        let search = EntitySearch(
            twin, subscription.filter, nil, subscription.document.access, now: moment, asOf: nil)
        let found = try search.find(Paging.whole, linked: finder(at: moment)).entities
        state.withLock { state in
            guard var post = state.posts[subscription.key] else { return }
            // Nobody is told that there is nothing.
            for start in stride(from: 0, to: found.count, by: Self.most) {
                let part = Array(found[start..<min(found.count, start + Self.most)])
                post.queue.append(
                    DueNotification(
                        content: .entities(part),
                        since: moment.adding(microseconds: Int64(start / Self.most))))
            }
            post.trigger = moment
            state.posts[subscription.key] = post
        }
    }

    private func promiseSources(_ subscription: Subscription, at moment: Stamp) {
        state.withLock { state in
            guard var post = state.posts[subscription.key] else { return }
            let told = subscription.told(of: Array(state.registrations.values), at: moment)
            if !told.isEmpty {
                let isFirst = post.state.lastSuccess == nil
                post.queue.append(
                    DueNotification(
                        content: .sources(told, isFirst ? .newlyMatching : .updated, nil), since: moment))
            }
            post.trigger = moment
            state.posts[subscription.key] = post
        }
    }
}
