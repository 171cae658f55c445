// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What happened to an entity, as the log keeps it. Applied one after another to nothing, the changes of
/// an entity give it as it stands.
enum LoggedChange: Sendable, Equatable {
    /// It is new, or was replaced in whole.
    case whole(Entity)
    /// Some of it changed.
    case parts(id: String, Parts)
    /// It went.
    case deletion(id: String, at: Stamp)

    struct Parts: Sendable, Equatable {
        var modifiedAt: Stamp
        /// Nil: as they were.
        var types: [String]?
        var scope: [String]?
        var expiresAt: Said<Stamp> = .nothing
        /// Instances that are new or changed, by the names of their attributes.
        var attributes: [Attribute] = []
        var deleted: [Deleted] = []
    }

    /// An instance that went.
    struct Deleted: Sendable, Equatable {
        let name: String
        let datasetId: String?
    }

    var id: String {
        switch self {
        case .whole(let entity): entity.id
        case .parts(let id, _), .deletion(let id, _): id
        }
    }

    /// What led from an entity to what came of a request.
    init(_ old: Entity, _ outcome: Outcome) {
        let new = outcome.entity
        var parts = Parts(modifiedAt: new.modifiedAt)
        if old.types != new.types { parts.types = new.types }
        if old.scope != new.scope { parts.scope = new.scope }
        if old.expiresAt != new.expiresAt { parts.expiresAt = new.expiresAt.map { .value($0) } ?? .removed }
        let names = Self.distinct(outcome.changes)
        for name in names {
            let before = old[name]
            guard let attribute = new[name] else {
                for instance in before?.instances ?? [] {
                    parts.deleted.append(Deleted(name: name, datasetId: instance.datasetId))
                }
                continue
            }
            parts.add(attribute, before)
        }
        self = .parts(id: new.id, parts)
    }

    private static func distinct(_ changes: [Change]) -> [String] {
        var seen: Set<String> = []
        return changes.compactMap { seen.insert($0.name).inserted ? $0.name : nil }
    }

    /// The entity after this change; nil where it is not there.
    func applied(to entity: Entity?) -> Entity? {
        switch self {
        case .whole(let entity): return entity
        case .deletion: return nil
        case .parts(_, let parts):
            guard var entity else { return nil }
            parts.apply(to: &entity)
            return entity
        }
    }
}

extension LoggedChange.Parts {
    fileprivate mutating func add(_ new: Attribute, _ old: Attribute?) {
        let before = Dictionary(old?.instances.map { ($0.datasetId, $0) } ?? []) { first, _ in first }
        let changed = new.instances.filter { before[$0.datasetId] != $0 }
        if !changed.isEmpty { attributes.append(Attribute(new.name, changed)) }
        let kept = Set(new.instances.map(\.datasetId))
        for instance in old?.instances ?? [] where !kept.contains(instance.datasetId) {
            deleted.append(LoggedChange.Deleted(name: new.name, datasetId: instance.datasetId))
        }
    }

    fileprivate func apply(to entity: inout Entity) {
        entity.modifiedAt = modifiedAt
        if let types { entity.types = types }
        if let scope { entity.scope = scope }
        entity.expiresAt = expiresAt.applied(to: entity.expiresAt)
        for gone in deleted {
            guard let place = entity.attributes.firstIndex(where: { $0.name == gone.name }) else { continue }
            entity.attributes[place].instances.removeAll { $0.datasetId == gone.datasetId }
        }
        for attribute in attributes {
            guard let place = entity.attributes.firstIndex(where: { $0.name == attribute.name }) else {
                entity.attributes.append(attribute)
                continue
            }
            for instance in attribute.instances {
                let same = entity.attributes[place].instances.firstIndex {
                    $0.datasetId == instance.datasetId
                }
                if let same {
                    entity.attributes[place].instances[same] = instance
                } else {
                    entity.attributes[place].instances.append(instance)
                }
            }
        }
        if !deleted.isEmpty { entity.attributes.removeAll { $0.instances.isEmpty } }
    }
}
