// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Writes the instances of an attribute.
struct InstanceWriting {
    let representation: Representation
    /// The name of the attribute, a whole IRI.
    let name: String

    private var naming: any Naming { representation.naming }

    /// An instance with all that is said of it. `isAlone`: it is not one of several, so that in concise
    /// form its bare value may stand for it.
    func write(_ instance: Instance, isAlone: Bool, into writer: inout JSONWriter) {
        let isConcise = representation.form == .concise
        if isConcise, isAlone, isBare(instance), writeBare(instance.value, into: &writer) { return }
        writer.object { writer in
            if let (tag, text) = chosen(instance.value) {
                if !isConcise { writer.field("type", "Property") }
                writer.field("value", text)
                writer.field("lang", tag)
            } else {
                if !isConcise || needsKind(instance.value) {
                    writer.field("type", instance.value.kind.rawValue)
                }
                writer.key(instance.value.kind.key)
                write(instance.value, into: &writer)
            }
            join(instance.value, into: &writer)
            metadata(instance, into: &writer)
            subattributes(instance, into: &writer)
        }
    }

    /// What is said of an instance besides its value and its attributes.
    func metadata(_ instance: Instance, into writer: inout JSONWriter) {
        if let unitCode = instance.unitCode { writer.field("unitCode", unitCode) }
        if let valueType = instance.valueType { writer.field("valueType", naming.compact(valueType)) }
        if !instance.objectType.isEmpty {
            representation.types(instance.objectType, "objectType", into: &writer)
        }
        if let observedAt = instance.observedAt {
            writer.field("observedAt", observedAt, digits: instance.observedDigits)
        }
        if let datasetId = instance.datasetId { writer.field("datasetId", datasetId) }
        if let instanceId = instance.instanceId { writer.field("instanceId", instanceId) }
        if let expiresAt = instance.expiresAt { writer.field("expiresAt", expiresAt) }
        if shows(.createdAt) { writer.time("createdAt", instance.createdAt) }
        if shows(.modifiedAt) { writer.time("modifiedAt", instance.modifiedAt) }
        if let deletedAt = instance.deletedAt, shows(.deletedAt) {
            writer.field("deletedAt", deletedAt)
        }
        if let old = representation.previous?(name, instance.datasetId) {
            writer.key(old.kind.previousKey)
            write(old, into: &writer)
        }
    }

    private func shows(_ time: TimeProperty) -> Bool {
        representation.showsSystem || representation.shownTime == time
    }

    func subattributes(_ instance: Instance, into writer: inout JSONWriter) {
        guard !instance.attributes.isEmpty else { return }
        let beneath = representation.beneath()
        for attribute in instance.attributes where !attribute.instances.isEmpty {
            writer.key(naming.compact(attribute.name))
            _ = beneath.write(attribute: attribute, into: &writer)
        }
    }

    /// The value alone, as it stands under the member of its kind.
    func write(_ value: AttributeValue, into writer: inout JSONWriter) {
        switch value {
        case .property(let json), .geo(let json), .json(let json): writer.value(json)
        case .relationship(let uris, let isArray): texts(uris, isArray, into: &writer)
        case .language(let map): writer.value(.object(map))
        case .vocab(let iris, let isArray): texts(iris.map(naming.compact), isArray, into: &writer)
        case .list(let items): writer.value(.array(items))
        case .listRelationship(let uris):
            writer.array { writer in
                for uri in uris {
                    if representation.form == .normalized {
                        writer.object { $0.field("object", uri) }
                    } else {
                        writer.value(uri)
                    }
                }
            }
        }
    }

    private func texts(_ texts: [String], _ isArray: Bool, into writer: inout JSONWriter) {
        if !isArray, texts.count == 1 { return writer.value(texts[0]) }
        writer.array { for text in texts { $0.value(text) } }
    }

    private func chosen(_ value: AttributeValue) -> (tag: String, text: JSON)? {
        guard case .language(let map) = value, let language = representation.language else { return nil }
        return language.choose(from: map)
    }
}

