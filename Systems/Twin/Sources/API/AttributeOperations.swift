// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Attributes of an entity (GS CIM 009, 6.6 and 6.7).
enum AttributeOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.post, "entities/:id/attrs", ["type"], deed: append),
        TwinOperation(.patch, "entities/:id/attrs", ["type"], deed: update),
        TwinOperation(.patch, "entities/:id/attrs/:name", ["type"], deed: updatePart),
        TwinOperation(.put, "entities/:id/attrs/:name", ["type"], deed: replace),
        TwinOperation(.delete, "entities/:id/attrs/:name", ["type", "datasetId", "deleteAll"], delete),
    ]

    /// 5.6.3.
    @Sendable private static func append(_ call: Call, _ body: Body) throws -> TwinOperation.Deed {
        let overwrites = !call.options.contains("noOverwrite")
        return try change(call, body, .whole, clause: "5.6.3") { entity, fragment, now in
            entity.appending(fragment, overwrites: overwrites, at: now)
        }
    }

    /// 5.6.2.
    @Sendable private static func update(_ call: Call, _ body: Body) throws -> TwinOperation.Deed {
        try change(call, body, .update, clause: "5.6.2") { entity, fragment, now in
            entity.updating(fragment, appends: true, at: now)
        }
    }

    private static func change(
        _ call: Call, _ body: Body, _ purpose: EntityReading.Purpose, clause: String,
        _ way: @escaping @Sendable (Entity, Fragment, Stamp) -> Outcome
    ) throws -> TwinOperation.Deed {
        let id = try call.id()
        let members = try body.object(clause: clause)
        // Read before the act, which others wait for; told of only if there is such an entity.
        let reading = EntityReading(naming: body.naming, purpose: purpose, isSimplified: call.isSimplified)
        let read = Result { try reading.fragment(members) }
        return { draft in
            let old = try draft.entity(id, for: call, clause: clause)
            let fragment = try read.get()
            if let other = fragment.id, other != id { throw TwinProblem.otherID(id, other, clause) }
            let outcome = way(old, fragment, draft.now)
            try draft.change(old, outcome)
            return call.answer(to: outcome)
        }
    }

    private static let scope = CoreContext.namespace + "scope"

    /// A scope is no attribute that has parts (5.6.4.4, 5.6.19.4).
    private static func refuseScope(_ call: Call, clause: String) throws(TwinProblem) {
        guard try call.attributeName(call.context) != scope else {
            throw .bad("A scope is changed by updating the entity.", clause: clause)
        }
    }

    /// 5.6.4.
    @Sendable private static func updatePart(_ call: Call, _ body: Body) throws -> TwinOperation.Deed {
        try refuseScope(call, clause: "5.6.4")
        let id = try call.id()
        let members = try body.object(clause: "5.6.4")
        return { draft in
            let old = try draft.entity(id, for: call, clause: "5.6.4")
            let patch = try call.patch(members, .part, body.naming)
            guard patch.instances.count == 1, let instance = patch.instances.first else {
                throw TwinProblem.bad("The body is one attribute.", at: "", clause: "5.6.4")
            }
            try draft.change(old, try old.updatingPart(of: patch.name, instance, at: draft.now))
            return Call.done
        }
    }

    /// 5.6.19.
    @Sendable private static func replace(_ call: Call, _ body: Body) throws -> TwinOperation.Deed {
        try refuseScope(call, clause: "5.6.19")
        let id = try call.id()
        return { draft in
            let old = try draft.entity(id, for: call, clause: "5.6.19")
            let name = try call.attributeName(body.naming)
            let patch = try EntityReading(
                naming: body.naming, purpose: .whole, isSimplified: call.isSimplified
            ).attribute(name, body.json, .body)
            try draft.change(old, try old.replacing(patch, at: draft.now))
            return Call.done
        }
    }

    /// 5.6.5.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        let id = try call.id()
        let all = try call.flag("deleteAll")
        let datasetId = try call.dataset(clause: "5.6.5")
        let name = try call.attributeName(call.context)
        try await call.perform { draft in
            let old = try draft.entity(id, for: call, clause: "5.6.5")
            if name == scope {
                guard !old.scope.isEmpty else {
                    throw TwinProblem(.resourceNotFound, "The entity has no scope.", clause: "5.6.5")
                }
                var outcome = Outcome(entity: old)
                (outcome.entity.scope, outcome.entity.modifiedAt) = ([], draft.now)
                outcome.updated = ["scope"]
                return try draft.change(old, outcome)
            }
            try draft.change(old, try old.deleting(name, datasetId: datasetId, all: all, at: draft.now))
        }
        return Call.done
    }
}

extension Call {
    /// The whole IRI of the attribute a path names.
    /// - Throws: `BadRequestData` for what is no name.
    func attributeName(_ naming: any Naming) throws(TwinProblem) -> String {
        let name = naming.expand(self["name"])
        // `id` and `type` stand for keywords of JSON-LD.
        guard NameRules.isName(self["name"]), !name.hasPrefix("@") else {
            throw .bad("“\(self["name"].prefix(80))” is no name of an attribute.", clause: "4.6.2")
        }
        return name
    }

    /// The data set among the parameters; nil: the default one, which has no name.
    func dataset(clause: String) throws(TwinProblem) -> String? {
        guard let text = parameters["datasetId"], text != "@none" else { return nil }
        guard NameRules.isURI(text) else {
            throw .bad("“\(text.prefix(200))” is no URI.", at: "?datasetId", clause: clause)
        }
        return text
    }

    /// A part of one attribute.
    func patch(
        _ members: JSONObject, _ purpose: EntityReading.Purpose, _ naming: TermTable
    ) throws(TwinProblem) -> AttributePatch {
        let name = try attributeName(naming)
        return try EntityReading(naming: naming, purpose: purpose, isSimplified: isSimplified)
            .attribute(name, .object(members), .body)
    }
}
