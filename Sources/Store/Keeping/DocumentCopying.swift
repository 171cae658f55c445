// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Copies a tenant's documents into an export or a backup: each looked at on its way, and none
/// twice that an earlier one has.
struct DocumentCopying {
    private let documents: DocumentStore
    private let before: Copies?
    private let told: KeepingProgress.Told

    init(
        _ documents: DocumentStore, before: Copies? = nil,
        told: @escaping KeepingProgress.Told = { _ in }
    ) {
        self.documents = documents
        self.before = before
        self.told = told
    }

    /// Copies all there are, and those that records name and that are gone or damaged where they
    /// lie, if an earlier copy has them.
    /// - Parameter named: the digests that records name. One that is not to be had is a finding.
    func copy(
        of slug: String, naming named: Set<String> = [], to folder: String,
        into manifest: inout Manifest
    ) throws {
        var kept: Set<String> = []
        let there = Set(try documents.list(of: slug))
        for digest in there.union(named).sorted() {
            guard let key = DocumentKey(digest, of: slug) else { continue }
            if try copy(key, to: "\(folder)/documents/\(key.path)") { kept.insert(digest) }
            told(KeepingProgress(what: "\(slug) documents", done: kept.count))
        }
        let (gone, lost) = (named.subtracting(there), named.subtracting(kept))
        if !gone.isEmpty || !lost.isEmpty {
            manifest.findings[slug, default: []].append(
                "\(gone.union(lost).count) of its documents are gone or damaged, and "
                    + "\(lost.count) of them are in no earlier copy")
        }
        manifest.documents[slug] = DocumentCopy(kept.sorted())
    }

    /// The digests that the records of a copied store name.
    static func named(in copies: String, of slug: String, _ tables: TableSet) throws -> Set<String> {
        let path = "\(copies)/\(StoreCopy.path(slug))"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try CopyFile.reading(path).read {
            Set(try KeptDocuments(connection: $0, tables: tables).named().map(\.digest))
        }
    }

    private func copy(_ key: DocumentKey, to path: String) throws -> Bool {
        if let before {
            let earlier = "\(before.folder)/documents/\(key.path)"
            if try Digest.ofFile(earlier) == key.digest {
                try CopyFolder.link(earlier, path)
                return true
            }
        }
        try Folder.make((path as NSString).deletingLastPathComponent)
        do { try documents.copy(key.digest, of: key.tenant, to: path) } catch let failure as DocumentFailure {
            if case .unreachable = failure { throw Fault(failure.description) }
            try? FileManager.default.removeItem(atPath: path)
            return false
        }
        _ = chmod(path, 0o600)
        try Folder.sync(path)
        return true
    }

    /// The digests of the documents of a tenant that lie in a folder.
    static func list(of slug: String, in folder: String) throws -> [String] {
        try FolderShelf("\(folder)/documents").list(of: slug)
    }

    /// Puts them where documents lie here. Done again, nothing changes.
    func put(of slug: String, from copies: Copies) throws {
        var done = 0
        let there = Set(try documents.list(of: slug))
        for digest in try Self.list(of: slug, in: copies.folder) where !there.contains(digest) {
            guard let key = DocumentKey(digest, of: slug) else { continue }
            try documents.put("\(copies.folder)/documents/\(key.path)", as: key)
            done += 1
            told(KeepingProgress(what: "\(slug) documents", done: done))
        }
    }
}

extension DocumentStore {
    /// Takes in a copy of a document that is known by its digest.
    /// - Throws: `DocumentFailure` if it is another; `Fault` if it cannot be kept.
    func put(_ file: String, as key: DocumentKey) throws {
        try key.check(file)
        let folder = shelf.incoming(of: key.tenant)
        try Folder.make(folder)
        let copy = "\(folder)/\(UUID().uuidString)"
        try Folder.copy(file, to: copy)
        try Folder.sync(copy)
        try shelf.put(copy, as: key)
    }
}