/// The concise form (4.5.1).
extension InstanceWriting {
    /// Whether nothing is said of an instance but its value.
    private func isBare(_ instance: Instance) -> Bool {
        instance.attributes.isEmpty && instance.observedAt == nil && instance.unitCode == nil
            && instance.datasetId == nil && instance.valueType == nil && instance.objectType.isEmpty
            && instance.expiresAt == nil && instance.instanceId == nil && !representation.showsSystem
            && representation.previous == nil
    }

    /// Writes the bare value of a Property or a GeoProperty, if that reads back as what it is.
    private func writeBare(_ value: AttributeValue, into writer: inout JSONWriter) -> Bool {
        switch value {
        case .property(.object(let members)) where members["@value"] == nil:
            if AttributeReading.needsValueKey(members) { return false }
            writer.value(.object(members))
        case .property(.array(let items)) where items.contains(where: AttributeReading.isReified):
            return false
        // A value of JSON-LD would be read as a plain one, whatever else it looks like.
        case .geo(let json) where json["@value"] != nil: return false
        case .property(let json), .geo(let json): writer.value(json)
        default: return false
        }
        return true
    }

    /// A plain value that looks like a geometry would be read back as a place.
    private func needsKind(_ value: AttributeValue) -> Bool {
        if case .property(let json) = value { GeoReading.looksLikeGeometry(json) } else { false }
    }
}

/// The simplified form (4.5.4).
extension InstanceWriting {
    func writeSimplified(_ instances: [Instance], into writer: inout JSONWriter) {
        if instances.count == 1 { return writeSimplified(instances[0].value, into: &writer) }
        writer.object { writer in
            writer.object("dataset") { writer in
                for instance in instances {
                    writer.key(instance.datasetId ?? "@none")
                    writeSimplified(instance.value, into: &writer)
                }
            }
        }
    }

    func writeSimplified(_ value: AttributeValue, into writer: inout JSONWriter) {
        switch value {
        case .property, .geo, .list: write(value, into: &writer)
        case .relationship(let uris, let isArray):
            guard representation.joining != nil else { return write(value, into: &writer) }
            let next = representation.following(name)
            if !isArray, uris.count == 1 { return follow(uris[0], next, into: &writer) }
            writer.array { for uri in uris { follow(uri, next, into: &$0) } }
        case .listRelationship(let uris):
            let next = representation.following(name)
            writer.array { for uri in uris { follow(uri, next, into: &$0) } }
        default:
            if let (_, text) = chosen(value) { return writer.value(text) }
            writer.object { writer in
                writer.key(value.kind.key)
                write(value, into: &writer)
            }
        }
    }

    /// The entity of an id in simplified form, or the id where the entity is not to be had.
    private func follow(_ uri: String, _ next: Representation, into writer: inout JSONWriter) {
        if writer.bytes.count < Linking.mostBytes, let entity = representation.joining?.find(uri) {
            next.write(entity, into: &writer)
        } else {
            writer.value(uri)
        }
    }
}

/// Entities in the Relationships that lead to them (4.5.23.2).
extension InstanceWriting {
    private func join(_ value: AttributeValue, into writer: inout JSONWriter) {
        guard let joining = representation.joining, writer.bytes.count < Linking.mostBytes else { return }
        switch value {
        case .relationship(let uris, let isArray):
            let entities = uris.compactMap(joining.find)
            guard let first = entities.first else { return }
            writer.key("entity")
            let next = representation.following(name)
            if isArray {
                write(entities, next, into: &writer)
            } else {
                next.write(first, into: &writer)
            }
        case .listRelationship(let uris):
            let entities = uris.compactMap(joining.find)
            guard !entities.isEmpty else { return }
            writer.key("entityList")
            write(entities, representation.following(name), into: &writer)
        default: return
        }
    }

    private func write(_ entities: [Entity], _ next: Representation, into writer: inout JSONWriter) {
        writer.array { writer in
            for entity in entities where writer.bytes.count < Linking.mostBytes {
                next.write(entity, into: &writer)
            }
        }
    }
}
