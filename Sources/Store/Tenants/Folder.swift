// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A folder on the disk.
public enum Folder {
    /// Makes a folder with those it lies in, unless it is there: for its owner alone, whatever the
    /// process's mask is.
    /// - Throws: `Fault` if it cannot be made.
    public static func make(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) { return }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
            throw Fault(
                "cannot make the folder \(path): \(error.localizedDescription)",
                isStorageFull: isFull)
        }
    }

    /// Makes an empty file that its owner alone reads, unless it is there.
    /// - Throws: `Fault` if it cannot be made.
    static func makeFile(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Fault("cannot write \(path): error \(errno)", isStorageFull: errno == ENOSPC)
        }
        _ = close(descriptor)
    }

    /// What is there may be read by the user this runs as. What is not there is nobody's to refuse.
    /// - Throws: `Fault` that says what to do.
    static func mustBeReadable(_ path: String) throws {
        guard access(path, R_OK) != 0, errno == EACCES else { return }
        throw Fault(
            "\(path) may not be read by the user this runs as: give it, and the folders it lies in, "
                + "to that user (chown)")
    }

    /// Whether somebody who is neither its owner nor of its group can get into a folder and read it,
    /// or a file right in it.
    static func isOpenToOthers(_ path: String) throws -> Bool {
        func rights(_ path: String) -> Int {
            let found = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            return (found as? NSNumber)?.intValue ?? 0
        }
        let own = rights(path)
        if own & 0o004 != 0 { return true }
        guard own & 0o001 != 0 else { return false }
        return try FileManager.default.contentsOfDirectory(atPath: path).contains {
            rights("\(path)/\($0)") & 0o005 != 0
        }
    }

    /// Copies a file that is not there yet, for its owner alone.
    static func copy(_ from: String, to path: String) throws {
        try FileManager.default.copyItem(atPath: from, toPath: path)
        _ = chmod(path, 0o600)
    }

    /// Makes sure that the names in a folder outlast a loss of power, as the files' content does.
    /// - Throws: `Fault` if the disk refuses.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw Fault("cannot open \(path): error \(errno)") }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Fault("cannot sync \(path): error \(errno)") }
    }
}
