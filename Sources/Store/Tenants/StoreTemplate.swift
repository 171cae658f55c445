// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Synchronization

/// The bytes of a store in which nothing has been kept yet, so that of many that are made one after
/// another only the first is built statement by statement.
final class StoreTemplate: Sendable {
    private let made = Mutex<(shape: String, bytes: Data)?>(nil)

    /// Writes an empty store of a shape, whole and on the disk; `build` makes the first.
    /// - Throws: what `build` throws; `Fault` if the disk refuses.
    func write(_ shape: String, to path: String, build: () throws -> Void) throws {
        let known = made.withLock { $0?.shape == shape ? $0?.bytes : nil }
        guard let known else {
            try build()
            let bytes = FileManager.default.contents(atPath: path)
            made.withLock { $0 = bytes.map { (shape, $0) } }
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: known) else {
            throw Fault("cannot make the store \(path)")
        }
        try Folder.sync(path)
    }
}
