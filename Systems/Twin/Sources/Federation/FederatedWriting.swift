// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Web

/// Changes of one entity that sources have parts of (GS CIM 009, 4.3.6): what belongs to a source alone goes
/// there and is not kept here, what is held by both goes both ways.
struct FederatedWriting: Sendable {
    /// A change that can be passed on.
    struct Way: Sendable {
        let method: Method
        /// What the path is made of, with `:id` and `:name`.
        let path: [Substring]
        let operation: SourceOperation
        /// How its body is read to see that it is sound; nil: it has none.
        let purpose: EntityReading.Purpose?
        /// Whether an answer in parts names attributes, or entities (5.2.16, 5.2.18).
        let tellsAttributes: Bool

        init(
            _ method: Method, _ path: String, _ operation: SourceOperation, _ purpose: EntityReading.Purpose?,
            tellsAttributes: Bool
        ) {
            (self.method, self.path) = (method, path.split(separator: "/"))
            (self.operation, self.purpose, self.tellsAttributes) = (operation, purpose, tellsAttributes)
        }

        var isOfOneAttribute: Bool { path.contains(":name") }
        /// Whether it tells of the past (5.6.11 to 5.6.16).
        var isTemporal: Bool { path.first == "temporal" }
        /// Whether the id of the entity stands in the body.
        var isOfNoPath: Bool { !path.contains(":id") }
    }

    private static let ways: [Way] = [
        Way(.post, "entities", .createEntity, .whole, tellsAttributes: false),
        Way(.put, "entities/:id", .replaceEntity, .whole, tellsAttributes: false),
        Way(.patch, "entities/:id", .mergeEntity, .merge, tellsAttributes: false),
        Way(.delete, "entities/:id", .deleteEntity, nil, tellsAttributes: false),
        Way(.post, "entities/:id/attrs", .appendAttrs, .whole, tellsAttributes: true),
        Way(.patch, "entities/:id/attrs", .updateEntity, .update, tellsAttributes: true),
        Way(.patch, "entities/:id/attrs/:name", .updateAttrs, .part, tellsAttributes: true),
        Way(.put, "entities/:id/attrs/:name", .replaceAttrs, .whole, tellsAttributes: true),
        Way(.delete, "entities/:id/attrs/:name", .deleteAttrs, nil, tellsAttributes: true),
        Way(.post, "temporal/entities", .upsertTemporal, .whole, tellsAttributes: false),
        Way(.delete, "temporal/entities/:id", .deleteTemporal, nil, tellsAttributes: false),
        Way(.post, "temporal/entities/:id/attrs", .appendAttrsTemporal, .whole, tellsAttributes: true),
        Way(
            .delete, "temporal/entities/:id/attrs/:name", .deleteAttrsTemporal, nil, tellsAttributes: true),
        Way(
            .patch, "temporal/entities/:id/attrs/:name/:instance", .updateAttrInstanceTemporal, .part,
            tellsAttributes: true),
        Way(
            .delete, "temporal/entities/:id/attrs/:name/:instance", .deleteAttrInstanceTemporal, nil,
            tellsAttributes: true),
    ]

    /// Does an operation, with the sources it concerns.
    static func answer(_ call: Call, _ operation: TwinOperation) async throws -> Response {
        guard !call.request.method.isSafe, let federation = try Federation(call) else {
            return try await operation.answer(call)
        }
        if let way = ways.first(where: { $0.method == operation.method && $0.path == operation.path }) {
            return try await FederatedWriting(federation: federation, way: way, local: operation).answer()
        }
        if let batch = FederatedBatch(federation, operation) { return try await batch.answer() }
        return try await operation.answer(call)
    }

    let federation: Federation
    let way: Way
    let local: TwinOperation
    private var call: Call { federation.call }

    /// What is asked, read once.
    struct Asked: Sendable {
        var bytes: [UInt8] = []
        var body: Body?
        let id: String
        let types: [String]?
        /// The attributes, by the whole names: as they were sent.
        var names: [String: String] = [:]
        var scope: [String] = []
    }

    private func answer() async throws -> Response {
        let asked = try await read()
        let interest = Interest(
            id: asked.id, types: asked.types, attributes: asked.names.isEmpty ? nil : Set(asked.names.keys))
        let concerned = federation.concerned(interest).filter { $0.mode != .auxiliary }
        guard !concerned.isEmpty else { return try await local.answer(call.sending(asked.bytes)) }
        guard try call.mayPassOn(asked.id, types: asked.types ?? [], scope: asked.scope) else {
            throw way.isOfNoPath ? TwinProblem.closed : TwinProblem.missing(asked.id, "5.6")
        }
        if call.isLooping { throw LoopDetected() }
        try refuseExisting(asked)
        let split = FederatedSplit(
            names: Set(asked.names.keys), sources: concerned, interest: interest, operation: way.operation)
        var parts = split.refused.map { source, names in
            FederatedOutcome.Part.refused(source, names.sorted())
        }
        var questions: [(Registration, TermTable, OutgoingRequest)] = []
        var taken: [[String]] = []
        for (source, names) in split.forwarded {
            let own = names.sorted()
            guard let words = try? await federation.words(source, asked.body?.naming ?? call.context) else {
                federation.noteWordless(source)
                parts.append(.source(.none(source, .core), own))
                continue
            }
            questions.append((source, words.table, request(source, words, asked, names)))
            taken.append(own)
        }
        let all = questions
        async let answers = federation.ask(all)
        if split.isLocal { parts.append(try await answerHere(asked, split)) }
        for (answer, names) in zip(await answers, taken) { parts.append(.source(answer, names)) }
        return FederatedOutcome(parts: parts, id: asked.id, way: way).response(call)
    }

