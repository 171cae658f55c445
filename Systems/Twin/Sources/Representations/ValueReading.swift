// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads the values of attributes, each kind by its rules.
struct ValueReading {
    let entity: EntityReading

    /// What stands under the member `key` of an attribute. Without a stated kind, `value` is a place
    /// where it looks like one (4.5.2.3).
    func value(
        _ json: JSON, _ key: String, _ kind: AttributeKind?, _ place: Place
    ) throws(TwinProblem) -> Said<AttributeValue> {
        if key == "json" { return try free(json, place) }
        if try entity.isNull(json, place) { return .removed }
        let inferred = key == "value" && GeoReading.looksLikeGeometry(json) ? AttributeKind.geo : nil
        switch kind ?? inferred ?? AttributeReading.valueKeys[key] ?? .property {
        case .property: return .value(.property(try plain(json, place)))
        case .geo: return .value(.geo(try GeoReading.geometry(json, at: place)))
        case .relationship: return .value(try relationship(json, place))
        case .language: return try language(json, place)
        case .vocab: return .value(try vocab(json, place))
        case .json: return try free(json, place)
        case .list: return try list(json, place)
        case .listRelationship: return try listRelationship(json, place)
        }
    }

    /// Any JSON without a null in it (5.5.4).
    func plain(_ json: JSON, _ place: Place) throws(TwinProblem) -> JSON {
        if let fault = nullPlace(json, place) {
            throw .bad("Null is no value in NGSI-LD.", at: fault.pointer, clause: "5.5.4")
        }
        return json
    }

    /// Where a null is, but in a JSON literal, which nobody looks into (4.5.0). The NGSI-LD Null within an
    /// object has a meaning in merging alone.
    private func nullPlace(_ json: JSON, _ place: Place) -> Place? {
        switch json {
        case .null: return place
        case .array(let items):
            for (index, item) in items.enumerated() {
                switch item {
                case .null, .array, .object:
                    if let fault = nullPlace(item, .item(place, index)) { return fault }
                default: continue
                }
            }
        case .object(let members) where members["@type"] != "@json":
            for (key, item) in members {
                switch item {
                case .null, .array, .object:
                    if let fault = nullPlace(item, .member(place, key)) { return fault }
                case .string(Fragment.null) where entity.purpose != .merge:
                    return .member(place, key)
                default: continue
                }
            }
        default: break
        }
        return nil
    }

    /// JSON that is never looked into (4.5.24): null is as good as any other.
    private func free(_ json: JSON, _ place: Place) throws(TwinProblem) -> Said<AttributeValue> {
        if case .null = json { return .value(.json(json)) }
        return try entity.isNull(json, place) ? .removed : .value(.json(json))
    }

    private func relationship(_ json: JSON, _ place: Place) throws(TwinProblem) -> AttributeValue {
        guard case .array(let items) = json else {
            return .relationship([try entity.uri(json, place, "object")], isArray: false)
        }
        guard !items.isEmpty else {
            throw .bad("object must name at least one entity.", at: place.pointer, clause: "4.5.3")
        }
        var uris: [String] = []
        for (index, item) in items.enumerated() {
            uris.append(try entity.uri(item, .item(place, index), "object"))
        }
        return .relationship(uris, isArray: true)
    }

    private func language(_ json: JSON, _ place: Place) throws(TwinProblem) -> Said<AttributeValue> {
        guard case .object(let map) = json, !map.isEmpty else {
            throw .bad(
                "languageMap must be an object of texts by language.", at: place.pointer, clause: "4.5.18")
        }
        if map.count == 1, map["@none"] == .string(Fragment.null) {
            return try entity.isNull(.string(Fragment.null), place) ? .removed : .nothing
        }
        for (tag, text) in map {
            let here = Place.member(place, tag)
            guard NameRules.isLanguageTag(tag) else {
                throw .bad("“\(tag.prefix(40))” is no language.", at: here.pointer, clause: "4.5.18")
            }
            switch text {
            case .string: _ = try entity.isNull(text, here)
            case .array(let items) where items.allSatisfy({ $0.asString != nil }): continue
            default:
                throw .bad("There must be a text, or texts.", at: here.pointer, clause: "4.5.18")
            }
        }
        guard entity.purpose == .update else { return .value(.language(map)) }
        // A map that replaces another says by the Null what it does not have.
        let kept = JSONObject(map.filter { $0.value != .string(Fragment.null) })
        return kept.isEmpty ? .removed : .value(.language(kept))
    }

    private func vocab(_ json: JSON, _ place: Place) throws(TwinProblem) -> AttributeValue {
        let texts = try entity.texts(json, place, "vocab")
        return .vocab(texts.map { entity.naming.expand($0) }, isArray: json.asArray != nil)
    }

    private func list(_ json: JSON, _ place: Place) throws(TwinProblem) -> Said<AttributeValue> {
        guard case .array(let items) = json else {
            throw .bad("valueList must be an array.", at: place.pointer, clause: "4.5.21")
        }
        if items.count == 1, try entity.isNull(items[0], .item(place, 0)) { return .removed }
        _ = try plain(json, place)
        return .value(.list(items))
    }

    private func listRelationship(_ json: JSON, _ place: Place) throws(TwinProblem) -> Said<AttributeValue> {
        guard case .array(let items) = json else {
            throw .bad("objectList must be an array.", at: place.pointer, clause: "4.5.22")
        }
        var uris: [String] = []
        for (index, item) in items.enumerated() {
            let here = Place.item(place, index)
            let target = item["object"] ?? item
            if items.count == 1, try entity.isNull(target, here) { return .removed }
            uris.append(try entity.uri(target, here, "object"))
        }
        return .value(.listRelationship(uris))
    }
}
