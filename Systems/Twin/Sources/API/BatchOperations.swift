// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Many entities at once (GS CIM 009, 6.14 to 6.18, 6.31): a batch is one act and one durable line;
/// what is wrong with one entity leaves the others as they are asked for.
enum BatchOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.post, "entityOperations/create", create),
        TwinOperation(.post, "entityOperations/upsert", upsert),
        TwinOperation(.post, "entityOperations/update", update),
        TwinOperation(.post, "entityOperations/merge", ["observedAt", "lang"], merge),
        TwinOperation(.post, "entityOperations/delete", delete),
    ]

    /// What became of a batch.
    struct Result: Sendable {
        var created: [String] = []
        var done: [String] = []
        var errors: [(id: String, problem: TwinProblem)] = []
    }

    /// 5.6.7.
    @Sendable private static func create(_ call: Call) async throws -> Response {
        let result = try await each(call, .whole) { draft, fragment, reading, result in
            let entity = try reading.entity(of: fragment, at: draft.now)
            guard draft.entity(entity.id) == nil else {
                throw TwinProblem(
                    .alreadyExists, "There is an entity \(entity.id) already.", clause: "5.6.7")
            }
            guard call.access.covers(entity) else { throw TwinProblem.closed }
            try draft.create(entity)
            result.created.append(entity.id)
        }
        return answer(result)
    }

    /// 5.6.8.
    @Sendable private static func upsert(_ call: Call) async throws -> Response {
        let isUpdate = call.options.contains("update")
        let result = try await each(call, isUpdate ? .update : .whole) { draft, fragment, reading, result in
            guard let id = fragment.id, let old = draft.entity(id) else {
                guard !fragment.takesAway else {
                    throw TwinProblem.bad("What is new has nothing to take away.", clause: "5.5.4")
                }
                let entity = try reading.entity(of: fragment, at: draft.now)
                guard call.access.covers(entity) else { throw TwinProblem.closed }
                try draft.create(entity)
                result.created.append(entity.id)
                return
            }
            guard call.access.covers(old) else { throw TwinProblem.closed }
            if isUpdate {
                try draft.change(old, old.updating(fragment, at: draft.now))
            } else {
                let entity = try reading.entity(of: fragment, at: draft.now)
                try draft.change(old, old.replaced(by: entity, at: draft.now), isWhole: true)
            }
            result.done.append(id)
        }
        return answer(result)
    }

    /// 5.6.9.
    @Sendable private static func update(_ call: Call) async throws -> Response {
        let overwrites = !call.options.contains("noOverwrite")
        let result = try await each(call, .update) { draft, fragment, _, result in
            let old = try draft.entity(fragment.id ?? "", for: call, clause: "5.6.9")
            // What is not to be overwritten is left as it was asked for, which is no error.
            try draft.change(old, old.appending(fragment, overwrites: overwrites, at: draft.now))
            result.done.append(old.id)
        }
        return answer(result)
    }

    /// 5.6.20.
    @Sendable private static func merge(_ call: Call) async throws -> Response {
        let merging = try call.merging()
        let result = try await each(call, .merge) { draft, fragment, _, result in
            let old = try draft.entity(fragment.id ?? "", for: call, clause: "5.6.20")
            try draft.change(old, try old.merged(with: fragment, merging, clause: "5.6.20", at: draft.now))
            result.done.append(old.id)
        }
        return answer(result)
    }

    /// 5.6.10.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        let body = try await call.body()
        guard case .array(let items) = body.json, !items.isEmpty, items.count <= Call.mostItems else {
            throw TwinProblem.bad("The body is an array of ids.", at: "", clause: "5.6.10")
        }
        let ids = try items.enumerated().map { index, item in
            guard let id = item.asString ?? item["id"]?.asString else {
                throw TwinProblem.bad("Here a URI must stand.", at: "/\(index)", clause: "5.6.10")
            }
            return id
        }
        let result = try await call.perform { draft in
            var result = Result()
            for id in ids {
                do throws(TwinProblem) {
                    guard NameRules.isURI(id) else { throw .bad("“\(id)” is no URI.", clause: "5.6.10") }
                    try draft.delete(try draft.entity(id, for: call, clause: "5.6.10"))
                    result.done.append(id)
                } catch { result.errors.append((id, error)) }
            }
            return result
        }
        return answer(result)
    }

    private typealias Step =
        @Sendable (inout Draft, Fragment, EntityReading, inout Result) throws -> Void

    /// Does something with each entity of a batch, in order, all in one act.
    private static func each(
        _ call: Call, _ purpose: EntityReading.Purpose, _ step: @escaping Step
    ) async throws -> Result {
        // Read before the act, which others wait for.
        let items = try await call.bodies().map { Item($0, purpose, isSimplified: call.isSimplified) }
        return try await call.perform { draft in
            var result = Result()
            for item in items {
                do {
                    let (fragment, reading) = try item.read.get()
                    try step(&draft, fragment, reading, &result)
                } catch let problem as TwinProblem {
                    result.errors.append((item.id, problem))
                }
            }
            return result
        }
    }

    /// One element of a batch: its id, as far as it has one, and what was read of it.
    private struct Item: Sendable {
        var id = ""
        var read: Swift.Result<(Fragment, EntityReading), any Error>

        init(
            _ body: Swift.Result<Body, TwinProblem>, _ purpose: EntityReading.Purpose, isSimplified: Bool
        ) {
            read = .failure(TwinProblem.bad("The entity has no id.", at: "/id", clause: "5.2.4"))
            do {
                let body = try body.get()
                let members = try body.object(clause: "5.6.7")
                id = (members["id"] ?? members["@id"])?.asString ?? ""
                let reading = EntityReading(
                    naming: body.naming, purpose: purpose, isSimplified: isSimplified)
                let fragment = try reading.fragment(members)
                guard let known = fragment.id else { return }
                id = known
                read = .success((fragment, reading))
            } catch { read = .failure(error) }
        }
    }

    /// 201 with what was created, 204, or 207 with what went wrong (5.6.7 to 5.6.10, 5.2.16).
    static func answer(_ result: Result) -> Response {
        let created: JSON = .array(result.created.map(JSON.string))
        guard !result.errors.isEmpty else {
            if result.created.isEmpty { return Call.done }
            return Response(201, "application/json", created.encoded())
        }
        let json: JSON = [
            "success": .array((result.created + result.done).map(JSON.string)),
            "errors": .array(
                result.errors.map { ["entityId": .string($0.id), "error": $0.problem.json] }),
        ]
        return Response(207, "application/json", json.encoded())
    }
}

extension Fragment {
    /// Whether an attribute is to go.
    fileprivate var takesAway: Bool {
        attributes.contains { $0.instances.contains { $0.value == .removed } }
    }
}
