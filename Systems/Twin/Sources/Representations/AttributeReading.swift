// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads what is said of one attribute: its instances, their values and their sub-attributes
/// (GS CIM 009, 4.5.2, 4.5.3, 4.5.5, 4.5.18, 4.5.20 to 4.5.24).
struct AttributeReading {
    let entity: EntityReading
    /// How many attributes this one lies in.
    private let level: Int
    let values: ValueReading

    init(_ entity: EntityReading, _ level: Int) {
        self.entity = entity
        self.level = level
        values = ValueReading(entity: entity)
    }

    /// The instances an attribute is written with: one, or an array with one for each data set.
    func instances(_ json: JSON, _ place: Place) throws(TwinProblem) -> [InstancePatch] {
        if entity.isSimplified { return try simplified(json, place) }
        guard case .array(let items) = json, items.contains(where: Self.isReified) else {
            return [try instance(json, place)]
        }
        let instances = try list(items, place)
        var datasets: Set<String> = []
        for (index, instance) in instances.enumerated() {
            guard datasets.insert(instance.datasetId ?? "@none").inserted else {
                throw .bad(
                    "Two instances belong to the same data set.",
                    at: Place.item(place, index).pointer, clause: "4.5.5")
            }
        }
        return instances
    }

    /// Instances in an array, of whatever data sets: histories have many of each.
    func list(_ items: [JSON], _ place: Place) throws(TwinProblem) -> [InstancePatch] {
        var instances: [InstancePatch] = []
        instances.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            let here = Place.item(place, index)
            guard Self.isReified(item) else {
                throw .bad("An instance must be an object.", at: here.pointer, clause: "4.5.5")
            }
            instances.append(try instance(item, here))
        }
        return instances
    }

    /// One instance, normalized or concise.
    func instance(_ json: JSON, _ place: Place) throws(TwinProblem) -> InstancePatch {
        guard case .object(let members) = json, members["@value"] == nil else {
            if try entity.isNull(json, place) { return InstancePatch(.removed) }
            return InstancePatch(.value(.property(try values.plain(json, place))))
        }
        if let type = members["type"] ?? members["@type"] {
            if case .string(let name) = type, let kind = AttributeKind(rawValue: name) {
                return try reified(members, kind, place)
            }
            if GeoReading.looksLikeGeometry(json) {
                return InstancePatch(.value(.geo(try GeoReading.geometry(json, at: place))))
            }
            throw unknownKind(type, place)
        }
        if members.contains(where: { Self.valueKeys[$0.key] != nil }) {
            return try reified(members, nil, place)
        }
        if isPartOfInstance(members) { return try reified(members, nil, place) }
        if members.contains(where: { Self.metadata.contains($0.key) }) {
            throw missing(nil, place)
        }
        return InstancePatch(.value(.property(try values.plain(json, place))))
    }

    /// A part of an instance (5.6.4): any of its members, without its value if that stays.
    func part(_ members: JSONObject, _ place: Place) throws(TwinProblem) -> InstancePatch {
        guard let type = members["type"] ?? members["@type"] else {
            return try reified(members, nil, place)
        }
        guard let kind = type.asString.flatMap(AttributeKind.init) else {
            throw unknownKind(type, place)
        }
        return try reified(members, kind, place)
    }

    private func unknownKind(_ type: JSON, _ place: Place) -> TwinProblem {
        .bad(
            "“\(type.asString?.prefix(40) ?? "this")” is no kind of attribute.",
            at: Place.member(place, "type").pointer, clause: "4.5.1")
    }

    /// Whether an item of an array is an instance rather than part of a plain value.
    static func isReified(_ json: JSON) -> Bool {
        guard case .object(let members) = json else { return false }
        if case .string(let type)? = members["type"], AttributeKind(rawValue: type) != nil { return true }
        return members.contains { Self.valueKeys[$0.key] != nil } || members["datasetId"] != nil
    }

    /// Whether an object without type and value is a part of an attribute, as a patch may send it, and
    /// not a plain value that is an object: it has what only attributes have, or something to go.
    private func isPartOfInstance(_ members: JSONObject) -> Bool {
        guard entity.purpose == .merge else { return false }
        return members.contains { key, value in
            Self.metadata.contains(key) || value == .string(Fragment.null) || Self.isReified(value)
        }
    }

    private func reified(
        _ members: JSONObject, _ kind: AttributeKind?, _ place: Place
    ) throws(TwinProblem) -> InstancePatch {
        var patch = InstancePatch()
        patch.kind = kind
        var key: String?
        var names: Set<String> = []
        for (member, json) in members {
            if Self.valueKeys[member] != nil {
                try meet(member, kind: kind, before: key, place)
                key = member
                continue
            }
            let here = Place.member(place, member)
            if try metadata(member, json, here, into: &patch) { continue }
            let attribute = try subattribute(member, json, here)
            guard names.insert(attribute.name).inserted else {
                throw .bad("Two names stand for \(attribute.name).", at: here.pointer, clause: "4.5.1")
            }
            patch.attributes.append(attribute)
        }
        if let key, let json = members[key] {
            patch.value = try values.value(json, key, kind, Place.member(place, key))
            patch.kind = kind ?? certainKind(key, patch.value)
        } else if !(entity.purpose == .merge || entity.purpose == .part && level == 0) {
            throw missing(kind, place)
        }
        try check(patch, place)
        return patch
    }

    /// An attribute of the attribute.
    private func subattribute(
        _ name: String, _ json: JSON, _ place: Place
    ) throws(TwinProblem) -> AttributePatch {
        guard level < EntityReading.depth else {
            throw .bad(
                "Attributes lie in one another more than \(EntityReading.depth) deep.", at: place.pointer,
                clause: "4.5.2")
        }
        let iri = try entity.attributeName(name, place, isBeneath: true)
        let instances = try AttributeReading(entity, level + 1).instances(json, place)
        return AttributePatch(name: iri, instances: instances)
    }

    /// Two values in one attribute, or one of another kind, are a fault.
    private func meet(
        _ member: String, kind: AttributeKind?, before: String?, _ place: Place
    ) throws(TwinProblem) {
        let pointer = Place.member(place, member).pointer
        if let before {
            throw .bad("An attribute has either \(before) or \(member).", at: pointer, clause: "4.5.1")
        }
        if let kind, kind.key != member {
            throw .bad("A \(kind.rawValue) has no \(member).", at: pointer, clause: "4.5.1")
        }
    }

    /// The kind that a member gives away by itself. A geometry may be the value of a Property too.
    private func certainKind(_ key: String, _ value: Said<AttributeValue>) -> AttributeKind? {
        guard key == "value" else { return Self.valueKeys[key] }
        return value.said?.kind == .property ? .property : nil
    }

    private func missing(_ kind: AttributeKind?, _ place: Place) -> TwinProblem {
        let what = kind.map { "A \($0.rawValue) has a member \($0.key), which" } ?? "Its value"
        return .bad("\(what) is missing.", at: place.pointer, clause: "4.5.1")
    }

    /// The kinds of attributes by the member that holds the value.
    static let valueKeys: [String: AttributeKind] = [
        "value": .property, "object": .relationship, "languageMap": .language, "vocab": .vocab,
        "json": .json, "valueList": .list, "objectList": .listRelationship,
    ]

    /// Whether a plain value that is an object would be read as something else, were it bare (4.5.2.3).
    static func needsValueKey(_ members: JSONObject) -> Bool {
        members.contains {
            valueKeys[$0.key] != nil || metadata.contains($0.key) || $0.key == "type" || $0.key == "@type"
        }
    }

    /// Members that only attributes have.
    private static let metadata: Set<String> = [
        "observedAt", "unitCode", "datasetId", "valueType", "objectType",
    ]
}

