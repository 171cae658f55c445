// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Entities in a checkpoint. Times are told by how far they lie from those of what they are in, since
/// most are the same.
extension PackWriter {
    private typealias Times = EntityCode.Times

    /// All but the id.
    mutating func entity(_ entity: Entity) {
        names(entity.types)
        names(entity.scope)
        stamp(entity.createdAt)
        stamp(entity.modifiedAt, after: entity.createdAt)
        optional(entity.deletedAt, after: entity.createdAt)
        optional(entity.expiresAt, after: entity.createdAt)
        attributes(entity.attributes, Times(entity.createdAt, entity.modifiedAt))
    }

    mutating func optional(_ stamp: Stamp?, after base: Stamp) {
        count(stamp == nil ? 0 : 1)
        if let stamp { self.stamp(stamp, after: base) }
    }

    private mutating func attributes(_ attributes: [Attribute], _ times: Times) {
        list(attributes) { writer, attribute in
            writer.name(attribute.name)
            writer.list(attribute.instances) { $0.instance($1, times) }
        }
    }

    mutating func instance(_ instance: Instance, _ times: EntityCode.Times) {
        let parts = InstanceParts(instance, times)
        number(UInt64(parts.rawValue))
        value(instance.value)
        if parts.contains(.created) { stamp(instance.createdAt, after: times.created) }
        if parts.contains(.modified) { stamp(instance.modifiedAt, after: times.modified) }
        if let observedAt = instance.observedAt { stamp(observedAt, after: instance.modifiedAt) }
        if parts.contains(.observedDigits) { count(Int(instance.observedDigits)) }
        if let expiresAt = instance.expiresAt { stamp(expiresAt, after: instance.modifiedAt) }
        if let deletedAt = instance.deletedAt { stamp(deletedAt, after: instance.modifiedAt) }
        for name in [instance.datasetId, instance.unitCode, instance.valueType].compactMap(\.self) {
            self.name(name)
        }
        if let instanceId = instance.instanceId { text(instanceId) }
        if parts.contains(.objectType) { names(instance.objectType) }
        if parts.contains(.attributes) {
            attributes(instance.attributes, Times(instance.createdAt, instance.modifiedAt))
        }
    }

    private mutating func value(_ value: AttributeValue) {
        func texts(_ kind: Int, _ texts: [String]) {
            count(kind)
            list(texts) { $0.text($1) }
        }
        switch value {
        case .property(let json): kind(0, json)
        case .geo(let json): kind(1, json)
        case .json(let json): kind(2, json)
        case .language(let map): kind(3, .object(map))
        case .list(let items): kind(4, .array(items))
        case .relationship(let list, isArray: false): texts(5, list)
        case .relationship(let list, isArray: true): texts(6, list)
        case .vocab(let list, isArray: false): texts(7, list)
        case .vocab(let list, isArray: true): texts(8, list)
        case .listRelationship(let list): texts(9, list)
        }
    }

    private mutating func kind(_ kind: Int, _ json: JSON) {
        count(kind)
        self.json(json)
    }
}

/// Which parts of an instance there are.
private struct InstanceParts: OptionSet {
    let rawValue: Int

    static let created = InstanceParts(rawValue: 1), modified = InstanceParts(rawValue: 2)
    static let observedAt = InstanceParts(rawValue: 4), expiresAt = InstanceParts(rawValue: 8)
    static let deletedAt = InstanceParts(rawValue: 16), datasetId = InstanceParts(rawValue: 32)
    static let unitCode = InstanceParts(rawValue: 64), valueType = InstanceParts(rawValue: 128)
    static let instanceId = InstanceParts(rawValue: 256), objectType = InstanceParts(rawValue: 512)
    static let attributes = InstanceParts(rawValue: 1_024), observedDigits = InstanceParts(rawValue: 2_048)
}

