// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Something to hand to another program as a file nobody else can open: a pipe that the program
/// closes early would end this one.
enum UnnamedFile {
    /// A file with these bytes, at its beginning.
    /// - Throws: `Fault` if there is no room for it.
    static func holding(_ bytes: [UInt8]) throws -> FileHandle {
        let path = FileManager.default.temporaryDirectory.appending(path: "talka-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let isMade = FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade, let file = FileHandle(forUpdatingAtPath: path) else {
            throw Fault("there is nowhere to write what is handed to a program")
        }
        try file.write(contentsOf: Data(bytes))
        try file.seek(toOffset: 0)
        return file
    }
}
