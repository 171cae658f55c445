// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging

/// The directory a network lies in: `commons.sqlite`, a `SLUG.sqlite` for each tenant, and their
/// documents. Paths are made from slugs alone, never from what was asked for.
public struct StoreDirectory: StorePlace {
    public let path: String
    let logger: Logger
    private let trial: (any Trial)?
    /// KiB of the commons in memory, a connection: everyone reads it, and its indexes are large.
    private static let cacheOfCommons = 16_000
    /// The same of its writer, which changes pages all over its indexes.
    private static let cacheOfCommonsWriter = 96_000

    /// Makes the directory if it is not there.
    /// - Parameter trial: what a simulation puts before its files.
    /// - Throws: `Fault` if it cannot be made.
    init(_ path: String, logger: Logger, trial: (any Trial)? = nil) throws {
        self.path = path
        self.logger = logger
        self.trial = trial
        try Folder.make(path)
        try Folder.mustBeReadable(path)
    }

    /// Whether anything of a network lies in a directory. Nothing is made by asking.
    public static func holdsNetwork(_ path: String) -> Bool {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            // One that may not be looked into is no empty one; whoever opens it is told why.
            return FileManager.default.fileExists(atPath: path)
        }
        return names.contains { $0.hasSuffix(".sqlite") || $0 == "documents" }
    }

    /// Where a tenant's store lies.
    public func file(_ slug: String) -> String { "\(path)/\(slug).sqlite" }

    func openCommons(schema: Schema) throws -> any Database {
        if FileManager.default.fileExists(atPath: file(Tenant.commons)) {
            return try open(Tenant.commons, schema: schema)
        }
        let others = try FileManager.default.contentsOfDirectory(atPath: path)
        if let other = others.first(where: { $0.hasSuffix(".sqlite") }) {
            throw Refusal.outOfService(Phrase("store.no_commons", ["found": other]))
        }
        try make(Tenant.commons, schema: schema)
        return try open(Tenant.commons, schema: schema)
    }

    func openAsItIs(_ slug: String) throws -> any Database {
        // A disk that is read-only says something else, and is met when something is written.
        func isRefused(_ path: String) -> Bool { access(path, R_OK | W_OK) != 0 && errno == EACCES }
        if isRefused(file(slug)) || isRefused(path) {
            // Residents read this, too; where it lies is the platform team's to know.
            logger.error("store not permitted", metadata: [
                "tenant": "\(slug)", "file": "\(file(slug))",
            ])
            throw Refusal.outOfService(Phrase("store.not_permitted", ["slug": slug]))
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file(slug))
        guard let size = attributes?[.size] as? Int else {
            throw Refusal.outOfService(Phrase("store.missing", ["slug": slug]))
        }
        guard size > 0 else { throw Refusal.outOfService(Phrase("store.empty", ["slug": slug])) }
        return try asService(slug) {
            let database = try SQLiteDatabase(
                path: file(slug), cache: slug == Tenant.commons ? Self.cacheOfCommons : 2_000,
                writing: slug == Tenant.commons ? Self.cacheOfCommonsWriter : 2_000,
                trial: trial.map { StoreTrial(trial: $0, store: slug) })
            guard try database.read({ try $0.tables().contains("store") }) else {
                throw Refusal.outOfService(Phrase("store.empty", ["slug": slug]))
            }
            return database
        }
    }

    /// It appears under its name only when it is whole.
    func make(_ slug: String, schema: Schema, filling fill: (any Connection) throws -> Void) throws {
        if FileManager.default.fileExists(atPath: file(slug)) {
            return try open(slug, schema: schema).close()
        }
        let draft = "\(path)/.\(slug)-\(UUID().uuidString)"
        defer {
            for end in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: draft + end)
            }
        }
        let database = try SQLiteDatabase(path: draft)
        try database.writeAlone {
            try schema.apply(to: $0)
            try fill($0)
        }
        try database.fold()
        try database.close()
        guard link(draft, file(slug)) == 0 || errno == EEXIST else {
            throw Fault("cannot make the store \(file(slug)): error \(errno)")
        }
        try Folder.sync(path)
    }

    func remove(_ slug: String) throws {
        for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: file(slug) + end) {
            do { try FileManager.default.removeItem(atPath: file(slug) + end) } catch {
                throw Fault("cannot remove \(file(slug)): \(error.localizedDescription)")
            }
        }
        try Folder.sync(path)
    }

    func slugs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { $0.hasSuffix(".sqlite") && !$0.hasPrefix(".") }
            .map { String($0.dropLast(7)) }.sorted()
    }

    /// Writes a little beside the stores, and takes it away again.
    func probe() throws {
        // Always the same name, so that one that was left by a process that died is not left for ever.
        let name = "\(path)/.room"
        let file = Foundation.open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw Fault(
                "cannot write in \(path): error \(errno)", isStorageFull: errno == ENOSPC,
                isUnavailable: true)
        }
        defer {
            Foundation.close(file)
            unlink(name)
        }
        let bytes = [UInt8](repeating: 0, count: 64 << 10)
        let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written == bytes.count else {
            throw Fault("there is no room in \(path)", isStorageFull: true, isUnavailable: true)
        }
    }

    var announcer: (any Announcer)? { nil }

    var steady: Steady { { [trial] in trial?.now ?? .now } }

    func close() throws {}
}
