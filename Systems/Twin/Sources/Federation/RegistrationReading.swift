// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads registrations of context sources as they are sent (GS CIM 009, 5.2.9, 5.2.10 and 5.9), and gives
/// them as they are kept: checked, and with whole names.
struct RegistrationReading: Sendable {
    let naming: any Naming
    let now: Stamp
    private static let (mostParts, mostEntities) = (1_000, 10_000)

    /// A whole registration. `id`: under which it is kept.
    func registration(_ sent: JSONObject, id: String) throws(TwinProblem) -> JSONObject {
        guard sent["type"]?.asString == Registration.type || sent["@type"]?.asString == Registration.type
        else {
            throw bad("The type of a registration is “\(Registration.type)”.", "/type")
        }
        var kept: JSONObject = ["id": .string(id), "type": .string(Registration.type)]
        for (key, value) in sent where !Self.passedOver.contains(key) {
            guard let (name, json) = try member(key, value) else { continue }
            guard kept.append(name, json) else { throw bad("Two names stand for \(name).", "/\(key)") }
        }
        try check(kept)
        return kept
    }

    /// A registration with parts of it changed (5.9.3). The NGSI-LD Null takes a member away.
    func changed(_ old: JSONObject, by patch: JSONObject) throws(TwinProblem) -> JSONObject {
        if let type = patch["type"]?.asString, type != Registration.type {
            throw bad("The type of a registration is “\(Registration.type)”.", "/type")
        }
        if let id = patch["id"], id != old["id"] { throw bad("The id of a registration stays.", "/id") }
        var kept = old
        for (key, value) in patch where !Self.passedOver.contains(key) {
            if value.asString == Fragment.null {
                kept[Self.known.contains(key) ? key : naming.expand(key)] = nil
                continue
            }
            guard let (name, json) = try member(key, value) else { continue }
            kept[name] = json
        }
        try check(kept)
        return kept
    }

    /// What the system says itself, and what was read already.
    private static let passedOver: Set<String> = [
        "id", "@id", "type", "@type", "@context", "createdAt", "modifiedAt", "deletedAt", "status",
        "timesSent",
        "timesFailed", "lastSuccess", "lastFailure",
    ]

    /// Members whose names are the specification's own.
    static let known: Set<String> = [
        "registrationName", "description", "information", "tenant", "observationInterval",
        "managementInterval",
        "location", "observationSpace", "operationSpace", "expiresAt", "endpoint", "contextSourceInfo",
        "scope",
        "mode", "operations", "refreshRate", "management", "datasetId", "contextSourceAlias",
    ]

    private func bad(_ detail: String, _ pointer: String) -> TwinProblem {
        .bad(detail, at: pointer, clause: "5.2.9")
    }

    private func member(_ key: String, _ json: JSON) throws(TwinProblem) -> (String, JSON)? {
        let pointer = "/\(key)"
        if json.isNull { throw bad("null is no value in NGSI-LD.", pointer) }
        if json.asString == Fragment.null { throw bad("Nothing is there yet to be taken away.", pointer) }
        switch key {
        case "information": return (key, try information(json))
        case "registrationName", "description", "tenant", "contextSourceAlias":
            guard let text = json.asString, !text.isEmpty else {
                throw bad("\(key) is a text that is not empty.", pointer)
            }
            if key == "tenant" || key == "contextSourceAlias" { try requireToken(text, pointer) }
        case "endpoint":
            guard let text = json.asString, NameRules.isURI(text), text.utf8.count <= 2_000 else {
                throw bad("The endpoint is a URI.", pointer)
            }
        case "expiresAt":
            guard let moment = json.asString.flatMap({ Stamp($0) }), moment > now else {
                throw bad("expiresAt is a moment in UTC that is still to come.", pointer)
            }
        case "observationInterval", "managementInterval": try interval(json, pointer)
        case "location", "observationSpace", "operationSpace": try geometry(json, pointer)
        case "contextSourceInfo": try sourceInformation(json, pointer)
        case "scope": return (key, try scope(json, pointer))
        case "mode":
            guard json.asString.flatMap(RegistrationMode.init(rawValue:)) != nil else {
                throw bad("The mode is inclusive, exclusive, redirect or auxiliary.", pointer)
            }
        case "operations": try operations(json, pointer)
        case "refreshRate":
            guard json.asString.flatMap({ ISODuration($0) }) != nil else {
                throw bad("refreshRate is a length of time such as PT1H.", pointer)
            }
        case "management": try management(json, pointer)
        case "datasetId":
            let ids = try NameList.readAny(json, at: pointer, clause: "5.2.9")
            guard ids.allSatisfy({ $0 == "@none" || NameRules.isURI($0) }) else {
                throw bad("A datasetId is a URI.", pointer)
            }
        default:
            // Whatever else is said of the source, to be asked for by `csf`.
            guard NameRules.isName(key) else { throw bad("“\(key.prefix(80))” is no name.", pointer) }
            return (naming.expand(key), json)
        }
        return (key, json)
    }

