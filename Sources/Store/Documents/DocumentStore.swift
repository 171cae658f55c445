// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Documents, by their content: one file per digest and tenant, written once.
public struct DocumentStore: Sendable {
    private let root: String

    /// The largest document taken, in bytes.
    public static let largest = 50 << 20

    init(folder: String) { root = folder }

    /// Begins taking in a document, chunk by chunk.
    /// - Throws: `Fault` if nothing can be written.
    public func receive(for tenant: Tenant, limit: Int = largest) throws -> IncomingDocument {
        let folder = "\(folder(tenant.slug))/incoming"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        return try IncomingDocument(path: "\(folder)/\(UUID().uuidString)", limit: limit)
    }

    /// Keeps a document that has been taken in whole, under its digest. Its name gets the ending of
    /// what it is.
    /// - Parameter field: what it is for, which may take some kinds alone.
    /// - Throws: `Problems` for a kind of document that is not taken.
    public func keep(
        _ incoming: IncomingDocument, name: String, for tenant: Tenant,
        field: FieldDescription? = nil
    ) throws -> FileReference {
        let content = try incoming.finish()
        guard let type = DocumentType.of(content.head, size: content.size) else {
            incoming.discard()
            throw Problems(
                field?.name, "file_type",
                Phrase("problem.file_type", ["name": DocumentName.clean(name)]))
        }
        do { try field?.check(name: DocumentName.clean(name), type: type.media) } catch {
            incoming.discard()
            throw error
        }
        let path = file(content.digest, of: tenant.slug)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try incoming.move(to: path)
        return FileReference(
            digest: content.digest, name: DocumentName.clean(name, type), type: type.media,
            size: content.size)
    }

    /// Keeps bytes that are at hand already.
    public func keep(_ bytes: [UInt8], name: String, for tenant: Tenant) throws -> FileReference {
        let incoming = try receive(for: tenant)
        try incoming.add(bytes)
        return try keep(incoming, name: name, for: tenant)
    }

    /// The path of a tenant's document; nil if it has none of that digest.
    public func path(of digest: String, for slug: String) -> String? {
        let isDigest = digest.utf8.count == 64
            && digest.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isDigest, Tenant.isSlug(slug) else { return nil }
        let path = file(digest, of: slug)
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    private func folder(_ slug: String) -> String { "\(root)/\(slug)" }

    private func file(_ digest: String, of slug: String) -> String {
        "\(folder(slug))/\(digest.prefix(2))/\(digest)"
    }
}

/// A document on its way in: written to a file of its own, digested as it comes.
public final class IncomingDocument {
    private let path: String
    private let limit: Int
    private let handle: FileHandle
    private var digest: DigestBox
    private var head: [UInt8] = []
    private var size = 0

    struct Content {
        let digest: String
        let head: [UInt8]
        let size: Int
    }

    init(path: String, limit: Int) throws {
        self.path = path
        self.limit = limit
        guard FileManager.default.createFile(atPath: path, contents: nil),
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

    /// Puts it in its place. Should the same content lie there already, nothing is seen to change.
    func move(to path: String) throws {
        guard rename(self.path, path) == 0 else {
            throw Fault("cannot keep a document at \(path): error \(errno)")
        }
        try Folder.sync((path as NSString).deletingLastPathComponent)
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
