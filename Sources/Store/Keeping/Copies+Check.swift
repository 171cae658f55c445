// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension Copies {
    /// Reads everything and compares it with the manifest.
    /// - Parameter slug: one tenant's alone; nil: all.
    /// - Returns: each part that is not what it was, in words; none if all are.
    public func differences(of slug: String? = nil) throws -> [String] {
        var found: [String] = []
        for store in manifest.stores where slug == nil || store.slug == slug || store.slug == Tenant.commons {
            let path = StoreCopy.path(store.slug)
            try Folder.mustBeReadable("\(folder)/\(path)")
            if try Digest.ofFile("\(folder)/\(path)") != store.digest {
                found.append("\(path) is not what it was")
            }
        }
        for (path, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
            let isOutside = path.contains("..")
            if try isOutside || Digest.ofFile("\(folder)/\(path)") != digest {
                found.append("\(path) is not what it was")
            }
        }
        for (owner, documents) in manifest.documents.sorted(by: { $0.key < $1.key })
        where slug == nil || owner == slug {
            found += try differences(documents, of: owner)
        }
        return found
    }

    private func differences(_ documents: DocumentCopy, of slug: String) throws -> [String] {
        let digests = try DocumentCopying.list(of: slug, in: folder)
        guard DocumentCopy(digests) == documents else {
            return ["documents/\(slug) has others than it had"]
        }
        return try digests.compactMap { digest in
            guard let key = DocumentKey(digest, of: slug) else { return nil }
            let path = "documents/\(key.path)"
            return try Digest.ofFile("\(folder)/\(path)") == digest ? nil : "\(path) was altered"
        }
    }

    /// - Throws: `Fault` that names the first part that is not what it was.
    func mustMatch(_ slug: String? = nil) throws {
        let found = try differences(of: slug)
        guard let first = found.first else { return }
        let more = found.count > 1 ? ", and \(found.count - 1) more" : ""
        throw Fault("\(folder) does not match its manifest: \(first)\(more); nothing was taken in")
    }
}
