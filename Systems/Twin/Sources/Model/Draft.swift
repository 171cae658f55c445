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
        undone.append((id, nil, .entity(entities[id])))
        entities.updateValue(entity, forKey: id)
    }

    /// The entity of an id that is there now.
    func entity(_ id: String) -> Entity? {
        let entity = entities[id] ?? twin.standing { $0.entity(id) }
        if let expires = entity?.expiresAt, expires <= now { return nil }
        return entity
    }

    /// The entity of an id whose time has passed but that nobody took away yet.
    func expired(_ id: String) -> Entity? {
        let entity = entities[id] ?? twin.standing { $0.entity(id) }
        guard let entity, let expires = entity.expiresAt, expires <= now else { return nil }
        return entity
    }

    func history(of id: String) -> History? { twin.standing { $0.history(of: id) } }
    func past(_ id: String) -> EntityHistory? { twin.standing { $0.past(id) } }

    func document(_ sort: String, _ id: String) -> JSON? {
        documents["\(sort)\n\(id)"] ?? twin.standing { $0.documents[sort]?[id] }
    }

    /// Creates an entity.
    mutating func create(_ entity: Entity) {
        log(.entity(.whole(entity)))
        changes.append(EntityChange(old: nil, new: entity, changes: EntityChange.all(of: entity), at: now))
        put(entity, entity.id)
    }

    /// Puts what came of a request in the place of an entity.
    mutating func change(_ old: Entity, _ outcome: Outcome, isWhole: Bool = false) {
        guard outcome.isChanged else { return }
        log(.entity(isWhole ? .whole(outcome.entity) : LoggedChange(old, outcome)))
        changes.append(EntityChange(old: old, new: outcome.entity, changes: outcome.changes, at: now))
        put(outcome.entity, old.id)
    }

    /// Deletes an entity.
    mutating func delete(_ old: Entity) {
        log(.entity(.deletion(id: old.id, at: now)))
        changes.append(EntityChange(old: old, new: nil, changes: [], at: now))
        put(nil, old.id)
    }

    mutating func change(_ past: PastChange) { log(.past(past)) }

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