    // MARK: Reading

    private func read() async throws -> Asked {
        guard let purpose = way.purpose else {
            let id = try call.id()
            var asked = Asked(id: id, types: try types(of: id))
            if way.isOfOneAttribute { asked.names[try call.attributeName(call.context)] = call["name"] }
            return asked
        }
        let bytes = try await call.request.body.bytes(limit: 64 << 20)
        let body = try await call.sending(bytes).body()
        if way.isOfOneAttribute {
            let id = try call.id()
            var asked = Asked(bytes: bytes, body: body, id: id, types: try types(of: id))
            asked.names[try call.attributeName(body.naming)] = call["name"]
            return asked
        }
        let members = try body.object(clause: "5.6.1")
        let head = try head(members, body.naming, purpose)
        let id = way.isOfNoPath ? head.id ?? "" : try call.id()
        let types = head.types.isEmpty ? try self.types(of: id) : head.types
        var asked = Asked(bytes: bytes, body: body, id: id, types: types)
        asked.scope = head.scope
        for key in members.keys where !Self.entityMembers.contains(key) {
            asked.names[body.naming.expand(key)] = key
        }
        return asked
    }

    /// Of what a body tells; it must be sound.
    private func head(
        _ members: JSONObject, _ naming: TermTable, _ purpose: EntityReading.Purpose
    ) throws(TwinProblem) -> (id: String?, types: [String], scope: [String]) {
        guard !way.isTemporal else {
            let reading = HistoryReading(naming: naming, now: call.now, identify: { "" })
            let fragment = try reading.fragment(members)
            if way.isOfNoPath { _ = try reading.history(members) }
            return (fragment.id, fragment.types, fragment.scope.first?.scopes ?? [])
        }
        let reading = EntityReading(naming: naming, purpose: purpose, isSimplified: call.isSimplified)
        let fragment = try reading.fragment(members)
        if way.isOfNoPath { _ = try reading.entity(of: fragment, at: call.now) }
        return (fragment.id, fragment.types, fragment.scope.said ?? [])
    }

    static let entityMembers: Set<String> = [
        "id", "@id", "type", "@type", "scope", "expiresAt", "createdAt", "modifiedAt", "deletedAt",
        "@context",
    ]

    /// Of which types an entity is: those it has here, else those the request names.
    private func types(of id: String) throws -> [String]? {
        guard !way.isTemporal else { return try call.twin.read { $0.types(of: id) } }
        return try call.twin.entity(id, at: call.now)?.types
    }

    /// What is here already is not created anywhere.
    private func refuseExisting(_ asked: Asked) throws {
        guard way.operation == .createEntity, try call.twin.entity(asked.id, at: call.now) != nil else {
            return
        }
        throw TwinProblem(
            .alreadyExists, "There is an entity \(asked.id) already.", at: "/id", clause: "5.6.1")
    }

    // MARK: Passing on

    private func request(
        _ source: Registration, _ words: SourceWords, _ asked: Asked, _ names: Set<String>
    ) -> OutgoingRequest {
        let path = way.path.map { part -> String in
            switch part {
            case ":id": asked.id
            case ":name": words.isOther ? words.table.compact(words.from.expand(call["name"])) : call["name"]
            case ":instance": call["instance"]
            default: String(part)
            }
        }
        var query = call.request.query.pairs.filter { Self.passed.contains($0.name) }.map {
            ($0.name, $0.value)
        }
        if query.contains(where: { $0.0 == "type" }), words.isOther { query.removeAll { $0.0 == "type" } }
        let body = asked.body.map {
            words.body(part(of: $0.json, asked, names), isAttribute: way.isOfOneAttribute && !way.isTemporal)
        }
        return federation.request(way.method, path, query, to: source, words: words.table, body: body)
    }

    /// Parameters that mean the same elsewhere.
    private static let passed: Set<String> = [
        "type", "options", "format", "datasetId", "deleteAll", "observedAt", "lang",
    ]

    private func part(of json: JSON, _ asked: Asked, _ names: Set<String>) -> JSON {
        guard !way.isOfOneAttribute, let members = json.asObject else { return json }
        let kept = Set(names.compactMap { asked.names[$0] })
        return .object(
            JSONObject(
                distinct: members.filter { Self.entityMembers.contains($0.key) || kept.contains($0.key) }))
    }

    private func answerHere(_ asked: Asked, _ split: FederatedSplit) async throws -> FederatedOutcome.Part {
        var bytes = asked.bytes
        let names = split.own.sorted()
        if let body = asked.body, !way.isOfOneAttribute, split.own.count < asked.names.count {
            var json = part(of: body.json, asked, split.own)
            if body.hasOwnContext { json = json.carrying(body.naming.document) }
            bytes = json.encoded()
        }
        do {
            return .here(try await local.answer(call.sending(bytes)), names)
        } catch let problem as TwinProblem {
            return .here(TwinDoor.answer(problem), names)
        }
    }
}

extension Call {
    /// Whether what is opened to the sender covers an entity that lies with sources: as it is here, else as
    /// the request says it is.
    func mayPassOn(_ id: String, types: [String], scope: [String]) throws -> Bool {
        if access.isWhole { return true }
        if let own = try twin.entity(id, at: now) { return access.covers(own) }
        if let past = try twin.read({ $0.history(of: id) }) { return access.covers(past) }
        var told = Entity(id: id, types: types, createdAt: now, modifiedAt: now)
        told.scope = scope
        return access.covers(told)
    }
}
