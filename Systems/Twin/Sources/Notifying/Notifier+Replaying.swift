// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What is due, found again in the ledger: when a process begins, and where more was due than is held in
/// memory.
extension Notifier {
    private static let page = 200

    /// Finds what was due when the process before this one ended.
    func replay() throws {
        let era = state.withLock { state in
            state.beginAgain()
            return state.era
        }
        let (last, documents, all) = try twin.read {
            ($0.last?.number ?? 0, $0.documentChanges, $0.documents)
        }
        var standing: [String: JSON] = [:]
        for kind in SubscriptionDocument.Kind.allCases {
            for (id, json) in all[kind.sort] ?? [:] { standing[kind.key(id)] = json }
        }
        let states = try keptStates()
        let seen = try keptSeen() ?? 0
        let behind = states.values.filter(\.isBehind).compactMap(\.place).map { $0.line - 1 }
        let start = max(0, min(seen, behind.min() ?? seen, last))
        var begun = false
        try each(after: start, upTo: last) { entries, line in
            if !begun, let first = entries.first?.at {
                putAll(documents.filter { $0.at < first }, states, seen)
                begun = true
            }
            take(entries, line, states, seen)
        }
        if !begun { putAll(documents, states, seen) }
        // Where the clock was set back, moments do not tell which came first; what stands does.
        for (key, json) in standing where state.withLock({ $0.posts[key] == nil }) {
            put(key, json, states, seen)
        }
        for key in state.withLock({ Array($0.posts.keys) }) where standing[key] == nil {
            put(key, nil, states, seen)
        }
        state.withLock { state in
            state.registrations = (all[Registration.sort] ?? [:]).compactMapValues(Registration.init(kept:))
            (state.seen, state.keptSeen, state.documents) = (last, seen, documents.count)
            for id in state.posts.keys { state.posts[id]?.state.isBehind = false }
            state.replayed = era
        }
    }

    private func putAll(
        _ changes: [Contents.DocumentChange], _ states: [String: SubscriptionState], _ seen: Int
    ) {
        for change in changes {
            if let kind = SubscriptionDocument.Kind(rawValue: change.sort) {
                put(kind.key(change.id), change.json, states, seen)
            } else if change.sort == Registration.sort {
                state.withLock {
                    $0.registrations[change.id] = change.json.flatMap(Registration.init(kept:))
                }
            }
        }
    }

    /// Takes in a subscription, with how far it had come.
    private func put(_ id: String, _ json: JSON?, _ states: [String: SubscriptionState], _ seen: Int) {
        state.withLock { state in
            let isNew = state.posts[id] == nil
            state.put(id, json)
            guard isNew, state.posts[id] != nil else { return }
            var known = states[id] ?? SubscriptionState()
            // Whoever was not behind had all there was up to the line that was seen.
            let end = DueNotification.Place(line: seen, index: .max)
            if !known.isBehind, known.place.map({ $0 < end }) ?? true { known.place = end }
            state.posts[id]?.state = known
            state.posts[id]?.trigger = known.trigger
        }
    }

    private func take(
        _ entries: [LogEntry], _ line: Int, _ states: [String: SubscriptionState], _ seen: Int
    ) {
        var index = 0
        var places = SourcePlaces(line: line)
        for entry in entries {
            switch entry.content {
            case .document(Registration.sort, let id, let json):
                tell(id, json, at: entry.at, places.next())
            case .document(let sort, let id, let json):
                guard let kind = SubscriptionDocument.Kind(rawValue: sort) else { continue }
                put(kind.key(id), json, states, seen)
                if kind == .sources { tellAll(kind.key(id), at: entry.at, places.next()) }
            case .entity(let change):
                let place = DueNotification.Place(line: line, index: index)
                index += 1
                if let change = EntityChange(change, at: entry.at, of: twin) { match(change, at: place) }
            default: continue
            }
        }
    }

    /// Fills up the queues from which things were left out.
    func refill() throws {
        while true {
            let found = state.withLock { state -> (id: String, tail: DueNotification.Place, end: Int)? in
                guard let id = state.nextToRefill, let tail = state.posts[id]?.tail else { return nil }
                state.posts[id]?.tail = nil
                state.cut.remove(id)
                return (id, tail, state.seen)
            }
            guard let found else { return }
            try each(after: found.tail.line - 1, upTo: found.end) { entries, line in
                refill(found.id, entries, line, from: found.tail)
            }
        }
    }

    private func refill(_ id: String, _ entries: [LogEntry], _ line: Int, from tail: DueNotification.Place)
    {
        guard let post = state.withLock({ $0.posts[id] }), post.tail == nil else { return }
        var index = 0
        for case .entity(let logged) in entries.map(\.content) {
            let place = DueNotification.Place(line: line, index: index)
            index += 1
            guard place >= tail, let at = Self.moment(of: logged, in: entries),
                let change = EntityChange(logged, at: at, of: twin),
                post.subscription.waits(for: change, linked: finder(at: at))
            else { continue }
            state.withLock { $0.promise(id, change, at: place) }
        }
    }

    private static func moment(of change: LoggedChange, in entries: [LogEntry]) -> Stamp? {
        entries.first { if case .entity(change) = $0.content { true } else { false } }?.at
    }

    /// Goes through lines of the ledger.
    private func each(after start: Int, upTo end: Int, _ body: ([LogEntry], Int) throws -> Void) throws {
        var last = start
        while last < end {
            let lines = try twin.ledger.lines(after: last, limit: Self.page)
            for line in lines where line.number <= end {
                try body(try LogEntry.entries(of: line), line.number)
            }
            guard let number = lines.last?.number else { return }
            last = number
        }
    }
}

extension EntityChange {
    /// A change as the log holds it, with what was before and after it; nil: that is forgotten.
    init?(_ logged: LoggedChange, at moment: Stamp, of twin: Twin) {
        // Whoever waited for it is told, also of what may not be shown any more; not of what is forgotten.
        if twin.isForgotten(logged.id, at: moment) { return nil }
        func remembered(_ moment: Stamp) -> Entity? {
            try? twin.read { $0.remembered(logged.id, asOf: moment) }
        }
        let before = remembered(moment.adding(microseconds: -1))
        let after: Entity?
        switch logged {
        case .whole(let entity): after = entity
        case .deletion: after = nil
        case .parts: after = remembered(moment) ?? logged.applied(to: before)
        }
        self.init(from: before, to: after, at: moment)
    }

    /// What led from one to the other; nil: there is neither.
    init?(from old: Entity?, to new: Entity?, at moment: Stamp) {
        guard old != nil || new != nil else { return nil }
        self.init(old: old, new: new, changes: Self.changes(from: old, to: new), at: moment)
    }

    /// What became of each instance of the attributes.
    private static func changes(from old: Entity?, to new: Entity?) -> [Change] {
        guard let new else { return [] }
        guard let old else { return all(of: new) }
        var changes: [Change] = []
        for attribute in new.attributes {
            let before = old[attribute.name]?.instances ?? []
            for instance in attribute.instances {
                let was = before.first { $0.datasetId == instance.datasetId }
                if was == instance { continue }
                changes.append(
                    Change(
                        name: attribute.name, datasetId: instance.datasetId,
                        kind: was == nil ? .created : .updated, previous: was))
            }
        }
        for attribute in old.attributes {
            let left = new[attribute.name]?.instances ?? []
            for instance in attribute.instances
            where !left.contains(where: { $0.datasetId == instance.datasetId }) {
                changes.append(
                    Change(
                        name: attribute.name, datasetId: instance.datasetId, kind: .deleted,
                        previous: instance))
            }
        }
        return changes
    }
}
