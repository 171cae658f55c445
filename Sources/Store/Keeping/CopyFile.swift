// SPDX-License-Identifier: EUPL-1.2

import Foundation
import GRDB
import Kernel

/// A copy of a store: an SQLite file of its own, whole without any other beside it, whichever
/// engine the store has. Written once, and read ever after.
final class CopyFile: Sendable {
    let path: String
    private let queue: DatabaseQueue

    /// Makes a new file, readable by its owner alone. A crash leaves a file that is no copy: it
    /// counts only once a manifest names it.
    /// - Throws: `Fault` if it cannot be made.
    static func making(_ path: String) throws -> CopyFile {
        guard FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw Fault("cannot make \(path)") }
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            // What is taken out of a copy again leaves nothing of itself in the file.
            try database.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON")
        }
        return try CopyFile(path, configuration)
    }

    /// Opens a copy to read it; nothing is made or changed beside it.
    /// - Throws: `Fault` if it is none.
    static func reading(_ path: String) throws -> CopyFile {
        var configuration = Configuration()
        configuration.readonly = true
        let file = try CopyFile(path, configuration)
        guard try file.read({ try $0.tables().contains("store") }) else {
            throw Fault("\(path) is no copy of a store")
        }
        return file
    }

    private init(_ path: String, _ configuration: Configuration) throws {
        self.path = path
        queue = try Fault.ofEngine { try DatabaseQueue(path: path, configuration: configuration) }
    }

    func read<T>(_ body: (any Connection) throws -> T) throws -> T {
        try Fault.ofEngine {
            try queue.read { try body(SQLiteConnection(database: $0, trial: nil)) }
        }
    }

    /// Writes in one transaction.
    func write<T>(_ body: (any Connection) throws -> T) throws -> T {
        try Fault.ofEngine {
            try queue.write { try body(SQLiteConnection(database: $0, trial: nil)) }
        }
    }

    /// Closes it; what was written is on the disk then.
    func close() throws {
        try Fault.ofEngine { try queue.close() }
        try Folder.sync(path)
    }
}