    private func requireToken(_ text: String, _ pointer: String) throws(TwinProblem) {
        guard text.utf8.count <= 200,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") })
        else { throw bad("This goes along as a header: letters and digits without blanks.", pointer) }
    }
}

/// The parts of a registration.
extension RegistrationReading {
    private func information(_ json: JSON) throws(TwinProblem) -> JSON {
        guard let items = json.asArray, !items.isEmpty, items.count <= Self.mostParts else {
            throw bad("information is an array of at least one.", "/information")
        }
        var (parts, count): ([JSON], Int) = ([], 0)
        for (index, item) in items.enumerated() {
            parts.append(try information(item, "/information/\(index)"))
            count += item["entities"]?.asArray?.count ?? 0
            guard count <= Self.mostEntities else {
                throw bad(
                    "A registration names at most \(Self.mostEntities) entities.", "/information/\(index)")
            }
        }
        return .array(parts)
    }

    private func information(_ json: JSON, _ pointer: String) throws(TwinProblem) -> JSON {
        guard let sent = json.asObject else { throw bad("Here an object must stand.", pointer) }
        var kept: JSONObject = [:]
        if let list = sent["entities"] {
            guard let items = list.asArray, !items.isEmpty, items.count <= Self.mostParts else {
                throw bad("entities is an array of at least one.", pointer + "/entities")
            }
            var entities: [JSON] = []
            for (index, item) in items.enumerated() {
                entities.append(try selection(item, "\(pointer)/entities/\(index)"))
            }
            kept["entities"] = .array(entities)
        }
        for key in ["propertyNames", "relationshipNames"] {
            guard let list = sent[key] else { continue }
            var names: [JSON] = []
            for name in try NameList.read(list, at: "\(pointer)/\(key)", clause: "5.2.10") {
                names.append(
                    .string(try TermName.expand(name, naming, at: "\(pointer)/\(key)", clause: "5.2.10")))
            }
            kept[key] = .array(names)
        }
        guard !kept.isEmpty else {
            throw bad("It needs entities, propertyNames or relationshipNames.", pointer)
        }
        return .object(kept)
    }

    private func selection(_ json: JSON, _ pointer: String) throws(TwinProblem) -> JSON {
        guard let sent = json.asObject else { throw bad("Here an object must stand.", pointer) }
        var kept: JSONObject = [:]
        if let id = sent["id"] {
            guard let text = id.asString, NameRules.isURI(text) else {
                throw bad("The id is a URI.", pointer + "/id")
            }
            kept["id"] = id
        }
        if let pattern = sent["idPattern"] {
            guard let text = pattern.asString else {
                throw bad("idPattern is a text.", pointer + "/idPattern")
            }
            _ = try Pattern(text, at: pointer + "/idPattern", clause: "5.2.8")
            // An id says more than a pattern does.
            if kept["id"] == nil { kept["idPattern"] = pattern }
        }
        guard let type = sent["type"] ?? sent["@type"] else {
            throw bad("Entities need a type.", pointer + "/type")
        }
        var types: [JSON] = []
        for name in try NameList.readAny(type, at: pointer + "/type", clause: "5.2.8") {
            types.append(.string(try TermName.expand(name, naming, at: pointer + "/type", clause: "5.2.8")))
        }
        kept["type"] = types.count == 1 ? types[0] : .array(types)
        return .object(kept)
    }

    private func interval(_ json: JSON, _ pointer: String) throws(TwinProblem) {
        guard let start = json["startAt"]?.asString.flatMap({ Stamp($0) }) else {
            throw bad("An interval begins at a moment, startAt.", pointer)
        }
        guard let end = json["endAt"] else { return }
        guard let end = end.asString.flatMap({ Stamp($0) }), end >= start else {
            throw bad("endAt is a moment after startAt.", pointer + "/endAt")
        }
    }