/// What is said of an instance besides its value.
extension AttributeReading {
    /// Reads a member that is no attribute of its own; says whether it was one.
    private func metadata(
        _ member: String, _ json: JSON, _ place: Place, into patch: inout InstancePatch
    ) throws(TwinProblem) -> Bool {
        switch member {
        case "type", "@type": break
        case "observedAt":
            patch.observedAt = try entity.moment(json, place)
            patch.observedDigits = entity.digits(json)
        case "expiresAt": patch.expiresAt = try entity.moment(json, place)
        case "unitCode": patch.unitCode = try text(json, place, member)
        case "datasetId": patch.datasetId = try dataset(json, place)
        case "valueType":
            let said = try text(json, place, member)
            patch.valueType = said.said.map { .value(entity.naming.expand($0)) } ?? said
        case "objectType":
            patch.objectType =
                try entity.isNull(json, place) ? .removed : .value(try entity.types(json, place))
        case "instanceId": patch.instanceId = json.asString
        case "createdAt", "modifiedAt", "deletedAt", "entity", "entityList", "lang": break
        case "@context", "@id", "id", "scope":
            throw .bad("An attribute has no \(member).", at: place.pointer, clause: "4.5.1")
        default: return Self.previous.contains(member)
        }
        return true
    }

    static let previous = Set(AttributeKind.allCases.map(\.previousKey))

