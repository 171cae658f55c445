// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// A subscription between its form and the interface: what the form has fields for, and all else as JSON.
enum SubscriptionFields {
    static let start = "twin.subscribe"
    static let triggers = [
        "attributeCreated", "attributeUpdated", "attributeDeleted", "entityCreated", "entityDeleted",
        "entityUpdated",
    ]
    static let forms = ["normalized", "concise", "simplified"]
    static let medias: [(field: String, media: String)] = [
        ("json", "application/json"), ("linked", "application/ld+json"), ("geo", "application/geo+json"),
    ]

    /// Where in a body each field stands.
    private static let places: [(pointer: String, field: String)] = [
        ("/entities/0/idPattern", "pattern"), ("/entities/0/type", "types"), ("/entities", "types"),
        ("/watchedAttributes", "watched"), ("/q", "q"), ("/throttling", "throttling"),
        ("/timeInterval", "interval"), ("/expiresAt", "until"), ("/notificationTrigger", "trigger"),
        ("/notification/endpoint/uri", "address"), ("/notification/endpoint/receiverInfo", "headers"),
        ("/notification/endpoint/accept", "accept"), ("/notification/attributes", "attributes"),
        ("/notification/format", "format"), ("/subscriptionName", "name"),
    ]

    static func typed(_ form: FormData) -> TypedFields {
        TypedFields(start, form, boxes: ["trigger"])
    }

    /// What the interface finds wrong, at its field.
    static func refuse(_ problem: TwinProblem, in fields: inout TypedFields) {
        fields.refuse(problem, places, else: "rest")
    }

    // MARK: From the interface

    /// What the broker says itself, and what is done by a button.
    private static let told = SubscriptionDocument.told.union(["id", "type", "isActive"])

    /// A subscription as it is shown by the interface.
    static func fields(_ shown: JSONObject) -> TypedFields {
        var fields = TypedFields(start)
        var rest = JSONObject(shown.filter { !told.contains($0.key) })
        fields.takeText("subscriptionName", "name", &rest)
        takeEntities(&rest, &fields)
        fields.takeList("watchedAttributes", "watched", &rest)
        fields.takeText("q", "q", &rest)
        for (key, field) in [("throttling", "throttling"), ("timeInterval", "interval")] {
            if let lexeme = rest[key]?.lexeme { (fields.values[field], rest[key]) = (lexeme, nil) }
        }
        fields.takeText("expiresAt", "until", &rest)
        if let names = rest["notificationTrigger"]?.texts, Set(names).isSubset(of: triggers) {
            (fields.ticked["trigger"], rest["notificationTrigger"]) = (Set(names), nil)
        }
        var notification = JSONObject(
            (rest["notification"]?.asObject ?? [:]).filter {
                !SubscriptionDocument.toldOfNotification.contains($0.key)
            })
        takeNotification(&notification, &fields)
        rest["notification"] = notification.isEmpty ? Optional.none : .object(notification)
        if !rest.isEmpty { fields.values["rest"] = JSON.object(rest).pretty() }
        return fields
    }

    private static func takeEntities(_ rest: inout JSONObject, _ fields: inout TypedFields) {
        guard let items = rest["entities"]?.asArray, items.count == 1, let one = items[0].asObject,
            let type = one["type"]?.asString, one.keys.allSatisfy({ ["type", "idPattern"].contains($0) })
        else { return }
        fields.values["types"] = type
        fields.values["pattern"] = one["idPattern"]?.asString
        rest["entities"] = nil
    }

    private static func takeNotification(_ rest: inout JSONObject, _ fields: inout TypedFields) {
        fields.takeList("attributes", "attributes", &rest)
        if let form = rest["format"]?.asString {
            (fields.values["format"], rest["format"]) = (form == "keyValues" ? "simplified" : form, nil)
        }
        var endpoint = rest["endpoint"]?.asObject ?? [:]
        fields.takeText("uri", "address", &endpoint)
        let accept = endpoint["accept"]?.asString
        if let known = medias.first(where: { $0.media == accept }) {
            (fields.values["accept"], endpoint["accept"]) = (known.field, nil)
        }
        if let lines = TypedFields.lines(endpoint["receiverInfo"]) {
            (fields.values["headers"], endpoint["receiverInfo"]) = (lines, nil)
        }
        rest["endpoint"] = endpoint.isEmpty ? Optional.none : .object(endpoint)
    }

