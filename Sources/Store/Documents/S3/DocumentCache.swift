// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization

/// Copies of documents on this machine, of those that lie elsewhere: as much as fits in, each for a
/// day at most. Several processes may share one.
final class DocumentCache: Sendable {
    /// How long a copy may be used, in seconds: what was removed elsewhere is gone here the next day.
    private static let longest: TimeInterval = 86_400
    /// What may be being read just now, in seconds, is left alone.
    private static let shortest: TimeInterval = 60

    let folder: String
    private let limit: Int
    /// Bytes put in since this process looked what there is.
    private let added: Mutex<Int>

    /// - Parameter limit: in bytes.
    init(_ folder: String, limit: Int) {
        self.folder = folder
        self.limit = limit
        // The first that comes in makes it look.
        added = Mutex(limit)
    }

    /// Where documents are written before they are whole.
    var incoming: String { "\(folder)/incoming" }

    /// A name for a file that will be written there.
    func draft() throws -> String {
        try FileManager.default.createDirectory(
            atPath: incoming, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        return "\(incoming)/\(UUID().uuidString)"
    }

    /// The copy of a document, if there is one that may be used.
    func file(of key: DocumentKey) -> String? {
        let path = path(key)
        guard let age = Self.age(path), age < Self.longest else { return nil }
        return path
    }

    /// Takes in a file as the copy of a document.
    func put(_ file: String, as key: DocumentKey) throws -> String {
        let path = path(key)
        try Folder.make((path as NSString).deletingLastPathComponent)
        let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
        guard rename(file, path) == 0 else {
            throw Fault("cannot keep a copy at \(path): error \(errno)")
        }
        let isFull = added.withLock { added in
            added += size
            guard added >= limit / 8 else { return false }
            added = 0
            return true
        }
        if isFull { tidy() }
        return path
    }

    /// Forgets a copy.
    func remove(_ key: DocumentKey) { _ = unlink(path(key)) }

    /// Forgets all copies of a tenant.
    func removeAll(of tenant: String) {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(tenant)")
    }

    private func path(_ key: DocumentKey) -> String { "\(folder)/\(key.path)" }

    private static func age(_ path: String) -> TimeInterval? {
        let made = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        return made.map { -$0.timeIntervalSinceNow }
    }

    /// Lets go of what is old, then of the oldest until the rest fits in.
    private func tidy() {
        struct Copy {
            let path: String
            let age: TimeInterval
            let size: Int
        }
        let manager = FileManager.default
        let paths = manager.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        let copies = paths.compactMap { name -> Copy? in
            let path = "\(folder)/\(name)"
            guard let found = try? manager.attributesOfItem(atPath: path),
                found[.type] as? FileAttributeType == .typeRegular, let age = Self.age(path)
            else { return nil }
            return Copy(path: path, age: age, size: found[.size] as? Int ?? 0)
        }.sorted { $0.age > $1.age }
        var total = copies.reduce(0) { $0 + $1.size }
        for copy in copies where copy.age > Self.longest || total > limit {
            if copy.age < Self.shortest { return }
            total -= copy.size
            _ = unlink(copy.path)
        }
    }
}
