// SPDX-License-Identifier: EUPL-1.2

/// What is kept for a while only (GS CIM 009, 4.22): an entity, an attribute, an attribute of an attribute.
extension Entity {
    /// When it, or the first of what it says, goes by itself; nil: never.
    var nextExpiry: Stamp? { Self.earlier(expiresAt, Self.nextExpiry(attributes)) }

    /// Whether its own time has passed.
    func isOver(at now: Stamp) -> Bool { expiresAt.map { $0 <= now } ?? false }

    /// As it is at a moment, without what has expired; nil: it is not there any more.
    func living(at now: Stamp) -> Entity? {
        guard let expiry = nextExpiry, expiry <= now else { return self }
        if isOver(at: now) { return nil }
        var entity = self
        entity.attributes = Self.living(attributes, at: now)
        return entity
    }

    /// What becomes of it as time passes; nil: nothing of it has expired.
    func aged(at now: Stamp) -> Outcome? {
        guard let expiry = nextExpiry, expiry <= now, !isOver(at: now) else { return nil }
        var entity = self
        (entity.attributes, entity.modifiedAt) = (Self.living(attributes, at: now), now)
        var outcome = Outcome(entity: entity)
        for attribute in attributes {
            for instance in attribute.instances {
                let left = entity[attribute.name]?.instances.first { $0.datasetId == instance.datasetId }
                if left == instance { continue }
                outcome.changes.append(
                    Change(
                        name: attribute.name, datasetId: instance.datasetId,
                        kind: left == nil ? .deleted : .updated, previous: instance))
            }
        }
        outcome.updated = outcome.changes.map(\.name)
        return outcome
    }

    private static func living(_ attributes: [Attribute], at now: Stamp) -> [Attribute] {
        attributes.compactMap { attribute in
            guard let expiry = nextExpiry([attribute]), expiry <= now else { return attribute }
            let instances = attribute.instances.compactMap { instance -> Instance? in
                if let expires = instance.expiresAt, expires <= now { return nil }
                var instance = instance
                instance.attributes = living(instance.attributes, at: now)
                return instance
            }
            return instances.isEmpty ? nil : Attribute(attribute.name, instances)
        }
    }

    private static func nextExpiry(_ attributes: [Attribute]) -> Stamp? {
        var next: Stamp?
        for place in attributes.indices {
            for index in attributes[place].instances.indices {
                next = earlier(next, attributes[place].instances[index].expiresAt)
                guard !attributes[place].instances[index].attributes.isEmpty else { continue }
                next = earlier(next, nextExpiry(attributes[place].instances[index].attributes))
            }
        }
        return next
    }

    private static func earlier(_ one: Stamp?, _ other: Stamp?) -> Stamp? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
