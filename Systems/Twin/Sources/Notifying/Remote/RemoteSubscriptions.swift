// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import Synchronization
import Web

/// Passes subscriptions on to the sources that have something of them (GS CIM 009, 5.8.1.4, 5.8.2, 5.8.5),
/// and takes in what they tell (5.8.6). What there should be at sources follows from the subscriptions and
/// the registrations; what there is, is kept beside the ledger; whatever differs is settled, and tried again
/// until it is. Of several processes the one that tells subscribers does so for all; the others only keep
/// what sources tell them.
final class RemoteSubscriptions: Sendable {
    /// How this twin is reached and called.
    struct Identity: Sendable {
        /// Its address as others know it, without a final slash.
        var address = ""
        /// What it is called in `Via`, and is called again after the next start: requests that went on from
        /// here, and what others know of its name, outlive the process.
        var pseudonym = ""

        /// Under what the pseudonym is kept.
        static let key = "pseudonym"
    }

    struct State: Sendable {
        /// For the how manieth time this process tells, as far as it was seen here; nil: it does not.
        var era: Int?
        var isLoaded = false
        /// Whether all was looked at once, and whether the pseudonym is kept.
        var (isSettled, isNamed) = (false, false)
        /// By their tokens.
        var records: [String: RemoteSubscription] = [:]
        /// How many changes of documents were looked at.
        var documents = 0
        /// What is being settled now, and what is to be looked at again after it.
        var busy: Set<RemoteSubscription.Pair> = []
        var again: Set<RemoteSubscription.Pair> = []
        var retries: [RemoteSubscription.Pair: Retry] = [:]
        /// When something ends by itself next.
        var nextEnd: Stamp?
        var inbox = Inbox()
    }

    /// What did not succeed.
    struct Retry: Sendable {
        var failures = 0
        var next: Stamp
        /// What the source refused; nil: it did not answer.
        var refused: JSON?
    }

    let twin: Twin
    let notifier: Notifier
    let outside: Outside?
    let identity: Identity
    let now: @Sendable () -> Instant
    let state = Mutex(State())

    /// How many sources are asked at once.
    static let hands = 8
    /// The longest pause between two tries, in microseconds; so long, too, is waited after a refusal.
    private static let longestPause: Int64 = 600_000_000

    init(
        _ twin: Twin, _ notifier: Notifier, outside: Outside?, _ identity: Identity,
        now: @escaping @Sendable () -> Instant
    ) {
        (self.twin, self.notifier, self.outside) = (twin, notifier, outside)
        (self.identity, self.now) = (identity, now)
    }

    /// Does what is due by now.
    func tick() async throws {
        guard twin.base == nil else { return }
        try await keepPseudonym()
        let era = notifier.era
        state.withLock { if $0.era != era { $0.beginAgain(era) } }
        guard era != nil else { return }
        // What sources told other processes.
        if state.withLock({ $0.isLoaded && !$0.records.isEmpty }) { try loadInbox() }
        let moment = Stamp(now())
        let count = try twin.read { $0.documentChanges.count }
        let isFirst = !state.withLock(\.isSettled)
        let changed = try twin.read { contents in
            state.withLock { state in
                let changes = contents.documentChanges[min(state.documents, count)..<count]
                state.documents = count
                return changes.map { ($0.sort, $0.id) }
            }
        }
        let isOver = state.withLock { state in
            guard let end = state.nextEnd, end <= moment else { return false }
            state.nextEnd = nil
            return true
        }
        guard !isFirst, !isOver else {
            try await settle(.all)
            state.withLock { $0.isSettled = true }
            return try await read()
        }
        var scope = Scope.some(subscriptions: [], registrations: [])
        for (sort, id) in changed { scope.add(sort, id) }
        for pair in state.withLock({ $0.due(at: moment) }) {
            scope.add(SubscriptionDocument.sort, pair.subscription)
        }
        try await settle(scope)
        try await read()
    }

    /// Which subscriptions and sources are looked at.
    enum Scope: Sendable {
        case all
        case some(subscriptions: Set<String>, registrations: Set<String>)

        mutating func add(_ sort: String, _ id: String) {
            guard case .some(var subscriptions, var registrations) = self else { return }
            if sort == SubscriptionDocument.sort { subscriptions.insert(id) }
            if sort == Registration.sort { registrations.insert(id) }
            self = .some(subscriptions: subscriptions, registrations: registrations)
        }

