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
        TwinOperation(.get, "temporal/entities", asking) { try answer(try $0.askedOfThePast()) },
        TwinOperation(.get, "temporal/entities/:id", Call.picking.union(timing), retrieve),
        TwinOperation(.post, "temporal/entityOperations/query", beside, onlyAsks: true) {
            try answer(try await $0.postedOfThePast())
        },
        TwinOperation(.get, "temporal/entityMaps", asking) { try map(try $0.askedOfThePast()) },
        TwinOperation(.post, "temporal/entityMaps", beside, onlyAsks: true) {
            try map(try await $0.postedOfThePast())
        },
    ]

    /// How many instances of an attribute one answer holds.
    static let mostInstances = 10_000

    /// 5.7.3.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        let id = try call.id()
        let query = try TemporalQuery(parameters: call.parameters)
        let showing = try HistoryShowing(call, query, attributes: try call.attributes("5.7.3"))
        guard let history = try call.twin.read({ $0.history(of: id) }), call.access.covers(history) else {
            throw TwinProblem.missing(id, "5.7.3")
        }
        let page = HistoryPage(of: [history], query, limit: mostInstances)
        return try showing.answer(page, alone: page.histories.first ?? history.bare)
    }

    /// 5.7.4.
    private static func answer(_ asked: AskedOfThePast) throws -> Response {
        let call = asked.call
        let showing = try HistoryShowing(
            call, asked.query, attributes: asked.filter.attributes, aggregation: asked.aggregation)
        let paging = try Paging(call)
        let used = call.usedEntityMap
        let all = try asked.find()
        let made = try call.needsEntityMap() ? call.twin.entityMaps.make(
            try entries(of: all), until: try call.entityMapEnd(), at: call.now) : Optional.none
        let found = paging.page(of: used.map { $0.chosen(of: all, \.id) } ?? all)
        let page = HistoryPage(of: found.entities, asked.query, limit: mostInstances)
        return try showing.answer(page, more: paging.headers(found, call)).adding(used, made: made)
    }

    /// 5.14.5.
    private static func map(_ asked: AskedOfThePast) throws -> Response {
        try EntityMapOperations.made(try entries(of: try asked.find()), asked.call)
    }

    private static func entries(of all: [History]) throws(TwinProblem) -> [EntityMap.Entry] {
        guard all.count <= EntityMaps.mostEntities else {
            throw TwinProblem(
                .tooManyResults, "A map holds at most \(EntityMaps.mostEntities) entities.", clause: "5.14.5")
        }
        return all.map { ($0.id, ["@none"]) }
    }
}

extension TwinAccess {
    func covers(_ history: History) -> Bool { isWhole || covers(history.entity) }
}
