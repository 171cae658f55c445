// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Asking for the past (GS CIM 009, 5.7.3 and 5.7.4; 6.18 to 6.24).
enum TemporalOperations {
    private static let timing: Set<String> = [
        "timerel", "timeAt", "endTimeAt", "timeproperty", "lastN", "aggrMethods", "aggrPeriodDuration",
    ]
    private static let filtering: Set<String> = [
        "type", "id", "idPattern", "q", "georel", "geometry", "coordinates", "geoproperty", "scopeQ",
        "jsonKeys", "limit", "offset", "count",
    ]

    static let all: [TwinOperation] = TemporalProvision.all + [
        TwinOperation(.get, "temporal/entities", Call.showing.union(timing).union(filtering), query),
        TwinOperation(.get, "temporal/entities/:id", Call.showing.union(timing), retrieve),
        TwinOperation(
            .post, "temporal/entityOperations/query", Call.showing.union(timing).union(filtering),
            onlyAsks: true, posted),
    ]

    /// How many instances of an attribute one answer holds.
    static let mostInstances = 10_000

    /// 5.7.3.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        let id = try call.id()
        let asking = try Asking(call)
        guard let history = try call.twin.read({ $0.history(of: id) }), call.access.covers(history) else {
            throw TwinProblem.missing(id, "5.7.3")
        }
        let page = HistoryPage(of: [history], asking.query, limit: mostInstances)
        guard let found = page.histories.first else {
            var empty = history
            (empty.attributes, empty.scope) = ([], [])
            return try asking.answer(call, [empty], isAlone: true, page)
        }
        return try asking.answer(call, [found], isAlone: true, page)
    }

    /// 5.7.4.
    @Sendable private static func query(_ call: Call) async throws -> Response {
        let filter = try EntityFilter(parameters: call.parameters, naming: call.context)
        try filter.requireNarrow()
        return try answer(call, filter, try Asking(call, attributes: filter.attributes, isRequired: true))
    }

    /// 5.7.4 by POST (6.24).
    @Sendable private static func posted(_ call: Call) async throws -> Response {
        let body = try await call.body()
        let members = try body.object(clause: "5.2.23")
        var call = call
        if body.hasOwnContext { call.context = body.naming }
        let filter = try EntityFilter(query: .object(members), naming: body.naming)
        try filter.requireNarrow()
        guard let json = members["temporalQ"] else {
            throw TwinProblem.bad("The query has no temporalQ.", at: "/temporalQ", clause: "5.2.23")
        }
        var asking = try Asking(call, attributes: filter.attributes)
        asking.query = try TemporalQuery(json: json)
        return try answer(call, filter, asking)
    }

    private static func answer(_ call: Call, _ filter: EntityFilter, _ asking: Asking) throws -> Response {
        let paging = try Paging(call)
        let found = paging.page(of: try meant(call, filter, asking.query))
        let page = HistoryPage(of: found.entities, asking.query, limit: mostInstances)
        return try asking.answer(call, page.histories, isAlone: false, page, paging.headers(found, call))
    }

    /// The histories that are meant: of entities as they are now, or as they were last.
    private static func meant(
        _ call: Call, _ filter: EntityFilter, _ query: TemporalQuery
    ) throws -> [History] {
        var all: [History] = []
        for id in try call.twin.read({ Array($0.numbers.keys) }).sorted() {
            guard let history = try call.twin.read({ $0.history(of: id) }), call.access.covers(history)
            else { continue }
            // Any instance of the interval may meet the query (5.7.4.4).
            let part = HistoryPage(of: [history], query, limit: Int.max).histories.first
            guard let part, filter.matches(part.entity) else { continue }
            all.append(history)
        }
        return all
    }

    /// How the past is asked for and shown.
    struct Asking {
        var query: TemporalQuery
        let representation: Representation
        let aggregation: Aggregation?
        let isSimplified: Bool

        init(_ call: Call, attributes: AttributeNames? = nil, isRequired: Bool = false) throws {
            query = try TemporalQuery(parameters: call.parameters, isRequired: isRequired)
            var options = call.options
            aggregation = options.remove("aggregatedValues") == nil
                ? nil : try Aggregation(parameters: call.parameters)
            isSimplified = !options.isDisjoint(with: ["temporalValues", "keyValues", "simplified"])
            var names = attributes
            if names == nil, let text = call.parameters["attrs"] {
                names = try AttributeNames(
                    NameList.split(text, at: "?attrs", clause: "5.7.3"), naming: call.context)
            }
            representation = try call.temporalRepresentation(options, attributes: names)
        }

        func answer(
            _ call: Call, _ histories: [History], isAlone: Bool, _ page: HistoryPage,
            _ more: [(String, String)] = []
        ) throws -> Response {
            var writer = JSONWriter(capacity: 4_096)
            if isAlone, let history = histories.first {
                try write(history, call, into: &writer)
            } else {
                try writer.array { writer in
                    for history in histories { try write(history, call, into: &writer) }
                }
            }
            var more = more
            if let range = page.contentRange { more.append(("content-range", range)) }
            return call.answer(writer.bytes, status: page.contentRange == nil ? 200 : 206, more: more)
        }

        private func write(_ history: History, _ call: Call, into writer: inout JSONWriter) throws {
            let writing = HistoryWriting(representation, query)
            if let aggregation {
                writing.write(
                    try aggregation.series(of: history, query), aggregation, of: history, into: &writer,
                    context: call.contextInBody)
            } else if isSimplified {
                writing.writeValues(history, into: &writer, context: call.contextInBody)
            } else {
                writing.write(history, into: &writer, context: call.contextInBody)
            }
        }
    }
}

extension History {
    /// As an entity, of which each attribute says all it said: for filters.
    var entity: Entity {
        var entity = Entity(id: id, types: types, createdAt: createdAt, modifiedAt: modifiedAt)
        entity.attributes = attributes
        entity.scope = scope.compactMap { instance in
            if case .property(let value) = instance.value { value.asString } else { nil }
        }
        return entity
    }
}

extension TwinAccess {
    func covers(_ history: History) -> Bool { isWhole || covers(history.entity) }
}

extension Call {
    /// How histories are shown: the temporal options are not those of entities.
    func temporalRepresentation(
        _ options: Set<String>, attributes: AttributeNames?
    ) throws -> Representation {
        var call = self
        call.parameters["options"] = options.subtracting([
            "temporalValues", "aggregatedValues", "keyValues", "simplified",
        ]).sorted().joined(separator: ",")
        call.parameters["format"] = nil
        if call.parameters["options"] == "" { call.parameters["options"] = nil }
        return try call.representation(attributes: attributes)
    }
}
