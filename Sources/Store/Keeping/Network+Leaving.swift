// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Network {
    /// Lets a tenant leave: what is published in its name, its roles and its entry in the registry
    /// go in one commit of the commons; then its store and its documents. Interrupted, it is begun
    /// again and goes on. The commons' journal keeps that it was there.
    /// - Parameter export: an export of it that has all there is: its head is the journal's.
    /// - Throws: `Refusal.notFound` for no tenant; `Fault` if the export lacks something.
    public func leave(_ slug: String, having export: Copies) async throws {
        guard Tenant.isSlug(slug), slug != Tenant.commons else { throw Refusal.notFound }
        let entries = try commons.read(as: .system("setup")) {
            try $0.list(TenantEntry.self, Query([.field("slug", is: slug)], limit: 100))
        }
        guard !entries.isEmpty else { throw Refusal.notFound }
        if let open = entries.first(where: { $0.state == "open" }) {
            try mustHaveAll(export, of: try tenant(slug))
            try await close(open)
        }
        slots(without: slug)
        if try place.slugs().contains(slug) { try place.remove(slug) }
        try documents.removeAll(of: slug)
    }

    private func mustHaveAll(_ export: Copies, of store: TenantStore) throws {
        let slug = store.tenant.slug
        try export.mustMatch(slug)
        let head = try store.database.read { try $0.head() }
        guard let copy = export.manifest.store(slug) else {
            throw Fault("\(export.folder) has no tenant “\(slug)”: say the export of this one")
        }
        guard copy.head == head else {
            throw Fault("\(slug) has gone on since it was exported; export it once more, then let it go")
        }
    }

    private func close(_ entry: Stored<TenantEntry>) async throws {
        let slug = entry.fields.slug
        let members = try commons.read(as: .system("setup")) {
            try $0.list(
                Membership.self, Query([.field("tenant", is: slug), .state("held")], limit: 1_000_000))
        }
        let calls = members.map {
            ActionCall(RoleActions.endRole.kind, by: .system("setup"), on: $0.id)
        } + [ActionCall(TenantActions.close.kind, by: .system("setup"), on: entry.id)]
        let kinds = systems.publishedKinds
        try await commons.perform(calls, at: now()) { connection in
            let publisher = Publisher(kinds: kinds, connection: connection)
            try PublishedCopy(tenant: slug).remove(by: publisher)
        }
        registry.forget()
    }
}
