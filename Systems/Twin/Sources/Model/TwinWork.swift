// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization

/// What a twin does by itself while it is served: it tells those who subscribed, subscribes at sources,
/// listens to its feeds, lets go what has expired, and takes in what its tenant publishes.
final class TwinWork: Sendable {
    let notifier: Notifier
    /// Subscriptions at sources.
    let remote: RemoteSubscriptions
    let feeds: FeedWork
    /// What brings in what its tenant publishes; nil: it is no tenant's own.
    let follower: PublishedFollower?
    private let twin: Twin
    private let now: @Sendable () -> Instant
    /// When entities, or parts of them, go by themselves; nil: nobody has looked yet.
    private let expiring = Mutex<[String: Stamp]?>(nil)
    private let clocks = Mutex<[Task<Void, Never>]>([])

    /// - Parameter holder: what nobody else is called, of all processes.
    init(
        _ twin: Twin, outside: Outside?, publishing: (any Publishing)? = nil,
        listening: (any Listening)? = nil, follower: PublishedFollower? = nil, holder: String = "",
        called identity: RemoteSubscriptions.Identity = .init(),
        now: @escaping @Sendable () -> Instant
    ) {
        (self.twin, self.follower, self.now) = (twin, follower, now)
        notifier = Notifier(
            twin, outside: outside,
            publishing: publishing ?? outside.map { MQTTClient(policy: $0.policy) }, now: now)
        remote = RemoteSubscriptions(twin, notifier, outside: outside, identity, now: now)
        feeds = FeedWork(twin, listening: listening, holder: holder, now: now)
    }

    deinit {
        for clock in clocks.withLock({ $0 }) { clock.cancel() }
        feeds.end()
    }

    /// Begins, and goes on until the process ends.
    func begin() throws {
        _ = twin.listen { [weak self] changes, _ in self?.noteExpiry(changes) }
        try notifier.begin()
        // Who waits for others holds nothing else up.
        clocks.withLock { clocks in
            clocks = [
                every { try await $0.tick() }, every { try await $0.feeds.tick() },
                every { try await $0.remote.tick() },
            ]
        }
    }

    /// Does something every second.
    private func every(_ body: @escaping @Sendable (TwinWork) async throws -> Void) -> Task<Void, Never> {
        Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                guard let work = self else { return }
                // What fails now, such as a store that cannot be reached, is tried again.
                _ = try? await body(work)
            }
        }
    }

    /// Does what is due by now.
    func tick() async throws {
        try await expire()
        try await notifier.tick()
        try await follower?.tick()
    }

    private func noteExpiry(_ changes: [EntityChange]) {
        expiring.withLock { expiring in
            guard expiring != nil else { return }
            for change in changes { expiring?[change.id] = change.new?.nextExpiry }
        }
    }

    /// Deletes the entities and attributes whose time has passed (4.22): that, too, is something that
    /// happened.
    private func expire() async throws {
        if expiring.withLock({ $0 == nil }) {
            expiring.withLock { $0 = [:] }
            for (id, expiry) in try twin.view().expiries { expiring.withLock { $0?[id] = expiry } }
        }
        let moment = Stamp(now())
        let ids = expiring.withLock { expiring in
            (expiring ?? [:]).filter { $0.value <= moment }.map(\.key).sorted()
        }
        guard !ids.isEmpty else { return }
        try await twin.perform(by: "system:clock", at: now()) { draft in
            for id in ids { try draft.age(id) }
        }
        expiring.withLock { expiring in
            for id in ids where expiring?[id].map({ $0 <= moment }) == true { expiring?[id] = nil }
        }
    }
}
