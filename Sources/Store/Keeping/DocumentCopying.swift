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

    /// Copies all there are. One that is damaged where it lies is not taken along: the journal's
    /// verification names it.
    func copy(of slug: String, to folder: String, into manifest: inout Manifest) throws {
        var kept: [String] = []
        for digest in try documents.list(of: slug) {
            guard let key = DocumentKey(digest, of: slug) else { continue }
            if try copy(key, to: "\(folder)/documents/\(key.path)") { kept.append(digest) }
            told(KeepingProgress(what: "\(slug) documents", done: kept.count))
        }
        manifest.documents[slug] = DocumentCopy(kept)
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
