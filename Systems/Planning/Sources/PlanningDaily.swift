// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// What falls due by itself in planning: applications whose applicants did not answer in time are
/// deemed withdrawn, and what lists show of the clocks follows a change of the rules or calendars.
enum PlanningDaily {
    private static let page = 200

    static func run(_ network: Network) async throws {
        for tenant in try network.tenants() where tenant.systems.contains("planning") {
            // A tenant that is out of service is somebody else's trouble; the rest go on.
            guard let store = try? network.tenant(tenant.slug) else { continue }
            try await deemWithdrawn(in: store, at: network.now())
            try await recompute(in: store, at: network.now())
        }
    }

    private static func deemWithdrawn(in store: TenantStore, at now: Instant) async throws {
        let clock = Actor.system("clock")
        let today = store.moment(for: clock, system: "planning", at: now).today
        let late = try store.read(as: clock) { reader in
            try reader.list(
                Application.self,
                Query(
                    [.state(.furtherInformation), .init("due_on", .atMost, today.previous.stored)],
                    order: "due_on", limit: page))
        }
        for application in late {
            do {
                _ = try await store.perform(
                    ActionCall(PlanningActions.deemWithdrawn.kind, by: clock, on: application.id),
                    at: now)
            } catch Refusal.notNow { continue }
        }
    }

    /// Open cases whose stored answer is not what their clocks say now.
    private static func recompute(in store: TenantStore, at now: Instant) async throws {
        let clock = Actor.system("clock")
        let moment = store.moment(for: clock, system: "planning", at: now)
        var cursor: Query.Cursor?
        repeat {
            let some = try store.read(as: clock) { reader in
                try reader.list(
                    Application.self,
                    Query([.state(.lodged, .valid, .furtherInformation)], after: cursor, limit: page))
            }
            for application in some {
                var settled = application
                Application.settle(&settled, at: moment)
                guard settled.fields.values != application.fields.values else { continue }
                _ = try await store.perform(
                    ActionCall(PlanningActions.recompute.kind, by: clock, on: application.id),
                    at: now)
            }
            cursor = some.count == page
                ? some.last.map { Query.Cursor(value: .null, id: $0.id.text) } : nil
        } while cursor != nil
    }
}
