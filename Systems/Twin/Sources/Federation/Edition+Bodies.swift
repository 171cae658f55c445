// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Bodies as an older edition has them, for sources that know no later one: what came after it is left out,
/// or said in its terms (GS CIM 009, 4.3.6.6 and 4.3.6.8). They are changed as they were sent, since parts
/// of entities make none.
extension Edition {
    private func isBefore(_ minor: Int) -> Bool { self < Edition(1, minor) }

    /// Since which minor edition there are members, of entities and of attributes.
    private static let entityMembers = ["expiresAt": 9, "scope": 4]
    private static let attributeMembers = [
        "expiresAt": 9, "valueType": 9, "objectType": 8, "datasetId": 3, "observedAt": 3, "unitCode": 3,
    ]

    /// Since when there are kinds of attributes, and what stands for them before.
    private static let kinds: [(kind: AttributeKind, since: Int, before: AttributeKind)] = [
        (.json, 8, .property), (.vocab, 8, .property), (.list, 8, .property),
        (.listRelationship, 8, .relationship), (.language, 4, .property),
    ]

    /// Entities, or one.
    func amended(_ json: JSON) -> JSON {
        switch json {
        case .array(let items): return .array(items.map(amended))
        case .object(let members): return .object(entity(members))
        default: return json
        }
    }

    /// One attribute by itself.
    func amendedAttribute(_ json: JSON) -> JSON { attribute(json) }

    private func entity(_ members: JSONObject) -> JSONObject {
        var told: JSONObject = [:]
        for (key, value) in members {
            if let since = Self.entityMembers[key], isBefore(since) { continue }
            switch key {
            case "type": told[key] = isBefore(3) ? value[0] ?? value : value
            case "id", "@id", "@type", "@context", "scope", "createdAt", "modifiedAt", "deletedAt":
                told[key] = value
            default: told[key] = attribute(value)
            }
        }
        return told
    }

    private func attribute(_ json: JSON) -> JSON {
        switch json {
        case .array(let items):
            guard isBefore(3), items.contains(where: { $0["type"] != nil }) else {
                return .array(items.map(attribute))
            }
            return (items.first { $0["datasetId"] == nil } ?? items.first).map(attribute) ?? json
        case .object(let members): return .object(attribute(members))
        default: return json
        }
    }

    private func attribute(_ members: JSONObject) -> JSONObject {
        let change = Self.kinds.first { kind, since, _ in
            isBefore(since) && (members["type"]?.asString == kind.rawValue || members[kind.key] != nil)
        }
        var told: JSONObject = [:]
        for (key, value) in members {
            if let since = Self.attributeMembers[key], isBefore(since) { continue }
            switch key {
            case "type": told[key] = change.map { .string($0.before.rawValue) } ?? value
            case _ where key == change?.kind.key:
                told[change?.before.key ?? key] = Self.plain(value)
            case _ where key == change?.kind.previousKey:
                told[change?.before.previousKey ?? key] = Self.plain(value)
            case _ where AttributeReading.valueKeys[key] != nil || key.hasPrefix("previous"):
                told[key] = value
            default: told[key] = attribute(value)
            }
        }
        return told
    }

    /// Objects of a list, each by itself, as they stood before there were lists.
    private static func plain(_ value: JSON) -> JSON {
        guard let items = value.asArray else { return value }
        return .array(items.map { item in
            item.asObject.flatMap { $0.count == 1 ? $0["object"] : nil } ?? item
        })
    }
}
