// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Taking an action: one operation each, with the action's own input.
struct ActionOperations {
    let action: ActionKind
    /// The names of what may be sent.
    private let known: Set<String>

    init(_ action: ActionKind) {
        self.action = action
        known = Set(action.input.filter { !$0.isDerived }.map(\.name))
    }

    private static let keyLengthMax = 200

    /// Whether anybody outside the product may take it.
    static func isOffered(_ action: ActionKind) -> Bool {
        let isForPeople = action.grants.contains {
            if case .system = $0 { false } else { true }
        }
        return isForPeople && !action.isInternal
    }

    var operation: APIOperation {
        let kind = action.record
        let base = "/api/t/:tenant/\(kind.system)/\(kind.plural)"
        let path = action.isCreating ? "\(base)/\(action.segment)" : "\(base)/:id/\(action.segment)"
        let security: APIOperation.Security = action.grants.contains(.anyone) ? .optional : .token
        var operation = APIOperation(
            action.key, .post, path, tag: action.system, security: security,
            system: action.system, summary: { $0.name(of: action) }, answer: answer)
        operation.details = { details($0) }
        operation.parameters = (action.isCreating ? [] : [.ifMatch]) + [.idempotencyKey]
        operation.body = APIBody(
            [("application/json", APISchema.ref(inputName))], isRequired: mustBeSent)
        operation.answers = [
            .json(
                action.isCreating ? 201 : 200, { $0("api.answer.done") },
                APISchema.ref(kind.schemaName),
                headers: action.isCreating ? ["ETag", "Location"] : ["ETag"])
        ]
        operation.failures = [401, 403, 404, 409, 413, 415, 422]
        if !action.isCreating { operation.failures.insert(412) }
        operation.schemas = [kind.schemaName: kind.schema, inputName: inputSchema]
        return operation
    }

    private func details(_ ui: UI) -> String {
        let from = action.from.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        let to = action.to.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        var lines: [String] = []
        if !from.isEmpty { lines.append(ui("api.action.from", ["states": from])) }
        if !to.isEmpty { lines.append(ui("api.action.to", ["states": to])) }
        if action.isPartial { lines.append(ui("api.action.partial")) }
        return lines.joined(separator: " ")
    }

    // MARK: What is sent

    private var asked: [FieldDescription] { action.input.filter { !$0.isDerived } }

    private var mustBeSent: Bool { !action.isPartial && asked.contains(where: \.isRequired) }

    private var inputName: String {
        APIRoutes.camelled("\(action.system)_\(action.name)") + "Input"
    }

    private var inputSchema: APIOperation.Schema {
        { ui in
            let words = FieldWords(ui, action: action)
            let members = asked.map { ($0.name, words.described($0.inputSchema, $0)) }
            let optional = asked.filter { action.isPartial || !$0.isRequired }.map(\.name)
            var schema = APISchema.object(members, optional: Set(optional))
            schema["additionalProperties"] = false
            return schema
        }
    }

    private func input(_ request: Request) async throws -> ReadInput {
        try read(try await request.jsonSent() ?? [:])
    }

    /// Members that are not asked for are problems too, and told with all others.
    private func read(_ json: JSON) throws(Problems) -> ReadInput {
        guard let members = json.asObject else { return try action.read(json: json) }
        let unknown = members.keys.filter { !known.contains($0) }
        if unknown.isEmpty { return try action.read(json: json) }
        var problems = Problems()
        for name in unknown.map({ String($0.prefix(80)) }) {
            problems.add(name, "unknown", Phrase("problem.unknown", ["name": name]))
        }
        do {
            _ = try action.read(
                json: .object(JSONObject(members.filter { known.contains($0.key) })))
        } catch { problems.all += error.all }
        throw problems
    }

    // MARK: Taking it

    private var answer: Route.Handler {
        { request in
            let context = try APIContext(request, kind: action.record)
            let row = try context.record(of: action)
            try context.checkTaking(action, on: row)
            try QueryReader(request, []).check()
            let key = try key(request)
            let input = try await request.documentsChecked(
                input(request), of: action, on: row, in: context.store)
            try await request.countStranger(taking: action)
            let call = ActionCall(
                action, by: context.actor, on: row?.id,
                expectedVersion: expected(request, row), input: input.values, given: input.given,
                key: key)
            do {
                return try response(
                    try await context.store.perform(call, at: request.now), context)
            } catch Refusal.stale(let stale) {
                throw Refusal.stale(row.map { context.shown(stale, of: $0) } ?? stale)
            }
        }
    }

    /// The version the caller had seen. A tag that is no version's is one that never was.
    private func expected(_ request: Request, _ row: StoredRow?) -> Int? {
        guard let row, let header = request.headers["if-match"] else { return nil }
        switch EntityTag.Named(header) {
        case .any: return nil
        case .tags(let tags):
            let versions = tags.filter { !$0.isWeak }.compactMap { Int($0.value) }
            if versions.contains(row.version) { return row.version }
            return versions.first { (1..<row.version).contains($0) } ?? 0
        }
    }

    /// The caller's key for this very act. Those without a name have keys of their own by where
    /// they come from.
    private func key(_ request: Request) throws -> String? {
        guard let key = request.headers["idempotency-key"] else { return nil }
        let isVisible = key.utf8.allSatisfy { $0 > 32 && $0 < 127 }
        guard isVisible, (1...Self.keyLengthMax).contains(key.utf8.count) else {
            throw Problems("Idempotency-Key", "not_a_key", Phrase("problem.not_a_key"))
        }
        return request.visitor.isSignedIn ? key : "\(request.peer) \(key)"
    }

    private func response(_ outcome: Outcome, _ context: APIContext) throws -> Response {
        let row = outcome.isRepeat ? try first(outcome, context) : outcome.row
        var response = Response.json(context.shown(row), status: action.isCreating ? 201 : 200)
            .adding("etag", EntityTag(String(row.version)).text)
        if action.isCreating { response = response.adding("location", context.path(row.id)) }
        return outcome.isRepeat ? response.adding("idempotency-replayed", "true") : response
    }

    /// The record as it was once the act had been done for the first time.
    private func first(_ outcome: Outcome, _ context: APIContext) throws -> StoredRow {
        let steps = try context.store.read(as: .system("api")) {
            try $0.history(of: outcome.row.id, kind: action.record)
        }
        return steps.first { $0.entry.number == outcome.entry }?.row ?? outcome.row
    }
}

extension APIParameter {
    static let ifMatch = APIParameter("If-Match", in: .header, APISchema.string()) {
        $0("api.parameter.ifMatch")
    }

    static let idempotencyKey = APIParameter(
        "Idempotency-Key", in: .header,
        ["type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"]
    ) { $0("api.parameter.idempotencyKey") }
}
