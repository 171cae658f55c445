// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Which types and attributes there are (GS CIM 009, 5.7.5 to 5.7.10; 6.25 to 6.28).
enum DiscoveryOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.get, "types", ["details", "limit", "offset", "count"], types),
        TwinOperation(.get, "types/:name", type),
        TwinOperation(.get, "attributes", ["details", "limit", "offset", "count"], attributes),
        TwinOperation(.get, "attributes/:name", attribute),
    ]

    /// 5.7.5 and 5.7.6.
    @Sendable private static func types(_ call: Call) async throws -> Response {
        let isDetailed = try call.flag("details")
        let found = try await Discovery.made(call, .types(isDetailed: isDetailed))
        let (names, paging) = try page(of: found.types.keys.sorted(), call)
        guard isDetailed else {
            return answer(call, found, [
                "id": .string(listID("EntityTypeList", names)), "type": "EntityTypeList",
                "typeList": .array(names.map { .string(call.context.compact($0)) }),
            ], paging)
        }
        return answer(call, found, .array(names.map { name in
            [
                "id": .string(name), "type": "EntityType", "typeName": .string(call.context.compact(name)),
                "attributeNames": .array(
                    (found.types[name]?.attributes.keys.sorted() ?? []).map {
                        .string(call.context.compact($0))
                    }),
            ]
        }), paging)
    }

    /// 5.7.7.
    @Sendable private static func type(_ call: Call) async throws -> Response {
        let name = call.context.expand(call["name"])
        let found = try await Discovery.made(call, .type(name))
        guard let type = found.types[name] else {
            throw TwinProblem(
                .resourceNotFound, "There is no entity of the type \(call["name"]).", clause: "5.7.7")
        }
        return answer(call, found, [
            "id": .string(name), "type": "EntityTypeInfo", "typeName": .string(call.context.compact(name)),
            "entityCount": .integer(type.count),
            "attributeDetails": .array(
                type.attributes.sorted { $0.key < $1.key }.map { details(call, $0.key, $0.value) }),
        ])
    }

    /// 5.7.8 and 5.7.9.
    @Sendable private static func attributes(_ call: Call) async throws -> Response {
        let isDetailed = try call.flag("details")
        let found = try await Discovery.made(call, .attributes(isDetailed: isDetailed))
        let (names, paging) = try page(of: found.attributes.keys.sorted(), call)
        guard isDetailed else {
            return answer(call, found, [
                "id": .string(listID("AttributeList", names)), "type": "AttributeList",
                "attributeList": .array(names.map { .string(call.context.compact($0)) }),
            ], paging)
        }
        return answer(call, found, .array(names.map { name in
            [
                "id": .string(name), "type": "Attribute",
                "attributeName": .string(call.context.compact(name)),
                "typeNames": .array(
                    (found.attributes[name]?.types.sorted() ?? []).map { .string(call.context.compact($0)) }),
            ]
        }), paging)
    }

    /// 5.7.10.
    @Sendable private static func attribute(_ call: Call) async throws -> Response {
        let name = call.context.expand(call["name"])
        let found = try await Discovery.made(call, .attribute(name))
        guard let known = found.attributes[name] else {
            throw TwinProblem(
                .resourceNotFound, "No entity has the attribute \(call["name"]).", clause: "5.7.10")
        }
        var json = details(call, name, known.kinds).asObject ?? [:]
        json["attributeCount"] = .integer(known.count)
        json["typeNames"] = .array(known.types.sorted().map { .string(call.context.compact($0)) })
        return answer(call, found, .object(json))
    }

    private static func details(_ call: Call, _ name: String, _ kinds: Set<AttributeKind>) -> JSON {
        [
            "id": .string(name), "type": "Attribute", "attributeName": .string(call.context.compact(name)),
            "attributeTypes": .array(kinds.map(\.rawValue).sorted().map(JSON.string)),
        ]
    }

    /// A page of names where one is asked for; the text has them all at once.
    private static func page(
        of names: [String], _ call: Call
    ) throws(TwinProblem) -> ([String], [(String, String)]) {
        guard !["limit", "offset", "count"].allSatisfy({ call.parameters[$0] == nil }) else {
            return (names, [])
        }
        let paging = try Paging(call)
        let found = paging.page(of: names)
        return (found.entities, paging.headers(found, call))
    }

    /// A name for a list that is the same for the same names.
    private static func listID(_ sort: String, _ names: [String]) -> String {
        EntityHistory.base(sort, .init(name: names.joined(separator: "\n"), datasetId: nil))
            .replacing("Instance", with: sort)
    }

    private static func answer(
        _ call: Call, _ found: Discovery, _ json: JSON, _ more: [(String, String)] = []
    ) -> Response {
        let whole = call.contextInBody.map { json.carrying($0) } ?? json
        return call.answer(whole.encoded(), more: more).adding(found.warnings)
    }
}