extension InstanceParts {
    init(_ instance: Instance, _ times: EntityCode.Times) {
        self = []
        if instance.createdAt != times.created { insert(.created) }
        if instance.modifiedAt != times.modified { insert(.modified) }
        if instance.observedAt != nil { insert(.observedAt) }
        if instance.observedDigits > 0 { insert(.observedDigits) }
        if instance.expiresAt != nil { insert(.expiresAt) }
        if instance.deletedAt != nil { insert(.deletedAt) }
        if instance.datasetId != nil { insert(.datasetId) }
        if instance.unitCode != nil { insert(.unitCode) }
        if instance.valueType != nil { insert(.valueType) }
        if instance.instanceId != nil { insert(.instanceId) }
        if !instance.objectType.isEmpty { insert(.objectType) }
        if !instance.attributes.isEmpty { insert(.attributes) }
    }
}

extension PackReader {
    private typealias Times = EntityCode.Times

    mutating func entity(_ id: String) throws(Damaged) -> Entity {
        let (types, scope) = (try names(), try names())
        let created = try stamp()
        var entity = Entity(
            id: id, types: types, scope: scope, createdAt: created, modifiedAt: try stamp(after: created))
        entity.deletedAt = try optional(after: created)
        entity.expiresAt = try optional(after: created)
        entity.attributes = try attributes(Times(created, entity.modifiedAt))
        return entity
    }

    mutating func optional(after base: Stamp) throws(Damaged) -> Stamp? {
        try index() == 0 ? nil : try stamp(after: base)
    }

    private mutating func attributes(_ times: Times) throws(Damaged) -> [Attribute] {
        try list { reader throws(Damaged) in
            let name = try reader.name()
            let instances = try reader.list { reader throws(Damaged) in try reader.instance(times) }
            return Attribute(name, instances)
        }
    }

    mutating func instance(_ times: EntityCode.Times) throws(Damaged) -> Instance {
        let parts = InstanceParts(rawValue: try index())
        var instance = Instance(try value(), at: times.created)
        if parts.contains(.created) { instance.createdAt = try stamp(after: times.created) }
        instance.modifiedAt = parts.contains(.modified) ? try stamp(after: times.modified) : times.modified
        if parts.contains(.observedAt) { instance.observedAt = try stamp(after: instance.modifiedAt) }
        if parts.contains(.observedDigits) { instance.observedDigits = UInt8(clamping: try index()) }
        if parts.contains(.expiresAt) { instance.expiresAt = try stamp(after: instance.modifiedAt) }
        if parts.contains(.deletedAt) { instance.deletedAt = try stamp(after: instance.modifiedAt) }
        if parts.contains(.datasetId) { instance.datasetId = try name() }
        if parts.contains(.unitCode) { instance.unitCode = try name() }
        if parts.contains(.valueType) { instance.valueType = try name() }
        if parts.contains(.instanceId) { instance.instanceId = try text() }
        if parts.contains(.objectType) { instance.objectType = try names() }
        if parts.contains(.attributes) {
            instance.attributes = try attributes(Times(instance.createdAt, instance.modifiedAt))
        }
        return instance
    }

    private mutating func value() throws(Damaged) -> AttributeValue {
        switch try number() {
        case 0: return .property(try json())
        case 1: return .geo(try json())
        case 2: return .json(try json())
        case 3:
            guard case .object(let map) = try json() else { throw Damaged() }
            return .language(map)
        case 4:
            guard case .array(let items) = try json() else { throw Damaged() }
            return .list(items)
        case 5: return .relationship(try texts(), isArray: false)
        case 6: return .relationship(try texts(), isArray: true)
        case 7: return .vocab(try texts(), isArray: false)
        case 8: return .vocab(try texts(), isArray: true)
        case 9: return .listRelationship(try texts())
        default: throw Damaged()
        }
    }

    private mutating func texts() throws(Damaged) -> [String] {
        try list { reader throws(Damaged) in try reader.text() }
    }
}
