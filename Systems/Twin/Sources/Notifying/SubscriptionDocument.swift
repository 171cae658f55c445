// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A subscription as it is kept: what was sent, what its names stand for, and in whose words it is told.
struct SubscriptionDocument: Sendable, Equatable {
    /// What is subscribed to: entities (5.8), or context sources (5.11).
    enum Kind: String, Sendable, CaseIterable {
        case entities = "subscription"
        case sources = "sourceSubscription"

        /// As what documents of the kind are kept.
        var sort: String { rawValue }

        /// Under which path they are found.
        var path: String { self == .entities ? "subscriptions" : "csourceSubscriptions" }

        /// What tells a subscription from all others, also from one of the other kind with the same id.
        func key(_ id: String) -> String { self == .entities ? id : "\(path) \(id)" }

        /// The clause of an operation, by the number it has for entities.
        func clause(_ number: Int) -> String {
            self == .entities ? "5.8.\(number)" : "5.11.\(number + 1)"
        }
    }

    static let sort = Kind.entities.sort
    /// What the broker says of a subscription and nobody else (5.2.12, 5.2.14.2).
    static let told: Set<String> = ["status", "createdAt", "modifiedAt"]
    static let toldOfNotification: Set<String> = [
        "status", "timesSent", "timesFailed", "lastNotification", "lastSuccess", "lastFailure",
        "lastErrorReason",
    ]

    var kind = Kind.entities
    var members: JSONObject
    var terms: [String: String] = [:]
    /// The context its own names are written in.
    var words: JSON
    /// That in whose words it is told: the same, or its `jsonldContext`.
    var context: JSON
    /// The address of that for the `Link` header.
    var link: String
    /// The tenant as it was named in the request.
    var tenant: String?
    /// By which brokers it came: the header `Via`.
    var via: String?
    var createdAt: Stamp
    var modifiedAt: Stamp
    /// What whoever subscribed may see: types and scopes; nil: all.
    var types: [String]?
    var scopes: [String]?

    var id: String { members["id"]?.asString ?? "" }
    var key: String { kind.key(id) }
    var naming: KeptNaming { KeptNaming(terms: terms) }

    /// Without what only the broker says.
    static func said(_ members: JSONObject) -> JSONObject {
        var said = JSONObject(members.filter { !told.contains($0.key) && $0.key != "@context" })
        if case .object(let notification)? = said["notification"] {
            said["notification"] = .object(
                JSONObject(notification.filter { !toldOfNotification.contains($0.key) }))
        }
        return said
    }

    var json: JSON {
        var json: JSONObject = [
            "sent": .object(members),
            "terms": .object(
                JSONObject(terms.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            "words": words, "context": context, "link": .string(link),
            "created": .integer(createdAt.microseconds),
            "modified": .integer(modifiedAt.microseconds),
        ]
        if kind == .sources { json["of"] = .string(kind.sort) }
        if let tenant { json["tenant"] = .string(tenant) }
        if let via { json["via"] = .string(via) }
        if let types { json["types"] = .array(types.map(JSON.string)) }
        if let scopes { json["scopes"] = .array(scopes.map(JSON.string)) }
        return .object(json)
    }

    init(
        _ members: JSONObject, _ kind: Kind = .entities, words: JSON, tenant: String?, access: TwinAccess,
        at now: Stamp
    ) {
        (self.members, self.kind) = (members, kind)
        (self.words, context, link, self.tenant) = (words, words, "", tenant)
        (createdAt, modifiedAt) = (now, now)
        types = access.types?.sorted()
        scopes = access.scopes
    }

    init?(_ json: JSON) {
        guard let members = json["sent"]?.asObject, let created = json["created"]?.stamp,
            let modified = json["modified"]?.stamp
        else { return nil }
        self.members = members
        kind = json["of"]?.asString.flatMap(Kind.init(rawValue:)) ?? .entities
        terms = (json["terms"]?.asObject ?? [:]).reduce(into: [:]) { $0[$1.key] = $1.value.asString }
        words = json["words"] ?? .string(CoreContext.url)
        context = json["context"] ?? words
        link = json["link"]?.asString ?? CoreContext.url
        tenant = json["tenant"]?.asString
        via = json["via"]?.asString
        (createdAt, modifiedAt) = (created, modified)
        types = json["types"]?.texts
        scopes = json["scopes"]?.texts
    }

    /// Whether somebody may see and change it: who is shown a part of the twin, their own alone.
    func isOpen(to access: TwinAccess) -> Bool {
        access.isWhole || (types == access.types?.sorted() && scopes == access.scopes)
    }

    /// What whoever subscribed may see.
    var access: TwinAccess {
        var access = TwinAccess.reading
        access.types = types.map(Set.init)
        access.scopes = scopes
        return access
    }
}

extension Contents {
    /// The subscription of a key; nil: there is none.
    func subscription(_ key: String) -> SubscriptionDocument? {
        for kind in SubscriptionDocument.Kind.allCases {
            let all = documents[kind.sort] ?? [:]
            let known = kind == .entities ? all[key] : all.first { kind.key($0.key) == key }?.value
            if let document = known.flatMap(SubscriptionDocument.init) { return document }
        }
        return nil
    }
}
