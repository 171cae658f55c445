// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Requests: every operation there is, with parameters, headers and bodies that mostly fit.
extension Grammar {
    /// - Parameter seen: ids that were answered before.
    mutating func request(_ seen: [String]) -> Sent {
        var sent = operation(seen)
        addHeaders(to: &sent)
        if !sent.body.isEmpty, chance.percent(15) {
            sent.body = Mutation.spoilt(sent.body, beside: entity().encoded(), &chance)
        }
        if chance.percent(4) {
            let rest = Mutation.spoilt(
                Array(sent.target.dropFirst().utf8), beside: Array(query().utf8), &chance)
            sent.target = "/" + String(decoding: rest, as: UTF8.self)
        }
        if chance.percent(2) {
            sent.method = chance.pick(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"])
        }
        return sent
    }

    private mutating func operation(_ seen: [String]) -> Sent {
        switch chance.below(20) {
        case 0...2: Sent("POST", "entities", writing(), entity())
        case 3...5: one()
        case 6, 7: ofAttributes()
        case 8, 9: batch()
        case 10...12: asking()
        case 13...15: ofThePast(seen)
        case 16: document(seen)
        case 17: branch(seen)
        case 18: ofContexts(seen)
        default: other(seen)
        }
    }

    private mutating func entityPath() -> String {
        "entities/\(Sent.encoded(chance.percent(95) ? id() : uri()))"
    }

    private mutating func writing() -> [(String, String)] {
        guard chance.percent(25) else { return [] }
        return [
            (
                "options",
                chance.pick(["noOverwrite", "update", "replace", "keyValues", "simplified", "concise", "x"])
            )
        ]
    }

    private mutating func one() -> Sent {
        switch chance.below(6) {
        case 0, 1: return Sent("GET", entityPath(), showing())
        case 2: return Sent("DELETE", entityPath())
        case 3: return Sent("PUT", entityPath(), writing(), entity(chance.percent(80) ? Optional.none : id()))
        default:
            var query = writing()
            if chance.percent(10) { query.append(("observedAt", moment())) }
            if chance.percent(10) { query.append(("lang", language())) }
            return Sent("PATCH", entityPath(), query, fragment())
        }
    }

    private mutating func ofAttributes() -> Sent {
        let (base, name) = ("\(entityPath())/attrs", Sent.encoded(attribute()))
        return switch chance.below(6) {
        case 0, 1: Sent("POST", base, writing(), fragment())
        case 2: Sent("PATCH", base, writing(), fragment())
        case 3: Sent("PATCH", "\(base)/\(name)", writing(), instance())
        case 4: Sent("PUT", "\(base)/\(name)", writing(), said())
        default:
            Sent(
                "DELETE", "\(base)/\(name)",
                chance.pick([[], [("deleteAll", "true")], [("datasetId", "urn:d:1")]]))
        }
    }

    private mutating func batch() -> Sent {
        let way = chance.pick(["create", "upsert", "update", "merge", "delete", "upsert"])
        let items = (0..<chance.pick(1...5)).map { _ in way == "delete" ? JSON.string(id()) : entity() }
        return Sent("POST", "entityOperations/\(way)", writing(), .array(items))
    }

    // MARK: Asking

    private mutating func showing() -> [(String, String)] {
        var query: [(String, String)] = []
        if chance.percent(25) {
            query.append(
                ("options", chance.pick(["sysAttrs", "keyValues", "concise", "concise,sysAttrs", "x", ","])))
        }
        if chance.percent(10) { query.append(("attrs", attributes())) }
        if chance.percent(10) { query.append(("pick", projection())) }
        if chance.percent(10) { query.append(("omit", projection())) }
        if chance.percent(10) { query.append(("lang", languages())) }
        if chance.percent(10) {
            query.append(("join", chance.pick(["inline", "flat", "@none", "x"])))
            if chance.percent(50) {
                query.append(("joinLevel", chance.pick(["1", "3", "16", "0", "99999999999"])))
            }
        }
        if chance.percent(8) { query.append(("asOf", moment())) }
        if chance.percent(5) {
            query.append(("datasetId", chance.pick(["urn:d:1", "@none", "x", "urn:d:1,@none"])))
        }
        if chance.percent(5) { query.append(("local", chance.pick(["true", "false", "x"]))) }
        if chance.percent(5) { query.append(("entityMap", "true")) }
        if chance.percent(2) { query.append((chance.pick(["x", "limit", "type", ""]), text())) }
        return query
    }

    private mutating func filtering() -> [(String, String)] {
        var query: [(String, String)] = []
        if chance.percent(75) { query.append(("type", types())) }
        if chance.percent(15) { query.append(("id", chance.percent(50) ? id() : "\(id()),\(uri())")) }
        if chance.percent(15) { query.append(("idPattern", pattern())) }
        if chance.percent(45) { query.append(("q", self.query())) }
        if chance.percent(15) { query.append(("scopeQ", scopes())) }
        if chance.percent(25) {
            for (name, text) in zip(["georel", "geometry", "coordinates", "geoproperty"], place())
            where !text.isEmpty { query.append((name, text)) }
        }
        return query
    }

    private mutating func paging() -> [(String, String)] {
        var query: [(String, String)] = []
        if chance.percent(30) {
            query.append(("limit", chance.pick(["0", "1", "5", "1000", "-1", "9223372036854775807"])))
        }
        if chance.percent(15) {
            query.append(("offset", chance.pick(["0", "1", "4611686018427387903", "x"])))
        }
        if chance.percent(25) { query.append(("count", chance.pick(["true", "false", "1"]))) }
        return query
    }

    private mutating func asking() -> Sent {
        switch chance.below(10) {
        case 0:
            return Sent(
                "DELETE", "entities", filtering() + (chance.percent(50) ? [("keep", attributes())] : []))
        case 1:
            let name = Sent.encoded(chance.percent(50) ? type() : attribute())
            let path = chance.pick(["types", "attributes", "types/\(name)", "attributes/\(name)"])
            return Sent("GET", path, chance.percent(40) ? [("details", "true")] : [])
        case 2, 3: return Sent("POST", "entityOperations/query", paging() + showing(), posted())
        default:
            var query = filtering() + paging() + showing()
            if chance.percent(15) {
                query += [("orderBy", order()), ("orderFrom", position().text()), ("local", "true")]
            }
            return Sent("GET", "entities", query)
        }
    }

    private mutating func timing() -> [(String, String)] {
        var query = zip(["timerel", "timeAt", "endTimeAt", "timeproperty", "lastN"], times())
            .filter { !$0.1.isEmpty }.map { ($0.0, $0.1) }
        if chance.percent(30) {
            query += [
                ("options", "aggregatedValues"), ("aggrMethods", methods()),
                ("aggrPeriodDuration", duration()),
            ]
        } else if chance.percent(40) {
            query.append(("options", chance.pick(["temporalValues", "sysAttrs", "concise", "x"])))
        }
        return query
    }

    private mutating func ofThePast(_ seen: [String]) -> Sent {
        let base = "temporal/\(entityPath())"
        let name = Sent.encoded(attribute())
        let instances = seen.filter { $0.contains("Instance") }
        let instance = instances.isEmpty ? "urn:x:i" : chance.pick(instances)
        return switch chance.below(12) {
        case 0...3: Sent("POST", "temporal/entities", [], history())
        case 4, 5: Sent("GET", base, timing())
        case 6, 7: Sent("GET", "temporal/entities", filtering() + timing() + paging())
        case 8: Sent("POST", "temporal/entityOperations/query", paging(), posted(isOfThePast: true))
        case 9: Sent("POST", "\(base)/attrs", [], history())
        case 10: Sent("DELETE", chance.pick([base, "\(base)/attrs/\(name)"]))
        default:
            chance.percent(50)
                ? Sent("PATCH", "\(base)/attrs/\(name)/\(Sent.encoded(instance))", [], history())
                : Sent("DELETE", "\(base)/attrs/\(name)/\(Sent.encoded(instance))")
        }
    }
}

/// Documents beside the entities.
extension Grammar {
    private mutating func documentID(_ seen: [String]) -> String {
        Sent.encoded(chance.percent(70) || seen.isEmpty ? "urn:n:\(chance.below(2))" : chance.pick(seen))
    }

