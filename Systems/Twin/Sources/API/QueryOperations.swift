// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Asking for entities (GS CIM 009, 6.4.3.2, 6.4.3.3 and 6.23).
enum QueryOperations {
    private static let filtering: Set<String> = [
        "type", "id", "idPattern", "q", "georel", "geometry", "coordinates", "geoproperty", "scopeQ",
        "jsonKeys", "orderBy", "orderFrom", "orderGeometry", "collation", "limit", "offset", "count",
        "entityMap", "containedBy",
    ]

    static let all: [TwinOperation] = [
        TwinOperation(.get, "entities", Call.showing.union(filtering), givesGeoJSON: true, atOnce: queryAtOnce,
            query),
        TwinOperation(
            .post, "entityOperations/query", Call.showing.union(filtering), givesGeoJSON: true,
            onlyAsks: true, posted),
        TwinOperation(.delete, "entities", filtering.union(["attrs", "keep", "drop"]), purge),
    ]

    /// 5.7.2.
    @Sendable private static func query(_ call: Call) async throws -> Response {
        var parameters = call.parameters
        // A plus that was not encoded reads as a blank, which no scope holds.
        parameters["scopeQ"] = parameters["scopeQ"]?.replacing(" ", with: "+")
        let filter = try EntityFilter(parameters: parameters, naming: call.context)
        try filter.requireNarrow()
        return try await answer(
            call, filter, try call.representation(attributes: filter.attributes),
            try Ordering(parameters: parameters, naming: call.context))
    }

    /// What looks at no more entities than it shows: a page not far into those of some types.
    @Sendable private static func queryAtOnce(_ call: Call) throws -> Response? {
        guard Set(call.parameters.keys).isSubset(of: simple), call.parameters["type"] != nil,
            try Federation(call) == nil
        else { return nil }
        let filter = try EntityFilter(parameters: call.parameters, naming: call.context)
        let page = try Paging(call)
        guard page.offset + page.limit <= 200 else { return nil }
        return try answerHere(call, filter, try call.representation(attributes: filter.attributes), nil, page)
    }

    private static let simple: Set<String> = [
        "type", "limit", "offset", "options", "format", "pick", "omit", "lang", "local",
    ]

    /// 5.7.2 by POST (6.23).
    @Sendable private static func posted(_ call: Call) async throws -> Response {
        let body = try await call.body()
        let members = try body.object(clause: "5.2.23")
        var call = call
        if body.hasOwnContext { call.context = body.naming }
        let filter = try EntityFilter(query: .object(members), naming: body.naming)
        try filter.requireNarrow()
        var representation = try call.representation(body.naming, attributes: filter.attributes)
        if members["pick"] != nil || members["omit"] != nil {
            let pick = try members["pick"].map { try Projection(json: $0, naming: body.naming, at: "/pick") }
            let omit = try members["omit"].map { try Projection(json: $0, naming: body.naming, at: "/omit") }
            try call.requireJoined(pick, omit)
            representation.picking = Picks(attributes: filter.attributes, pick: pick, omit: omit)
        }
        if let text = members["lang"]?.asString { representation.language = LanguageChoice(text) }
        let ordering = try members["ordering"].map {
            try Ordering(json: $0, naming: body.naming, at: "/ordering")
        }
        return try await answer(call, filter, representation, ordering)
    }

    private static func answer(
        _ call: Call, _ filter: EntityFilter, _ representation: Representation, _ ordering: Ordering?
    ) async throws -> Response {
        let moment = try call.asOf()
        try filter.requireDepth(atMost: call.joining()?.level ?? 0)
        let page = try Paging(call)
        let map = call.usedEntityMap
        if let all = try await call.federated(filter, ordering, map, at: moment) {
            let found = page.page(of: all.entities)
            return try call.answer(
                found.entities, representation, at: moment, more: page.headers(found, call)
            ).adding(all.warnings).adding(try map ?? call.entityMap(of: all))
        }
        return try answerHere(call, filter, representation, ordering, page)
    }

    private static func answerHere(
        _ call: Call, _ filter: EntityFilter, _ representation: Representation, _ ordering: Ordering?,
        _ page: Paging
    ) throws -> Response {
        let moment = try call.asOf()
        let found = try EntitySearch(call.twin, filter, ordering, call.access, now: call.now, asOf: moment)
            .find(page, linked: call.linked(at: moment))
        return try call.answer(
            found.entities, representation, at: moment, more: page.headers(found, call))
    }

    /// 5.6.21: takes away the entities a query finds, or attributes of them.
    @Sendable private static func purge(_ call: Call) async throws -> Response {
        let filter = try EntityFilter(parameters: call.parameters, naming: call.context)
        try filter.requireNarrow(toleratesIDs: false)
        try filter.requireDepth(atMost: 0)
        let names = try (keep: attributeNames("keep", call), drop: attributeNames("drop", call))
        let search = EntitySearch(call.twin, filter, nil, call.access, now: call.now, asOf: nil)
        let found = try search.find(Paging.whole, linked: call.linked(at: nil))
        let ids = found.entities.map(\.id)
        let result = try await call.perform { draft in
            var result = BatchOperations.Result()
            for id in ids {
                guard let entity = draft.entity(id) else { continue }
                do throws(TwinProblem) { try draft.requireOwn(id) } catch {
                    result.errors.append((id, error))
                    continue
                }
                result.done.append(id)
                guard names.keep != nil || names.drop != nil else {
                    try draft.delete(entity)
                    continue
                }
                let gone = entity.attributes.map(\.name).filter { name in
                    names.keep.map { !$0.contains(name) } ?? true && names.drop?.contains(name) ?? true
                }
                var outcome = Outcome(entity: entity)
                for name in gone {
                    let next = try outcome.entity.deleting(name, all: true, at: draft.now)
                    outcome.entity = next.entity
                    outcome.changes += next.changes
                    outcome.updated += next.updated
                }
                try draft.change(entity, outcome)
            }
            return result
        }
        return BatchOperations.answer(result)
    }

    private static func attributeNames(_ name: String, _ call: Call) throws(TwinProblem) -> Set<String>? {
        guard let text = call.parameters[name] else { return nil }
        return Set(try NameList.split(text, at: "?\(name)", clause: "5.6.21").map(call.context.expand))
    }
}
