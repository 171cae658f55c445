// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What became of an entity, as a source tells it (GS CIM 009, 5.3.1 and 5.8.6).
struct RelayedChange: Sendable {
    let change: EntityChange

    init(_ json: JSON, _ naming: TermTable, at now: Stamp) throws(TwinProblem) {
        guard let members = json.asObject else { throw .bad("This is no entity.", clause: "5.3.1") }
        var rest: JSONObject = [:]
        var changes: [Change] = []
        for (key, value) in members {
            guard !FederatedWriting.entityMembers.contains(key) else {
                rest[key] = value
                continue
            }
            let name = try EntityReading(naming: naming).attributeName(key, .member(.body, key))
            let (left, more) = Self.divided(value, name, at: now)
            changes += more
            if let left { rest[key] = left }
        }
        let entity = try SourceReading(naming: naming).entity(.object(rest))
        guard let gone = members["deletedAt"]?.asString.flatMap({ Stamp($0) }) else {
            change = EntityChange(old: nil, new: entity, changes: changes, at: now)
            return
        }
        // What it was, as far as it is told.
        var old = entity
        for change in changes {
            guard let previous = change.previous else { continue }
            var attribute = old[change.name] ?? Attribute(change.name, [])
            attribute.instances.append(previous)
            old[change.name] = attribute
        }
        change = EntityChange(old: old, new: nil, changes: [], at: gone)
    }

    /// What of an attribute is there, and what became of the rest.
    private static func divided(_ json: JSON, _ name: String, at now: Stamp) -> (JSON?, [Change]) {
        var left: [JSON] = []
        var changes: [Change] = []
        for item in json.asArray ?? [json] {
            let members = item.asObject ?? [:]
            let dataset = members["datasetId"]?.asString
            let kind = members["type"]?.asString.flatMap(AttributeKind.init(rawValue:))
            let previous = AttributeKind.allCases.lazy.compactMap { kind in
                members[kind.previousKey].flatMap { value(of: $0, as: kind) }
            }.first.map { value in
                var instance = Instance(value, at: .unknown)
                instance.datasetId = dataset
                return instance
            }
            if isGone(item, kind) {
                var gone = Instance(.gone(kind ?? .property), at: .unknown)
                gone.datasetId = dataset
                changes.append(
                    Change(name: name, datasetId: dataset, kind: .deleted, previous: previous ?? gone))
                continue
            }
            if let previous {
                changes.append(Change(name: name, datasetId: dataset, kind: .updated, previous: previous))
            }
            let plain = members.filter { member in
                !AttributeKind.allCases.contains { $0.previousKey == member.key }
            }
            left.append(members.isEmpty ? item : .object(JSONObject(distinct: plain)))
        }
        guard !left.isEmpty else { return (nil, changes) }
        return (json.asArray == nil ? left[0] : .array(left), changes)
    }

    private static func isGone(_ json: JSON, _ kind: AttributeKind?) -> Bool {
        if json == .string(Fragment.null) { return true }
        let null = JSON.string(Fragment.null)
        switch kind {
        case nil: return false
        case .language?: return json["languageMap"] == ["@none": null]
        case let kind?:
            let value = json[kind.key]
            return value == null || value == [null] || value == [["object": null]]
        }
    }

    private static func value(of json: JSON, as kind: AttributeKind) -> AttributeValue? {
        switch kind {
        case .property: .property(json)
        case .geo: .geo(json)
        case .relationship: json.asString.map { .relationship([$0], isArray: false) }
            ?? json.texts.map { .relationship($0, isArray: true) }
        case .language: json.asObject.map(AttributeValue.language)
        case .vocab: json.asString.map { .vocab([$0], isArray: false) }
            ?? json.texts.map { .vocab($0, isArray: true) }
        case .json: .json(json)
        case .list: json.asArray.map(AttributeValue.list)
        case .listRelationship:
            json.asArray.map { .listRelationship($0.compactMap { ($0["object"] ?? $0).asString }) }
        }
    }
}