    private mutating func document(_ seen: [String]) -> Sent {
        let path = chance.pick([
            "subscriptions", "csourceRegistrations", "csourceSubscriptions", "subscriptions",
        ])
        let id = documentID(seen)
        return switch chance.below(10) {
        case 0...4: Sent("POST", path, [], new(path, "urn:n:\(chance.below(2))"))
        case 5: Sent("PATCH", "\(path)/\(id)", [], new(path, Optional.none))
        case 6: Sent("DELETE", "\(path)/\(id)")
        case 7: Sent("GET", "\(path)/\(id)", chance.percent(50) ? [("options", "sysAttrs")] : [])
        case 8 where path == "csourceRegistrations": Sent("GET", path, filtering() + paging())
        default: Sent("GET", path, paging())
        }
    }

    private mutating func new(_ path: String, _ id: String?) -> JSON {
        path == "csourceRegistrations" ? registration(id) : subscription(id)
    }

    private mutating func branch(_ seen: [String]) -> Sent {
        let id = documentID(seen)
        return switch chance.below(9) {
        case 0...2: Sent("POST", "snapshots", [], snapshot("urn:n:\(chance.below(2))"))
        case 3: Sent("POST", "snapshots/\(id)/clone", [], snapshot("urn:n:9"))
        case 4: Sent("POST", "snapshots/\(id)/merge", chance.percent(50) ? [("conflicts", "branch")] : [])
        case 5: Sent("GET", "snapshots/\(id)/differences", paging())
        case 6: Sent("PATCH", "snapshots/\(id)", [], snapshot())
        case 7: Sent("DELETE", chance.pick(["snapshots/\(id)", "snapshots"]), [("q", query())])
        default: Sent("GET", chance.pick(["snapshots", "snapshots/\(id)"]))
        }
    }

