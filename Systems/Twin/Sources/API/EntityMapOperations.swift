// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Entity maps (GS CIM 009, 5.14; 6.32, 6.34 and 6.35).
enum EntityMapOperations {
    /// Those of a query, of which some mean nothing here (5.14.4.3).
    private static let known = QueryOperations.filtering.union(QueryOperations.ordering)
        .union(QueryOperations.paging).union(Call.showing)

    static let all: [TwinOperation] = [
        TwinOperation(.get, "entityMaps", known) { try await create(try $0.asked()) },
        TwinOperation(.post, "entityMaps", known, onlyAsks: true) {
            try await create(try await $0.posted())
        },
        TwinOperation(.get, "entityMaps/:id", retrieve),
        TwinOperation(.patch, "entityMaps/:id", [], onlyAsks: true, update),
        TwinOperation(.delete, "entityMaps/:id", [], onlyAsks: true, delete),
    ]

    /// 5.14.4.
    private static func create(_ asked: Asked) async throws -> Response {
        let call = asked.call
        _ = try call.representation(attributes: asked.filter.attributes)
        try asked.requireDepth()
        let moment = try call.asOf()
        let maps = moment == nil
            ? try await FederatedMaps(call, by: .createEntityMapQueryEntity)?.make(asked.filter, [])
            : Optional.none
        // Where sources tell of ids alone, nobody can say yet which of them meet the rest (4.3.6.7).
        let filter = maps == nil ? asked.filter : asked.filter.candidates
        let found = try await call.found(
            filter, asked.ordering, at: moment, butNot: maps?.sources ?? [])
        let entries = try call.entries(of: found)
        return try made(maps?.joined(to: entries) ?? entries, linked: maps?.linked ?? [:], call)
            .adding(found.warnings + (maps?.warnings ?? []))
    }

    /// A new map, as an answer.
    static func made(
        _ entries: [EntityMap.Entry], linked: [String: String], _ call: Call
    ) throws -> Response {
        let map = call.twin.entityMaps.make(
            entries, linked: linked, until: try call.entityMapEnd(), at: call.now)
        return RegistrationOperations.show(call, map.json).adding(nil, made: map)
            .adding("location", map.path)
    }

    /// 5.14.1.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        RegistrationOperations.show(call, try find(call, "5.14.1").json)
    }

    /// 5.14.2.
    @Sendable private static func update(_ call: Call) async throws -> Response {
        var map = try find(call, "5.14.2")
        let body = try await call.body()
        for (key, value) in try body.object(clause: "5.14.2") {
            switch key {
            case "expiresAt":
                guard let moment = Stamp(value.asString ?? ""), moment > call.now else {
                    throw TwinProblem.bad(
                        "expiresAt is a moment in UTC that is still to come.", at: "/expiresAt",
                        clause: "5.2.39")
                }
                map.expiresAt = moment
            case "linkedMaps":
                guard value.asObject != nil else {
                    throw TwinProblem.bad("linkedMaps is an object.", at: "/linkedMaps", clause: "5.2.39")
                }
                map.linked = value
            default: continue  // What only the broker says is passed over (5.14.2.4).
            }
        }
        call.twin.entityMaps.put(map)
        return Call.done
    }

    /// 5.14.3.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        call.twin.entityMaps.remove(try find(call, "5.14.3").id)
        return Call.done
    }

    private static func find(_ call: Call, _ clause: String) throws -> EntityMap {
        let id = try call.id()
        guard let map = call.twin.entityMaps.find(id, at: call.now) else {
            throw TwinProblem(.resourceNotFound, "There is no entity map \(id).", clause: clause)
        }
        return map
    }
}

extension EntityMap {
    var path: String { "/ngsi-ld/v1/entityMaps/\(id)" }
}

/// Maps beside queries (6.3.20): `entityMap=true` makes one, the header `NGSILD-EntityMap` uses one.
extension Call {
    /// The map the request names; nil: none, or one that is gone.
    var usedEntityMap: EntityMap? {
        request.headers["ngsild-entitymap"].flatMap { twin.entityMaps.find($0, at: now) }
    }

