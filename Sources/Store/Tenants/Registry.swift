// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Which tenants there are: the commons' records of them, kept at hand for a moment so that not
/// every request asks the store.
final class Registry: Sendable {
    /// The operator's own tenant, whose store is the commons.
    static let operatorTenant = Tenant(
        slug: Tenant.commons, name: "Network operator", jurisdiction: "", sort: "operator",
        isDemo: false, systems: [])

    /// How long, in milliseconds, another process's change may go unseen.
    private static let freshFor: Int64 = 2_000

    private struct Known: Sendable {
        var tenants: [String: (id: RecordID, tenant: Tenant)] = [:]
        var readAt: Instant?
    }

    private let commons: TenantStore
    private let known = Mutex(Known())

    init(commons: TenantStore) { self.commons = commons }

    func all() throws -> [Tenant] {
        try current().values.map(\.tenant).sorted { $0.slug < $1.slug }
    }

    func find(_ slug: String) throws -> Tenant? {
        guard Tenant.isSlug(slug) else { return nil }
        return try current()[slug]?.tenant
    }

    func enter(_ tenant: Tenant, by actor: Actor, at now: Instant) async throws {
        let call = ActionCall(
            TenantActions.open.kind, by: actor, input: TenantEntry(tenant).values)
        _ = try await commons.perform(call, at: now)
        forget()
    }

    func switchOn(_ system: String, for slug: String, by actor: Actor, at now: Instant) async throws {
        guard let entry = try current()[slug] else { throw Refusal.notFound }
        let systems = entry.tenant.systems.union([system]).sorted().joined(separator: " ")
        let call = ActionCall(
            TenantActions.setSystems.kind, by: actor, on: entry.id,
            input: ["systems": .text(systems)])
        _ = try await commons.perform(call, at: now)
        forget()
    }

    private func forget() { known.withLock { $0.readAt = nil } }

    private func current() throws -> [String: (id: RecordID, tenant: Tenant)] {
        let now = Instant.ofThisMachine
        return try known.withLock { known in
            if let readAt = known.readAt, now - readAt < Self.freshFor { return known.tenants }
            let entries = try commons.read(as: .system("registry")) {
                try $0.list(
                    TenantEntry.self,
                    Query([.state("open")], order: "slug", limit: 100_000))
            }
            known.tenants = [:]
            for entry in entries { known.tenants[entry.slug] = (entry.id, entry.fields.tenant) }
            known.readAt = now
            return known.tenants
        }
    }
}

extension Instant {
    /// What the machine's clock says: for caches and deadlines, never for what is recorded.
    static var ofThisMachine: Instant {
        let elapsed = ContinuousClock.now.duration(to: Self.reference)
        return Instant(milliseconds: -elapsed.components.seconds * 1_000
            - elapsed.components.attoseconds / 1_000_000_000_000_000)
    }

    private static let reference = ContinuousClock.now
}
