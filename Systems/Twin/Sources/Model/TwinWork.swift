// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import Synchronization

/// What a twin does by itself while it is served: it takes in what other processes write, listens to its
/// feeds, lets go what has expired; and in one process for all it tells those who subscribed, subscribes at
/// sources, takes in what its tenant publishes, and keeps itself up.
final class TwinWork: Sendable {
    let notifier: Notifier
    /// Subscriptions at sources.
    let remote: RemoteSubscriptions
    let feeds: FeedWork
    let keeping: TwinKeeping
    /// What brings in what its tenant publishes; nil: it is no tenant's own.
    let follower: PublishedFollower?
    private let twin: Twin
    private let holdings: Holdings
    private let now: @Sendable () -> Instant
    /// When entities, or parts of them, go by themselves; nil: nobody has looked yet.
    private let expiring = Mutex<[String: Stamp]?>(nil)
    private let clocks = Mutex<[Task<Void, Never>]>([])
    private let turns = Turns()
    private let isEnded = Atomic<Bool>(false)
    /// Whether the ledger says that there is something to do though nobody asks; nil: nobody has looked.
    private let isAwake = Mutex<Bool?>(nil)

    /// Kept beside the ledger of a twin that has something to do though nobody asks for it.
    static let awake = "awake"

    /// - Parameters:
    ///   - holder: what nobody else is called, of all processes.
    ///   - holdings: what this process does for all.
    init(
        _ twin: Twin, outside: Outside?, publishing: (any Publishing)? = nil,
        listening: (any Listening)? = nil, follower: PublishedFollower? = nil, holder: String = "",
        called identity: RemoteSubscriptions.Identity = .init(), holdings: Holdings,
        now: @escaping @Sendable () -> Instant
    ) {
        (self.twin, self.follower, self.holdings, self.now) = (twin, follower, holdings, now)
        notifier = Notifier(
            twin, outside: outside,
            publishing: publishing ?? outside.map { MQTTClient(policy: $0.policy) }, now: now)
        remote = RemoteSubscriptions(twin, notifier, outside: outside, identity, now: now)
        feeds = FeedWork(twin, listening: listening, holder: holder, now: now)
        keeping = TwinKeeping(twin, now: now)
    }

    deinit { end() }

    /// Begins, and goes on until it is ended, or the process is.
    func begin() {
        _ = twin.listen { [weak self] changes, _ in self?.noteExpiry(changes) }
        notifier.begin()
        // Who waits for others holds nothing else up.
        clocks.withLock { clocks in
            clocks = [
                every { try await $0.tick() }, every { try await $0.feeds.tick() },
                every { try await $0.remote.tick() },
            ]
        }
    }

    /// Does something now and every second.
    private func every(_ body: @escaping @Sendable (TwinWork) async throws -> Void) -> Task<Void, Never> {
        Task { [weak self] in
            while !Task.isCancelled {
                // What fails now, such as a store that cannot be reached, is tried again.
                if let work = self { _ = try? await body(work) } else { return }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    func end() {
        stopClocks()
        feeds.end()
    }

    private func stopClocks() {
        isEnded.store(true, ordering: .releasing)
        for clock in clocks.withLock({ $0 }) { clock.cancel() }
    }

    /// Ends, once what is under way is done.
    func settle() async {
        end()
        _ = try? await turns.run {}
    }

    /// Ends, and lets another process go on with all of it at once.
    func letGo() async {
        stopClocks()
        await feeds.letGo()
        await release()
    }

    /// Ends, and is held no longer.
    func release() async {
        await settle()
        notifier.standBy()
        // Where this fails, others wait until the lease ends.
        _ = try? await holdings.release(name)
    }

    /// By what it is known among all that is done for all.
    private var name: String { "twin/\(twin.ledger.tenant.slug)/\(twin.ledger.name)" }

    /// Whether it is this process that does what is done for all.
    func isForAll() async -> Bool {
        // One that has just begun has not looked yet.
        if notifier.era == nil { _ = try? await tick() }
        return notifier.era != nil
    }

    /// Does what is due by now.
    func tick() async throws { try await turns.run { [weak self] in try await self?.doDue() } }

    private func doDue() async throws {
        if isEnded.load(ordering: .acquiring) { return }
        try await twin.follow()
        try await expire()
        switch try await holdings.hold(name) {
        case .others: return notifier.standBy()
        case .oursFromNow: notifier.takeOver()
        case .ours: break
        }
        try await notifier.tick()
        try await follower?.tick()
        keeping.begin()
        try await noteAwake()
    }

    /// Keeps whether there is something to do though nobody asks, so that the next process begins with it.
    private func noteAwake() async throws {
        let isOwed = try twin.read { contents in
            SubscriptionDocument.Kind.allCases.contains { contents.documents[$0.sort]?.isEmpty == false }
                || contents.documents["settings"]?[Retention.document] != nil
                || contents.documents[Feed.sort]?.isEmpty == false
                || contents.documents[Branch.gone]?.isEmpty == false
        }
        let (isSo, was) = (isOwed || expiring.withLock { $0?.isEmpty == false }, isAwake.withLock { $0 })
        if try isSo == was ?? (twin.ledger.kept(Self.awake) != nil) { return isAwake.withLock { $0 = isSo } }
        try await twin.ledger.keep([Self.awake: isSo ? "1" : nil], upTo: 0)
        isAwake.withLock { $0 = isSo }
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
