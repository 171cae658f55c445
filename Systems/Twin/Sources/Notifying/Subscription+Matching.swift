// SPDX-License-Identifier: EUPL-1.2

/// Which changes a subscription is told of (5.8.6).
extension Subscription {
    /// Whether a change is one it waits for, apart from how often it wants to be told.
    func waits(for change: EntityChange, linked: LinkedEntity) -> Bool {
        guard interval == nil, isOn(at: change.at), isTriggered(by: change) else { return false }
        guard let entity = change.new ?? change.old, document.access.covers(entity) else { return false }
        return filter.matches(entity, linked: linked)
    }

    private func isTriggered(by change: EntityChange) -> Bool {
        switch (change.old, change.new) {
        case (let old?, nil): return triggers.contains(.entityDeleted) && concerns(old)
        case (nil, let new?):
            if triggers.contains(.entityCreated), concerns(new) { return true }
        case (let old?, let new?):
            // Its types or its scope alone.
            if triggers.contains(.entityUpdated), watched == nil, !new.stands(like: old) { return true }
        case (nil, nil): return false
        }
        return change.changes.contains { one in
            triggers.contains(one.kind.trigger) && watched?.contains(one.name) ?? true && change.isReal(one)
        }
    }

    /// Whether an entity that comes or goes has one of the attributes that are watched.
    private func concerns(_ entity: Entity) -> Bool {
        guard let watched else { return true }
        return entity.attributes.contains { watched.contains($0.name) }
    }
}

extension EntityChange {
    /// Whether anything is said now that was not said before (5.8.6): what is written again as it was is no
    /// change.
    fileprivate func isReal(_ change: Change) -> Bool {
        guard change.kind == .updated, let previous = change.previous,
            let now = new?[change.name]?.instances.first(where: { $0.datasetId == change.datasetId })
        else { return true }
        return !now.saysTheSame(as: previous)
    }
}

extension Entity {
    /// Whether it is the same apart from its attributes.
    fileprivate func stands(like other: Entity) -> Bool {
        types == other.types && scope == other.scope && expiresAt == other.expiresAt
    }
}