    private func text(_ json: JSON, _ place: Place, _ member: String) throws(TwinProblem) -> Said<String> {
        if try entity.isNull(json, place) { return .removed }
        guard case .string(let text) = json, !text.isEmpty else {
            throw .bad("\(member) must be a text.", at: place.pointer, clause: "5.2.5")
        }
        return .value(text)
    }

    /// The data set; `@none` is the default, which has no name.
    private func dataset(_ json: JSON, _ place: Place) throws(TwinProblem) -> String? {
        if json == "@none" { return nil }
        guard json != .string(Fragment.null) else {
            throw .bad("A data set cannot be taken away.", at: place.pointer, clause: "5.5.8")
        }
        return try entity.uri(json, place, "datasetId")
    }

    /// Units and types stand only where they mean something.
    private func check(_ patch: InstancePatch, _ place: Place) throws(TwinProblem) {
        guard let kind = patch.kind ?? patch.value.said?.kind else { return }
        if patch.unitCode != .nothing, kind != .property, kind != .list {
            throw .bad(
                "A \(kind.rawValue) has no unitCode.", at: Place.member(place, "unitCode").pointer,
                clause: "4.5.2")
        }
        if patch.objectType != .nothing, kind != .relationship, kind != .listRelationship {
            throw .bad(
                "A \(kind.rawValue) has no objectType.", at: Place.member(place, "objectType").pointer,
                clause: "4.5.3")
        }
    }
}

/// The simplified form, where the value is all (4.5.4).
extension AttributeReading {
    private func simplified(_ json: JSON, _ place: Place) throws(TwinProblem) -> [InstancePatch] {
        guard case .object(let members) = json, members.count == 1, let (key, inner) = members.first else {
            return [try simple(json, place)]
        }
        guard key == "dataset", case .object(let datasets) = inner else { return [try simple(json, place)] }
        let here = Place.member(place, key)
        var instances: [InstancePatch] = []
        for (dataset, value) in datasets {
            let there = Place.member(here, dataset)
            var patch = try simple(value, there)
            if dataset != "@none" { patch.datasetId = try entity.uri(.string(dataset), there, "A data set") }
            instances.append(patch)
        }
        guard !instances.isEmpty else {
            throw .bad("There is no instance.", at: here.pointer, clause: "4.5.5")
        }
        return instances
    }

    private func simple(_ json: JSON, _ place: Place) throws(TwinProblem) -> InstancePatch {
        if try entity.isNull(json, place) { return InstancePatch(.removed) }
        if GeoReading.looksLikeGeometry(json) {
            return InstancePatch(.value(.geo(try GeoReading.geometry(json, at: place))))
        }
        if case .object(let members) = json, members.count == 1, let (key, inner) = members.first,
            Self.simpleKeys.contains(key)
        {
            return InstancePatch(try values.value(inner, key, nil, Place.member(place, key)))
        }
        return InstancePatch(.value(.property(try values.plain(json, place))))
    }

    private static let simpleKeys: Set<String> = ["languageMap", "vocab", "json", "valueList", "objectList"]
}
