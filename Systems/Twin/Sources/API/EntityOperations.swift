// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Single entities (GS CIM 009, 6.4 and 6.5).
enum EntityOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.post, "entities", deed: create),
        TwinOperation(
            .get, "entities/:id", Call.showing.union(["type", "entityMap", "entityMapLifetime"]),
            givesGeoJSON: true, atOnce: retrieveAtOnce, retrieve),
        TwinOperation(.delete, "entities/:id", ["type"], delete),
        TwinOperation(.put, "entities/:id", ["type"], deed: replace),
        TwinOperation(.patch, "entities/:id", ["type", "observedAt", "lang"], deed: merge),
    ]

    /// 5.6.1.
    @Sendable private static func create(_ call: Call, _ body: Body) throws -> TwinOperation.Deed {
        let members = try body.object(clause: "5.6.1")
        return { draft in
            let entity = try EntityReading(naming: body.naming, isSimplified: call.isSimplified)
                .entity(members, at: draft.now)
            guard call.access.covers(entity) else { throw TwinProblem.closed }
            guard draft.entity(entity.id) == nil else {
                throw TwinProblem(
                    .alreadyExists, "There is an entity \(entity.id) already.", at: "/id", clause: "5.6.1")
            }
            try draft.create(entity)
            return call.created("entities", entity.id)
        }
    }

    /// 5.7.1.
    @Sendable private static func retrieve(_ call: Call) async throws -> Response {
        guard try call.asOf() == nil, let federated = try FederatedReading(call) else {
            return try retrieveHere(call)
        }
        let id = try call.id()
        let attributes = try call.attributes("5.7.1")
        let representation = try call.representation(attributes: attributes)
        var found = try await federated.retrieve(id, own: try own(id, call), attributes: attributes)
        let reaching = try await call.reaching(from: found.entities, representation)
        found.warnings = (found.warnings + reaching.warnings).distinct
        return try answer(reaching.call, id, found, attributes, representation)
    }

    @Sendable private static func retrieveAtOnce(_ call: Call) throws -> Response? {
        let takesLong = ["join", "asOf", "entityMap"].contains { call.parameters[$0] != nil }
        return try takesLong || Federation(call) != nil ? Response?.none : retrieveHere(call)
    }

    /// The same of what is held here alone.
    private static func retrieveHere(_ call: Call) throws -> Response {
        let id = try call.id()
        if let bytes = try call.usual(id) { return call.answer(bytes) }
        let attributes = try call.attributes("5.7.1")
        let representation = try call.representation(attributes: attributes)
        var found = FederatedReading.Found()
        found.entities = try own(id, call).map { [$0] } ?? []
        found.origins = [id: ["@none"]]
        return try answer(call, id, found, attributes, representation)
    }

    private static func own(_ id: String, _ call: Call) throws -> Entity? {
        let standing = try call.asOf().map { try call.twin.entity(id, asOf: $0) }
            ?? call.twin.entity(id, at: call.now)
        return standing.flatMap { call.access.covers($0) ? $0 : nil }
    }

    private static func answer(
        _ call: Call, _ id: String, _ found: FederatedReading.Found, _ attributes: AttributeNames?,
        _ representation: Representation
    ) throws -> Response {
        let types = try call.parameters["type"].map { try TypeSelection($0, naming: call.context) }
        guard let entity = found.entities.first, call.access.covers(entity),
            types?.matches(entity.types) ?? true
        else {
            return found.failure
                ?? TwinDoor.answer(TwinProblem.missing(id, "5.7.1")).adding(found.warnings)
        }
        let map = try call.usedEntityMap ?? call.newEntityMap(of: found)
        if let attributes, !attributes.matches(entity) {
            throw TwinProblem(
                .resourceNotFound, "The entity \(id) has none of these attributes.", at: "?attrs",
                clause: "5.7.1")
        }
        return try call.answer(entity, representation, at: call.asOf())
            .adding(found.warnings).adding(map)
    }

    /// 5.6.6.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        let id = try call.id()
        try await call.perform { draft in try draft.delete(try draft.entity(id, for: call, clause: "5.6.6")) }
        return Call.done
    }

    /// 5.6.18.
    @Sendable private static func replace(_ call: Call, _ body: Body) throws -> TwinOperation.Deed {
        let id = try call.id()
        let members = try body.object(clause: "5.6.18")
        return { draft in
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
            return Call.done
        }
    }

    /// 5.6.17.
    @Sendable private static func merge(_ call: Call, _ body: Body) throws -> TwinOperation.Deed {
        let id = try call.id()
        let members = try body.object(clause: "5.6.17")
        let merging = try call.merging()
        return { draft in
            let old = try draft.entity(id, for: call, clause: "5.6.17")
            let fragment = try EntityReading(
                naming: body.naming, purpose: .merge, isSimplified: call.isSimplified
            ).fragment(members)
            if let other = fragment.id, other != id { throw TwinProblem.otherID(id, other, "5.6.17") }
            try draft.change(old, try old.merged(with: fragment, merging, clause: "5.6.17", at: draft.now))
            return Call.done
        }
    }
}

extension Call {
    /// The attributes that `attrs` names; nil: none in particular.
    func attributes(_ clause: String) throws(TwinProblem) -> AttributeNames? {
        guard let text = parameters["attrs"] else { return nil }
        return try AttributeNames(NameList.split(text, at: "?attrs", clause: clause), naming: context)
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
