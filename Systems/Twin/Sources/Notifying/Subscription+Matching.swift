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
        case (.some, .some):
            // Its types or its scope alone.
            if change.changes.isEmpty { return triggers.contains(.entityUpdated) && watched == nil }
        case (nil, nil): return false
        }
        return change.changes.contains { change in
            triggers.contains(change.kind.trigger) && watched?.contains(change.name) ?? true
        }
    }

    /// Whether an entity that comes or goes has one of the attributes that are watched.
    private func concerns(_ entity: Entity) -> Bool {
        guard let watched else { return true }
        return entity.attributes.contains { watched.contains($0.name) }
    }
}