    /// Whether a map is to be made: one is asked for, or the one that was named is gone.
    func needsEntityMap() throws(TwinProblem) -> Bool {
        let isAsked = try flag("entityMap") || request.headers["ngsild-entitymap"] != nil
        return isAsked && usedEntityMap == nil
    }

    /// Until when a new map is to be kept, if that is said.
    func entityMapEnd() throws(TwinProblem) -> Stamp? {
        guard let text = parameters["entityMapLifetime"] else { return nil }
        guard let length = ISODuration(text), !length.isZero else {
            throw .bad(
                "entityMapLifetime is a length of time such as PT1H.", at: pointer("entityMapLifetime"),
                clause: "6.4.3.2")
        }
        return min(length.step(1, from: now), now.adding(microseconds: EntityMaps.longest))
    }

    /// All that a filter finds, here and at the sources.
    func found(
        _ filter: EntityFilter, _ ordering: Ordering?, at moment: Stamp?, butNot others: Set<String> = []
    ) async throws -> FederatedReading.Found {
        if moment == nil, let federated = try FederatedReading(self),
            let found = try await federated.query(filter, ordering, usedEntityMap, butNot: others)
        {
            if let used = usedEntityMap { twin.entityMaps.link(used, to: found.linked) }
            return found
        }
        let search = EntitySearch(twin, filter, ordering, access, now: now, asOf: moment)
        var found = FederatedReading.Found()
        found.entities = try search.find(Paging.whole, linked: linked(at: moment)).entities
        for entity in found.entities { found.origins[entity.id] = ["@none"] }
        return found
    }

    /// What a query finds where that is more than a page of what is held here; nil: it is not.
    func federated(
        _ filter: EntityFilter, _ ordering: Ordering?, _ map: EntityMap?, at moment: Stamp?
    ) async throws -> FederatedReading.Found? {
        if map == nil, try !needsEntityMap() {
            guard moment == nil, !filter.isLocal, let federated = try FederatedReading(self) else {
                return nil
            }
            return try await federated.query(filter, ordering)
        }
        var found = try await found(filter, ordering, at: moment)
        if let map { found.entities = map.chosen(of: found.entities, \.id) }
        return found
    }

    func entries(of found: FederatedReading.Found) throws(TwinProblem) -> [EntityMap.Entry] {
        guard found.entities.count <= EntityMaps.mostEntities else {
            throw TwinProblem(
                .tooManyResults, "A map holds at most \(EntityMaps.mostEntities) entities.", clause: "5.14.4")
        }
        return found.entities.map { ($0.id, found.origins[$0.id] ?? ["@none"]) }
    }

    /// A new map, where one is needed.
    func newEntityMap(of found: FederatedReading.Found) throws(TwinProblem) -> EntityMap? {
        guard try needsEntityMap() else { return nil }
        return twin.entityMaps.make(
            try entries(of: found), linked: found.linked, until: try entityMapEnd(), at: now)
    }
}

extension EntityMap {
    /// Those of some things that are in the map, in its order.
    func chosen<Thing>(of things: [Thing], _ id: (Thing) -> String) -> [Thing] {
        let byID = Dictionary(things.map { (id($0), $0) }) { first, _ in first }
        return entries.compactMap { byID[$0.id] }
    }
}

extension Response {
    /// With a header that names a map.
    func adding(_ map: EntityMap?) -> Response { map.map { adding("ngsild-entitymap", $0.path) } ?? self }

    /// With the map that was used, or the one that was made for it: then something was created.
    func adding(_ used: EntityMap?, made: EntityMap?) -> Response {
        var response = adding(used ?? made)
        if made != nil { response.status = 201 }
        return response
    }

    /// With what is told of sources that did not answer (6.3.17).
    func adding(_ warnings: [String]) -> Response {
        warnings.prefix(20).reduce(self) { $0.adding("ngsild-warning", $1) }
    }
}
