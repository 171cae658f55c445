// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

extension OperationsReport {
    /// The same for programs.
    public var json: JSON {
        [
            "at": .string(at.description),
            "todo": .array(Duty.all(self).map { duty in
                [
                    "code": .string(duty.code), "urgency": .string(duty.urgency.rawValue),
                    "about": .object(JSONObject(
                        duty.values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
                ]
            }),
            "process": [
                "version": .string(Release.version), "started_at": .string(startedAt.description),
                "memory_bytes": .count(process.memory), "in_flight": .integer(inFlight),
                "faults": .integer(faults), "shed": .integer(shed),
            ],
            "disk": ["free_bytes": .count(diskFree), "size_bytes": .count(diskSize)],
            "tenants": .array(places.map(\.json)),
            "slow_routes": .array(slowRoutes.map(\.json)),
            "slow_actions": .array(slowActions.map(\.json)),
            "operations": .array(latest.map { operation in
                [
                    "name": .string(operation.name), "at": .string(operation.at.description),
                    "outcome": .string(operation.outcome.rawValue),
                    "detail": .string(operation.detail),
                    "last_done_at": .optional(lastDone(operation.name)?.at.description),
                ]
            }),
        ]
    }
}

extension OperationsReport.Place {
    fileprivate var json: JSON {
        guard let condition else {
            return [
                "slug": .string(tenant.slug), "in_service": false,
                "reason": .optional(reason?.key),
            ]
        }
        return [
            "slug": .string(tenant.slug), "in_service": true, "schema": .integer(condition.schema),
            "entries": .integer(condition.entries), "size_bytes": .count(condition.size),
            "documents_bytes": .integer(condition.documents),
            "outbox_waiting": .integer(condition.waiting),
            "outbox_since": .optional(condition.waitingSince?.description),
            "undelivered": .integer(condition.undelivered),
            "jobs": .object(JSONObject(KeptJob.State.allCases.map {
                ($0.rawValue, .integer(condition.jobs[$0] ?? 0))
            })),
            "mail_waiting": .integer(condition.mailWaiting),
            "witnessed_at": .optional(condition.witnessedAt?.description),
        ]
    }
}

extension Lately.Entry {
    fileprivate var json: JSON {
        [
            "what": .string(key), "count": .integer(count),
            "mean_ms": .decimal(mean.inMilliseconds),
            "slowest_ms": .decimal(slowest.inMilliseconds), "at": .string(at.description),
            "tenant": .optional(tenant.isEmpty ? nil : tenant),
        ]
    }
}

extension JSON {
    /// A number, or `null` where nobody knows it.
    fileprivate static func count(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
}
