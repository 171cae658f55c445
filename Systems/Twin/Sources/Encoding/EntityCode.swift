// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The twin's own form of entities, for its log and its stores: JSON with members of one letter, names
/// whole, moments as microseconds. What is read back equals what was written.
enum EntityCode {
    static func encode(_ entity: Entity) -> [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        write(entity, into: &writer)
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(TwinProblem) -> Entity {
        try entity(try parsed(bytes))
    }

    /// Values may nest as deep as a request's body may, and lie in attributes of attributes.
    static func parsed(_ bytes: [UInt8]) throws(TwinProblem) -> JSON {
        guard let json = try? JSON(parsing: bytes, limits: JSON.Limits(depth: 900)) else { throw damaged }
        return json
    }

    static var damaged: TwinProblem {
        TwinProblem(.internalError, "A kept entity cannot be read.")
    }

    static func write(_ entity: Entity, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("i", entity.id)
            writer.array("t") { for type in entity.types { $0.value(type) } }
            if !entity.scope.isEmpty { writer.array("s") { for scope in entity.scope { $0.value(scope) } } }
            writer.field("c", entity.createdAt.microseconds)
            if entity.modifiedAt != entity.createdAt { writer.field("m", entity.modifiedAt.microseconds) }
            if let deletedAt = entity.deletedAt { writer.field("d", deletedAt.microseconds) }
            if let expiresAt = entity.expiresAt { writer.field("x", expiresAt.microseconds) }
            guard !entity.attributes.isEmpty else { return }
            write(entity.attributes, Times(entity.createdAt, entity.modifiedAt), into: &writer)
        }
    }

    static func entity(_ json: JSON) throws(TwinProblem) -> Entity {
        guard case .object(let members) = json, let id = members["i"]?.asString,
            let types = members["t"]?.texts, let created = members["c"]?.stamp
        else { throw damaged }
        var entity = Entity(
            id: id, types: types, createdAt: created, modifiedAt: members["m"]?.stamp ?? created)
        entity.scope = members["s"]?.texts ?? []
        entity.deletedAt = members["d"]?.stamp
        entity.expiresAt = members["x"]?.stamp
        entity.attributes = try attributes(members["a"], Times(created, entity.modifiedAt))
        return entity
    }

    /// When what an instance lies in was created and modified: most instances share these.
    struct Times {
        let created: Stamp
        let modified: Stamp

        init(_ created: Stamp, _ modified: Stamp) {
            self.created = created
            self.modified = modified
        }
    }

    static func write(_ attributes: [Attribute], _ times: Times, into writer: inout JSONWriter) {
        writer.array("a") { writer in
            for attribute in attributes {
                writer.array { writer in
                    writer.value(attribute.name)
                    for instance in attribute.instances { write(instance, times, into: &writer) }
                }
            }
        }
    }

    static func attributes(_ json: JSON?, _ times: Times) throws(TwinProblem) -> [Attribute] {
        guard let json else { return [] }
        guard case .array(let items) = json else { throw damaged }
        var attributes: [Attribute] = []
        attributes.reserveCapacity(items.count)
        for item in items {
            guard case .array(let parts) = item, case .string(let name)? = parts.first else { throw damaged }
            var instances: [Instance] = []
            for part in parts.dropFirst() { instances.append(try instance(part, times)) }
            attributes.append(Attribute(name, instances))
        }
        return attributes
    }
}

