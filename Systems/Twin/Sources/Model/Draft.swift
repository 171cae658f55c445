// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What one commit is about to do, on top of what stands: each act of the commit sees those before it.
struct Draft {
    private let twin: Twin
    private var entities: [String: Entity?] = [:]
    private var documents: [String: JSON?] = [:]
    /// What stood before each thing that was put, to undo it.
    private var undone: [(entity: String?, document: String?, was: Was)] = []
    private(set) var entries: [LogEntry] = []
    /// What became of entities, for those who are told.
    private(set) var changes: [EntityChange] = []
    /// What the register has put here in this commit.
    private(set) var published: Set<String> = []
    /// When the act is done, and by whom.
    var now: Stamp
    var by: String

    init(_ twin: Twin, at now: Stamp, by actor: String) {
        self.twin = twin
        self.now = now
        by = actor
    }

    private enum Was {
        case entity(Entity??)
        case document(JSON??)
    }

    /// How far it has come. What is done after a mark can be undone: an act of the commit that failed.
    struct Mark {
        fileprivate let undone, entries, changes: Int
    }

    var mark: Mark { Mark(undone: undone.count, entries: entries.count, changes: changes.count) }

    mutating func undo(to mark: Mark) {
        for (entity, document, was) in undone[mark.undone...].reversed() {
            switch was {
            case .entity(let was): entities[entity ?? ""] = was
            case .document(let was): documents[document ?? ""] = was
            }
        }
        undone.removeSubrange(mark.undone...)
        entries.removeSubrange(mark.entries...)
        changes.removeSubrange(mark.changes...)
    }

    private mutating func put(_ entity: Entity?, _ id: String) {
        if PublishedMark(rawValue: by) != nil { published.insert(id) }
        undone.append((id, nil, .entity(entities[id])))
        entities.updateValue(entity, forKey: id)
    }

    /// The entity of an id that is there now, without what has expired.
    func entity(_ id: String) -> Entity? {
        if let entity = entities[id] { return entity?.living(at: now) }
        return twin.standing { $0.held(id) }?.living(at: now)
    }

    /// The entity of an id with what has expired but nobody took away yet.
    private func whole(_ id: String) -> Entity? { entities[id] ?? twin.standing { $0.entity(id) } }

    /// The same, if something of it has expired, and what becomes of it by that.
    private func expired(_ id: String) -> (whole: Entity, aged: Outcome)? {
        if entities[id] == nil {
            guard let expiry = twin.standing({ $0.held(id)?.expiry }), expiry <= now else { return nil }
        }
        guard let whole = whole(id), let aged = whole.aged(at: now) else { return nil }
        return (whole, aged)
    }

    /// Lets go what has expired of an entity, or all of it.
    mutating func age(_ id: String) throws(TwinProblem) {
        guard let entity = whole(id) else { return }
        if entity.isOver(at: now) { return try delete(entity) }
        if let outcome = entity.aged(at: now) { try change(entity, outcome) }
    }

    /// Whether anything is known of an entity, now or in the past.
    func knows(_ id: String) -> Bool { twin.standing { $0.knows(id) } }
    func history(of id: String) -> History? { twin.standing { $0.history(of: id) } }
    func remembered(_ id: String) -> EntityHistory? { twin.standing { $0.remembered(id) } }
    /// Whether the register had put an entity here before this commit.
    func standingMark(of id: String) -> PublishedMark? { twin.standing { $0.mark(of: id) } }

    func document(_ sort: String, _ id: String) -> JSON? {
        documents["\(sort)\n\(id)"] ?? twin.standing { $0.documents[sort]?[id] }
    }

    /// Creates an entity.
    /// - Throws: what is the register's alone, as all of these do.
    mutating func create(_ entity: Entity) throws(TwinProblem) {
        try requireOwn(entity.id)
        try entity.requireBounded()
        log(.entity(.whole(entity)))
        changes.append(EntityChange(old: nil, new: entity, changes: EntityChange.all(of: entity), at: now))
        put(entity, entity.id)
    }

    /// Puts what came of a request in the place of an entity.
    mutating func change(_ old: Entity, _ outcome: Outcome, isWhole: Bool = false) throws(TwinProblem) {
        try requireOwn(old.id)
        guard outcome.isChanged else { return }
        try outcome.entity.requireBounded()
        var (old, outcome, isWhole) = (old, outcome, isWhole)
        if let (whole, aged) = expired(old.id) {
            // What has expired meanwhile goes with it. It is logged in whole, since what comes anew in the
            // place of what went stands elsewhere then.
            (old, isWhole) = (whole, true)
            outcome.changes += aged.changes.filter { gone in
                !outcome.changes.contains { $0.name == gone.name && $0.datasetId == gone.datasetId }
            }
        }
        log(.entity(isWhole ? .whole(outcome.entity) : LoggedChange(old, outcome)))
        changes.append(EntityChange(old: old, new: outcome.entity, changes: outcome.changes, at: now))
        put(outcome.entity, old.id)
    }

    /// Deletes an entity.
    mutating func delete(_ old: Entity) throws(TwinProblem) {
        try requireOwn(old.id)
        log(.entity(.deletion(id: old.id, at: now)))
        changes.append(EntityChange(old: old, new: nil, changes: [], at: now))
        put(nil, old.id)
    }

    mutating func change(_ past: PastChange) throws(TwinProblem) {
        try requireOwn(past.id)
        log(.past(past))
    }

    /// Forgets what was before some moments, if there is anything.
    mutating func forget(_ forgetting: Forgetting) {
        if twin.standing({ $0.reaches(before: forgetting) }) { log(.forgetting(forgetting)) }
    }

    /// Keeps a document, or lets it go.
    mutating func keep(_ json: JSON?, as sort: String, _ id: String) {
        // Null is no document, however it came to be said.
        let json = json.flatMap { $0.isNull ? Optional.none : $0 }
        log(.document(sort: sort, id: id, json))
        let key = "\(sort)\n\(id)"
        undone.append((nil, key, .document(documents[key])))
        documents.updateValue(json, forKey: key)
    }

    private mutating func log(_ content: LogEntry.Content) {
        entries.append(LogEntry(at: now, by: by, content))
    }
}

/// What became of an entity in one act, for those who are told.
struct EntityChange: Sendable {
    let old: Entity?
    let new: Entity?
    let changes: [Change]
    var at = Stamp(microseconds: 0)

    var id: String { new?.id ?? old?.id ?? "" }

    /// All attributes of an entity that is new.
    static func all(of entity: Entity) -> [Change] {
        entity.attributes.flatMap { attribute in
            attribute.instances.map {
                Change(name: attribute.name, datasetId: $0.datasetId, kind: .created)
            }
        }
    }
}
