// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A folder on the disk.
enum Folder {
    /// Makes a folder with those it lies in, unless it is there.
    /// - Throws: `Fault` if it cannot be made.
    static func make(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
            throw Fault(
                "cannot make the folder \(path): \(error.localizedDescription)",
                isStorageFull: isFull)
        }
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
