// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Contexts, subscriptions, registrations, snapshots, and queries in bodies.
extension Grammar {
    // MARK: Contexts

    mutating func context(_ depth: Int = 0) -> JSON {
        if depth == 0 { begin() }
        guard takesOne() else { return [:] }
        switch chance.below(8) {
        case 0: return .string(address())
        case 1 where depth < 5: return .array((0..<chance.below(4)).map { _ in context(depth + 1) })
        case 2:
            return chance.pick([
                .null, "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld", 1, "",
            ])
        default: return .object(terms())
        }
    }

    /// Addresses of which each leads to another of them, or to nothing.
    mutating func address() -> String {
        chance.percent(85)
            ? "https://c.example/\(chance.pick(1...3))"
            : chance.pick([
                "https://gone.example/", "file:///etc/passwd", "/1", "https://c.example/1#x", "urn:a:b",
            ])
    }

    private mutating func terms() -> JSONObject {
        var members = JSONObject()
        for _ in 0..<chance.below(8) {
            let term =
                chance.percent(60)
                ? chance.pick(["speed", "Car", "p", "q", "r", "name", "x"])
                : chance.pick([
                    "@vocab", "@base", "@version", "@import", "@protected", "id", "é", "a b", "", "location",
                ])
            members[term] = meaning()
        }
        return members
    }

    private mutating func meaning() -> JSON {
        switch chance.below(6) {
        case 0, 1, 2: .string(iri())
        case 3:
            .object([
                "@id": .string(iri()),
                "@type": .string(chance.pick(["@id", "@vocab", "DateTime", "p:t", "@x"])),
                "@container": chance.pick(["@list", "@set", "@language", "x", ["@list"]]),
            ])
        case 4: chance.pick([.null, true, 1.1, "", "@id", "@type", ["@reverse": "p:x"], ["@context": [:]]])
        default: .string(address())
        }
    }

    private mutating func iri() -> String {
        chance.pick([
            "https://a.example/", "https://a.example/v#", "https://a.example/speed", "p:x", "q:", "p:q/", "r",
            "x",
            "urn:a:", "https://uri.etsi.org/ngsi-ld/", "https://uri.etsi.org/ngsi-ld/default-context/", "::",
            "https://a.example/\(String(repeating: "z", count: chance.pick([1, 500, 1_900])))/",
        ])
    }

    // MARK: Documents

    private mutating func selectors() -> JSON {
        .array(
            (0..<chance.pick([1, 1, 1, 2, 0])).map { _ in
                var selector: JSONObject = ["type": .string(types())]
                if chance.percent(20) { selector["id"] = .string(id()) }
                if chance.percent(20) { selector["idPattern"] = .string(pattern()) }
                return .object(selector)
            })
    }

    private mutating func geoQuery() -> JSON {
        let kind = shape()
        return ["georel": .string(relation()), "geometry": .string(kind), "coordinates": coordinates(kind)]
    }

    private mutating func temporalQuery() -> JSON {
        var members = JSONObject()
        let names = ["timerel", "timeAt", "endTimeAt", "timeproperty"]
        for (name, text) in zip(names, times()) where !text.isEmpty { members[name] = .string(text) }
        if chance.percent(20) { members["lastN"] = .integer(whole()) }
        return .object(members)
    }

    private mutating func names() -> JSON {
        chance.percent(90) ? .array((0..<chance.pick(1...3)).map { _ in .string(attribute()) }) : json(4)
    }

    mutating func subscription(_ id: String? = nil) -> JSON {
        begin()
        var members: JSONObject = ["type": "Subscription", "notification": notification()]
        if let id { members["id"] = .string(id) }
        if chance.percent(80) { members["entities"] = selectors() }
        if chance.percent(30) { members["watchedAttributes"] = names() }
        if chance.percent(30) { members["q"] = .string(query()) }
        if chance.percent(20) { members["geoQ"] = geoQuery() }
        if chance.percent(15) { members["scopeQ"] = .string(scopes()) }
        if chance.percent(10) { members["csf"] = .string(query()) }
        if chance.percent(10) { members["temporalQ"] = temporalQuery() }
        if chance.percent(20) {
            members["notificationTrigger"] = [
                .string(
                    chance.pick([
                        "entityCreated", "entityUpdated", "entityDeleted", "attributeCreated",
                        "attributeDeleted", "x",
                    ]))
            ]
        }
        for name in ["throttling", "timeInterval"] where chance.percent(8) { members[name] = number() }
        if chance.percent(10) { members["expiresAt"] = .string(moment()) }
        if chance.percent(10) {
            let name = chance.pick([
                "isActive", "localOnly", "lang", "datasetId", "jsonldContext", "ngsildConformance", "x",
            ])
            members[name] = chance.pick([true, "en", "1.5", .string(address()), json(4)])
        }
        return .object(members)
    }

