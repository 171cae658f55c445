// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Asking for entities (GS CIM 009, 6.4.3.2, 6.4.3.3 and 6.23).
enum QueryOperations {
    /// Parameters by which entities are found.
    static let filtering: Set<String> = [
        "type", "id", "idPattern", "attrs", "q", "georel", "geometry", "coordinates", "geoproperty", "scopeQ",
        "expandValues", "jsonKeys", "splitEntities",
    ]
    static let ordering: Set<String> = ["orderBy", "orderFrom", "orderGeometry", "collation"]
    /// Parameters by which what was found is given in pages.
    static let paging: Set<String> = ["limit", "offset", "count", "entityMap", "entityMapLifetime"]
    /// Parameters that a query in a body leaves to the address, or may.
    private static let beside = Call.showing.union(paging).union(["splitEntities"]).subtracting(["attrs"])

    static let all: [TwinOperation] = [
        TwinOperation(
            .get, "entities", filtering.union(ordering).union(paging).union(Call.showing), givesGeoJSON: true,
            atOnce: queryAtOnce
        ) { try await answer(try $0.asked()) },
        TwinOperation(.post, "entityOperations/query", beside, givesGeoJSON: true, onlyAsks: true) {
            try await answer(try await $0.posted())
        },
        TwinOperation(.delete, "entities", filtering.union(["keep", "drop", "geometryProperty"]), purge),
    ]

    /// 5.7.2.
    private static func answer(_ asked: Asked) async throws -> Response {
        let (call, filter, ordering) = (asked.call, asked.filter, asked.ordering)
        let representation = try call.representation(attributes: filter.attributes)
        let moment = try call.asOf()
        try asked.requireDepth()
        let page = try Paging(call)
        let used = call.usedEntityMap
        if let all = try await call.federated(filter, ordering, used, at: moment) {
            let found = page.page(of: all.entities)
            let reaching = try await call.reaching(from: found.entities, representation)
            return try reaching.call.answer(
                found.entities, representation, at: moment, more: page.headers(found, call)
            ).adding((all.warnings + reaching.warnings).distinct)
                .adding(used, made: try call.newEntityMap(of: all))
        }
        return try await answerHere(asked, representation, page)
    }

    /// What looks at few entities: those an index finds, or a page not far into those of some types.
    @Sendable private static func queryAtOnce(_ call: Call) throws -> Response? {
        guard takesLong.allSatisfy({ call.parameters[$0] == nil }), call.access.isWhole,
            try Federation(call) == nil
        else { return nil }
        let asked = try call.asked()
        guard asked.filter.isShort else { return nil }
        try asked.requireDepth()
        let page = try Paging(call)
        let representation = try call.representation(attributes: asked.filter.attributes)
        let search = EntitySearch(
            call.twin, asked.filter, asked.ordering, call.access, now: call.now, asOf: Optional.none)
        guard let found = try search.find(page, linked: { _ in nil }, lookingAt: 200) else { return nil }
        return try call.answer(
            found.entities, representation, at: Optional.none, more: page.headers(found, call))
    }

    private static let takesLong = ["asOf", "entityMap", "join", "orderBy"]

    private static func answerHere(
        _ asked: Asked, _ representation: Representation, _ page: Paging
    ) async throws -> Response {
        let (call, moment) = (asked.call, try asked.call.asOf())
        let search = EntitySearch(
            call.twin, asked.filter, asked.ordering, call.access, now: call.now, asOf: moment)
        let found = try search.find(page, linked: call.linked(at: moment))
        let isAlone = moment != nil || asked.filter.isLocal
        let reaching =
            isAlone
            ? (call: call, warnings: []) : try await call.reaching(from: found.entities, representation)
        return try reaching.call.answer(
            found.entities, representation, at: moment, more: page.headers(found, call)
        ).adding(reaching.warnings)
    }

    /// 5.6.21.
    @Sendable private static func purge(_ call: Call) async throws -> Response {
        let (result, map) = try await purged(call)
        return BatchOperations.answer(result).adding(map)
    }

    /// Takes away the entities a query finds, or attributes of them.
    /// - Returns: what became of them, and the map by which they were meant, if there is one (6.4.3.3).
    static func purged(_ call: Call) async throws -> (BatchOperations.Result, EntityMap?) {
        let filter = try EntityFilter(parameters: call.parameters, naming: call.context)
        try filter.requireNarrow()
        try filter.requireDepth(atMost: 0)
        let names = try (keep: attributeNames("keep", call), drop: attributeNames("drop", call))
        let search = EntitySearch(call.twin, filter, nil, call.access, now: call.now, asOf: nil)
        var found = FederatedReading.Found()
        found.entities = try search.find(Paging.whole, linked: call.linked(at: nil)).entities
        let used = call.usedEntityMap
        if let used { found.entities = used.chosen(of: found.entities, \.id) }
        let map = try used ?? call.newEntityMap(of: found)
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
        return (result, map)
    }

    private static func attributeNames(_ name: String, _ call: Call) throws(TwinProblem) -> Set<String>? {
        guard let text = call.parameters[name] else { return nil }
        var names: Set<String> = []
        for part in try NameList.split(text, at: "?\(name)", clause: "5.6.21") {
            names.insert(try TermName.expand(part, call.context, at: "?\(name)", clause: "5.6.21"))
        }
        return names
    }
}
