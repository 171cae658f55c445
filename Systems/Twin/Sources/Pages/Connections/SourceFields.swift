// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A registration of a source between its form and the interface: what the form has fields for, and all
/// else as JSON.
enum SourceFields {
    static let start = "twin.register"
    static let modes = RegistrationMode.allCases.map(\.rawValue)
    static let operations = ["federationOps", "redirectionOps", "retrieveOps", "updateOps"]

    private static let places: [(pointer: String, field: String)] = [
        ("/information/0/entities/0/idPattern", "pattern"), ("/information/0/entities/0/id", "ids"),
        ("/information/0/propertyNames", "properties"),
        ("/information/0/relationshipNames", "relationships"), ("/information", "types"),
        ("/endpoint", "address"), ("/registrationName", "name"), ("/mode", "mode"),
        ("/operations", "operations"), ("/tenant", "tenant"), ("/contextSourceInfo", "headers"),
        ("/management/timeout", "timeout"), ("/management/cooldown", "cooldown"), ("/expiresAt", "until"),
    ]

    static func typed(_ form: FormData) -> TypedFields {
        TypedFields(start, form, boxes: ["operations"])
    }

    /// What the interface finds wrong, at its field.
    static func refuse(_ problem: TwinProblem, in fields: inout TypedFields) {
        fields.refuse(problem, places, else: "rest")
    }

    // MARK: From the interface

    /// What is said by the broker, and what does not change.
    private static let told: Set<String> = [
        "id", "type", "status", "timesSent", "timesFailed", "lastSuccess", "lastFailure", "createdAt",
        "modifiedAt",
    ]

    /// A registration as it is shown by the interface.
    static func fields(_ shown: JSONObject) -> TypedFields {
        var fields = TypedFields(start)
        var rest = JSONObject(shown.filter { !told.contains($0.key) })
        fields.takeText("registrationName", "name", &rest)
        fields.takeText("endpoint", "address", &rest)
        fields.takeText("mode", "mode", &rest)
        fields.takeText("tenant", "tenant", &rest)
        fields.takeText("expiresAt", "until", &rest)
        takeInformation(&rest, &fields)
        if let names = rest["operations"]?.texts, Set(names).isSubset(of: operations) {
            (fields.ticked["operations"], rest["operations"]) = (Set(names), nil)
        }
        if let lines = TypedFields.lines(rest["contextSourceInfo"]) {
            (fields.values["headers"], rest["contextSourceInfo"]) = (lines, nil)
        }
        var management = rest["management"]?.asObject ?? [:]
        for key in ["timeout", "cooldown"] {
            if let lexeme = management[key]?.lexeme { (fields.values[key], management[key]) = (lexeme, nil) }
        }
        rest["management"] = management.isEmpty ? Optional.none : .object(management)
        if !rest.isEmpty { fields.values["rest"] = JSON.object(rest).pretty() }
        return fields
    }

    /// One part of which the entities are of the same types: the others are left as JSON.
    private static func takeInformation(_ rest: inout JSONObject, _ fields: inout TypedFields) {
        guard let parts = rest["information"]?.asArray, parts.count == 1, let part = parts[0].asObject,
            part.keys.allSatisfy({ ["entities", "propertyNames", "relationshipNames"].contains($0) })
        else { return }
        let entities = part["entities"]?.asArray ?? []
        let types = entities.map { $0["type"]?.asString.map { [$0] } ?? $0["type"]?.texts ?? [] }
        let ids = entities.compactMap { $0["id"]?.asString }
        let patterns = Set(entities.compactMap { $0["idPattern"]?.asString })
        guard Set(types).count <= 1, ids.isEmpty || ids.count == entities.count,
            patterns.isEmpty || entities.count == 1
        else { return }
        fields.values["types"] = types.first?.joined(separator: ", ")
        fields.values["ids"] = ids.joined(separator: "\n")
        fields.values["pattern"] = patterns.first
        fields.values["properties"] = part["propertyNames"]?.texts?.joined(separator: ", ")
        fields.values["relationships"] = part["relationshipNames"]?.texts?.joined(separator: ", ")
        rest["information"] = nil
    }

    // MARK: To the interface

    /// The registration the fields say, but its id. What is wrong with them is noted.
    static func members(_ fields: inout TypedFields, _ request: Request) -> JSONObject {
        var members = fields.rest("rest")
        members["type"] = .string(Registration.type)
        if !fields["name"].isEmpty { members["registrationName"] = .string(fields["name"]) }
        if fields["address"].isEmpty { fields.refuse("address", "no_address") }
        members["endpoint"] = .string(fields["address"])
        putInformation(&fields, &members)
        if modes.contains(fields["mode"]), fields["mode"] != RegistrationMode.inclusive.rawValue {
            members["mode"] = .string(fields["mode"])
        }
        let ticked = operations.filter { fields.ticked["operations"]?.contains($0) ?? false }
        if !ticked.isEmpty { members["operations"] = .array(ticked.map(JSON.string)) }
        if !fields["tenant"].isEmpty { members["tenant"] = .string(fields["tenant"]) }
        let headers = fields.pairs("headers")
        if !headers.isEmpty { members["contextSourceInfo"] = .array(headers) }
        var management = members["management"]?.asObject ?? [:]
        for key in ["timeout", "cooldown"] {
            if let number = fields.number(key) { management[key] = number }
        }
        if !management.isEmpty { members["management"] = .object(management) }
        if let end = fields.moment("until", request) { members["expiresAt"] = .string(end.description) }
        return members
    }

    private static func putInformation(_ fields: inout TypedFields, _ members: inout JSONObject) {
        var part: JSONObject = [:]
        let (types, ids) = (fields.names("types"), fields.list("ids"))
        if !fields["types"].isEmpty {
            let names = fields.list("types").count == 1 ? types[0] ?? types : types
            var entities: [JSON] = ids.map { ["type": names, "id": .string($0)] }
            if entities.isEmpty {
                var one: JSONObject = ["type": names]
                if !fields["pattern"].isEmpty { one["idPattern"] = .string(fields["pattern"]) }
                entities = [.object(one)]
            }
            part["entities"] = .array(entities)
        } else if !ids.isEmpty || !fields["pattern"].isEmpty {
            fields.refuse("types", "no_types")
        }
        for (field, key) in [("properties", "propertyNames"), ("relationships", "relationshipNames")] {
            if !fields[field].isEmpty { part[key] = fields.names(field) }
        }
        if !part.isEmpty { members["information"] = [.object(part)] }
        if members["information"] == nil, fields.problems.all.isEmpty { fields.refuse("types", "nothing") }
    }
}
