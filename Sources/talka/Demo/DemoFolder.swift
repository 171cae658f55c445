// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

/// The directory a demonstration lies in. A mark tells it from that of a network in real use,
/// which nothing here touches, so that a slip costs nothing real. The mark is empty while the
/// demonstration is being made; then it holds the sign-ins.
struct DemoFolder {
    static let mark = "demonstration.json"

    let path: String
    /// Where its network lies: in the directory itself, or in a database.
    let store: StoreAddress

    private var markPath: String { "\(path)/\(Self.mark)" }
    private var isMarked: Bool { FileManager.default.fileExists(atPath: markPath) }

    /// Who can sign in; nil while there is no demonstration, or it is not whole.
    func signIns() throws -> JSON? {
        guard try store.holdsNetwork(), let data = FileManager.default.contents(atPath: markPath),
            !data.isEmpty
        else { return nil }
        return try JSON(parsing: [UInt8](data))
    }

    /// Marks a directory that holds no network yet; one that is marked stays as it is.
    /// - Throws: `ValidationError` for a network in real use.
    func claim() throws {
        if try store.holdsNetwork() {
            if isMarked { return }
            throw ValidationError(
                "\(store.shown) holds a network that is no demonstration, so it is left alone. "
                    + "Name another place with TALKA_STORE, or use `talka serve`.")
        }
        try write([])
    }

    /// Keeps who can sign in: the demonstration is whole.
    func keep(_ signIns: JSON) throws { try write([UInt8](signIns.encoded())) }

    /// Takes the demonstration down; whatever else lies beside it stays.
    /// - Throws: `ValidationError` for a network in real use.
    func clear() throws {
        try claim()
        try store.removeEverything()
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter {
            ["documents", "document-cache"].contains($0)
        }
        for name in names { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
        try write([])
    }

    private func write(_ bytes: [UInt8]) throws {
        guard
            FileManager.default.createFile(
                atPath: markPath, contents: Data(bytes),
                attributes: [.posixPermissions: 0o600])
        else { throw Fault("cannot write \(markPath)") }
    }
}
