// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Copies every store of a network. A tenant's store whose head, ledgers and shape are what they were
/// is not copied again: its file is the same under another name. One that cannot be copied keeps no
/// other from it: the earlier copy of it stays, if there is one, and what was found is said.
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
        var seen: Set<String> = []
        while true {
            for slug in try network.openSlugs() where seen.insert(slug).inserted {
                copies[slug] = try copyOrKeep(slug, into: &manifest)
            }
            let commons = try copyCommons(withSecrets: withSecrets)
            copies[Tenant.commons] = commons
            let listed = try commonsSlugs()
            if listed.allSatisfy(seen.contains) { break }
        }
        manifest.stores = copies.values.sorted { $0.slug < $1.slug }
    }

    private func path(_ slug: String) -> String { "\(folder.path)/\(StoreCopy.path(slug))" }

    /// The copy of a tenant's store; else the earlier one; nil if there is neither.
    private mutating func copyOrKeep(
        _ slug: String, into manifest: inout Manifest
    ) throws -> StoreCopy? {
        do { return try copyTenant(slug, into: &manifest) } catch Refusal.notFound {
            // It has left the network meanwhile: nothing of it stays, here neither.
            return nil
        } catch let fault as Fault where fault.isStorageFull {
            throw fault
        } catch {
            try? FileManager.default.removeItem(atPath: path(slug))
            let kept = try earlier(slug)
            let what = kept.map { _ in "the copy of \(before?.manifest.at.description ?? "") was kept" }
            manifest.findings[slug, default: []].append(
                "could not be copied, \(what ?? "and there is no earlier copy"): \(network.said(error))")
            return kept
        }
    }

    private mutating func copyTenant(
        _ slug: String, into manifest: inout Manifest
    ) throws -> StoreCopy {
        let store = try network.tenant(slug)
        if try isUnchanged(store), let same = try earlier(slug) {
            // Its journal says what it said; whether its records do is to be looked at.
            if let finding = try store.verify().finding {
                manifest.findings[slug, default: []].append(
                    "was altered, the copy of \(before?.manifest.at.description ?? "") was kept: "
                        + finding.detail)
            }
            return same
        }
        let made = try StoreCopier(store, path: path(slug), told: told).make()
        journals[slug] = made.journal
        return made.copy
    }

    /// Whether a store's journal, its ledgers and its shape are still those of the earlier copy.
    private func isUnchanged(_ store: TenantStore) throws -> Bool {
        guard let copy = before?.manifest.store(store.tenant.slug) else { return false }
        let (head, ledgers, marks) = try store.database.read {
            (try $0.head(), try $0.ledgerHead(), try $0.marks())
        }
        return copy.head == head && copy.ledgers == ledgers && copy.shape == marks["shape"]
    }

    /// The earlier copy, taken over; verified again, as it will be relied on.
    private mutating func earlier(_ slug: String) throws -> StoreCopy? {
        guard let before, let copy = before.manifest.store(slug), copy.finding == nil,
            try Digest.ofFile(before.path(of: slug)) == copy.digest
        else { return nil }
        let file = try CopyFile.reading(before.path(of: slug))
        let (examination, journal) = try file.read {
            let examination = try Examination(of: slug, on: $0, network.tables)
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
