// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Single entities (GS CIM 009, 6.4 and 6.5).
enum EntityOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.post, "entities", create),
        TwinOperation(
            .get, "entities/:id", Call.showing.union(["type", "entityMap"]), givesGeoJSON: true, retrieve),
        TwinOperation(.delete, "entities/:id", ["type"], delete),
        TwinOperation(.put, "entities/:id", ["type"], replace),
        TwinOperation(.patch, "entities/:id", ["type", "observedAt", "lang"], merge),
    ]

    /// 5.6.1.
    @Sendable private static func create(_ call: Call) async throws -> Response {
        let body = try await call.body()
        let members = try body.object(clause: "5.6.1")
        let id = try await call.perform { draft in
            let entity = try EntityReading(naming: body.naming, isSimplified: call.isSimplified)
                .entity(members, at: draft.now)
            guard call.access.covers(entity) else { throw TwinProblem.closed }
            guard draft.entity(entity.id) == nil else {
                throw TwinProblem(
                    .alreadyExists, "There is an entity \(entity.id) already.", at: "/id", clause: "5.6.1")
            }
            try draft.create(entity)
            return entity.id
        }
        return call.created("entities/\(id)")
    }

    /// 5.7.1.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        let id = try call.id()
        if let bytes = try call.usual(id) { return call.answer(bytes) }
        let moment = try call.asOf()
        let attributes = try call.parameters["attrs"].map { text in
            try AttributeNames(NameList.split(text, at: "?attrs", clause: "5.7.1"), naming: call.context)
        }
        var found = FederatedReading.Found()
        let twin = call.twin
        let standing = try moment.map { try twin.entity(id, asOf: $0) } ?? twin.entity(id, at: call.now)
        let own = standing.flatMap { call.access.covers($0) ? $0 : nil }
        if moment == nil, let federated = try FederatedReading(call) {
            found = try await federated.retrieve(id, own: own, attributes: attributes)
        } else {
            found.entities = own.map { [$0] } ?? []
            found.origins = [id: ["@none"]]
        }
        guard let entity = found.entities.first, call.access.covers(entity) else {
            throw TwinProblem.missing(id, "5.7.1")
        }
        if let attributes, !attributes.matches(entity) {
            throw TwinProblem(
                .resourceNotFound, "The entity \(id) has none of these attributes.", at: "?attrs",
                clause: "5.7.1")
        }
        return try call.answer(entity, try call.representation(attributes: attributes), at: moment)
            .adding(found.warnings).adding(try call.entityMap(of: found))
    }

    /// 5.6.6.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        let id = try call.id()
        try await call.perform { draft in try draft.delete(try draft.entity(id, for: call, clause: "5.6.6")) }
        return Call.done
    }

    /// 5.6.18.
    @Sendable private static func replace(_ call: Call) async throws -> Response {
        let id = try call.id()
        let body = try await call.body()
        let members = try body.object(clause: "5.6.18")
        try await call.perform { draft in
            let old = try draft.entity(id, for: call, clause: "5.6.18")
            var whole = members
            if whole["id"] == nil, whole["@id"] == nil { whole["id"] = .string(id) }
            if whole["type"] == nil, whole["@type"] == nil {
                whole["type"] = .array(old.types.map(JSON.string))
            }
            let new = try EntityReading(naming: body.naming, isSimplified: call.isSimplified)
                .entity(whole, at: draft.now)
            guard new.id == id else { throw TwinProblem.otherID(id, new.id, "5.6.18") }
            guard call.access.covers(new) else { throw TwinProblem.closed }
            try draft.change(old, old.replaced(by: new, at: draft.now), isWhole: true)
        }
        return Call.done
    }

    /// 5.6.17.
    @Sendable private static func merge(_ call: Call) async throws -> Response {
        let id = try call.id()
        let body = try await call.body()
        let members = try body.object(clause: "5.6.17")
        let merging = try call.merging()
        try await call.perform { draft in
            let old = try draft.entity(id, for: call, clause: "5.6.17")
            let fragment = try EntityReading(
                naming: body.naming, purpose: .merge, isSimplified: call.isSimplified
            ).fragment(members)
            if let other = fragment.id, other != id { throw TwinProblem.otherID(id, other, "5.6.17") }
            try draft.change(old, old.merging(fragment, merging, at: draft.now))
        }
        return Call.done
    }
}

extension Call {
    /// Whether the body gives values alone.
    var isSimplified: Bool { !options.isDisjoint(with: ["keyValues", "simplified"]) }

    /// How a patch is merged where it does not say it itself.
    func merging() throws(TwinProblem) -> Merging {
        var merging = Merging()
        if let text = parameters["observedAt"] {
            guard let moment = Stamp(text) else {
                throw .bad("“observedAt” is a moment in UTC.", at: "?observedAt", clause: "5.6.17")
            }
            merging.observedAt = moment
        }
        merging.language = parameters["lang"]
        return merging
    }
}

extension Draft {
    /// The entity of an id that is there and open to the caller.
    func entity(_ id: String, for call: Call, clause: String) throws(TwinProblem) -> Entity {
        guard let entity = entity(id), call.access.covers(entity) else {
            throw TwinProblem.missing(id, clause)
        }
        if let text = call.parameters["type"] {
            let types = try TypeSelection(text, naming: call.context)
            guard types.matches(entity.types) else { throw TwinProblem.missing(id, clause) }
        }
        return entity
    }
}

extension TwinProblem {
    static func missing(_ id: String, _ clause: String) -> TwinProblem {
        TwinProblem(.resourceNotFound, "There is no entity \(id).", clause: clause)
    }

    static func otherID(_ id: String, _ other: String, _ clause: String) -> TwinProblem {
        .bad("The body is of \(other), the path of \(id).", at: "/id", clause: clause)
    }

    /// What a token does not open.
    static let closed = TwinProblem(
        .operationNotSupported, "Your token does not open entities of this type or scope.")
}
