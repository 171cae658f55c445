// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Who sent which document to a tenant. Nobody may hang a document on a record by its digest alone:
/// they sent it themselves, or it hangs there already.
public struct Uploads: Sendable {
    let database: any Database

    /// Notes that somebody sent a document.
    /// - Parameter secret: tells one visitor who is not signed in from another.
    public func note(
        _ reference: FileReference, by actor: Actor, secret: String = "", at now: Instant
    ) async throws {
        let uploader = Self.uploader(actor, secret)
        try await database.write { connection in
            try connection.run(
                "INSERT INTO upload (digest, uploader, type, size, at) "
                    + "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest, uploader) DO NOTHING",
                [
                    .text(reference.digest), .text(uploader), .text(reference.type),
                    .integer(Int64(reference.size)), now.stored,
                ])
        }
    }

    /// Whether this actor sent the document of this digest.
    public func own(_ digest: String, by actor: Actor, secret: String = "") throws -> Bool {
        try noted(digest, actor, secret) != nil
    }

    /// A reference somebody sends, as it may be kept: what the document is and how long it is are
    /// taken from what was noted, never from the sender. Nil for a document that is not theirs.
    public func settled(
        _ reference: FileReference, by actor: Actor, secret: String = ""
    ) throws -> FileReference? {
        guard let (type, size) = try noted(reference.digest, actor, secret) else { return nil }
        return FileReference(
            digest: reference.digest,
            name: DocumentName.clean(reference.name, DocumentType(media: type)), type: type,
            size: size, label: reference.label)
    }

    private func noted(
        _ digest: String, _ actor: Actor, _ secret: String
    ) throws -> (type: String, size: Int)? {
        let row = try database.read {
            try $0.rows(
                "SELECT type, size FROM upload WHERE digest = $1 AND uploader = $2",
                [.text(digest), .text(Self.uploader(actor, secret))]
            ).first
        }
        guard let row, let type = row[0].text, let size = row[1].integer else { return nil }
        return (type, Int(size))
    }

    private static func uploader(_ actor: Actor, _ secret: String) -> String {
        actor == .visitor ? "visitor:\(Secret.digest(secret))" : actor.journalName
    }
}

extension TenantStore {
    /// Who sent which document here.
    public var uploads: Uploads { Uploads(database: database) }
}
