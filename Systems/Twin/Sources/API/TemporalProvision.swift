// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Telling of the past (GS CIM 009, 5.6.11 to 5.6.16; 6.18 to 6.22). What is told changes nothing of what
/// entities are now.
enum TemporalProvision {
    static let all: [TwinOperation] = [
        TwinOperation(.post, "temporal/entities", create),
        TwinOperation(.delete, "temporal/entities/:id", delete),
        TwinOperation(.post, "temporal/entities/:id/attrs", add),
        TwinOperation(
            .delete, "temporal/entities/:id/attrs/:name", ["datasetId", "deleteAll"], deleteAttribute),
        TwinOperation(.patch, "temporal/entities/:id/attrs/:name/:instance", modify),
        TwinOperation(.delete, "temporal/entities/:id/attrs/:name/:instance", deleteInstance),
    ]

    private static func reading(_ body: Body, at now: Stamp) -> HistoryReading {
        // What names an instance follows from where it comes to stand.
        HistoryReading(naming: body.naming, now: now, identify: { "" })
    }

    /// 5.6.11: 201 for an entity nothing was told of, else 204.
    @Sendable private static func create(_ call: Call) async throws -> Response {
        let body = try await call.body()
        let members = try body.object(clause: "5.6.11")
        let (id, isNew) = try await call.perform { draft in
            let history = try reading(body, at: draft.now).history(members)
            guard call.access.covers(history) else { throw TwinProblem.closed }
            let isNew = !draft.knows(history.id)
            try draft.change(.telling(history))
            return (history.id, isNew)
        }
        return isNew ? call.created("temporal/entities", id) : Call.done
    }

    /// 5.6.12.
    @Sendable private static func add(_ call: Call) async throws -> Response {
        let id = try call.id()
        let body = try await call.body()
        let members = try body.object(clause: "5.6.12")
        try await call.perform { draft in
            let known = try draft.known(id, call, "5.6.12")
            let fragment = try reading(body, at: draft.now).fragment(members)
            try draft.change(
                .tell(
                    id: id, types: known.types + fragment.types.filter { !known.types.contains($0) },
                    scope: [], (fragment.attributes + fragment.scope.told).map(\.unnamed)))
        }
        return Call.done
    }

    /// 5.6.16: what an entity was is forgotten. As it is now, it stays.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        let id = try call.id()
        try await call.perform { draft in
            _ = try draft.known(id, call, "5.6.16")
            try draft.change(.forgetAll(id: id))
        }
        return Call.done
    }

    /// 5.6.13: what an attribute was is forgotten. As it is now, it stays.
    @Sendable private static func deleteAttribute(_ call: Call) async throws -> Response {
        let id = try call.id()
        let all = try call.flag("deleteAll")
        let dataset = try call.dataset(clause: "5.6.13")
        let name = try call.attributeName(call.context)
        try await call.perform { draft in
            let instances = try draft.known(id, call, "5.6.13").instances(of: name)
            let datasets = Set(instances.map(\.datasetId)).filter { all || $0 == dataset }
            guard !datasets.isEmpty else { throw missing(name, id, "5.6.13") }
            for datasetId in datasets {
                try draft.change(.forget(id: id, name: name, datasetId: datasetId))
            }
        }
        return Call.done
    }

    /// 5.6.14.
    @Sendable private static func modify(_ call: Call) async throws -> Response {
        let id = try call.id()
        let body = try await call.body()
        let members = try body.object(clause: "5.6.14")
        let name = try call.attributeName(body.naming)
        try await call.perform { draft in
            let (old, place) = try draft.instance(call, id, name, "5.6.14")
            var new = try reading(body, at: draft.now).replacement(of: name, members)
            (new.createdAt, new.datasetId, new.instanceId) = (old.createdAt, old.datasetId, nil)
            try draft.change(.replace(id: id, name: name, datasetId: old.datasetId, place: place, new))
        }
        return Call.done
    }

    /// 5.6.15.
    @Sendable private static func deleteInstance(_ call: Call) async throws -> Response {
        let id = try call.id()
        let name = try call.attributeName(call.context)
        try await call.perform { draft in
            let (old, place) = try draft.instance(call, id, name, "5.6.15")
            try draft.change(.replace(id: id, name: name, datasetId: old.datasetId, place: place, nil))
        }
        return Call.done
    }

    fileprivate static func missing(_ name: String, _ id: String, _ clause: String) -> TwinProblem {
        TwinProblem(.resourceNotFound, "Nothing like that is known of \(name) of \(id).", clause: clause)
    }
}

extension PastChange {
    /// That all this has been.
    static func telling(_ history: History) -> PastChange {
        .tell(
            id: history.id, types: history.types, scope: history.scope.first?.scopes ?? [],
            (history.attributes + history.scope.told).map(\.unnamed))
    }
}

extension Attribute {
    /// Without what names its instances: that follows from where they come to stand.
    fileprivate var unnamed: Attribute {
        Attribute(
            name,
            instances.map { instance in
                var instance = instance
                instance.instanceId = nil
                return instance
            })
    }
}

extension [Instance] {
    /// Scopes that are told with their times, as they are kept.
    fileprivate var told: [Attribute] {
        let timed = filter { $0.observedAt != nil }
        return timed.isEmpty ? [] : [Attribute(EntityHistory.scope.name, timed)]
    }
}

extension History {
    func instances(of name: String) -> [Instance] {
        attributes.first { $0.name == name }?.instances ?? []
    }
}

extension Draft {
    /// The history of an id that is known and open to the caller.
    fileprivate func known(_ id: String, _ call: Call, _ clause: String) throws(TwinProblem) -> History {
        guard let history = history(of: id), call.access.covers(history) else {
            throw TwinProblem.missing(id, clause)
        }
        return history
    }

    /// The instance a path names, and its place in its series.
    fileprivate func instance(
        _ call: Call, _ id: String, _ name: String, _ clause: String
    ) throws(TwinProblem) -> (Instance, Int) {
        let wanted = call["instance"]
        guard NameRules.isURI(wanted) else {
            throw .bad("“\(wanted)” is no URI.", clause: clause)
        }
        let found = try known(id, call, clause).instances(of: name).first { $0.instanceId == wanted }
        guard let found, let place = wanted.split(separator: "-").last.flatMap({ Int($0) }) else {
            throw TemporalProvision.missing(name, id, clause)
        }
        return (found, place)
    }
}
