// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension Network {
    /// Writes everything of a tenant into a folder that is not there yet: its store as an SQLite
    /// file with what is published in its name, its documents, the rules that are its own, its entry
    /// in the registry, the names behind the journal's ids, and a manifest. Nothing is locked:
    /// others go on working.
    /// - Parameters:
    ///   - overlays: the folder of the tenants' own rules.
    ///   - address: this network's, as others know it.
    /// - Throws: `Refusal.notFound` for no tenant; `Fault` if something cannot be read or written.
    @discardableResult
    public func export(
        _ slug: String, to place: String, overlays: String? = nil, address: String? = nil,
        told: @escaping KeepingProgress.Told = { _ in }
    ) throws -> Manifest {
        let store = try tenant(slug)
        guard slug != Tenant.commons else {
            throw Fault("the commons is exported with the whole network alone")
        }
        let folder = try CopyFolder(place)
        do {
            var manifest = Manifest(.tenant, at: now(), hasSecrets: false)
            let published = PublishedCopy(tenant: slug)
            let path = "\(folder.path)/\(StoreCopy.path(slug))"
            var copier = StoreCopier(store, path: path, told: told)
            // Who sent what that hangs on nothing is of no use elsewhere.
            copier.leavingOut = ["upload"]
            let made = try copier.make { copy, journal in
                let last = try commons.database.read { try published.take(from: $0, to: copy) }
                try published.trim(copy, to: journal)
                return last
            }
            manifest.stores = [made.copy]
            try DocumentCopying(documents, told: told).copy(
                of: slug, naming: DocumentCopying.named(in: folder.path, of: slug, tables),
                to: folder.path, into: &manifest)
            try CopiedRules(overlays).copy(of: slug, to: folder.path, into: &manifest)
            let file = try TenantFile(of: store, in: self, at: address)
            let text = file.json.pretty()
            try CopyFolder.write(text, to: "\(folder.path)/\(TenantFile.name)")
            manifest.files[TenantFile.name] = Digest.of(text.utf8)
            try folder.finish(manifest)
            return manifest
        } catch {
            folder.discard()
            throw error
        }
    }

    /// Writes the whole network into a folder that is not there yet: every store one after the
    /// other, each from one snapshot of its own, and the commons last; documents and rules.
    /// - Parameters:
    ///   - withSecrets: whether passwords, sessions and second factors are among it.
    ///   - before: an earlier one, of which is taken over what has not changed since.
    @discardableResult
    public func exportAll(
        to place: String, withSecrets: Bool, overlays: String? = nil, after before: Copies? = nil,
        told: @escaping KeepingProgress.Told = { _ in }
    ) throws -> Manifest {
        let folder = try CopyFolder(place)
        do {
            var manifest = Manifest(.network, at: now(), hasSecrets: withSecrets)
            var writing = NetworkCopying(self, folder: folder, before: before, told: told)
            try writing.copyStores(into: &manifest, withSecrets: withSecrets)
            let known = manifest.stores.map(\.slug)
            for slug in Set(known).union(manifest.findings.keys).sorted() {
                try DocumentCopying(documents, before: before, told: told).copy(
                    of: slug, naming: DocumentCopying.named(in: folder.path, of: slug, tables),
                    to: folder.path, into: &manifest)
                try CopiedRules(overlays).copy(of: slug, to: folder.path, into: &manifest)
            }
            try folder.finish(manifest)
            return manifest
        } catch {
            folder.discard()
            throw error
        }
    }
}

extension Network {
    /// The head of a tenant's journal, whether it is sound or not.
    public func head(of slug: String) throws -> String {
        try tenant(slug).database.read { try $0.head() }
    }
}

/// An export or a backup that lies somewhere.
public struct Copies: Sendable {
    public let folder: String
    public let manifest: Manifest

    /// - Throws: `Fault` if there is none, or none that can be read.
    public init(_ folder: String) throws {
        self.folder = folder
        manifest = try Manifest(reading: folder)
    }

    func path(of slug: String) -> String { "\(folder)/\(StoreCopy.path(slug))" }
}
