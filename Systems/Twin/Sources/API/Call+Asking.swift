// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a query asks (GS CIM 009, 5.7.2, 5.7.4 and 5.14.4).
struct Asked: Sendable {
    /// The call, with the words and with what a body says of how it is to be answered.
    let call: Call
    let filter: EntityFilter
    let ordering: Ordering?
    /// The members of the body; none where it is asked by GET.
    var members: JSONObject = [:]

    /// Refuses what looks at linked entities farther away than they are joined (5.7.2.4).
    func requireDepth() throws(TwinProblem) {
        try filter.requireDepth(
            atMost: try call.joining()?.level ?? 0, at: members.isEmpty ? "?q" : "/q")
    }
}

/// Queries by the parameters of an address, or in a body (6.23 and 6.24), which says the same.
extension Call {
    func asked() throws -> Asked {
        var parameters = parameters
        // A plus that was not encoded reads as a blank, which no scope holds.
        parameters["scopeQ"] = parameters["scopeQ"]?.replacing(" ", with: "+")
        let filter = try EntityFilter(parameters: parameters, naming: context)
        return try asked(filter, try Ordering(parameters: parameters, naming: context))
    }

    func posted() async throws -> Asked {
        let body = try await body()
        let members = try body.object(clause: "5.2.23")
        let filter = try EntityFilter(
            query: .object(members), naming: body.naming, local: parameters["local"])
        let ordering = try members["ordering"].map {
            try Ordering(json: $0, naming: body.naming, at: "/ordering")
        }
        var call = self
        call.context = body.naming
        // The words of the answer need an address (6.3.6), which nothing is kept for by who only reads.
        if isLinking, access.mayWrite { try await twin.contexts.keepImplicit(body.naming, of: self) }
        try call.take(members)
        var asked = try call.asked(filter, ordering)
        asked.members = members
        return asked
    }

    private func asked(_ filter: EntityFilter, _ ordering: Ordering?) throws(TwinProblem) -> Asked {
        var filter = filter
        _ = try flag("splitEntities")
        // A branch stands alone (5.5.13).
        filter.isLocal = filter.isLocal || twin.base != nil
        try filter.requireNarrow()
        guard ordering == nil || filter.isLocal else {
            throw .bad(
                "Only what this broker itself holds is put in order: it needs local=true.",
                at: parameters["orderBy"] == nil ? "/ordering" : "?orderBy", clause: "5.7.2.4")
        }
        return Asked(call: self, filter: filter, ordering: ordering)
    }

    /// Takes what the members of a query say as if the parameters of the same names had said it.
    private mutating func take(_ members: JSONObject) throws(TwinProblem) {
        for (name, json) in members {
            let text: String
            switch (Self.kinds[name], json) {
            case (nil, _): continue
            case (.text?, .string(let said)): text = said
            case (.number?, .integer(let number)): text = String(number)
            case (.flag?, .bool(let isTrue)): text = String(isTrue)
            case (.list?, _):
                text = try NameList.read(json, at: "/\(name)", clause: "5.2.23").joined(separator: ",")
            case (let kind?, _):
                throw .bad("“\(name)” is \(kind.rawValue).", at: "/\(name)", clause: "5.2.23")
            }
            parameters[name] = text
            posted.insert(name)
        }
    }

    private enum MemberKind: String {
        case text = "a text", number = "a whole number", flag = "true or false", list = "an array of texts"
    }

    /// The members that parameters of the same name stand for; the others a filter or an order reads.
    private static let kinds: [String: MemberKind] = [
        "join": .text, "joinLevel": .number, "containedBy": .list, "datasetId": .list, "lang": .text,
        "pick": .list, "omit": .list, "entityMap": .flag, "entityMapLifetime": .text, "splitEntities": .flag,
    ]
}