        var isEmpty: Bool {
            guard case .some(let subscriptions, let registrations) = self else { return false }
            return subscriptions.isEmpty && registrations.isEmpty
        }

        func contains(_ pair: RemoteSubscription.Pair) -> Bool {
            guard case .some(let subscriptions, let registrations) = self else { return true }
            return subscriptions.contains(pair.subscription) || registrations.contains(pair.registration)
        }
    }

    // MARK: What is kept

    /// Keeps the pseudonym once there is anything.
    private func keepPseudonym() async throws {
        guard !state.withLock(\.isNamed), try twin.read({ $0.last != nil }) else { return }
        if try twin.ledger.kept(Identity.key) == nil {
            try await twin.ledger.keep([Identity.key: identity.pseudonym], upTo: 0)
        }
        state.withLock { $0.isNamed = true }
    }

    func load() throws {
        if state.withLock(\.isLoaded) { return }
        var records: [String: RemoteSubscription] = [:]
        var after = ""
        while true {
            let page = try twin.ledger.kept(beginning: RemoteSubscription.start, after: after, limit: 1_000)
            for (key, content) in page {
                guard let record = RemoteSubscription(key: key, content) else { continue }
                records[record.token] = record
            }
            guard let last = page.last, page.count == 1_000 else { break }
            after = last.key
        }
        state.withLock { state in
            guard !state.isLoaded else { return }
            state.records = records
            state.isLoaded = true
        }
        try loadInbox()
    }

    func keep(_ record: RemoteSubscription) async throws {
        state.withLock { $0.records[record.token] = record }
        try await twin.ledger.keep([record.key: record.json.text()], upTo: 0)
    }

    func drop(_ record: RemoteSubscription) async throws {
        try await twin.ledger.keep([record.key: nil], upTo: 0)
        state.withLock { $0.records[record.token] = nil }
    }

    /// What was subscribed to under a token; nil: nothing.
    func record(_ token: String) throws -> RemoteSubscription? {
        if let known = state.withLock({ $0.records[token] }) { return known }
        let key = RemoteSubscription.start + token
        return try twin.ledger.kept(key).flatMap { RemoteSubscription(key: key, $0) }
    }

    // MARK: What failed

    /// Whether a source would not have something a short while ago.
    func isRefused(_ body: JSON, _ pair: RemoteSubscription.Pair) -> Bool {
        let moment = Stamp(now())
        return state.withLock { state in
            state.retries[pair].map { $0.refused == body && $0.next > moment } ?? false
        }
    }

    /// Leaves a pair as it is.
    func leave(_ pair: RemoteSubscription.Pair) { state.withLock { _ = $0.busy.remove(pair) } }

    /// Notes how it went with a pair that is not looked at any more.
    /// - Parameter refused: what a source would not have; nil with a failure: it did not answer.
    func release(_ pair: RemoteSubscription.Pair, isDone: Bool, refused: JSON? = nil) {
        let moment = Stamp(now())
        state.withLock { state in
            state.busy.remove(pair)
            let isAgain = state.again.remove(pair) != nil
            if isDone {
                state.retries[pair] = isAgain ? Retry(next: moment) : nil
                return
            }
            let failures = (state.retries[pair]?.failures ?? 0) + 1
            let pause = min(Self.longestPause, 1_000_000 << Int64(min(failures - 1, 10)))
            let wait = isAgain ? 0 : refused == nil ? pause : Self.longestPause
            state.retries[pair] = Retry(
                failures: failures, next: moment.adding(microseconds: wait), refused: refused)
        }
    }
}

extension RemoteSubscriptions.State {
    /// Forgets what it knew when it did this last: another process has done so since.
    fileprivate mutating func beginAgain(_ era: Int?) {
        self.era = era
        (isLoaded, isSettled, documents, nextEnd) = (false, false, 0, nil)
        (records, retries) = ([:], [:])
        (inbox.keys, inbox.known, inbox.kept) = ([], [], [])
    }

    fileprivate func due(at now: Stamp) -> [RemoteSubscription.Pair] {
        retries.filter { $0.value.next <= now && !busy.contains($0.key) }.map(\.key)
    }
}
