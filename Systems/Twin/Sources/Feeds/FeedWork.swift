// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import Synchronization

/// Listens to the feeds of a twin, each in one process at a time, and takes in what comes: a batch of
/// messages as one act, or several if they hold much, acknowledged once that is on the disk.
final class FeedWork: Sendable {
    struct Running {
        let feed: Feed
        let number: Int
        let task: Task<Void, Never>
    }

    struct State {
        var isTicking = false
        var running: [String: Running] = [:]
        /// How those are doing that are listened to here.
        var states: [String: FeedState] = [:]
        var changed: Set<String> = []
        /// When each was taken on, or that was renewed.
        var held: [String: Stamp] = [:]
        /// Failures in a row, and until when a feed, as it is, is not tried again.
        var failures: [String: Int] = [:]
        var resting: [String: (feed: Feed, until: Stamp)] = [:]
        var leaving: Set<String> = []
        var numbers = 0
    }

    let twin: Twin
    private let listening: (any Listening)?
    /// What nobody else is called: by this name feeds are held.
    private let holder: String
    let now: @Sendable () -> Instant
    let state = Mutex(State())
    private var shelf: FeedShelf { FeedShelf(ledger: twin.ledger) }

    /// How long a feed is held without a sign of life, and how often there is one, in seconds.
    private static let lease = 30
    private static let renewed: Int64 = 10
    /// The longest wait between two tries, in seconds.
    private static let longestPause: Int64 = 300

    init(
        _ twin: Twin, listening: (any Listening)?, holder: String, now: @escaping @Sendable () -> Instant
    ) {
        (self.twin, self.listening, self.holder, self.now) = (twin, listening, holder, now)
    }

    /// Listens to nothing any more.
    func end() {
        for running in state.withLock({ Array($0.running.values) }) { running.task.cancel() }
    }

    /// Listens to nothing any more, and lets other processes do so at once.
    func letGo() async {
        for running in state.withLock({ Array($0.running.values) }) { await stop(running) }
    }

    /// How a feed is doing.
    func told(of id: String) throws -> FeedState {
        try state.withLock { $0.running[id] == nil ? nil : $0.states[id] } ?? shelf.state(of: id)
    }

    /// Looks which feeds there are and whether each is listened to, and keeps how they are doing.
    func tick() async throws {
        let mustBegin = state.withLock { state in
            if state.isTicking || listening == nil { return false }
            state.isTicking = true
            return true
        }
        guard mustBegin else { return }
        defer { state.withLock { $0.isTicking = false } }
        if try state.withLock({ $0.running.isEmpty }) && shelf.isEmpty { return }
        // Another process may have changed them.
        try await twin.follow()
        let feeds = try Feed.all(in: twin)
        for running in state.withLock({ Array($0.running.values) }) where !feeds.contains(running.feed) {
            await stop(running)
        }
        for feed in feeds where feed.isOn { try await attend(feed) }
        for feed in try shelf.toLeave() where !feeds.contains(where: { $0.id == feed.id }) {
            try await leave(feed)
        }
        try await keep()
    }

    private func stop(_ running: Running, isOurs: Bool = true) async {
        running.task.cancel()
        await running.task.value
        let id = running.feed.id
        state.withLock { state in
            (state.resting[id], state.failures[id], state.held[id]) = (nil, nil, nil)
        }
        // What is another's to listen to is theirs to tell of, too.
        try? await isOurs ? keep() : state.withLock { _ = $0.changed.remove(id) }
        try? await twin.ledger.letGo(FeedShelf.start + id, of: holder)
    }

    private func attend(_ feed: Feed) async throws {
        let (id, moment) = (feed.id, Stamp(now()))
        let (running, isHeld, rests) = state.withLock { state in
            let renewal = state.held[id]?.adding(microseconds: Self.renewed * 1_000_000)
            return (state.running[id], renewal.map { $0 > moment } ?? false, state.resting[id])
        }
        // Whoever mends a feed need not wait.
        if let rests, rests.until > moment, rests.feed == feed, running == nil { return }
        if !isHeld {
            let isOurs = try await twin.ledger.hold(
                FeedShelf.start + id, for: holder, seconds: Self.lease, at: moment.instant)
            guard isOurs else {
                if let running { await stop(running, isOurs: false) }
                return
            }
            state.withLock { $0.held[id] = moment }
        }
        var kept = running == nil ? try shelf.state(of: id) : nil
        // Whoever kept it is not connected any more.
        kept?.connected = nil
        let known = kept
        state.withLock { state in
            guard state.running[id] == nil else { return }
            // What was not kept yet is known here alone.
            if !state.changed.contains(id) { state.states[id] = known }
            state.numbers += 1
            let number = state.numbers
            state.running[id] = Running(
                feed: feed, number: number, task: Task { await self.run(feed, number) })
        }
    }

    private func run(_ feed: Feed, _ number: Int) async {
        var reason: String? = "the connection ended"
        do {
            guard let listening else { return }
            let broker = try feed.broker(password: try shelf.password(of: feed.id))
            var subscription = feed.subscription
            subscription.known = state.withLock { state in
                state.states[feed.id].flatMap { $0.knownAt == feed.knownAt ? $0.known : nil } ?? [:]
            }
            try await listening.listen(to: broker, subscription, FeedHearer(work: self, feed: feed))
        } catch is CancellationError {
            reason = nil
        } catch {
            reason = "\(error)"
        }
        end(feed, number, reason)
    }

    private func end(_ feed: Feed, _ number: Int, _ reason: String?) {
        let (id, moment) = (feed.id, Stamp(now()))
        state.withLock { state in
            guard state.running[id]?.number == number else { return }
            state.running[id] = nil
            state.states[id, default: FeedState()].connected = nil
            state.changed.insert(id)
            guard let reason else { return }
            state.states[id]?.lastFailure = moment
            state.states[id]?.reason = reason
            let failures = state.failures[id, default: 0] + 1
            state.failures[id] = failures
            let pause = min(Self.longestPause, 1 << min(10, Int64(failures - 1)))
            state.resting[id] = (feed, moment.adding(microseconds: pause * 1_000_000))
        }
    }

    private func leave(_ feed: Feed) async throws {
        let isNew = state.withLock { $0.leaving.insert(feed.id).inserted }
        guard isNew, let listening else { return }
        let isOurs = try await twin.ledger.hold(
            FeedShelf.start + feed.id, for: holder, seconds: Self.lease, at: now())
        guard isOurs else {
            state.withLock { _ = $0.leaving.remove(feed.id) }
            return
        }
        let shelf = shelf
        Task {
            // A broker that is not there keeps what comes until it lets go of it by itself.
            if let broker = try? feed.broker(password: try shelf.password(of: feed.id)) {
                try? await listening.forget(feed.clientID, at: broker, feed.version)
            }
            try? await shelf.forget(feed.id)
            try? await twin.ledger.letGo(FeedShelf.start + feed.id, of: holder)
        }
    }

    private func keep() async throws {
        let states = state.withLock { state in
            // Of one that is gone nothing is kept any more.
            let there = twin.standing { $0.documents[Feed.sort] ?? [:] }
            let states = state.changed.filter { there[$0] != nil }.reduce(into: [:]) {
                $0[$1] = state.states[$1]
            }
            state.changed = []
            return states
        }
        guard !states.isEmpty else { return }
        do { try await shelf.keep(states) } catch {
            state.withLock { $0.changed.formUnion(states.keys) }
            throw error
        }
    }
}
