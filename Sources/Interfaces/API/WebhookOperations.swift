// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// What an address outside was told, and telling it once more: for the tenant's administrators.
enum WebhookOperations {
    private static let path = "/api/t/:tenant/webhooks/:webhook/deliveries"

    static var all: [APIOperation] { [list, replay] }

    private static var list: APIOperation {
        var operation = APIOperation(
            "webhook.deliveries", .get, path, tag: "webhooks", security: .token,
            summary: { $0("api.webhook.list") },
            answer: { request in
                let (webhooks, hook, store) = try found(request, scope: "read")
                let deliveries = try webhooks.deliveries(of: hook.id, in: store, limit: 200)
                return Response.json([
                    "items": .array(deliveries.map(json))
                ]).adding("cache-control", "private, no-cache").adding("vary", "authorization")
            })
        operation.details = { $0("api.webhook.list.text") }
        operation.answers = [
            .json(
                200, { $0("api.answer.page") },
                APISchema.object(["items": APISchema.array(APISchema.ref("Delivery"))]))
        ]
        operation.failures = [401, 403, 404]
        operation.schemas = ["Delivery": { _ in schema }]
        return operation
    }

    private static var replay: APIOperation {
        var operation = APIOperation(
            "webhook.replay", .post, "\(path)/:id/replay", tag: "webhooks", security: .token,
            summary: { $0("api.webhook.replay") },
            answer: { request in
                let (webhooks, hook, store) = try found(request, scope: "write")
                guard let id = RecordID(request["id"]) else { throw Refusal.notFound }
                try QueryReader(request, []).check()
                try await request.mustSendNothing()
                try await webhooks.replay(id, of: hook, in: store, at: request.now)
                return Response(status: 204)
            })
        operation.answers = [APIAnswer(204, { $0("api.webhook.replayed") })]
        operation.failures = [401, 403, 404, 409, 413, 415, 422]
        return operation
    }

    private static let schema = APISchema.object([
        "id": APISchema.id, "entry": APISchema.integer(), "at": APISchema.instant,
        "state": APISchema.string(), "attempts": APISchema.integer(),
        "error": APISchema.nullable(["type": "string"]),
    ])

    /// The address the path names.
    private static func found(
        _ request: Request, scope: String
    ) throws -> (Webhooks, Stored<Webhook>, TenantStore) {
        let (store, actor) = (try request.tenant(), request.actor)
        guard actor.roles.contains(.administrator), let webhooks = request.site.webhooks,
            let hook = try webhooks.all(in: store.tenant.slug).first(where: {
                $0.id.text == request["webhook"]
            })
        else { throw Refusal.notFound }
        guard actor.scopes?.contains(scope) ?? true else { throw Refusal.forbidden }
        return (webhooks, hook, store)
    }

    private static func json(_ delivery: KeptJob) -> JSON {
        [
            "id": .string(delivery.id.text), "entry": delivery.payload["entry"] ?? .null,
            "at": .string(delivery.createdAt.description),
            "state": .string(delivery.state.rawValue), "attempts": .integer(delivery.attempts),
            "error": delivery.error.map(JSON.string) ?? .null,
        ]
    }
}
