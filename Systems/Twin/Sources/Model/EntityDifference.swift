// SPDX-License-Identifier: EUPL-1.2

/// How an entity differs between two states of a twin.
struct EntityDifference: Sendable {
    let id: String
    /// Nil: it is not there.
    let before: Entity?
    let after: Entity?

    /// One instance of an attribute that is not the same in both.
    struct Part: Sendable {
        let name: String
        let datasetId: String?
        let before: Instance?
        let after: Instance?
    }

    /// What differs, whenever it was said.
    var parts: [Part] {
        var parts: [Part] = []
        let (old, new) = (Self.instances(before), Self.instances(after))
        for attribute in before?.attributes ?? [] {
            for instance in attribute.instances {
                let other = new[Key(name: attribute.name, datasetId: instance.datasetId)]
                if other?.timeless == instance.timeless { continue }
                parts.append(
                    Part(name: attribute.name, datasetId: instance.datasetId, before: instance, after: other))
            }
        }
        for attribute in after?.attributes ?? [] {
            for instance in attribute.instances
            where old[Key(name: attribute.name, datasetId: instance.datasetId)] == nil {
                parts.append(
                    Part(name: attribute.name, datasetId: instance.datasetId, before: nil, after: instance))
            }
        }
        return parts
    }

    private typealias Key = EntityHistory.Key

    private static func instances(_ entity: Entity?) -> [Key: Instance] {
        var all: [Key: Instance] = [:]
        for attribute in entity?.attributes ?? [] {
            for instance in attribute.instances {
                let key = Key(name: attribute.name, datasetId: instance.datasetId)
                if all[key] == nil { all[key] = instance }
            }
        }
        return all
    }

    /// Whether anything but times differs.
    var isReal: Bool {
        guard let before, let after else { return true }
        return before.types != after.types || before.scope != after.scope
            || before.expiresAt != after.expiresAt
            || !parts.isEmpty
    }
}

extension Entity {
    /// The instance of an attribute that belongs to a data set.
    func instance(_ name: String, _ datasetId: String?) -> Instance? {
        self[name]?.instances.first { $0.datasetId == datasetId }
    }
}

extension Instance {
    private static let origin = Stamp(microseconds: 0)

    /// What it says, without when that was written.
    var timeless: Instance {
        var bare = self
        (bare.createdAt, bare.modifiedAt, bare.instanceId) = (Self.origin, Self.origin, nil)
        bare.attributes = attributes.map { Attribute($0.name, $0.instances.map(\.timeless)) }
        return bare
    }
}

extension Contents {
    /// What is otherwise than in another state, entity by entity, in the order they were first told of.
    func differences(from other: Contents) -> [EntityDifference] {
        var differences: [EntityDifference] = []
        func add(_ id: String, _ before: Held?, _ after: Held?) {
            // What nobody touched is the same thing on both shelves.
            if before === after { return }
            let difference = EntityDifference(id: id, before: before?.entity, after: after?.entity)
            if difference.isReal { differences.append(difference) }
        }
        for number in 0..<ids.end {
            guard let id = ids[number] else { continue }
            add(id, other.numbers[id].flatMap { other.shelf[$0] }, shelf[number])
        }
        for number in 0..<other.ids.end {
            guard let id = other.ids[number], numbers[id] == nil else { continue }
            add(id, other.shelf[number], nil)
        }
        return differences
    }
}
