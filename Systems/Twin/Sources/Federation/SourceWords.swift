// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The words in which a source is spoken to (GS CIM 009, 4.3.6.6): those its registration names, else the
/// sender's.
struct SourceWords: Sendable {
    var table: TermTable
    /// The words a body was sent in.
    let from: TermTable
    /// Whether a body brings its words though they have an address.
    var wantsLinkedBody = false
    /// Of which edition a body has to be; nil: of the latest.
    var edition: Edition?
    /// Whether names must be said anew.
    var isOther: Bool { table !== from }

    /// A body in these words: entities, or one attribute. `isLinked`: it carries the words itself.
    func body(_ json: JSON, isAttribute: Bool) -> (bytes: [UInt8], isLinked: Bool) {
        var said = !isOther ? json : isAttribute ? attribute(json, 0) : renamed(json)
        if let edition {
            said = isAttribute ? edition.amendedAttribute(said) : edition.amended(said)
        }
        guard table.link == nil || wantsLinkedBody else { return (said.encoded(), false) }
        return (said.carrying(table.document).encoded(), true)
    }

    private func renamed(_ json: JSON) -> JSON {
        switch json {
        case .array(let items): .array(items.map(renamed))
        case .object(let members): .object(entity(members))
        default: json
        }
    }

    private func isKind(_ type: JSON?) -> Bool {
        type?.asString.flatMap(AttributeKind.init(rawValue:)) != nil
    }

    private func entity(_ members: JSONObject) -> JSONObject {
        var renamed: JSONObject = [:]
        for (key, value) in members {
            switch key {
            case "id", "@id", "scope", "expiresAt": renamed[key] = value
            case "type", "@type": renamed[key] = name(value)
            default: renamed[table.compact(from.expand(key))] = attribute(value, 0)
            }
        }
        return renamed
    }

    private func attribute(_ json: JSON, _ depth: Int) -> JSON {
        switch json {
        case .array(let items): .array(items.map { attribute($0, depth) })
        case .object(let members) where depth < EntityReading.depth && isAttribute(members):
            .object(attribute(members, depth))
        default: json
        }
    }

    private func isAttribute(_ members: JSONObject) -> Bool {
        isKind(members["type"]) || members.contains { AttributeReading.valueKeys[$0.key] != nil }
    }

    private func attribute(_ members: JSONObject, _ depth: Int) -> JSONObject {
        var renamed: JSONObject = [:]
        for (key, value) in members {
            switch key {
            case "vocab", "objectType", "valueType": renamed[key] = name(value)
            case _ where Self.kept.contains(key) || AttributeReading.valueKeys[key] != nil:
                renamed[key] = value
            default: renamed[table.compact(from.expand(key))] = attribute(value, depth + 1)
            }
        }
        return renamed
    }

    private func name(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): text == Fragment.null ? json : .string(table.compact(from.expand(text)))
        case .array(let items): .array(items.map(name))
        default: json
        }
    }

    /// Members of attributes that are no attributes.
    private static let kept: Set<String> = Set([
        "type", "observedAt", "unitCode", "datasetId", "instanceId", "lang", "expiresAt", "createdAt",
        "modifiedAt", "deletedAt", "entity", "entityList",
    ]).union(AttributeKind.allCases.map(\.seriesKey))
}
