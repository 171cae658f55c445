// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Reading a kind of record: its list, one of them, and its history.
struct RecordOperations {
    let kind: RecordKind

    var all: [APIOperation] { [list, read, history] }

    private var base: String { "/api/t/:tenant/\(kind.system)/\(kind.plural)" }

    private var failures: Set<Int> {
        kind.readingSecurity == .token ? [401, 403, 404, 422] : [401, 404, 422]
    }

    // MARK: The list

    private var list: APIOperation {
        let query = RecordListQuery(kind: kind)
        var operation = APIOperation(
            "\(kind.key).list", .get, base, tag: kind.system, security: kind.readingSecurity,
            system: kind.system, summary: { $0("api.list", ["records": $0.plural(of: kind)]) }
        ) { request in
            let context = try APIContext(request, kind: kind)
            try context.checkReading()
            return try page(try query.read(context), context)
        }
        operation.parameters = query.parameters
        operation.answers = [
            .json(
                200, { $0("api.answer.page") },
                APISchema.page(of: APISchema.ref(kind.schemaName)), headers: [])
        ]
        operation.failures = failures
        operation.schemas = [kind.schemaName: kind.schema]
        return operation
    }

    private func page(_ asked: Query, _ context: APIContext) throws -> Response {
        var query = asked
        query.limit += 1
        var rows = try context.store.read(as: context.reader) { try $0.list(query, kind: kind) }
        let hasMore = rows.count > asked.limit
        if hasMore { rows.removeLast() }
        let next = hasMore ? rows.last.map { Query.Cursor($0, order: query.order).text } : nil
        return Response.json([
            "items": .array(rows.map(kind.json)), "next": .optional(next),
        ]).adding("cache-control", "private, no-cache").adding("vary", "authorization")
    }

    // MARK: One record

    private var read: APIOperation {
        var operation = APIOperation(
            "\(kind.key).read", .get, "\(base)/:id", tag: kind.system,
            security: kind.readingSecurity, system: kind.system,
            summary: { $0("api.read", ["record": $0.name(of: kind)]) }
        ) { request in
            let context = try APIContext(request, kind: kind)
            try context.checkReading()
            var reader = QueryReader(request, ["asOf"])
            let asOf = reader.moment("asOf")
            try reader.check()
            let row = try RecordID(request["id"]).flatMap { id in
                try context.store.read(as: context.reader) {
                    try $0.find(id, kind: kind, asOf: asOf)
                }
            }
            guard let row else { throw Refusal.notFound }
            return .versioned(kind.json(row), version: row.version, for: request)
        }
        operation.parameters = [.asOf, .ifNoneMatch]
        operation.answers = [
            .json(
                200, { $0("api.answer.record") }, APISchema.ref(kind.schemaName),
                headers: ["ETag"]),
            APIAnswer(304, { $0("api.answer.unchanged") }, headers: ["ETag"]),
        ]
        operation.failures = failures
        operation.schemas = [kind.schemaName: kind.schema]
        return operation
    }

    // MARK: Its history

    private var history: APIOperation {
        var operation = APIOperation(
            "\(kind.key).history", .get, "\(base)/:id/history", tag: kind.system,
            security: kind.readingSecurity, system: kind.system,
            summary: { $0("api.history", ["record": $0.name(of: kind)]) }
        ) { request in
            let context = try APIContext(request, kind: kind)
            try context.checkReading()
            try QueryReader(request, []).check()
            guard let id = RecordID(request["id"]) else { throw Refusal.notFound }
            let steps = try context.store.read(as: context.reader) {
                try $0.history(of: id, kind: kind)
            }
            if steps.isEmpty { throw Refusal.notFound }
            return Response.json(["items": .array(steps.map { json($0, context) })])
                .adding("cache-control", "private, no-cache").adding("vary", "authorization")
        }
        operation.answers = [
            .json(
                200, { $0("api.answer.history") },
                APISchema.object(["items": APISchema.array(APISchema.ref("Step"))]))
        ]
        operation.failures = failures
        return operation
    }

    private func json(_ step: History.Step, _ context: APIContext) -> JSON {
        let changes = step.changes.compactMap { change in
            kind.field(change.field).map { field -> JSON in
                [
                    "field": .string(field.name), "from": field.json(change.before),
                    "to": field.json(change.after),
                ]
            }
        }
        return [
            "version": .integer(step.version), "at": .string(step.entry.at.description),
            "action": .string(step.entry.action), "by": .optional(context.who(step.entry.actor)),
            "state": .string(step.state.rawValue),
            "previousState": .optional(step.previousState?.rawValue), "changes": .array(changes),
            "rules": .array(step.entry.rules.split(separator: "\n").map { .string(String($0)) }),
        ]
    }
}

extension RecordKind {
    /// The name of its schema: `PlanningApplication`.
    var schemaName: String { APIRoutes.camelled("\(system)_\(name)") }

    /// Its schema: the envelope, and of its fields those the caller may see.
    var schema: APIOperation.Schema {
        { ui in
            let words = FieldWords(ui, kind: self)
            let fields = fields.map { ($0.name, words.described($0.outputSchema, $0)) }
            let envelope: [(String, JSON)] = [
                ("id", APISchema.id), ("version", APISchema.integer(1...Int(Int32.max))),
                ("state", APISchema.choice(states.map(\.rawValue))),
                ("recordedAt", APISchema.instant),
            ]
            return APISchema.titled(
                APISchema.object(envelope + fields, optional: Set(fields.map(\.0))),
                ui.name(of: self))
        }
    }
}

extension FieldWords {
    /// A field's schema with what the field is called, and the help that is given for it.
    func described(_ schema: JSON, _ field: FieldDescription) -> JSON {
        APISchema.titled(schema, label(field.name), hint(field.name))
    }
}

extension APIParameter {
    static let asOf = APIParameter("asOf", APISchema.asOf) { $0("api.parameter.asOf") }

    static let ifNoneMatch = APIParameter(
        "If-None-Match", in: .header, APISchema.string()
    ) { $0("api.parameter.ifNoneMatch") }

    static func limit(_ range: ClosedRange<Int>, _ usual: Int) -> APIParameter {
        var schema = APISchema.integer(range)
        schema["default"] = .integer(usual)
        return APIParameter("limit", schema) { $0("api.parameter.limit") }
    }
}
