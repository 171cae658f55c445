// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A file on the disk, sent piece by piece.
struct FilePieces {
    private let path: String

    init(_ path: String) { self.path = path }

    /// - Throws: `Fault` if it is not there any more.
    func write(into writer: inout any ChunkWriter) async throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Fault("a document went missing: \(path)")
        }
        defer { try? handle.close() }
        while let data = try handle.read(upToCount: 1 << 16), !data.isEmpty {
            try await writer.write(Array(data))
        }
    }
}