extension JSON {
    /// With an `@context`: an object its own, of an array each element.
    func carrying(_ context: JSON) -> JSON {
        switch self {
        case .object(var members):
            members["@context"] = context
            return .object(members)
        case .array(let items): return .array(items.map { $0.carrying(context) })
        default: return self
        }
    }
}

/// The types and attributes of the entities that are there and open to the caller.
struct Discovery {
    struct TypeFound {
        var count = 0
        /// The kinds of each attribute.
        var attributes: [String: Set<AttributeKind>] = [:]
    }

    struct AttributeFound {
        /// Of instances, not of entities (5.2.28).
        var count = 0
        var types: Set<String> = []
        var kinds: Set<AttributeKind> = []
    }

    private(set) var types: [String: TypeFound] = [:]
    private(set) var attributes: [String: AttributeFound] = [:]
    /// Of sources that did not answer.
    private(set) var warnings: [String] = []

    /// With what sources say (5.7.11).
    static func made(_ call: Call, _ question: FederatedDiscovery.Question) async throws -> Discovery {
        var found = try Discovery(call)
        guard call.parameters["asOf"] == nil, let federated = try FederatedDiscovery(call) else {
            return found
        }
        let said = try await federated.ask(question)
        for known in said.known { found.add(known, within: call.access.types) }
        found.warnings = said.warnings
        return found
    }

    /// - Parameter open: the types that are opened to the caller; nil: all.
    private mutating func add(_ known: KnownNames, within open: Set<String>?) {
        if let type = known.type {
            guard open?.contains(type) ?? true else { return }
            types[type, default: TypeFound()].count += known.count
        }
        for attribute in known.attributes {
            let types = attribute.types.union(known.type.map { [$0] } ?? [])
            if let open, open.isDisjoint(with: types) { continue }
            if let type = known.type {
                self.types[type]?.attributes[attribute.name, default: []].formUnion(attribute.kinds)
            }
            attributes[attribute.name, default: AttributeFound()].count += attribute.count
            attributes[attribute.name]?.types.formUnion(types)
            attributes[attribute.name]?.kinds.formUnion(attribute.kinds)
        }
    }

    init(_ call: Call) throws {
        let view = try call.twin.view()
        var shapes = EntityShapes()
        if let moment = try call.asOf() {
            try call.twin.mustRemember(moment, of: nil)
            for entity in view.entities(of: nil, at: moment) where call.access.covers(entity) {
                shapes.count(entity)
            }
        } else {
            for entity in view.entities(of: nil) where call.access.covers(entity) { shapes.count(entity) }
        }
        for (entity, count) in shapes.all { add(entity, times: count) }
    }

    private mutating func add(_ entity: Entity, times: Int) {
        for type in entity.types { types[type, default: TypeFound()].count += times }
        for attribute in entity.attributes {
            let kinds = Set(attribute.instances.map(\.value.kind))
            attributes[attribute.name, default: AttributeFound()].count += attribute.instances.count * times
            attributes[attribute.name]?.types.formUnion(entity.types)
            attributes[attribute.name]?.kinds.formUnion(kinds)
            for type in entity.types { types[type]?.attributes[attribute.name, default: []].formUnion(kinds) }
        }
    }
}
