// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging

extension Network {
    /// Takes in a tenant that was exported, or that is in a copy of another network: documents,
    /// then the store, then, in one commit of the commons, what is published, the names of people
    /// and the entry in the registry. It is there once all of it is; interrupted, it is begun again
    /// and goes on.
    /// - Returns: rules of its own that somebody must put in place.
    /// - Throws: `Problems` for a slug that is taken; `Refusal.outOfService` and `Fault` for copies
    ///   that are not what they were, or a newer program's.
    public func takeIn(
        _ slug: String, from copies: Copies, overlays: String? = nil,
        told: @escaping KeepingProgress.Told = { _ in }
    ) async throws -> [String] {
        guard Tenant.isSlug(slug), slug != Tenant.commons, let store = copies.manifest.store(slug) else {
            throw Fault("\(copies.folder) has no tenant “\(slug)”")
        }
        guard try find(slug) == nil else {
            throw Problems("slug", "taken", Phrase("problem.slug_taken"))
        }
        try copies.mustMatch(slug)
        let isWhole = copies.manifest.scope == .network
        let around = try CopyFile.reading(copies.path(of: isWhole ? Tenant.commons : slug))
        let entry: TenantFile? =
            try isWhole
            ? around.read { try TenantFile(of: slug, inCommons: $0) }
            : TenantFile(reading: copies.folder)
        guard let file = entry, file.tenant.slug == slug else {
            throw Fault("\(copies.folder) does not say what the tenant “\(slug)” is")
        }
        try mustWork(under: file.tenant)
        try DocumentCopying(documents, told: told).put(of: slug, from: copies)
        let sent = try around.read { max(store.sent, try Received.last(from: slug, on: $0)) }
        try make(store, sent: sent, from: copies, told: told)
        try await enter(file, publishing: around, received: isWhole ? nil : store.sent)
        return try CopiedRules(overlays).put(from: copies, of: slug)
    }

    /// What the tenant needs of the program is there.
    private func mustWork(under tenant: Tenant) throws {
        try TenantNaming.check(tenant)
        guard law.jurisdictions.contains(tenant.jurisdiction) else {
            throw Fault("there is no jurisdiction “\(tenant.jurisdiction)” here")
        }
        if let missing = tenant.systems.sorted().first(where: { systems[$0] == nil }) {
            throw Fault("the tenant works with the system “\(missing)”, which is not in this program")
        }
    }

    private func make(
        _ store: StoreCopy, sent: Int, from copies: Copies, told: @escaping KeepingProgress.Told
    ) throws {
        let filling = StoreFilling(
            copy: try CopyFile.reading(copies.path(of: store.slug)), schema: schema,
            kinds: systems.publishedKinds, origin: copies.manifest.digest, sent: sent,
            told: { told(KeepingProgress(what: store.slug, done: $0)) })
        try place.make(store.slug, schema: schema, filling: filling.fill)
        let database = try place.open(store.slug, schema: schema)
        let (mark, head) = try database.read { (try $0.marks()[StoreFilling.mark], try $0.head()) }
        try database.close()
        guard mark == filling.origin, head == store.head else {
            throw Fault("there is another store of the name \(store.slug), which no tenant has")
        }
    }

    /// All that the commons knows of the tenant, at once.
    private func enter(_ file: TenantFile, publishing copy: CopyFile, received: Int?) async throws {
        let slug = file.tenant.slug
        let now = now()
        let known = try commons.read(as: .system("import")) { reader in
            Set(try file.people.filter { try reader.find(Person.self, $0.id) != nil }.map(\.id))
        }
        let people = file.people.filter { !known.contains($0.id) }.map { person in
            ActionCall(
                PeopleActions.know.kind, by: .system("import"), input: ["name": .text(person.name)],
                newID: person.id)
        }
        var tenant = TenantEntry(file.tenant)
        tenant.cameFrom = file.address
        let entry = ActionCall(
            TenantActions.open.kind, by: .system("import"), input: tenant.values)
        let kinds = systems.publishedKinds
        try await commons.perform(people + [entry], at: now) { connection in
            try copy.read { source in
                // What a tenant of the name left here, which is there no longer, makes way.
                let publisher = Publisher(kinds: kinds, connection: connection)
                try PublishedCopy(tenant: slug).remove(by: publisher)
                try PublishedCopy.put(of: slug, from: source, by: publisher)
                try TableCopy(try source.describe("witness"), where: ("tenant", .text(slug)))
                    .run(from: source, to: connection)
                let last = try received ?? Received.last(from: slug, on: source)
                try Received.note(last, from: slug, on: connection)
            }
        }
        registry.forget()
    }
}

extension StoreAddress {
    /// Takes in a whole network where there is none: every tenant's store and the commons last, so
    /// that there is no network until it is whole. Interrupted, it is begun again and goes on.
    /// - Throws: `Fault` where a network lies already, and for copies that are not what they were.
    public func takeIn(
        _ copies: Copies, systems: [System], documents: any DocumentShelf, logger: Logger,
        told: @escaping KeepingProgress.Told = { _ in }
    ) throws {
        guard copies.manifest.scope == .network else {
            throw Fault("\(copies.folder) holds one tenant, not a network")
        }
        try copies.mustMatch()
        let place = try place(logger: logger)
        guard try !place.slugs().contains(Tenant.commons) else {
            throw Fault("there is a network in \(shown) already; nothing was changed")
        }
        let set = SystemSet(systems)
        let stores = copies.manifest.stores
        let around = try CopyFile.reading(copies.path(of: Tenant.commons))
        for store in stores.filter({ $0.slug != Tenant.commons })
            + stores.filter({ $0.slug == Tenant.commons })
        {
            try DocumentCopying(DocumentStore(documents), told: told).put(of: store.slug, from: copies)
            let schema = Network.schema(
                set, isCommons: store.slug == Tenant.commons, { copies.manifest.at })
            let filling = StoreFilling(
                copy: try CopyFile.reading(copies.path(of: store.slug)), schema: schema,
                kinds: set.publishedKinds, origin: copies.manifest.digest,
                sent: try around.read { max(store.sent, try Received.last(from: store.slug, on: $0)) },
                told: { told(KeepingProgress(what: store.slug, done: $0)) })
            try place.make(store.slug, schema: schema, filling: filling.fill)
            try Self.mustBe(store, filling.origin, in: place, schema)
        }
        try place.close()
    }

    /// What was there under the name is what was taken in, now or before it was interrupted.
    private static func mustBe(
        _ store: StoreCopy, _ origin: String, in place: any StorePlace, _ schema: Schema
    ) throws {
        let database = try place.open(store.slug, schema: schema)
        let (mark, head) = try database.read { (try $0.marks()[StoreFilling.mark], try $0.head()) }
        try database.close()
        guard mark == origin, head == store.head else {
            throw Fault("there is another store of the name \(store.slug) already")
        }
    }
}