    // MARK: To the interface

    /// The subscription the fields say, but its id. What is wrong with them is noted.
    static func members(_ fields: inout TypedFields, _ request: Request) -> JSONObject {
        var members = fields.rest("rest")
        members["type"] = "Subscription"
        if !fields["name"].isEmpty { members["subscriptionName"] = .string(fields["name"]) }
        putEntities(fields, &members)
        if !fields["watched"].isEmpty { members["watchedAttributes"] = fields.names("watched") }
        if !fields["q"].isEmpty { members["q"] = .string(fields["q"]) }
        if let seconds = fields.number("throttling") { members["throttling"] = seconds }
        if let seconds = fields.number("interval") { members["timeInterval"] = seconds }
        if let end = fields.moment("until", request) { members["expiresAt"] = .string(end.description) }
        let ticked = triggers.filter { fields.ticked["trigger"]?.contains($0) ?? false }
        if !ticked.isEmpty { members["notificationTrigger"] = .array(ticked.map(JSON.string)) }
        if members["entities"] == nil, members["watchedAttributes"] == nil {
            fields.refuse("types", "nothing")
        }
        putNotification(&fields, &members)
        return members
    }

    private static func putEntities(_ fields: TypedFields, _ members: inout JSONObject) {
        let types = String(fields["types"].filter { !$0.isWhitespace })
        guard !types.isEmpty || !fields["pattern"].isEmpty else { return }
        var one: JSONObject = ["type": .string(types.isEmpty ? "*" : types)]
        if !fields["pattern"].isEmpty { one["idPattern"] = .string(fields["pattern"]) }
        members["entities"] = [.object(one)]
    }

    private static func putNotification(_ fields: inout TypedFields, _ members: inout JSONObject) {
        var notification = members["notification"]?.asObject ?? [:]
        var endpoint = notification["endpoint"]?.asObject ?? [:]
        if fields["address"].isEmpty { fields.refuse("address", "no_address") }
        endpoint["uri"] = .string(fields["address"])
        if let media = medias.dropFirst().first(where: { $0.field == fields["accept"] }) {
            endpoint["accept"] = .string(media.media)
        }
        let headers = fields.pairs("headers")
        if !headers.isEmpty { endpoint["receiverInfo"] = .array(headers) }
        notification["endpoint"] = .object(endpoint)
        if !fields["attributes"].isEmpty { notification["attributes"] = fields.names("attributes") }
        if forms.dropFirst().contains(fields["format"]) {
            notification["format"] = .string(fields["format"])
        }
        members["notification"] = .object(notification)
    }
}

extension TypedFields {
    /// Takes a text out of a document into a field.
    mutating func takeText(_ key: String, _ field: String, _ rest: inout JSONObject) {
        guard let text = rest[key]?.asString else { return }
        (values[field], rest[key]) = (text, nil)
    }

    /// Takes names out of a document into a field.
    mutating func takeList(_ key: String, _ field: String, _ rest: inout JSONObject) {
        guard let names = rest[key]?.texts, names.count == rest[key]?.asArray?.count,
            !names.contains(where: { $0.contains(",") })
        else { return }
        (values[field], rest[key]) = (names.joined(separator: ", "), nil)
    }

    /// The names in a field.
    func names(_ field: String) -> JSON { .array(list(field).map(JSON.string)) }

    /// The members in a field that holds JSON; what is none is noted.
    mutating func rest(_ field: String) -> JSONObject {
        let text = self[field]
        if text.allSatisfy(\.isWhitespace) { return [:] }
        guard let members = (try? JSON(parsing: text, limits: JSON.Limits(depth: 32)))?.asObject else {
            problems.add(field, "json", Phrase("twin.fields.problem.json"))
            return [:]
        }
        return members
    }
}
