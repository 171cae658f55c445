// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension EntityFilter {
    /// Reads the parameters of a request (6.4.3.2): `type`, `id`, `idPattern`, `attrs`, `q`, `expandValues`,
    /// `jsonKeys`, `georel` and its like, `scopeQ`, `csf`, `local`. Others are not looked at.
    init(parameters: [String: String], naming: any Naming) throws(TwinProblem) {
        let types = try parameters["type"].map { text throws(TwinProblem) in
            try TypeSelection(text, naming: naming)
        }
        let ids = try IDSelection(list: parameters["id"], pattern: parameters["idPattern"])
        if types != nil || ids.ids != nil || ids.pattern != nil {
            selectors = [EntitySelector(types: types, ids: ids)]
        }
        if let text = parameters["attrs"] {
            let names = try NameList.split(text, at: "?attrs", clause: "5.7.2")
            attributes = try AttributeNames(names, naming: naming)
        }
        let expanded = try EntityFilter.names(
            parameters["expandValues"].map(JSON.string), naming, "?expandValues")
        _ = try EntityFilter.names(parameters["jsonKeys"].map(JSON.string), naming, "?jsonKeys")
        if let text = parameters["q"] {
            condition = try QueryLanguage.condition(text, naming: naming, expandValues: expanded)
        }
        geo = try GeoQuery(parameters: parameters, naming: naming)
        scope = try parameters["scopeQ"].map { text throws(TwinProblem) in try ScopeQuery(text) }
        try EntityFilter.check(sources: parameters["csf"], naming, "?csf")
        try readLocal(parameters["local"])
    }

    /// Refuses what is no question about sources (4.9): whom it concerns is asked elsewhere.
    private static func check(
        sources text: String?, _ naming: any Naming, _ pointer: String
    ) throws(TwinProblem) {
        if let text { _ = try QueryLanguage.condition(text, naming: naming, at: pointer) }
    }

    private mutating func readLocal(_ text: String?) throws(TwinProblem) {
        switch text {
        case "true": isLocal = true
        case "false":
            guard !asksForAllTypes else {
                throw .bad(
                    "type=* is meant of this broker alone: local=false stands against it.",
                    at: "?local", clause: "6.4.3.2")
            }
        case nil: isLocal = asksForAllTypes
        default: throw .bad("“local” is true or false.", at: "?local", clause: "6.3.18")
        }
    }

    /// Reads a query in a body (5.2.23).
    /// - Parameter local: what the address says of it, which a body does not.
    init(query: JSON, naming: any Naming, local: String? = nil) throws(TwinProblem) {
        guard let members = query.asObject else {
            throw .bad("A query is an object.", at: "", clause: "5.2.23")
        }
        guard members["type"]?.asString == "Query" else {
            throw .bad("The type of a query is “Query”.", at: "/type", clause: "5.2.23")
        }
        try self.init(members: members, naming: naming, clause: "5.2.23")
        try EntityFilter.check(
            sources: try EntityFilter.text(members["csf"], at: "/csf", "5.2.23"), naming, "/csf")
        try readLocal(local)
    }

    /// Reads the members `entities`, `attrs`, `q`, `expandValues`, `jsonKeys`, `geoQ` and `scopeQ` of a query
    /// or of a subscription (5.2.12).
    init(members: JSONObject, naming: any Naming, clause: String) throws(TwinProblem) {
        if let list = members["entities"] {
            selectors = try EntityFilter.selectors(list, naming, clause)
        }
        if let list = members["attrs"] {
            let names = try NameList.read(list, at: "/attrs", clause: clause)
            attributes = try AttributeNames(names, naming: naming, at: "/attrs")
        }
        let expanded = try EntityFilter.names(members["expandValues"], naming, "/expandValues")
        _ = try EntityFilter.names(members["jsonKeys"], naming, "/jsonKeys")
        if let text = try EntityFilter.text(members["q"], at: "/q", clause) {
            condition = try QueryLanguage.condition(text, naming: naming, expandValues: expanded, at: "/q")
        }
        if let json = members["geoQ"] { geo = try GeoQuery(json: json, naming: naming, at: "/geoQ") }
        if let text = try EntityFilter.text(members["scopeQ"], at: "/scopeQ", clause) {
            scope = try ScopeQuery(text, at: "/scopeQ")
        }
        isLocal = asksForAllTypes
    }

    private static func selectors(
        _ list: JSON, _ naming: any Naming, _ clause: String
    ) throws(TwinProblem) -> [EntitySelector] {
        guard let items = list.asArray, !items.isEmpty else {
            throw .bad("“entities” is an array with at least one element.", at: "/entities", clause: clause)
        }
        guard items.count <= 1_000 else {
            throw TwinProblem(
                .tooComplexQuery, "There are too many selections.", at: "/entities", clause: clause)
        }
        var selectors: [EntitySelector] = []
        for (index, item) in items.enumerated() {
            selectors.append(try EntitySelector(json: item, naming: naming, at: "/entities/\(index)"))
        }
        return selectors
    }

    private static func text(_ json: JSON?, at pointer: String, _ clause: String) throws(TwinProblem)
        -> String?
    {
        guard let json else { return nil }
        guard let text = json.asString else {
            throw .bad("Here a text must stand.", at: pointer, clause: clause)
        }
        return text
    }

    /// Names in a list, which must be names.
    private static func names(
        _ json: JSON?, _ naming: any Naming, _ pointer: String
    ) throws(TwinProblem) -> [String] {
        guard let json else { return [] }
        let names = try NameList.read(json, allowsText: true, at: pointer, clause: "4.9")
        for name in names { _ = try TermName.expand(name, naming, at: pointer, clause: "4.9") }
        return names
    }
}