/// Instances. Times are written as how far they lie from those of what the instance lies in.
extension EntityCode {
    static func write(_ instance: Instance, _ times: Times, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key(letter(of: instance.value))
            write(instance.value, into: &writer)
            if let datasetId = instance.datasetId { writer.field("d", datasetId) }
            if let observedAt = instance.observedAt { writer.field("o", observedAt.microseconds) }
            if instance.observedDigits > 0 { writer.field("f", Int64(instance.observedDigits)) }
            if let unitCode = instance.unitCode { writer.field("u", unitCode) }
            if let valueType = instance.valueType { writer.field("y", valueType) }
            if !instance.objectType.isEmpty {
                writer.array("z") { for type in instance.objectType { $0.value(type) } }
            }
            if let expiresAt = instance.expiresAt { writer.field("x", expiresAt.microseconds) }
            let created = instance.createdAt.microseconds &- times.created.microseconds
            if created != 0 { writer.field("c", created) }
            let modified = instance.modifiedAt.microseconds &- times.modified.microseconds
            if modified != 0 { writer.field("m", modified) }
            if let deletedAt = instance.deletedAt { writer.field("e", deletedAt.microseconds) }
            if let instanceId = instance.instanceId { writer.field("i", instanceId) }
            guard !instance.attributes.isEmpty else { return }
            write(instance.attributes, Times(instance.createdAt, instance.modifiedAt), into: &writer)
        }
    }

    static func instance(_ json: JSON, _ times: Times) throws(TwinProblem) -> Instance {
        guard case .object(let members) = json, let (key, inner) = members.first else { throw damaged }
        var instance = Instance(try value(key, inner), at: times.created)
        instance.modifiedAt = times.modified
        for (key, json) in members.dropFirst() {
            switch key {
            case "d": instance.datasetId = json.asString
            case "o": instance.observedAt = json.stamp
            case "f": instance.observedDigits = UInt8(clamping: json.asInteger ?? 0)
            case "u": instance.unitCode = json.asString
            case "y": instance.valueType = json.asString
            case "z": instance.objectType = json.texts ?? []
            case "x": instance.expiresAt = json.stamp
            case "c": instance.createdAt = times.created.adding(microseconds: json.asInteger ?? 0)
            case "m": instance.modifiedAt = times.modified.adding(microseconds: json.asInteger ?? 0)
            case "e": instance.deletedAt = json.stamp
            case "i": instance.instanceId = json.asString
            case "a":
                instance.attributes = try attributes(
                    json, Times(instance.createdAt, instance.modifiedAt))
            default: throw damaged
            }
        }
        return instance
    }

    private static func letter(of value: AttributeValue) -> String {
        switch value {
        case .property: "P"
        case .geo: "G"
        case .relationship(_, isArray: false): "R"
        case .relationship: "S"
        case .language: "L"
        case .vocab(_, isArray: false): "V"
        case .vocab: "W"
        case .json: "J"
        case .list: "A"
        case .listRelationship: "B"
        }
    }

    private static func write(_ value: AttributeValue, into writer: inout JSONWriter) {
        switch value {
        case .property(let json), .geo(let json), .json(let json): writer.value(json)
        case .relationship(let texts, _), .vocab(let texts, _), .listRelationship(let texts):
            writer.array { for text in texts { $0.value(text) } }
        case .language(let map): writer.value(.object(map))
        case .list(let items): writer.value(.array(items))
        }
    }

    private static func value(_ letter: String, _ json: JSON) throws(TwinProblem) -> AttributeValue {
        switch letter {
        case "P": return .property(json)
        case "G": return .geo(json)
        case "J": return .json(json)
        default: break
        }
        if letter == "L", case .object(let map) = json { return .language(map) }
        if letter == "A", case .array(let items) = json { return .list(items) }
        guard let texts = json.texts else { throw damaged }
        switch letter {
        case "R": return .relationship(texts, isArray: false)
        case "S": return .relationship(texts, isArray: true)
        case "V": return .vocab(texts, isArray: false)
        case "W": return .vocab(texts, isArray: true)
        case "B": return .listRelationship(texts)
        default: throw damaged
        }
    }
}

extension JSON {
    /// A moment kept as microseconds.
    var stamp: Stamp? { asInteger.map(Stamp.init(microseconds:)) }

    /// An array of texts.
    var texts: [String]? {
        guard case .array(let items) = self else { return nil }
        var texts: [String] = []
        texts.reserveCapacity(items.count)
        for item in items {
            guard case .string(let text) = item else { return nil }
            texts.append(text)
        }
        return texts
    }
}