    private mutating func notification() -> JSON {
        var endpoint: JSONObject = [
            "uri": .string(
                chance.percent(80)
                    ? "https://hear.example/n"
                    : chance.pick([
                        "mqtt://b.example/t", "http://[::1]:9/", "ftp://a/", "",
                        "mqtts://u:p@b.example:8884/a/b?c",
                    ]))
        ]
        if chance.percent(30) {
            endpoint["accept"] = chance.pick([
                "application/json", "application/ld+json", "application/geo+json", "x",
            ])
        }
        if chance.percent(15) {
            endpoint["receiverInfo"] = [
                ["key": .string(chance.pick(["X-A", "Prefer", "a b"])), "value": .string(text())]
            ]
        }
        if chance.percent(10) { endpoint["timeout"] = number() }
        if chance.percent(10) { endpoint["cooldown"] = number() }
        var members: JSONObject = ["endpoint": .object(endpoint)]
        if chance.percent(30) {
            members["format"] = chance.pick(["normalized", "concise", "simplified", "keyValues", "x"])
        }
        if chance.percent(20) { members["attributes"] = names() }
        if chance.percent(15) { members["pick"] = [.string(projection())] }
        if chance.percent(15) { members["omit"] = [.string(projection())] }
        if chance.percent(20) { members["showChanges"] = true }
        if chance.percent(20) { members["sysAttrs"] = true }
        if chance.percent(20) { members["join"] = chance.pick(["inline", "flat", "@none", "x"]) }
        if chance.percent(20) {
            members["joinLevel"] = chance.percent(80) ? .integer(chance.pick(0...17)) : number()
        }
        return .object(members)
    }

    mutating func registration(_ id: String? = nil) -> JSON {
        begin()
        var information: JSONObject = ["entities": selectors()]
        if chance.percent(30) { information["propertyNames"] = names() }
        if chance.percent(15) { information["relationshipNames"] = names() }
        var members: JSONObject = [
            "type": "ContextSourceRegistration", "information": [.object(information)],
            "endpoint": .string(
                chance.pick(["https://s.example", "https://s.example/ngsi-ld/v1", "http://t.example/", "x"])),
        ]
        if let id { members["id"] = .string(id) }
        if chance.percent(50) {
            members["mode"] = chance.pick(["inclusive", "exclusive", "redirect", "auxiliary", "x"])
        }
        if chance.percent(40) {
            members["operations"] = chance.pick([
                ["federationOps"], ["redirectionOps"], ["retrieveOps", "updateOps"], ["createEntity"], ["x"],
                ["queryTemporal", "retrieveTemporal"], ["createEntityMapQueryEntity", "queryEntity"],
            ])
        }
        if chance.percent(10) {
            members["observationInterval"] = ["startAt": .string(moment()), "endAt": .string(moment())]
        }
        if chance.percent(10) { members["location"] = geometry() }
        if chance.percent(10) { members["management"] = ["timeout": number(), "cooldown": number()] }
        if chance.percent(10) {
            members["contextSourceInfo"] = [
                ["key": .string(chance.pick(["jsonldContext", "X-A"])), "value": .string(address())]
            ]
        }
        if chance.percent(10) {
            members[chance.pick(["scope", "expiresAt", "tenant", "a", "datasetId"])] = json(4)
        }
        return .object(members)
    }

    mutating func snapshot(_ id: String? = nil) -> JSON {
        begin()
        var members: JSONObject = ["type": "Snapshot"]
        if let id { members["id"] = .string(id) }
        if chance.percent(20) { members["asOf"] = .string(moment()) }
        if chance.percent(30) {
            members["snapshotQueries"] = .array((0..<chance.below(3)).map { _ in posted() })
        }
        if chance.percent(20) { members["snapshotLifetime"] = .string(duration()) }
        if chance.percent(10) { members["expiresAt"] = .string(moment()) }
        if chance.percent(20) {
            members[chance.pick(["snapshotName", "snapshotPriority", "endpoint", "x"])] = json(4)
        }
        return .object(members)
    }

    /// A query in a body.
    mutating func posted(isOfThePast: Bool = false) -> JSON {
        begin()
        var members: JSONObject = ["type": "Query"]
        if chance.percent(80) { members["entities"] = selectors() }
        if chance.percent(40) { members["q"] = .string(query()) }
        if chance.percent(25) { members["geoQ"] = geoQuery() }
        if chance.percent(20) { members["scopeQ"] = .string(scopes()) }
        if chance.percent(20) { members["attrs"] = names() }
        if chance.percent(15) { members["pick"] = [.string(projection())] }
        if chance.percent(10) {
            members["ordering"] = ["orderBy": [.string(order())], "coordinates": position()]
        }
        if chance.percent(10) { members["join"] = chance.pick(["inline", "flat", 1]) }
        if isOfThePast || chance.percent(5) { members["temporalQ"] = temporalQuery() }
        if isOfThePast, chance.percent(30) {
            members["aggrParams"] = [
                "aggrMethods": [.string(methods())], "aggrPeriodDuration": .string(duration()),
            ]
        }
        return .object(members)
    }
}