    private func geometry(_ json: JSON, _ pointer: String) throws(TwinProblem) {
        guard json["type"]?.asString != "GeometryCollection", json["coordinates"] != nil,
            (try? Geometry(json: json)) != nil
        else { throw bad("Here a GeoJSON geometry must stand.", pointer) }
    }

    private func scope(_ json: JSON, _ pointer: String) throws(TwinProblem) -> JSON {
        let scopes = try NameList.readAny(json, at: pointer, clause: "4.18")
        guard scopes.allSatisfy(NameRules.isScope) else { throw bad("This is no scope.", pointer) }
        return json
    }

    /// Pairs that go along as headers: nothing in them may end one and begin another.
    private func sourceInformation(_ json: JSON, _ pointer: String) throws(TwinProblem) {
        guard let items = json.asArray, items.count <= 50 else {
            throw bad("contextSourceInfo is an array of keys and values.", pointer)
        }
        for (index, item) in items.enumerated() {
            guard let key = item["key"]?.asString, let value = item["value"]?.asString, !key.isEmpty,
                key.utf8.count <= 100, value.utf8.count <= 8_000,
                key.utf8.allSatisfy({ Self.isTokenByte($0) }),
                value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
            else {
                throw bad("A key and a value must stand here, both fit for a header.", "\(pointer)/\(index)")
            }
            guard Self.isSound(value, of: key) else {
                throw bad("“\(value.prefix(100))” is nothing for \(key) (4.3.6.6).", "\(pointer)/\(index)")
            }
        }
    }

    /// What the keys with a meaning of their own may say (4.3.6.6).
    private static func isSound(_ value: String, of key: String) -> Bool {
        switch key {
        case "accept", "contentType": ["application/json", "application/ld+json"].contains(value)
        case "jsonldContext": NameRules.isURI(value)
        case "ngsildConformance": Edition(value) != nil
        default: true
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private func operations(_ json: JSON, _ pointer: String) throws(TwinProblem) {
        for name in try NameList.read(json, at: pointer, clause: "4.20")
        where SourceOperation.named(name) == nil {
            throw bad("“\(name.prefix(80))” is no operation and no group of them.", pointer)
        }
    }

    private func management(_ json: JSON, _ pointer: String) throws(TwinProblem) {
        guard let members = json.asObject else { throw bad("management is an object.", pointer) }
        for (key, value) in members {
            let isSound =
                switch key {
                case "localOnly": value.asBool != nil
                case "cacheDuration": value.asString.flatMap { ISODuration($0) } != nil
                case "timeout", "cooldown": value.asDouble.map { $0 >= 1 } ?? false
                default: true
                }
            guard isSound else { throw bad("\(key) is not sound.", "\(pointer)/\(key)") }
        }
    }

    /// What holds of all of it together.
    private func check(_ kept: JSONObject) throws(TwinProblem) {
        guard kept["information"] != nil else { throw bad("information is missing.", "/information") }
        guard kept["endpoint"] != nil else { throw bad("The endpoint is missing.", "/endpoint") }
        switch kept["mode"]?.asString.flatMap(RegistrationMode.init(rawValue:)) {
        case .exclusive?: try checkExclusive(kept)
        case .auxiliary?:
            let operations = (kept["operations"]?.texts ?? []).flatMap { SourceOperation.named($0) ?? [] }
            guard operations.allSatisfy(\.onlyReads) else {
                throw bad("An auxiliary source is asked to read, and for nothing else.", "/operations")
            }
        default: return
        }
    }

    private func checkExclusive(_ kept: JSONObject) throws(TwinProblem) {
        for (index, part) in (kept["information"]?.asArray ?? []).enumerated() {
            let entities = part["entities"]?.asArray ?? []
            let hasNames = part["propertyNames"] != nil || part["relationshipNames"] != nil
            guard hasNames, !entities.isEmpty, entities.allSatisfy({ $0["id"] != nil }) else {
                throw bad(
                    "An exclusive registration names entities by id, and the attributes of them.",
                    "/information/\(index)")
            }
        }
    }
}

extension NameList {
    /// One text, or an array of them.
    static func readAny(_ json: JSON, at pointer: String, clause: String) throws(TwinProblem) -> [String] {
        if let text = json.asString { return [text] }
        return try read(json, at: pointer, clause: clause)
    }
}
