// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Entity maps (GS CIM 009, 5.14; 6.34).
enum EntityMapOperations {
    private static let filtering: Set<String> = [
        "type", "id", "idPattern", "attrs", "q", "georel", "geometry", "coordinates", "geoproperty", "scopeQ",
        "jsonKeys", "expandValues", "orderBy", "orderFrom", "orderGeometry", "collation", "expiresAt",
    ]

    static let all: [TwinOperation] = [
        TwinOperation(.get, "entityMaps", filtering, create),
        TwinOperation(.post, "entityMaps", ["expiresAt"], onlyAsks: true, posted),
        TwinOperation(.get, "entityMaps/:id", retrieve),
        TwinOperation(.patch, "entityMaps/:id", [], onlyAsks: true, update),
        TwinOperation(.delete, "entityMaps/:id", [], onlyAsks: true, delete),
    ]

    /// 5.14.4, by GET.
    @Sendable private static func create(_ call: Call) async throws -> Response {
        let filter = try EntityFilter(parameters: call.parameters, naming: call.context)
        return try await create(call, filter, try Ordering(parameters: call.parameters, naming: call.context))
    }

    /// 5.14.4, by POST.
    @Sendable private static func posted(_ call: Call) async throws -> Response {
        let body = try await call.body()
        let members = try body.object(clause: "5.2.23")
        let filter = try EntityFilter(query: .object(members), naming: body.naming)
        let ordering = try members["ordering"].map {
            try Ordering(json: $0, naming: body.naming, at: "/ordering")
        }
        return try await create(call, filter, ordering)
    }

    private static func create(
        _ call: Call, _ filter: EntityFilter, _ ordering: Ordering?
    ) async throws -> Response {
        try filter.requireNarrow()
        let until = try expiry(call.parameters["expiresAt"], "?expiresAt", call.now)
        let found = try await call.found(filter, ordering, at: try call.asOf())
        let map = call.twin.entityMaps.make(try call.entries(of: found), until: until, at: call.now)
        var response = RegistrationOperations.show(call, map.json)
        response.status = 201
        return response.adding(map).adding("location", map.path)
    }

    private static func expiry(_ text: String?, _ pointer: String, _ now: Stamp) throws(TwinProblem) -> Stamp?
    {
        guard let text else { return nil }
        guard let moment = Stamp(text), moment > now else {
            throw .bad("expiresAt is a moment in UTC that is still to come.", at: pointer, clause: "5.2.39")
        }
        return moment
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
            case "id", "type": continue
            case "expiresAt":
                guard let moment = try expiry(value.asString ?? "", "/expiresAt", call.now) else { continue }
                map.expiresAt = moment
            case "linkedMaps":
                guard value.asObject != nil else {
                    throw TwinProblem.bad("linkedMaps is an object.", at: "/linkedMaps", clause: "5.2.39")
                }
                map.linked = value
            default:
                throw TwinProblem.bad("Of a map only expiresAt changes.", at: "/\(key)", clause: "5.14.2")
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
    /// Whether a map is asked for.
    func wantsEntityMap() throws(TwinProblem) -> Bool { try flag("entityMap") }

    /// The map the request names; nil: none, or one that is gone.
    var usedEntityMap: EntityMap? {
        request.headers["ngsild-entitymap"].flatMap { twin.entityMaps.find($0, at: now) }
    }

    /// All that a filter finds, here and at the sources.
    func found(_ filter: EntityFilter, _ ordering: Ordering?, at moment: Stamp?) async throws
        -> FederatedReading.Found
    {
        if moment == nil, let federated = try FederatedReading(self),
            let found = try await federated.query(filter, ordering)
        {
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
        if map == nil, try !wantsEntityMap() {
            guard moment == nil, !filter.isLocal, let federated = try FederatedReading(self) else {
                return nil
            }
            return try await federated.query(filter, ordering)
        }
        var found = try await found(filter, ordering, at: moment)
        if let map {
            let byID = Dictionary(found.entities.map { ($0.id, $0) }) { first, _ in first }
            found.entities = map.entries.compactMap { byID[$0.id] }
        }
        return found
    }

    func entries(of found: FederatedReading.Found) throws(TwinProblem) -> [(id: String, sources: [String])] {
        guard found.entities.count <= EntityMaps.mostEntities else {
            throw TwinProblem(
                .tooManyResults, "A map holds at most \(EntityMaps.mostEntities) entities.", clause: "5.14.4")
        }
        return found.entities.map { ($0.id, found.origins[$0.id] ?? ["@none"]) }
    }

    /// A new map, where one is asked for.
    func entityMap(of found: FederatedReading.Found) throws(TwinProblem) -> EntityMap? {
        guard try wantsEntityMap() else { return nil }
        return twin.entityMaps.make(try entries(of: found), at: now)
    }
}

extension Response {
    /// With a header that names a map.
    func adding(_ map: EntityMap?) -> Response { map.map { adding("ngsild-entitymap", $0.path) } ?? self }

    /// With what is told of sources that did not answer (6.3.17).
    func adding(_ warnings: [String]) -> Response {
        warnings.prefix(20).reduce(self) { $0.adding("ngsild-warning", $1) }
    }
}
