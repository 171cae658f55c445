// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Network {
    /// Lets a tenant leave: what is published in its name, its roles and its entry in the registry
    /// go in one commit of the commons; then its store and its documents. Interrupted, it is begun
    /// again and goes on. The commons' journal keeps that it was there.
    /// - Parameters:
    ///   - export: an export of it that has all there is: its head is the journal's, and no letter was
    ///     on its way.
    ///   - movedTo: the address of the network where it is now, to which its old addresses lead on.
    /// - Throws: `Refusal.notFound` for no tenant; `Fault` if the export lacks something, or letters
    ///   are on their way.
    public func leave(_ slug: String, having export: Copies, movedTo: String? = nil) async throws {
        guard Tenant.isSlug(slug), slug != Tenant.commons else { throw Refusal.notFound }
        let entries = try commons.read(as: .system("setup")) {
            try $0.list(TenantEntry.self, Query([.field("slug", is: slug)], limit: 100))
        }
        guard !entries.isEmpty else { throw Refusal.notFound }
        if let open = entries.first(where: { $0.state == "open" }) {
            try await mustBeQuiet(around: try tenant(slug))
            try mustHaveAll(export, of: try tenant(slug))
            try await close(open, movedTo)
        }
        slots(without: slug)
        if try place.slugs().contains(slug) { try place.remove(slug) }
        try documents.removeAll(of: slug)
    }

    private func mustHaveAll(_ export: Copies, of store: TenantStore) throws {
        let slug = store.tenant.slug
        try export.mustMatch(slug)
        let (head, ledgers) = try store.database.read { (try $0.head(), try $0.ledgerHead()) }
        guard let copy = export.manifest.store(slug) else {
            throw Fault("\(export.folder) has no tenant “\(slug)”: say the export of this one")
        }
        guard copy.head == head, copy.ledgers == ledgers else {
            throw Fault("\(slug) has gone on since it was exported; export it once more, then let it go")
        }
        // A letter that was delivered since would be sent once more from there, and come back.
        let copied = try CopyFile.reading(export.path(of: slug)).read { try Outbox.letters($0) }
        if let addressee = copied.first {
            throw Fault(
                "when \(slug) was exported a letter to \(addressee) was on its way; "
                    + "export it once more, then let it go")
        }
    }

    /// Has every letter from it and to it delivered that can be: what two tenants hand over is with
    /// one of them, and not on the way between two networks.
    private func mustBeQuiet(around store: TenantStore) async throws {
        let slug = store.tenant.slug
        for other in try tenants() where other.slug != slug { carry(other.slug) }
        carry(slug)
        await settle()
        if let addressee = try store.database.read({ try Outbox.letters($0) }).first {
            throw Fault(
                "a letter of \(slug) to \(addressee) is on its way; let it go once that has arrived")
        }
        for other in try tenants() where other.slug != slug {
            // Who is out of service sends nothing now; what it sends later comes back to it.
            guard let sender = try? tenant(other.slug) else { continue }
            if try sender.database.read({ try Outbox.letters($0) }).contains(slug) {
                throw Fault(
                    "a letter of \(other.slug) to \(slug) is on its way; let it go once that has arrived")
            }
        }
    }

    /// Says where a tenant is that has left; nil: nowhere any more.
    /// - Throws: `Refusal.notFound` if none of that name has left.
    public func tellMove(of slug: String, to address: String?) async throws {
        let left = try commons.read(as: .system("setup")) {
            try $0.list(
                TenantEntry.self,
                Query([.field("slug", is: slug), .state("closed")], order: "id", limit: 100))
        }
        guard let last = left.last else { throw Refusal.notFound }
        for entry in left where entry.id == last.id || entry.movedTo != nil {
            let place = entry.id == last.id ? address : nil
            _ = try await commons.perform(
                ActionCall(
                    TenantActions.tellMove.kind, by: .system("setup"), on: entry.id,
                    input: ["moved_to": place.map(Value.text) ?? .null]), at: now())
        }
        registry.forget()
    }

    private func close(_ entry: Stored<TenantEntry>, _ movedTo: String?) async throws {
        let slug = entry.fields.slug
        let members = try commons.read(as: .system("setup")) {
            try $0.list(
                Membership.self, Query([.field("tenant", is: slug), .state("held")], limit: 1_000_000))
        }
        let calls = members.map {
            ActionCall(RoleActions.endRole.kind, by: .system("setup"), on: $0.id)
        } + [
            ActionCall(
                TenantActions.close.kind, by: .system("setup"), on: entry.id,
                input: ["moved_to": movedTo.map(Value.text) ?? .null])
        ]
        let kinds = systems.publishedKinds
        try await commons.perform(calls, at: now()) { connection in
            let publisher = Publisher(kinds: kinds, connection: connection)
            try PublishedCopy(tenant: slug).remove(by: publisher)
        }
        registry.forget()
    }
}
