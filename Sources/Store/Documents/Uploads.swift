// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Who sent which document to a tenant. Nobody may hang a document on a record by its digest alone:
/// they sent it themselves, or it hangs there already.
public struct Uploads: Sendable {
    let database: any Database
    /// How the names of senders begin who are not signed in.
    static let strangers = "visitor:"

    /// Notes that somebody is about to send a document, if there is room for it.
    /// - Throws: `Problems` if there is none.
    func begin(
        _ file: FileReference, by actor: Actor, secret: String, within shares: UploadShares,
        at now: Instant
    ) async throws {
        let uploader = Self.uploader(actor, secret)
        try await database.write { connection in
            try shares.check(file, of: uploader, by: actor, at: now, on: connection)
            try connection.run(
                "INSERT INTO upload (digest, uploader, type, size, at, state) "
                    + "VALUES ($1, $2, $3, $4, $5, 'arriving') ON CONFLICT (digest, uploader) "
                    + "DO UPDATE SET at = excluded.at, state = CASE WHEN upload.state = 'cleared' "
                    + "THEN 'arriving' ELSE upload.state END",
                Self.values(file, uploader, now))
        }
    }

    private static func values(_ file: FileReference, _ uploader: String, _ now: Instant) -> [Value] {
        [
            .text(file.digest), .text(uploader), .text(file.type), .integer(Int64(file.size)),
            now.stored,
        ]
    }

    /// Notes that somebody sent a document, which lies on the shelf.
    /// - Parameter secret: tells one visitor who is not signed in from another.
    public func note(
        _ reference: FileReference, by actor: Actor, secret: String = "", at now: Instant
    ) async throws {
        let uploader = Self.uploader(actor, secret)
        try await database.write { connection in
            try connection.run(
                "INSERT INTO upload (digest, uploader, type, size, at) "
                    + "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest, uploader) "
                    + "DO UPDATE SET at = excluded.at, state = NULL",
                Self.values(reference, uploader, now))
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
                "SELECT type, size FROM upload WHERE digest = $1 AND uploader = $2 AND state IS NULL",
                [.text(digest), .text(Self.uploader(actor, secret))]
            ).first
        }
        guard let row, let type = row[0].text, let size = row[1].integer else { return nil }
        return (type, Int(size))
    }

    private static func uploader(_ actor: Actor, _ secret: String) -> String {
        actor == .visitor ? strangers + Secret.digest(secret) : actor.identity
    }
}
