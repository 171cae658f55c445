// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import Synchronization

/// Brings to subscribers what they were promised (GS CIM 009, 5.8.6). What is due follows from the
/// ledger: beside it is only kept how far each subscription has come, so that a commit costs nothing more
/// and nothing is lost, whenever the process ends. What was on its way then is sent once more, under the
/// same id where it goes alone or with the same others. To each subscriber things go in order, one after
/// another. Of several processes on one store one does so for all; the others stand by.
final class Notifier: Sendable {
    let twin: Twin
    let outside: Outside?
    let publishing: (any Publishing)?
    let now: @Sendable () -> Instant
    let state = Mutex(NotifierState())

    /// How many notifications are under way at once.
    static let hands = 16

    init(
        _ twin: Twin, outside: Outside?, publishing: (any Publishing)?,
        now: @escaping @Sendable () -> Instant
    ) {
        (self.twin, self.outside, self.publishing, self.now) = (twin, outside, publishing, now)
    }

    /// Begins to listen. It stands by until it is its turn.
    func begin() { _ = twin.listen { [weak self] changes, _ in self?.hear(changes) } }

    /// From now on this process tells. What was due before is looked up at once, behind the caller.
    func takeOver() {
        state.withLock { state in
            state.isTelling = true
            state.era += 1
        }
        pump()
    }

    /// For the how manieth time this process tells; nil: another does.
    var era: Int? { state.withLock { $0.isTelling ? $0.era : nil } }

    /// Another process tells.
    func standBy() { state.withLock { $0.isTelling = false } }

    /// Takes in what a commit came to. It is looked at behind whoever waits for the commit.
    private func hear(_ changes: [EntityChange]) {
        let (line, documents) = twin.standing { ($0.last?.number ?? 0, $0.documentChanges.count) }
        let isTelling = state.withLock { state in
            guard state.isTelling else { return false }
            state.inbox.append(NotifierState.Event(line: line, documents: documents, changes: changes))
            return true
        }
        if isTelling { pump() }
    }

    /// Looks at what has come, one after another.
    func pump() {
        let mustBegin = state.withLock { state in
            guard state.isTelling, !state.isPumping else { return false }
            state.isPumping = true
            return true
        }
        if mustBegin { Task { self.run() } }
    }

    private func run() {
        do {
            repeat {
                if !state.withLock({ $0.isReplayed }) { try replay() }
                while let event = state.withLock({ $0.nextEvent() }) { take(event) }
                try refill()
            } while !state.withLock({ $0.isDone() })
        } catch {
            // The store could not be read; the next look tries again.
            state.withLock { $0.isPumping = false }
        }
        goOn()
    }

    private func take(_ event: NotifierState.Event) {
        guard event.line > state.withLock({ $0.seen }) else { return }
        var places = SourcePlaces(line: event.line)
        for (index, change) in event.changes.enumerated() {
            takeDocuments(event.documents, until: change.at, &places)
            match(change, at: DueNotification.Place(line: event.line, index: index))
        }
        takeDocuments(event.documents, until: nil, &places)
        state.withLock { $0.seen = event.line }
    }

    /// Takes in what became of subscriptions and sources before a moment.
    private func takeDocuments(_ end: Int, until moment: Stamp?, _ places: inout SourcePlaces) {
        let begin = state.withLock { $0.documents }
        guard begin < end else { return }
        let changes = twin.standing {
            Array($0.documentChanges[begin..<min(end, $0.documentChanges.count)])
        }
        for change in changes {
            if let moment, change.at > moment { return }
            take(change, &places)
            state.withLock { $0.documents += 1 }
        }
    }

    private func take(_ change: Contents.DocumentChange, _ places: inout SourcePlaces) {
        if let kind = SubscriptionDocument.Kind(rawValue: change.sort) {
            state.withLock { $0.put(kind.key(change.id), change.json) }
            if kind == .sources { tellAll(kind.key(change.id), at: change.at, places.next()) }
        } else if change.sort == Registration.sort {
            tell(change.id, change.json, at: change.at, places.next())
        }
    }

    /// Promises a change to all who wait for it.
    func match(_ change: EntityChange, at place: DueNotification.Place) {
        let candidates = state.withLock { state in
            state.index.candidates(for: change).compactMap { state.posts[$0]?.subscription }
        }
        let linked = finder(at: change.at)
        for subscription in candidates where subscription.waits(for: change, linked: linked) {
            state.withLock { $0.promise(subscription.key, change, at: place) }
        }
    }

    /// Finds the entities others point at.
    func finder(at moment: Stamp) -> @Sendable (String) -> Entity? {
        { [weak twin] id in
            guard let twin, let entity = try? twin.entity(id, at: moment) else { return nil }
            return entity
        }
    }

    // MARK: Looking

    /// How it went with a subscription's notifications.
    func told(of id: String) -> SubscriptionState {
        let known = state.withLock { $0.isTelling ? $0.posts[id]?.state : nil }
        return known ?? (try? kept(id)) ?? SubscriptionState()
    }

    /// How many notifications are due for a subscription and held in memory.
    func waiting(for id: String) -> Int { state.withLock { $0.posts[id]?.queue.count ?? 0 } }
}