    private mutating func ofContexts(_ seen: [String]) -> Sent {
        let id = chance.percent(50) ? documentID(seen) : Sent.encoded(address())
        return switch chance.below(5) {
        case 0, 1: Sent("POST", "jsonldContexts", [], ["@context": context()])
        case 2: Sent("GET", "jsonldContexts", [("details", "true")])
        case 3: Sent("GET", "jsonldContexts/\(id)")
        default: Sent("DELETE", "jsonldContexts/\(id)", chance.percent(50) ? [("reload", "true")] : [])
        }
    }

    private mutating func other(_ seen: [String]) -> Sent {
        let id = documentID(seen)
        return switch chance.below(8) {
        case 0: Sent("GET", "info/sourceIdentity")
        case 6:
            Sent(
                "PUT", "retention/\(Sent.encoded(chance.percent(70) ? "*" : type()))", [],
                ["keep": .string(duration())])
        case 7: Sent(chance.pick(["GET", "DELETE"]), chance.pick(["retention", "retention/*"]))
        case 1: Sent("GET", "entityMaps", filtering())
        case 2: Sent("POST", "entityMaps", [], posted())
        case 3: Sent("PATCH", "entityMaps/\(id)", [], ["expiresAt": .string(moment())])
        case 4: Sent(chance.pick(["GET", "DELETE"]), "entityMaps/\(id)")
        default:
            Sent(
                chance.pick(["GET", "POST"]),
                chance.pick(["", "entities/", "nothing", "entities/a/b/c/d", "%00"]))
        }
    }

    /// What a source tells, as it stands behind a path of its own.
    mutating func relayed() -> Sent {
        let items = (0..<chance.below(4)).map { _ -> JSON in
            var members = entity().asObject ?? [:]
            if chance.percent(20) { members["deletedAt"] = .string(moment()) }
            if chance.percent(40) {
                members["speed"] = ["type": "Property", "value": number(), "previousValue": json(4)]
            }
            return .object(members)
        }
        var sent = Sent(
            "POST", "", [],
            [
                "id": "urn:x:n", "type": "Notification", "subscriptionId": .string(id()),
                "notifiedAt": .string(moment()), "data": .array(items),
            ])
        addHeaders(to: &sent)
        if chance.percent(20) { sent.body = Mutation.spoilt(sent.body, beside: sent.body, &chance) }
        return sent
    }

    private mutating func addHeaders(to sent: inout Sent) {
        if chance.percent(15) { sent.headers["accept"] = accept() }
        if chance.percent(8) { sent.headers["prefer"] = prefer() }
        if chance.percent(3) { sent.headers["via"] = chance.pick(["1.1 a, 1.1 b", "x", "1.1 \(text())"]) }
        if chance.percent(4) { sent.headers["ngsild-snapshot"] = "urn:n:\(chance.below(2))" }
        if chance.percent(3) {
            sent.headers["ngsild-entitymap"] = chance.pick(["urn:x:1", "/ngsi-ld/v1/entityMaps/x"])
        }
        if chance.percent(10) { sent.headers["link"] = link() }
        guard !sent.body.isEmpty else { return }
        if chance.percent(12) {
            sent.headers["content-type"] = "application/ld+json"
            addContext(to: &sent.body)
        } else if chance.percent(3) {
            sent.headers["content-type"] = chance.pick([
                "text/plain", "", "application/merge-patch+json", "application/json;x",
            ])
        }
    }

    private mutating func addContext(to body: inout [UInt8]) {
        guard let json = try? JSON(parsing: body, limits: JSON.Limits(depth: 300)) else { return }
        func carrying(_ json: JSON, _ grammar: inout Grammar) -> JSON {
            switch json {
            case .object(var members):
                members["@context"] = grammar.context()
                return .object(members)
            case .array(let items): return .array(items.map { carrying($0, &grammar) })
            default: return json
            }
        }
        body = carrying(json, &self).encoded()
    }
}
