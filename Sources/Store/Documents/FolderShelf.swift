// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Documents in a folder: `SLUG/ab/DIGEST`. Several processes may share it, on one machine or by a
/// network file system.
public struct FolderShelf: DocumentShelf {
    let folder: String

    /// - Parameter folder: made by `make`, or when the first document comes.
    public init(_ folder: String) { self.folder = folder }

    /// Makes the folder, unless it is there.
    /// - Throws: `Fault` if it cannot be made, or nothing can be written there.
    public func make() throws {
        try Folder.make(folder)
        guard access(folder, W_OK | X_OK) == 0 else {
            throw Fault("nothing can be written in the folder \(folder)")
        }
    }

    public func incoming(of tenant: String) -> String { "\(folder)/\(tenant)/incoming" }

    /// A rename within one disk: the document is there whole or not at all.
    public func put(_ file: String, as key: DocumentKey) throws {
        let path = path(key)
        let place = (path as NSString).deletingLastPathComponent
        try Folder.make(place)
        guard rename(file, path) == 0 else {
            throw Fault("cannot keep a document at \(path): error \(errno)")
        }
        try Folder.sync(place)
    }

    /// The file itself.
    public func file(of key: DocumentKey) throws -> String {
        try check(key)
        return path(key)
    }

    public func check(_ key: DocumentKey) throws { try key.check(path(key)) }

    /// Reads it twice: what was copied is what is looked at.
    public func copy(_ key: DocumentKey, to file: String) throws {
        guard FileManager.default.fileExists(atPath: path(key)) else {
            throw DocumentFailure.gone(digest: key.digest)
        }
        try Folder.copy(path(key), to: file)
        try key.check(file)
    }

    /// Those that lie where their digest says.
    public func list(of tenant: String) throws -> [String] {
        let own = "\(folder)/\(tenant)"
        guard FileManager.default.fileExists(atPath: own) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: own)
            .filter { $0.utf8.count == 2 }
            .flatMap { try FileManager.default.contentsOfDirectory(atPath: "\(own)/\($0)") }
            .filter { DocumentKey($0, of: tenant) != nil }.sorted()
    }

    /// Its folder stays.
    public func remove(_ key: DocumentKey) throws {
        guard unlink(path(key)) == 0 || errno == ENOENT else {
            throw Fault("cannot remove a document at \(path(key)): error \(errno)")
        }
    }

    /// With what was being taken in.
    public func removeAll(of tenant: String) throws {
        let own = "\(folder)/\(tenant)"
        guard FileManager.default.fileExists(atPath: own) else { return }
        try FileManager.default.removeItem(atPath: own)
    }

    private func path(_ key: DocumentKey) -> String { "\(folder)/\(key.path)" }
}
