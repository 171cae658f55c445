// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Asking for the past (GS CIM 009, 5.7.3, 5.7.4 and 5.14.5; 6.18, 6.19, 6.24 and 6.35).
enum TemporalOperations {
    private static let timing: Set<String> = [
        "timerel", "timeAt", "endTimeAt", "timeproperty", "lastN", "aggrMethods", "aggrPeriodDuration",
    ]
    private static let asking = Call.picking.union(timing).union(QueryOperations.filtering)
        .union(QueryOperations.paging).union(["orderBy", "collation"])
    /// What a query in a body leaves to the address, or may.
    private static let beside = Call.picking.union(timing).union(QueryOperations.paging)
        .union(["splitEntities"]).subtracting(["attrs"])

    static let all: [TwinOperation] = TemporalProvision.all + [
        TwinOperation(.get, "temporal/entities", asking) {
            try await answer(try $0.askedOfThePast())
        },
        TwinOperation(
            .get, "temporal/entities/:id",
            Call.picking.union(timing).union(["entityMap", "entityMapLifetime"]), retrieve),
        TwinOperation(.post, "temporal/entityOperations/query", beside, onlyAsks: true) {
            try await answer(try await $0.postedOfThePast())
        },
        TwinOperation(.get, "temporal/entityMaps", asking) { try await map(try $0.askedOfThePast()) },
        TwinOperation(.post, "temporal/entityMaps", beside, onlyAsks: true) {
            try await map(try await $0.postedOfThePast())
        },
    ]

    /// How many instances of an attribute one answer holds.
    static let mostInstances = 10_000

    /// What is brought together is not told instance by instance, however many there are.
    private static func limit(_ showing: HistoryShowing) -> Int {
        showing.aggregation == nil ? mostInstances : Int.max
    }

    /// 5.7.3.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        let id = try call.id()
        let query = try TemporalQuery(parameters: call.parameters)
        let attributes = try call.attributes("5.7.3")
        let showing = try HistoryShowing(call, query, attributes: attributes)
        let said = try await FederatedHistories(call, query)?.retrieve(id, attributes: attributes)
        let rows = said == nil ? showing.aggregation : Optional.none
        let own = try call.history(of: id, rows, query, attributes)
            .flatMap { call.access.covers($0) ? $0 : nil }
        let joined = said.map { $0.joined(id, own, query) } ?? own
        guard let history = joined, call.access.covers(history) else {
            return said?.failure
                ?? TwinDoor.answer(TwinProblem.missing(id, "5.7.3")).adding(said?.warnings ?? [])
        }
        let page = HistoryPage(of: [history], query, limit: limit(showing), known: said?.cut)
        return try showing.answer(page, alone: page.histories.first ?? history.bare)
            .adding(said?.warnings ?? []).adding(try map(of: id, own, said, call))
    }

    /// The map by which one history was retrieved (5.7.3.4).
    private static func map(
        of id: String, _ own: History?, _ said: FederatedHistories.Said?, _ call: Call
    ) throws -> EntityMap? {
        let linked = said?.linked ?? [:]
        if let used = call.usedEntityMap {
            call.twin.entityMaps.link(used, to: linked)
            return used
        }
        guard try call.needsEntityMap() else { return nil }
        return call.twin.entityMaps.make(
            [(id, said?.origins(id, own) ?? ["@none"])], linked: linked, until: try call.entityMapEnd(),
            at: call.now)
    }

    /// 5.7.4.
    private static func answer(_ asked: AskedOfThePast) async throws -> Response {
        let call = asked.call
        let showing = try HistoryShowing(
            call, asked.query, attributes: asked.filter.attributes, aggregation: asked.aggregation)
        let paging = try Paging(call)
        let used = call.usedEntityMap
        let isPaged = try used == nil && !call.needsEntityMap()
        let all = try await asked.find(used, page: isPaged ? paging : nil)
        if let used { call.twin.entityMaps.link(used, to: all.said.linked) }
        let made = try call.needsEntityMap() ? call.twin.entityMaps.make(
            try entries(of: all), linked: all.said.linked, until: try call.entityMapEnd(), at: call.now)
            : Optional.none
        let found = paging.page(
            of: used.map { $0.chosen(of: all.histories, \.id) } ?? all.histories, and: all.more)
        let page = HistoryPage(
            of: found.entities, asked.query, limit: limit(showing), known: all.said.cut)
        return try showing.answer(page, more: paging.headers(found, call)).adding(all.said.warnings)
            .adding(used, made: made)
    }

    /// 5.14.5.
    private static func map(_ asked: AskedOfThePast) async throws -> Response {
        let maps = try await FederatedMaps(asked.call, by: .createEntityMapQueryTemporal)?
            .make(asked.filter, asked.query.parameters)
        let all = try await asked.find(nil, butNot: maps?.sources ?? [])
        let entries = try entries(of: all)
        return try EntityMapOperations.made(
            maps?.joined(to: entries) ?? entries, linked: maps?.linked ?? [:], asked.call
        ).adding(all.said.warnings + (maps?.warnings ?? []))
    }

    private static func entries(of all: AskedOfThePast.Found) throws(TwinProblem) -> [EntityMap.Entry] {
        guard all.entries.count <= EntityMaps.mostEntities else {
            throw TwinProblem(
                .tooManyResults, "A map holds at most \(EntityMaps.mostEntities) entities.", clause: "5.14.5")
        }
        return all.entries
    }
}

extension TwinAccess {
    func covers(_ history: History) -> Bool { isWhole || covers(history.entity) }
}
