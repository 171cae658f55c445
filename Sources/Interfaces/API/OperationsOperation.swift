// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// How the whole network is, for programs of its administrators: what the page of operations shows.
enum OperationsOperation {
    static var operation: APIOperation {
        var operation = APIOperation(
            "operations.report", .get, "/api/operations", tag: "operations", security: .token,
            summary: { $0("api.operations") }, answer: answer)
        operation.details = { $0("api.operations.text") }
        operation.answers = [
            .json(200, { $0("api.operations.answer") }, APISchema.ref("Operations"))
        ]
        operation.failures = [401, 403, 404, 422]
        operation.schemas = ["Operations": { _ in schema }]
        return operation
    }

    private static let answer: Route.Handler = { request in
        let actor = request.visitor.actor(in: Tenant.commons)
        guard actor.roles.contains(.administrator) else { throw Refusal.notFound }
        guard actor.scopes?.contains("read") ?? true else { throw Refusal.forbidden }
        try QueryReader(request, []).check()
        return Response.json(try OperationsReport(request.site, at: request.now).json)
            .adding("cache-control", "private, no-cache").adding("vary", "authorization")
    }

    private static let schema = APISchema.object([
        "at": APISchema.instant, "todo": APISchema.array(duty), "process": process,
        "disk": APISchema.object(["free_bytes": known, "size_bytes": known]),
        "tenants": APISchema.array(tenant),
        "slow_routes": APISchema.array(slow), "slow_actions": APISchema.array(slow),
        "operations": APISchema.array(routine),
    ])

    /// A number, or null where nobody knows it.
    private static let known = APISchema.nullable(APISchema.integer())
    private static let moment = APISchema.nullable(APISchema.instant)
    private static let text = APISchema.nullable(APISchema.string())

    private static let duty = APISchema.object([
        "code": APISchema.string(), "urgency": APISchema.choice(["now", "today"]),
        "about": ["type": "object", "additionalProperties": ["type": "string"]],
    ])

    private static let process = APISchema.object([
        "version": APISchema.string(), "started_at": APISchema.instant, "memory_bytes": known,
        "in_flight": APISchema.integer(), "faults": APISchema.integer(),
        "shed": APISchema.integer(),
    ])

    /// Of one that is out of service nothing is known but why.
    private static let tenant = APISchema.object(
        [
            "slug": APISchema.string(), "in_service": ["type": "boolean"], "reason": text,
            "schema": APISchema.integer(), "entries": APISchema.integer(), "size_bytes": known,
            "documents_bytes": APISchema.integer(), "outbox_waiting": APISchema.integer(),
            "outbox_since": moment, "undelivered": APISchema.integer(),
            "jobs": ["type": "object", "additionalProperties": ["type": "integer"]],
            "mail_waiting": APISchema.integer(), "witnessed_at": moment,
        ],
        optional: [
            "reason", "schema", "entries", "size_bytes", "documents_bytes", "outbox_waiting",
            "outbox_since", "undelivered", "jobs", "mail_waiting", "witnessed_at",
        ])

    private static let slow = APISchema.object([
        "what": APISchema.string(), "count": APISchema.integer(), "mean_ms": ["type": "number"],
        "slowest_ms": ["type": "number"], "at": APISchema.instant, "tenant": text,
    ])

    private static let routine = APISchema.object([
        "name": APISchema.string(), "at": APISchema.instant,
        "outcome": APISchema.choice(["done", "failed"]), "detail": APISchema.string(),
        "last_done_at": moment,
    ])
}
