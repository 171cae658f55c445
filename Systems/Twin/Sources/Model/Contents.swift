// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// All a twin holds, in memory: entities by number, which types they are of, what they have been, and the
/// documents beside them. Follows from the ledger's lines alone: applied in order they give the same again.
struct Contents: Sendable {
    /// An entity on the shelf. A class, so that handing one on copies nothing.
    final class Held: Sendable {
        let entity: Entity
        /// When it, or the first of what it says, goes by itself; nil: never.
        let expiry: Stamp?
        /// As most readers ask for it, written once it was asked for.
        private let written = Mutex<WrittenEntity?>(nil)

        init(_ entity: Entity) {
            self.entity = entity
            expiry = entity.nextExpiry
        }

        /// The entity as it is at a moment, without what has expired; nil: it is not there any more.
        func living(at now: Stamp) -> Entity? {
            guard let expiry, expiry <= now else { return entity }
            return entity.living(at: now)
        }

        /// The entity as it is written in the usual way, by whoever is first to ask.
        /// - Parameter shelf: says how much may be kept written.
        func bytes(on shelf: WrittenEntity.Shelf, _ write: (Entity) -> [UInt8]) -> [UInt8] {
            written.withLock { written in
                if let written { return written.bytes }
                let bytes = write(entity)
                written = WrittenEntity(bytes, on: shelf)
                return bytes
            }
        }
    }

    /// Every entity there ever was has a number, in the order they were first told of.
    private(set) var numbers: [String: Int] = [:]
    private(set) var shelf = Shelf<Held>()
    private(set) var ids = Shelf<String>()
    private(set) var pasts = Shelf<EntityHistory>()
    /// Which of them are what the register shows, also of those that it does not any more.
    private(set) var published = Shelf<PublishedMark>()
    /// The numbers of the entities of each type that are there now, ascending.
    private(set) var types: [String: [Int]] = [:]
    private(set) var count = 0
    /// The names entities have in common.
    private var names = CommonNames()
    /// What is found at once: what was asked for often enough.
    private(set) var indexes = Indexes()
    /// What changed while indexes are made.
    private var unfinished: [Unfinished] = []

    private struct Unfinished: Sendable {
        let wanted: Indexes.Wanted
        var changes: [(number: Int, old: Entity?, new: Entity?)] = []
    }
    /// Documents by sort, then id.
    private(set) var documents: [String: [String: JSON]] = [:]
    private(set) var documentChanges: [DocumentChange] = []
    /// Before which moments nothing is known any more, by the types of what was forgotten.
    private(set) var horizons: [String: Stamp] = [:]
    /// The latest moment anything in it was done at.
    private(set) var latest = Stamp(microseconds: 0)
    /// The last line that is in it.
    var last: LedgerLine?

    /// What a document was from a moment on; nil: it was not there any more.
    struct DocumentChange: Sendable {
        let at: Stamp
        let sort: String
        let id: String
        let json: JSON?
    }

    func entity(_ id: String) -> Entity? { numbers[id].flatMap { shelf[$0]?.entity } }

    /// Begins to make an index, which is done while others write.
    /// - Returns: what it is made of; nil: it is there, or being made.
    mutating func beginIndex(_ wanted: Indexes.Wanted) -> Shelf<Held>? {
        if indexes.has(wanted) || unfinished.contains(where: { $0.wanted == wanted }) { return nil }
        unfinished.append(Unfinished(wanted: wanted))
        return shelf
    }

    /// Takes an index in, with what has changed since it was begun.
    mutating func finishIndex(_ wanted: Indexes.Wanted, _ made: Indexes) {
        var made = made
        guard let place = unfinished.firstIndex(where: { $0.wanted == wanted }) else { return }
        for change in unfinished.remove(at: place).changes {
            made.change(change.number, from: change.old, to: change.new)
        }
        indexes.add(made)
    }

    func held(_ id: String) -> Held? { numbers[id].flatMap { shelf[$0] } }

    /// What an entity has been, if it ever was another than it is, whoever may be shown it.
    func remembered(_ id: String) -> EntityHistory? { numbers[id].flatMap { pasts[$0] } }

    mutating func apply(_ entry: LogEntry) {
        latest = max(latest, entry.at)
        switch entry.content {
        case .entity(let change):
            apply(change, at: entry.at)
            mark(change.id, by: entry.by)
        case .past(let change): tell(change, at: entry.at)
        case .document(let sort, let id, let json):
            note(DocumentChange(at: entry.at, sort: sort, id: id, json: json))
        case .forgetting(let forgetting): forget(forgetting)
        }
    }

    mutating func note(_ change: DocumentChange) {
        documents[change.sort, default: [:]][change.id] = change.json
        documentChanges.append(change)
    }

    /// Takes in what a draft came to, as it was worked out there.
    mutating func take(_ draft: borrowing Draft) {
        var changes = draft.changes.makeIterator()
        for entry in draft.entries {
            guard case .entity(let change) = entry.content else {
                apply(entry)
                continue
            }
            // Each of these has its change beside it.
            latest = max(latest, entry.at)
            put(changes.next()?.new, id: change.id, at: entry.at)
            mark(change.id, by: entry.by)
        }
    }

    /// Notes whose an entity is, if who wrote it says so.
    private mutating func mark(_ id: String, by author: String) {
        if let mark = PublishedMark(rawValue: author) { published[number(of: id)] = mark }
    }

    private mutating func apply(_ change: LoggedChange, at now: Stamp) {
        let number = number(of: change.id)
        let old = shelf[number]?.entity
        put(change.applied(to: old), at: number, was: old, at: now)
    }

    /// Puts an entity in its place, as it was worked out already.
    mutating func put(_ new: Entity?, id: String, at now: Stamp) {
        let number = number(of: id)
        put(new, at: number, was: shelf[number]?.entity, at: now)
    }

