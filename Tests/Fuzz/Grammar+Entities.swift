// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Entities, and what is said of them.
extension Grammar {
    mutating func entity(_ id: String? = nil) -> JSON {
        begin()
        var members: JSONObject = ["id": .string(id ?? (chance.percent(90) ? self.id() : uri()))]
        members["type"] =
            chance.percent(80) ? .string(type()) : .array((0..<chance.below(4)).map { _ in .string(type()) })
        addAttributes(to: &members, chance.pick([0, 1, 2, 3, 3, 4, 8]))
        addHead(to: &members)
        return .object(members)
    }

    /// What is said of an entity in part.
    mutating func fragment() -> JSON {
        begin()
        var members = JSONObject()
        if chance.percent(15) { members["id"] = .string(id()) }
        if chance.percent(10) { members["type"] = .string(type()) }
        addAttributes(to: &members, chance.pick(0...4))
        addHead(to: &members)
        return .object(members)
    }

    private mutating func addHead(to members: inout JSONObject) {
        if chance.percent(15) {
            members["scope"] =
                chance.percent(50)
                ? .string(scope()) : .array((0..<chance.below(4)).map { _ in .string(scope()) })
        }
        if chance.percent(5) { members["expiresAt"] = .string(moment()) }
        if chance.percent(4) {
            members[
                chance.pick(["createdAt", "modifiedAt", "deletedAt", "@context", "@id", "@type", "scope"])] =
                json()
        }
    }

    private mutating func addAttributes(to members: inout JSONObject, _ count: Int) {
        for _ in 0..<count {
            let name = attribute()
            members[name] = said(name == "location" && chance.percent(90))
        }
    }

    /// What is said under one name.
    mutating func said(_ isPlace: Bool = false, _ depth: Int = 0) -> JSON {
        if isPlace { return chance.percent(50) ? geometry() : ["type": "GeoProperty", "value": geometry()] }
        switch chance.below(10) {
        case 0, 1: return json()
        case 2: return "urn:ngsi-ld:null"
        case 3:
            return .array(
                (0..<chance.pick(0...3)).map { number in
                    var instance = self.instance(depth)
                    if number > 0, chance.percent(90) { instance["datasetId"] = .string("urn:d:\(number)") }
                    return instance
                })
        case 4: return ["dataset": .object([chance.pick(["@none", "urn:d:1", "x"]): json()])]
        default: return instance(depth)
        }
    }

    mutating func instance(_ depth: Int = 0) -> JSON {
        var (kind, key, value) = self.value()
        if chance.percent(5) { value = json() }
        if chance.percent(4) { kind = chance.pick(["Property", "Relationship", "Point", "é", ""]) }
        var members = JSONObject()
        if chance.percent(70) { members["type"] = .string(kind) }
        if chance.percent(95) { members[key] = value }
        if chance.percent(20) { members["observedAt"] = .string(moment()) }
        if chance.percent(10) { members["unitCode"] = chance.percent(80) ? "KMH" : json() }
        if chance.percent(8) { members["datasetId"] = .string(chance.percent(80) ? "urn:d:1" : text()) }
        if chance.percent(5) { members["valueType"] = .string(text()) }
        if chance.percent(5) { members["objectType"] = .string(type()) }
        if chance.percent(4) { members["expiresAt"] = .string(moment()) }
        if chance.percent(3) { members[attribute()] = json() }
        if depth < 3, chance.percent(20), takesOne() { members[attribute()] = said(false, depth + 1) }
        return .object(members)
    }

    private mutating func value() -> (kind: String, key: String, value: JSON) {
        switch chance.below(12) {
        case 0: ("GeoProperty", "value", chance.percent(90) ? geometry() : .string(geometry().text()))
        case 1, 2: ("Relationship", "object", .string(uri()))
        case 3: ("Relationship", "object", .array((0..<chance.below(4)).map { _ in .string(uri()) }))
        case 4:
            (
                "LanguageProperty", "languageMap",
                .object([language(): chance.percent(80) ? .string(text()) : json(), "en": .string(text())])
            )
        case 5:
            (
                "VocabProperty", "vocab",
                chance.percent(60) ? .string(text()) : .array([.string(text()), .string(type())])
            )
        case 6: ("JsonProperty", "json", json())
        case 7: ("ListProperty", "valueList", .array((0..<chance.below(4)).map { _ in json(3) }))
        case 8:
            (
                "ListRelationship", "objectList",
                .array(
                    (0..<chance.below(3)).map { _ in
                        chance.percent(50) ? .string(uri()) : ["object": .string(uri())]
                    })
            )
        case 9, 10: ("Property", "value", number())
        default: ("Property", "value", json())
        }
    }

    /// What an entity has been.
    mutating func history(_ id: String? = nil) -> JSON {
        begin()
        var members: JSONObject = ["id": .string(id ?? self.id()), "type": .string(type())]
        for _ in 0..<chance.pick(1...3) {
            let name = attribute()
            switch chance.below(4) {
            case 0: members[name] = said()
            case 1:
                members[name] = [
                    "type": "Property",
                    "values": .array((0..<chance.below(6)).map { _ in [number(), .string(moment())] }),
                ]
            default: members[name] = .array((0..<chance.pick(1...8)).map { _ in point() })
            }
        }
        if chance.percent(30) {
            members["scope"] = .array(
                (0..<chance.below(4)).map { _ in
                    ["type": "Property", "value": .string(scope()), "observedAt": .string(moment())]
                })
        }
        return .object(members)
    }

    /// A reading, most of them alike.
    private mutating func point() -> JSON {
        if chance.percent(15) { return instance() }
        var members: JSONObject = [
            "type": "Property", "value": chance.percent(90) ? .integer(chance.below(50)) : json(4),
            "observedAt": .string(moment()),
        ]
        if chance.percent(10) { members["datasetId"] = "urn:d:1" }
        return .object(members)
    }
}
