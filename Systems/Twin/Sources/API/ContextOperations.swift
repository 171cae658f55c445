// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Web

/// Hosting contexts (GS CIM 009, 5.13; 6.29 and 6.30).
enum ContextOperations {
    static let all: [TwinOperation] = [
        TwinOperation(.post, "jsonldContexts", add),
        TwinOperation(.get, "jsonldContexts", ["details", "kind"], list),
        TwinOperation(.get, "jsonldContexts/:id", ["details"], show),
        TwinOperation(.delete, "jsonldContexts/:id", ["reload"], delete),
    ]

    /// 5.13.2.
    @Sendable private static func add(_ call: Call) async throws -> Response {
        let json = try await call.rawBody()
        guard let own = json["@context"] else {
            throw TwinProblem.bad("The body has no @context.", at: "/@context", clause: "5.13.2")
        }
        // It must be one that can be used.
        _ = try await call.twin.contexts.table(for: own, of: call)
        let id = try await call.twin.contexts.host(own, kind: .hosted, of: call)
        let url = call.twin.contexts.address(ofHosted: id, at: call.request.origin)
        return Response(201, "application/json", JSON.object(["url": .string(url)]).encoded())
            .adding("location", "/ngsi-ld/v1/jsonldContexts/\(id)")
    }

    /// 5.13.3.
    @Sendable private static func list(_ call: Call) async throws -> Response {
        let details = try call.flag("details")
        var kind: TwinContexts.Kind?
        if let text = call.parameters["kind"] {
            guard let known = TwinContexts.Kind(text) else {
                throw TwinProblem.bad(
                    "“kind” is Cached, Hosted or ImplicitlyCreated.", at: "?kind", clause: "5.13.3")
            }
            kind = known
        }
        let contexts = try call.twin.contexts.all(of: call).filter { kind == nil || $0.kind == kind }
        let shown = contexts.map { details ? $0.json : .string($0.url) }
        return Response(200, "application/json", JSON.array(shown).encoded())
    }

    /// 5.13.4.
    @Sendable private static func show(_ call: Call) async throws -> Response {
        let known = try call.twin.contexts.find(call["id"], of: call)
        guard let known else {
            throw TwinProblem(.resourceNotFound, "There is no context \(call["id"]).", clause: "5.13.4")
        }
        if try call.flag("details") { return Response(200, "application/json", known.json.encoded()) }
        guard let document = known.document else {
            throw TwinProblem(
                .operationNotSupported, "Contexts that were fetched are at their own address: \(known.url)",
                clause: "5.13.4")
        }
        return call.plain(["@context": document])
    }

    /// 5.13.5.
    @Sendable private static func delete(_ call: Call) async throws -> Response {
        let isReload = try call.flag("reload")
        if CoreContext.isCore(call["id"]) {
            throw TwinProblem.bad("The core context stays.", clause: "5.13.5")
        }
        guard let known = try call.twin.contexts.find(call["id"], of: call) else {
            throw TwinProblem(.resourceNotFound, "There is no context \(call["id"]).", clause: "5.13.5")
        }
        guard isReload else {
            try await call.twin.contexts.remove(known, of: call)
            return Call.done
        }
        guard known.kind == .cached else {
            throw TwinProblem.bad("Only contexts that were fetched are fetched anew.", at: "?reload",
                clause: "5.13.5")
        }
        try await call.twin.contexts.reload(known, of: call)
        return Call.done
    }
}
