// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// Where documents lie: each under its key, put there once and never changed. Several processes may
/// share one.
///
/// Everything here waits for a disk or for another server. `DocumentStore` does it away from the
/// threads that answer requests.
public protocol DocumentShelf: Sendable {
    /// The folder in which a tenant's documents are written while they come in.
    func incoming(of tenant: String) -> String

    /// Puts a whole file on the shelf. It is taken from where it lay. Should the same document lie
    /// there already, nothing is seen to change.
    /// - Throws: `DocumentFailure.unreachable`; `Fault` if it cannot be written.
    func put(_ file: String, as key: DocumentKey) throws

    /// A file of this machine to read a document from, looked at anew: its content is what the
    /// digest says.
    /// - Throws: `DocumentFailure`.
    func file(of key: DocumentKey) throws -> String

    /// Reads a document where it really lies, not from a copy, and looks whether it is as it was.
    /// - Throws: `DocumentFailure`.
    func check(_ key: DocumentKey) throws

    /// Copies a document into a file that is not there yet, and looks whether it is as it was.
    /// - Throws: `DocumentFailure`.
    func copy(_ key: DocumentKey, to file: String) throws

    /// The digests of all documents of a tenant, in their order.
    /// - Throws: `DocumentFailure.unreachable`; `Fault` if they cannot be read.
    func list(of tenant: String) throws -> [String]

    /// Takes a document away; fine if it is not there.
    /// - Throws: `DocumentFailure.unreachable`; `Fault` if it cannot be removed.
    func remove(_ key: DocumentKey) throws

    /// Takes away whatever lies there of a tenant.
    /// - Throws: `DocumentFailure.unreachable`; `Fault` if it cannot be removed.
    func removeAll(of tenant: String) throws
}

extension Digest {
    private static let piece = 1 << 20

    /// The digest of a file, as 64 lower-case hexadecimal digits; nil if it is not there.
    /// - Throws: what the disk says.
    static func ofFile(_ path: String) throws -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        var digest = Digest()
        while let bytes = try file.read(upToCount: piece), !bytes.isEmpty { digest.update(bytes) }
        return digest.hexadecimal()
    }
}

extension DocumentKey {
    /// Looks whether a file holds this document.
    /// - Throws: `DocumentFailure.gone` or `.damaged`.
    func check(_ path: String) throws {
        guard let found = try Digest.ofFile(path) else { throw DocumentFailure.gone(digest: digest) }
        guard found == digest else { throw DocumentFailure.damaged(digest: digest) }
    }
}
