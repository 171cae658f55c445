// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A subscription to context sources (GS CIM 009, 5.11): kept as it was sent, with its words.
struct SourceSubscription: Sendable {
    static let sort = "sourceSubscription"

    let id: String
    let members: JSONObject
    /// What stood in its `@context`.
    let context: JSON

    init(id: String, members: JSONObject, context: JSON) {
        (self.id, self.members, self.context) = (id, members, context)
    }

    /// Nil: it is none.
    init?(kept json: JSON) {
        guard let members = json["members"]?.asObject, let context = json["context"],
            let id = members["id"]?.asString
        else { return nil }
        self.init(id: id, members: members, context: context)
    }

    var kept: JSON { ["members": .object(members), "context": context] }

    var expiresAt: Stamp? { members["expiresAt"]?.asString.flatMap { Stamp($0) } }
    func isThere(at now: Stamp) -> Bool { expiresAt.map { $0 > now } ?? true }
    var isActive: Bool { members["isActive"]?.asBool ?? true }
    var endpoint: JSON? { members["notification"]?["endpoint"] }

    /// Checks what was sent, and gives what is kept (5.11.2, 5.2.12).
    /// - Parameter old: what was kept before, where it is a change.
    static func read(
        _ sent: JSONObject, id: String, context: JSON, naming: any Naming, now: Stamp, old: JSONObject? = nil
    ) throws(TwinProblem) -> SourceSubscription {
        func bad(_ detail: String, _ pointer: String) -> TwinProblem {
            .bad(detail, at: pointer, clause: "5.11.2")
        }
        var kept = old ?? ["id": .string(id), "type": "Subscription"]
        for (key, value) in sent
        where !["id", "@id", "type", "@type", "status", "createdAt", "modifiedAt"].contains(key) {
            if old != nil, value.asString == Fragment.null {
                kept[key] = nil
            } else if value.isNull || value.asString == Fragment.null {
                throw bad("Null is no value here.", "/\(key)")
            } else {
                kept[key] = value
            }
        }
        let type: JSON? = sent["type"] ?? sent["@type"] ?? (old == nil ? Optional.none : "Subscription")
        guard type?.asString == "Subscription" else {
            throw bad("The type of a subscription is “Subscription”.", "/type")
        }
        guard kept["entities"] != nil || kept["watchedAttributes"] != nil || kept["csf"] != nil else {
            throw bad("It needs entities or watchedAttributes.", "/entities")
        }
        guard kept["timeInterval"] == nil else {
            throw TwinProblem(
                .operationNotSupported, "Of context sources it is told when they change, not at intervals.",
                at: "/timeInterval", clause: "5.11.2")
        }
        if let active = kept["isActive"], active.asBool == nil {
            throw bad("isActive is true or false.", "/isActive")
        }
        if let expires = kept["expiresAt"] {
            guard let moment = expires.asString.flatMap({ Stamp($0) }), moment > now else {
                throw bad("expiresAt is a moment in UTC that is still to come.", "/expiresAt")
            }
        }
        try checkEndpoint(kept["notification"]?["endpoint"], bad)
        _ = try RegistrationFilter(members: kept, naming: naming)
        return SourceSubscription(id: id, members: kept, context: context)
    }

    private static func checkEndpoint(
        _ endpoint: JSON?, _ bad: (String, String) -> TwinProblem
    ) throws(TwinProblem) {
        guard let uri = endpoint?["uri"]?.asString, NameRules.isURI(uri),
            uri.hasPrefix("http://") || uri.hasPrefix("https://")
        else { throw bad("The endpoint has a uri of http or https.", "/notification/endpoint/uri") }
        if let accept = endpoint?["accept"] {
            guard ["application/json", "application/ld+json"].contains(accept.asString ?? "") else {
                throw bad("It is told of in JSON or JSON-LD.", "/notification/endpoint/accept")
            }
        }
        for pair in endpoint?["receiverInfo"]?.asArray ?? [] {
            guard let key = pair["key"]?.asString, let value = pair["value"]?.asString, !key.isEmpty,
                (key + value).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), !key.contains(" ")
            else {
                throw bad("Keys and values must be fit for a header.", "/notification/endpoint/receiverInfo")
            }
        }
    }

    /// As it is shown to a reader, from its own words into theirs.
    func json(from own: any Naming, to naming: any Naming, _ record: Registrations.Record?, at now: Stamp)
        -> JSON
    {
        var shown = members
        func renamed(_ list: JSON?) -> JSON? {
            list?.texts.map { .array($0.map { .string(naming.compact(own.expand($0))) }) }
        }
        if let entities = shown["entities"]?.asArray {
            shown["entities"] = .array(
                entities.map { item in
                    var entity = item.asObject ?? [:]
                    if let type = entity["type"]?.asString, NameRules.isName(type) {
                        entity["type"] = .string(naming.compact(own.expand(type)))
                    }
                    return .object(entity)
                })
        }
        if let names = renamed(shown["watchedAttributes"]) { shown["watchedAttributes"] = names }
        var notification = shown["notification"]?.asObject ?? [:]
        if let names = renamed(notification["attributes"]) { notification["attributes"] = names }
        if let record, record.sent > 0 {
            notification["timesSent"] = .integer(record.sent)
            let last = [record.lastSuccess, record.lastFailure].compactMap(\.self).max()
            if let last { notification["lastNotification"] = .string(last.description) }
            if let moment = record.lastSuccess { notification["lastSuccess"] = .string(moment.description) }
            if let moment = record.lastFailure { notification["lastFailure"] = .string(moment.description) }
            notification["status"] = .string(last == record.lastSuccess ? "ok" : "failed")
        }
        shown["notification"] = .object(notification)
        shown["status"] = .string(isThere(at: now) ? (isActive ? "active" : "paused") : "expired")
        return .object(shown)
    }
}
