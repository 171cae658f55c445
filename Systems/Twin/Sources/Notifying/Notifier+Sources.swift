// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Telling of context sources (GS CIM 009, 5.11.7). That, too, follows from the ledger.
extension Notifier {
    /// Where what becomes of sources stands: in its line, behind all entities.
    struct SourcePlaces {
        let line: Int
        private var count = 1_000_000_000

        init(line: Int) { self.line = line }

        mutating func next() -> DueNotification.Place {
            count += 1
            return DueNotification.Place(line: line, index: count)
        }
    }

    /// Takes in what a source is from now on, and promises it to those who wait for such. Nil: it is gone.
    func tell(_ id: String, _ json: JSON?, at moment: Stamp, _ place: DueNotification.Place) {
        let new = json.flatMap(Registration.init(kept:))
        let (old, all) = state.withLock { state in
            (state.registrations.updateValue(new, forID: id), state.subscribedToSources(at: moment))
        }
        for subscription in all {
            let was = old.flatMap { subscription.isTold(of: $0, at: moment) ? $0 : nil }
            let isNow = new.flatMap { subscription.isTold(of: $0, at: moment) ? $0 : nil }
            switch (was, isNow) {
            case (nil, let new?): promise([new], .newlyMatching, subscription, at: moment, place)
            case (.some, let new?): promise([new], .updated, subscription, at: moment, place)
            case (let old?, nil): promise([new ?? old], .noLongerMatching, subscription, at: moment, place)
            case (nil, nil): break
            }
        }
    }

    /// Promises a subscription that is new or another all sources that are there.
    func tellAll(_ key: String, at moment: Stamp, _ place: DueNotification.Place) {
        let found = state.withLock { state in
            state.posts[key].map { ($0.subscription, Array(state.registrations.values)) }
        }
        guard let (subscription, all) = found, subscription.isOn(at: moment) else { return }
        promise(subscription.told(of: all, at: moment), .newlyMatching, subscription, at: moment, place)
    }

    private func promise(
        _ sources: [Registration], _ reason: DueNotification.SourceReason, _ subscription: Subscription,
        at moment: Stamp, _ place: DueNotification.Place
    ) {
        // Nobody is told that there is nothing.
        guard !sources.isEmpty else { return }
        let due = DueNotification(content: .sources(sources, reason, place), since: moment)
        state.withLock { $0.promise(subscription.key, due, at: place) }
    }
}

extension Subscription {
    fileprivate func isTold(of source: Registration, at moment: Stamp) -> Bool {
        source.isThere(at: moment) && sources?.matches(source) ?? false
    }

    /// Those of some sources it is told of, in the order of their ids.
    func told(of all: [Registration], at moment: Stamp) -> [Registration] {
        all.filter { isTold(of: $0, at: moment) }.sorted { $0.id < $1.id }
    }
}

extension NotifierState {
    /// Who is told when a source changes.
    fileprivate func subscribedToSources(at moment: Stamp) -> [Subscription] {
        posts.values.map(\.subscription)
            .filter { $0.sources != nil && $0.interval == nil && $0.isOn(at: moment) }
    }
}

extension [String: Registration] {
    /// Puts a registration, or takes it away; gives the one before.
    fileprivate mutating func updateValue(_ new: Registration?, forID id: String) -> Registration? {
        guard let new else { return removeValue(forKey: id) }
        return updateValue(new, forKey: id)
    }
}
