// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// Documents, by their content: one per digest and tenant, kept once, and read only after a look
/// whether they are what they were.
///
/// What is not `async` here waits for a disk or for another server on the caller's own thread: for
/// commands and jobs, not for requests.
public struct DocumentStore: Sendable {
    let shelf: any DocumentShelf
    private let work = SlowWork(atOnce: 16)
    private let arrivals = Arrivals()
    /// How much may lie there that hangs on nothing.
    public var shares = UploadShares()

    /// The largest document taken, in bytes.
    public static let largest = 50 << 20

    /// - Parameter shelf: where they lie.
    public init(_ shelf: any DocumentShelf) { self.shelf = shelf }

    /// Begins taking in a document, chunk by chunk.
    /// - Parameter sender: who sends it, of whom only some are taken in at once; nil: the program.
    /// - Throws: `Fault` if nothing can be written; `Refusal.tooMany`.
    public func receive(
        for tenant: Tenant, from sender: Arrivals.Sender? = nil, limit: Int = largest
    ) throws -> IncomingDocument {
        let place = try sender.map { try arrivals.take(tenant.slug, from: $0) }
        let folder = shelf.incoming(of: tenant.slug)
        try Folder.make(folder)
        return try IncomingDocument(
            path: "\(folder)/\(UUID().uuidString)", limit: limit, place: place)
    }

    /// Puts a document that has been taken in whole on the shelf.
    /// - Throws: `DocumentFailure.unreachable`.
    func put(_ incoming: IncomingDocument, as key: DocumentKey) async throws {
        let (shelf, path) = (shelf, incoming.path)
        try await work.run { try shelf.put(path, as: key) }
    }

    /// Removes what is left of documents that never arrived whole, on this machine.
    /// - Throws: what the disk says.
    func clearIncoming(of tenant: String, before old: Instant) throws {
        let folder = shelf.incoming(of: tenant)
        let files = FileManager.default
        guard files.fileExists(atPath: folder) else { return }
        for name in try files.contentsOfDirectory(atPath: folder) {
            let path = "\(folder)/\(name)"
            let changed = try? files.attributesOfItem(atPath: path)[.modificationDate] as? Date
            // One may have become whole meanwhile.
            guard let changed, Instant(changed) < old else { continue }
            try? files.removeItem(atPath: path)
        }
    }

    /// Keeps bytes that are at hand already.
    /// - Throws: `Problems` for a kind of document that is not taken; `DocumentFailure.unreachable`.
    public func keep(_ bytes: [UInt8], name: String, for tenant: Tenant) throws -> FileReference {
        let incoming = try receive(for: tenant)
        do {
            try incoming.add(bytes)
            let (reference, key) = try settle(incoming, name: name, for: tenant, field: nil)
            try shelf.put(incoming.path, as: key)
            return reference
        } catch {
            incoming.discard()
            throw error
        }
    }

    /// A file to read a tenant's document from, just looked at.
    /// - Throws: `DocumentFailure`; `Refusal.notFound` for what is no digest.
    public func file(of digest: String, for tenant: String) async throws -> String {
        let (shelf, key) = (shelf, try key(digest, tenant))
        return try await work.run { try shelf.file(of: key) }
    }

    /// Looks whether a document lies where it should, as it was sent.
    /// - Throws: `DocumentFailure`; `Refusal.notFound` for what is no digest.
    public func check(_ digest: String, of tenant: String) throws {
        try shelf.check(try key(digest, tenant))
    }

    /// Copies a document into a file that is not there yet.
    /// - Throws: `DocumentFailure`; `Refusal.notFound` for what is no digest.
    public func copy(_ digest: String, of tenant: String, to file: String) throws {
        try shelf.copy(try key(digest, tenant), to: file)
    }

    /// Gives another tenant a document of this one's; fine if it has it.
    /// - Throws: `DocumentFailure`.
    public func bring(_ digest: String, from sender: String, to tenant: String) async throws {
        let (shelf, old, new) = (shelf, try key(digest, sender), try key(digest, tenant))
        try await work.run {
            if (try? shelf.check(new)) != nil { return }
            let folder = shelf.incoming(of: tenant)
            try Folder.make(folder)
            let copy = "\(folder)/\(UUID().uuidString)"
            try shelf.copy(old, to: copy)
            try shelf.put(copy, as: new)
        }
    }

    /// The digests of all documents of a tenant, in their order.
    /// - Throws: `DocumentFailure.unreachable`.
    public func list(of tenant: String) throws -> [String] {
        guard Tenant.isSlug(tenant) else { return [] }
        return try shelf.list(of: tenant)
    }

    /// Takes a document away; fine if it is not there. A record that names it then names nothing.
    /// - Throws: `DocumentFailure.unreachable`; `Refusal.notFound` for what is no digest.
    public func remove(_ digest: String, of tenant: String) throws {
        try shelf.remove(try key(digest, tenant))
    }

    /// Takes away whatever lies there of a tenant.
    /// - Throws: `DocumentFailure.unreachable`.
    public func removeAll(of tenant: String) throws {
        if Tenant.isSlug(tenant) { try shelf.removeAll(of: tenant) }
    }

    private func key(_ digest: String, _ tenant: String) throws -> DocumentKey {
        guard let key = DocumentKey(digest, of: tenant) else { throw Refusal.notFound }
        return key
    }

    /// Ends the taking in: what the document is, and where it will lie.
    func settle(
        _ incoming: IncomingDocument, name: String, for tenant: Tenant, field: FieldDescription?
    ) throws -> (FileReference, DocumentKey) {
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
        let reference = FileReference(
            digest: content.digest, name: DocumentName.clean(name, type), type: type.media,
            size: content.size)
        return (reference, try key(content.digest, tenant.slug))
    }
}
