// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// Which tenants there are: the commons' records of them, kept at hand for a moment so that not
/// every request asks the store.
final class Registry: Sendable {
    static let operatorName = "Network operator"

    /// The operator's own tenant, whose store is the commons: it has the systems of the commons.
    static func operatorTenant(_ systems: SystemSet) -> Tenant {
        Tenant(
            slug: Tenant.commons, name: operatorName, jurisdiction: "", sort: "operator",
            isDemo: false, systems: Set(systems.all.filter(\.isCommons).map(\.name)))
    }

    /// How long another process's change may go unseen.
    private static let freshFor: Duration = .seconds(2)

    private struct Known: Sendable {
        var tenants: [String: (id: RecordID, tenant: Tenant)] = [:]
        /// The same by their slugs, in order.
        var all: [Tenant] = []
        /// How many versions of records they were read from; each change is one more.
        var versions: Int64 = -1
        /// Of those that have left, where they are now.
        var moved: [String: String] = [:]
        /// Of those that came from another network, which.
        var cameFrom: [String: String] = [:]
        var readAt: ContinuousClock.Instant?
        /// How often it was forgotten: whoever began to read before must not keep it.
        var forgotten = 0
    }

    private let commons: TenantStore
    private let steady: Steady
    private let known = Mutex(Known())

    init(commons: TenantStore, steady: @escaping Steady) {
        self.commons = commons
        self.steady = steady
    }

    func all() throws -> [Tenant] {
        try current().all
    }

    func find(_ slug: String) throws -> Tenant? {
        guard Tenant.isSlug(slug) else { return nil }
        return try current().tenants[slug]?.tenant
    }

    /// Where a tenant is that has left; nil: it is here, or nobody said.
    func movedTo(_ slug: String) throws -> String? {
        guard Tenant.isSlug(slug) else { return nil }
        let known = try current()
        return known.tenants[slug] == nil ? known.moved[slug] : nil
    }

    /// The network a tenant came from; nil: it began here, or nobody said.
    func cameFrom(_ slug: String) throws -> String? { try current().cameFrom[slug] }

    func enter(_ tenant: Tenant, by actor: Actor, at now: Instant) async throws {
        let call = ActionCall(
            TenantActions.open.kind, by: actor, input: TenantEntry(tenant).values)
        _ = try await commons.perform(call, at: now)
        forget()
    }

    func rename(_ tenant: Tenant, by actor: Actor, at now: Instant) async throws {
        guard let entry = try current().tenants[tenant.slug] else { throw Refusal.notFound }
        let named = TenantEntry(tenant)
        let call = ActionCall(
            TenantActions.rename.kind, by: actor, on: entry.id,
            input: ["name": .text(named.name), "names": named.names.map(Value.text) ?? .null])
        _ = try await commons.perform(call, at: now)
        forget()
    }

    func switchOn(_ system: String, for slug: String, by actor: Actor, at now: Instant) async throws {
        guard let entry = try current().tenants[slug] else { throw Refusal.notFound }
        if entry.tenant.systems.contains(system) { return }
        let call = ActionCall(
            TenantActions.switchOn.kind, by: actor, on: entry.id, input: ["system": .text(system)])
        _ = try await commons.perform(call, at: now)
        forget()
    }

    func forget() {
        known.withLock { known in
            (known.readAt, known.versions) = (nil, -1)
            known.forgotten += 1
        }
    }

    /// The tenants, read anew if that was not done lately and they changed. Not under the lock:
    /// whoever waits for it may hold what the reading needs.
    private func current() throws -> Known {
        let now = steady()
        var known = known.withLock { $0 }
        if let readAt = known.readAt, now - readAt < Self.freshFor { return known }
        let versions = try commons.database.read {
            try $0.value("SELECT count(*) FROM \(TenantEntry.kind.table)")?.integer ?? 0
        }
        if versions != known.versions {
            let (open, left) = try entries()
            (known.tenants, known.moved, known.cameFrom) = ([:], [:], [:])
            for entry in left { known.moved[entry.slug] = entry.movedTo }
            for entry in open {
                known.tenants[entry.slug] = (entry.id, entry.fields.tenant)
                known.cameFrom[entry.slug] = entry.cameFrom
            }
            known.all = known.tenants.values.map(\.tenant).sorted { $0.slug < $1.slug }
            known.versions = versions
        }
        known.readAt = now
        let found = known
        self.known.withLock { known in
            if known.forgotten == found.forgotten { known = found }
        }
        return found
    }

    /// The open ones, and those that left and said where they are.
    private func entries() throws -> (open: [Stored<TenantEntry>], left: [Stored<TenantEntry>]) {
        try commons.read(as: .system("registry")) { reader in
            (
                try reader.list(
                    TenantEntry.self, Query([.state("open")], order: "slug", limit: 100_000)),
                try reader.list(
                    TenantEntry.self,
                    Query([.state("closed"), .init("moved_to", .notEqual, .null)], limit: 100_000))
            )
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
