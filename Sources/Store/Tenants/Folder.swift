// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A folder on the disk.
enum Folder {
    /// Makes sure that the names in a folder outlast a loss of power, as the files' content does.
    /// - Throws: `Fault` if the disk refuses.
    static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw Fault("cannot open \(path): error \(errno)") }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Fault("cannot sync \(path): error \(errno)") }
    }
}
