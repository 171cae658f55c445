// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What was: told of the past by the temporal interface, and read back.
extension Contents {
    mutating func tell(_ change: PastChange) {
        switch change {
        case .tell(let id, let types, let scope, let attributes):
            tell(id, types, scope, attributes)
        case .replace(let id, let name, let datasetId, let place, let instance):
            let key = EntityHistory.Key(name: name, datasetId: datasetId)
            let standing = standing(key, of: id)
            self.change(id) { $0.replace(place, of: key, by: instance, standing: standing) }
        case .forget(let id, let name, let datasetId):
            self.change(id) { $0.forget(EntityHistory.Key(name: name, datasetId: datasetId)) }
        case .forgetAll(let id): forgetPast(of: id)
        }
    }

    private mutating func tell(
        _ id: String, _ types: [String], _ scope: [String], _ attributes: [Attribute]
    ) {
        noteTold(id, types, scope, attributes)
        for attribute in attributes {
            for instance in attribute.instances.reversed() {
                let key = EntityHistory.Key(name: attribute.name, datasetId: instance.datasetId)
                let standing = standing(key, of: id)
                self.change(id) { $0.tell(instance, of: key, standing: standing) }
            }
        }
    }

    private func standing(_ key: EntityHistory.Key, of id: String) -> Instance? {
        entity(id)?[key.name]?.instances.first { $0.datasetId == key.datasetId }
    }

    /// What an entity is known to have been; nil: nothing ever was of that id, or it is forgotten.
    func history(of id: String) -> History? {
        let standing = entity(id)
        let past = past(id)
        guard let head = past?.heads.last ?? standing.map(EntityHistory.head) else { return nil }
        var history = History(
            id: id, types: head.types, createdAt: past?.heads.first?.createdAt ?? head.createdAt,
            modifiedAt: standing?.modifiedAt ?? head.since)
        history.deletedAt = standing == nil ? head.deletedAt : nil
        var names: [String] = []
        var instances: [String: [Instance]] = [:]
        func add(_ key: EntityHistory.Key, _ more: [Instance]) {
            if instances[key.name] == nil { names.append(key.name) }
            instances[key.name, default: []] += more
        }
        for key in past?.order ?? [] {
            guard let series = past?.series[key] else { continue }
            let base = EntityHistory.base(id, key)
            add(
                key,
                series.places.reversed().compactMap { place in
                    if series.removed.contains(place) { return nil }
                    var instance = series[place]
                    instance.instanceId = "\(base)-\(place)"
                    return instance
                })
        }
        for attribute in standing?.attributes ?? [] {
            for instance in attribute.instances {
                let key = EntityHistory.Key(name: attribute.name, datasetId: instance.datasetId)
                guard past?.series[key] == nil else { continue }
                var instance = instance
                instance.instanceId = "\(EntityHistory.base(id, key))-0"
                add(key, [instance])
            }
        }
        history.attributes = names.map { Attribute($0, instances[$0] ?? []) }
        history.scope = Self.scopes(past, head, id)
        return history
    }

    /// The scopes an entity has had, newest first, told as a Property is (4.18).
    private static func scopes(
        _ past: EntityHistory?, _ head: EntityHistory.Head, _ id: String
    ) -> [Instance] {
        var list: [Instance] = []
        for head in past?.heads ?? [head] where !head.scope.isEmpty {
            let value: JSON = head.scope.count == 1
                ? .string(head.scope[0]) : .array(head.scope.map(JSON.string))
            if list.last?.value == .property(value) { continue }
            var instance = Instance(.property(value), at: head.since)
            let base = EntityHistory.base(id, .init(name: "scope", datasetId: nil))
            instance.instanceId = "\(base)-\(list.count)"
            list.append(instance)
        }
        return list.reversed()
    }
}

extension EntityHistory {
    /// What the instances of a series are named by, each with its place behind it.
    static func base(_ id: String, _ key: Key) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(id)\n\(key.name)\n\(key.datasetId ?? "")".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return "urn:ngsi-ld:Instance:\(String(hash, radix: 16))"
    }
}
