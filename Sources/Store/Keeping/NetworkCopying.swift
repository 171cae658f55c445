// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Copies every store of a network. A tenant's store whose head and shape are what they were is not
/// copied again: its file is the same under another name.
struct NetworkCopying {
    private let network: Network
    private let folder: CopyFolder
    private let before: Copies?
    private let told: KeepingProgress.Told
    private var journals: [String: CopiedJournal] = [:]

    init(
        _ network: Network, folder: CopyFolder, before: Copies?,
        told: @escaping KeepingProgress.Told
    ) {
        self.network = network
        self.folder = folder
        self.before = before
        self.told = told
    }

    /// The tenants first and the commons last: what a tenant published meanwhile is then in the
    /// commons or still in the tenant's outbox, never in neither. A tenant that was opened
    /// meanwhile makes it look again.
    mutating func copyStores(into manifest: inout Manifest, withSecrets: Bool) throws {
        var copies: [String: StoreCopy] = [:]
        while true {
            let missing = try network.openSlugs().filter { copies[$0] == nil }
            for slug in missing { copies[slug] = try copyTenant(slug) }
            let commons = try copyCommons(withSecrets: withSecrets)
            copies[Tenant.commons] = commons
            let listed = try commonsSlugs()
            if listed.allSatisfy({ copies[$0] != nil }) { break }
        }
        manifest.stores = copies.values.sorted { $0.slug < $1.slug }
    }

    private func path(_ slug: String) -> String { "\(folder.path)/\(StoreCopy.path(slug))" }

    private mutating func copyTenant(_ slug: String) throws -> StoreCopy {
        let store = try network.tenant(slug)
        if let same = try unchanged(store) { return same }
        let made = try StoreCopier(store, path: path(slug), told: told).make()
        journals[slug] = made.journal
        return made.copy
    }

    /// The earlier copy, if the store has not changed; verified again, as it will be relied on.
    private mutating func unchanged(_ store: TenantStore) throws -> StoreCopy? {
        let slug = store.tenant.slug
        guard let before, let copy = before.manifest.store(slug) else { return nil }
        let (head, marks) = try store.database.read { (try $0.head(), try $0.marks()) }
        guard copy.head == head, copy.shape == marks["shape"], copy.finding == nil,
            try Digest.ofFile(before.path(of: slug)) == copy.digest
        else { return nil }
        let file = try CopyFile.reading(before.path(of: slug))
        let (examination, journal) = try file.read {
            let examination = try Examination(of: slug, on: $0, store.tables)
            return (examination, try CopiedJournal(examination, on: $0))
        }
        guard examination.verification.finding == nil else { return nil }
        try CopyFolder.link(before.path(of: slug), path(slug))
        journals[slug] = journal
        return copy
    }

    private func copyCommons(withSecrets: Bool) throws -> StoreCopy {
        let path = path(Tenant.commons)
        try? FileManager.default.removeItem(atPath: path)
        var copier = StoreCopier(network.commons, path: path, told: told)
        if !withSecrets {
            copier.leavingOut = CommonsSchema.secrets
            copier.leavingOutKeys = CommonsSchema.secretKeys
        }
        let kinds = network.systems.publishedKinds.values.map(\.table)
        return try copier.make { copy, own in
            for (slug, journal) in journals.merging([Tenant.commons: own], uniquingKeysWith: { $1 }) {
                try PublishedCopy(tenant: slug).trim(copy, to: journal)
            }
            // What is found by is made from what is shown.
            for table in try copy.tables().intersection(kinds + ["published_file"]) {
                try copy.run(
                    "DELETE FROM \(table) WHERE item NOT IN (SELECT item FROM published)")
            }
            return 0
        }.copy
    }

    /// The tenants that the copied commons knows.
    private func commonsSlugs() throws -> [String] {
        let file = try CopyFile.reading(path(Tenant.commons))
        return try file.read {
            try $0.rows(
                "SELECT slug FROM \(TenantEntry.kind.table) "
                    + "WHERE until_at IS NULL AND state = 'open' ORDER BY slug")
        }.compactMap { $0[0].text }
    }
}

extension Network {
    /// The tenants that are open now, read from the commons itself.
    func openSlugs() throws -> [String] {
        try commons.read(as: .system("registry")) {
            try $0.list(
                TenantEntry.self,
                Query([.state("open")], order: "slug", descending: false, limit: 100_000))
        }.map(\.fields.slug)
    }
}
