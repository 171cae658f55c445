// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A document on its way in: written to a file of its own, digested as it comes.
public final class IncomingDocument {
    let path: String
    private let limit: Int
    private let handle: FileHandle
    private var digest: DigestBox
    private var head: [UInt8] = []
    private var size = 0
    /// Held for as long as this is.
    private let place: Arrivals.Place?

    struct Content {
        let digest: String
        let head: [UInt8]
        let size: Int
    }

    init(path: String, limit: Int, place: Arrivals.Place? = nil) throws {
        self.path = path
        self.place = place
        self.limit = limit
        guard FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw Fault("cannot write a document at \(path)") }
        self.handle = handle
        digest = DigestBox()
    }

    /// Takes in more of it.
    /// - Throws: `Refusal.tooLarge` beyond the limit; what was written is gone then.
    public func add(_ bytes: [UInt8]) throws {
        size += bytes.count
        guard size <= limit else {
            discard()
            throw Refusal.tooLarge(limit: limit)
        }
        if head.count < 4_096 { head += bytes.prefix(4_096 - head.count) }
        digest.update(bytes)
        do { try handle.write(contentsOf: Data(bytes)) } catch {
            let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
            throw Fault("a document cannot be written: \(error)", isStorageFull: isFull)
        }
    }

    /// Gives up; nothing of it stays.
    public func discard() {
        try? handle.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    func finish() throws -> Content {
        try handle.synchronize()
        try handle.close()
        return Content(digest: digest.hexadecimal(), head: head, size: size)
    }
}

/// A digest that outlives a function.
final class DigestBox {
    private var digest: Digest? = Digest()

    func update(_ bytes: [UInt8]) {
        guard var taken = digest.take() else { return }
        taken.update(bytes)
        digest = consume taken
    }

    func hexadecimal() -> String { digest.take()?.hexadecimal() ?? "" }
}