    private mutating func put(_ new: Entity?, at number: Int, was old: Entity?, at now: Stamp) {
        // What had been elsewhere before it came here is remembered from then on.
        if old != nil || pasts[number] != nil || new.map({ $0.createdAt < now }) ?? false {
            var past = pasts.take(number) ?? EntityHistory()
            past.note(from: old, to: new, at: now)
            if !past.isEmpty { pasts[number] = past }
        }
        shelf[number] = new.map { Held(old == nil ? names.shared($0) : $0) }
        indexes.change(number, from: old, to: new)
        for place in unfinished.indices { unfinished[place].changes.append((number, old, new)) }
        count += (new == nil ? 0 : 1) - (old == nil ? 0 : 1)
        guard old?.types != new?.types else { return }
        for type in old?.types ?? [] where new?.types.contains(type) != true { remove(number, from: type) }
        for type in new?.types ?? [] where old?.types.contains(type) != true { add(number, to: type) }
    }

    /// Changes what an entity has been.
    mutating func change(_ id: String, _ body: (inout EntityHistory) -> Void) {
        let number = number(of: id)
        var past = pasts.take(number) ?? EntityHistory()
        body(&past)
        pasts[number] = past
    }

    /// Notes what an entity was of which only the past is told.
    mutating func noteTold(_ id: String, _ types: [String], _ scope: [String], _ attributes: [Attribute]) {
        let number = number(of: id)
        guard shelf[number] == nil else { return }
        let now = attributes.flatMap(\.instances).map(\.modifiedAt).max() ?? Stamp(microseconds: 0)
        change(id) { $0.tellHead(types, scope, at: now) }
    }

    /// Forgets all an entity has been; as it is now, it stays.
    mutating func forgetPast(of id: String, at now: Stamp) {
        guard let number = numbers[id] else { return }
        pasts[number] = shelf[number] == nil ? nil : EntityHistory(forgottenAt: now)
    }

    /// Forgets what was before some moments; entities that are gone by then, wholly.
    private mutating func forget(_ forgetting: Forgetting) {
        for (number, horizon) in forgettable(forgetting) {
            let entity = shelf[number]?.entity
            var past = pasts.take(number) ?? EntityHistory()
            for type in types(of: entity, past) { horizons[type] = max(horizons[type] ?? horizon, horizon) }
            past.forget(before: horizon, isThere: entity != nil)
            if !past.isEmpty {
                pasts[number] = past
            } else if entity == nil, let id = ids.take(number) {
                numbers[id] = nil
                published[number] = nil
            }
        }
    }

    /// Puts what was kept back in its place.
    mutating func restore(_ kept: KeptEntity, at number: Int) {
        numbers[kept.id] = number
        ids[number] = kept.id
        pasts[number] = kept.past
        if let mark = kept.mark { published[number] = mark }
        shelf[number] = kept.entity.map { Held(names.shared($0)) }
        count += kept.entity == nil ? 0 : 1
        for type in kept.entity?.types ?? [] { add(number, to: type) }
    }

    /// As it was kept, but for its entities.
    init(end: Int, horizons: [String: Stamp], latest: Stamp, last: LedgerLine?) {
        // The number of the last entity is not given again, though it may be forgotten.
        if end > 0 { ids[end - 1] = nil }
        (self.horizons, self.latest, self.last) = (horizons, latest, last)
    }

    init() {}

    /// As a branch begins: with some of the entities or all, and with none of what is done for the base, such
    /// as telling those who subscribed there.
    mutating func branch(keeping known: Set<String>?) {
        documents = documents.filter { Self.branched.contains($0.key) }
        documentChanges = []
        published = Shelf()
        last = nil
        guard let known else { return }
        for number in 0..<ids.end where ids[number].map(known.contains) != true {
            lay(nil, at: number)
            pasts[number] = nil
        }
    }

    /// Lets go of what, of things that are published, may not be shown any more.
    /// - Parameter now: what the register shows.
    mutating func hide(whatIsHiddenIn now: Contents) {
        for number in 0..<now.ids.end {
            guard let mark = now.published[number], mark == .asItIsNow || now.shelf[number] == nil,
                let own = now.ids[number].flatMap({ numbers[$0] })
            else { continue }
            pasts[own] = nil
            if shelf[own] != nil { lay(now.shelf[number], at: own) }
        }
    }

    /// Lays another entity, or none, in a place, as if it had always lain there.
    private mutating func lay(_ held: Held?, at number: Int) {
        for type in shelf[number]?.entity.types ?? [] { remove(number, from: type) }
        for type in held?.entity.types ?? [] { add(number, to: type) }
        count += (held == nil ? 0 : 1) - (shelf[number] == nil ? 0 : 1)
        shelf[number] = held
    }

    /// The sorts of documents a branch shares with its base.
    private static let branched: Set<String> = [TwinContexts.sort, "settings"]

    private mutating func number(of id: String) -> Int {
        if let number = numbers[id] { return number }
        let number = ids.end
        numbers[id] = number
        ids[number] = id
        return number
    }

    private mutating func add(_ number: Int, to type: String) {
        if let last = types[type]?.last, last > number {
            let place = types[type]?.place(of: number) ?? 0
            types[type]?.insert(number, at: place)
        } else {
            types[type, default: []].append(number)
        }
    }

    private mutating func remove(_ number: Int, from type: String) {
        guard let place = types[type]?.place(of: number), types[type]?[place] == number else { return }
        types[type]?.remove(at: place)
        if types[type]?.isEmpty == true { types[type] = nil }
    }
}

extension [Int] {
    /// Where a number stands among ascending ones, or would.
    fileprivate func place(of number: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
