// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A folder of backups, each a folder named by its moment, such as `20260112T020000Z`, and whole:
/// one that is being made has another name.
public struct Backups: Sendable {
    public let folder: String

    public init(_ folder: String) { self.folder = folder }

    /// The backups there are, the oldest first.
    /// - Throws: `Fault` for one that cannot be read.
    public func all() throws -> [Copies] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return try names.filter { $0.wholeMatch(of: Self.named) != nil }.sorted()
            .map { try Copies("\(folder)/\($0)") }
    }

    /// The last one that was begun at a moment or before; nil if there is none.
    public func last(before moment: Instant? = nil) throws -> Copies? {
        try all().last { moment == nil || $0.manifest.at <= moment ?? .last }
    }

    private static var named: Regex<Substring> { /[0-9]{8}T[0-9]{6}Z/ }

    static func name(_ moment: Instant) -> String {
        String(moment.description.prefix(19)).replacing("-", with: "").replacing(":", with: "") + "Z"
    }

    /// Takes away all but the newest, and what was never whole.
    func prune(keeping most: Int) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in names where name.hasSuffix(".unfinished") || name.hasSuffix(".gone") {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        for copies in try all().dropLast(max(1, most)) {
            // Under another name first: half of one must not look like a whole.
            let gone = copies.folder + ".gone"
            guard rename(copies.folder, gone) == 0 else {
                throw Fault("cannot remove \(copies.folder): error \(errno)")
            }
            try FileManager.default.removeItem(atPath: gone)
        }
    }
}

extension Network {
    /// Backs the whole network up while it works, secrets among it, and notes how it went. Of the
    /// backup before is taken over what has not changed: it takes no room twice.
    /// - Parameter most: how many are kept, this one among them.
    /// - Throws: `Fault` if it cannot be made, or another is being made there.
    public func backUp(
        to backups: Backups, keeping most: Int, overlays: String? = nil,
        told: @escaping KeepingProgress.Told = { _ in }
    ) async throws -> Copies {
        let at = now()
        do {
            let copies = try backUpNow(to: backups, at: at, keeping: most, overlays: overlays, told: told)
            let troubles = copies.manifest.troubles
            let stores = copies.manifest.stores.count
            try await note(
                operation: OperationNote(
                    "backup", at: at, troubles.isEmpty ? .done : .failed,
                    detail: troubles.isEmpty
                        ? "\(stores) stores" : troubles.joined(separator: "; ")))
            return copies
        } catch {
            try? await note(operation: OperationNote("backup", at: at, .failed, detail: said(error)))
            throw error
        }
    }

    private func backUpNow(
        to backups: Backups, at: Instant, keeping most: Int, overlays: String?,
        told: @escaping KeepingProgress.Told
    ) throws -> Copies {
        try Folder.make(backups.folder)
        _ = chmod(backups.folder, 0o700)
        let lock = try FileLock("\(backups.folder)/.lock")
        guard lock.tryHold(.alone) else {
            throw Fault("another backup is being made in \(backups.folder)")
        }
        defer { lock.release() }
        let place = "\(backups.folder)/\(Backups.name(at))"
        try exportAll(
            to: place, withSecrets: true, overlays: overlays, after: try backups.last(), told: told)
        try backups.prune(keeping: most)
        return try Copies(place)
    }
}
