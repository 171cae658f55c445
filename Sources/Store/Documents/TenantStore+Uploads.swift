// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension TenantStore {
    /// Who sent which document here.
    public var uploads: Uploads { Uploads(database: database) }

    /// Keeps a document that has been taken in whole, as sent by somebody. It is noted before it is
    /// put on the shelf: whoever clears there sees that it is wanted.
    /// - Parameters:
    ///   - field: what it is for, which may take some kinds alone.
    ///   - secret: tells one visitor who is not signed in from another.
    /// - Throws: `Problems` for a kind that is not taken, or one document too many;
    ///   `DocumentFailure.unreachable`.
    public func takeIn(
        _ incoming: IncomingDocument, name: String, field: FieldDescription? = nil,
        into documents: DocumentStore, by actor: Actor, secret: String = "", at now: Instant
    ) async throws -> FileReference {
        let (file, key) = try documents.settle(incoming, name: name, for: tenant, field: field)
        do {
            try await uploads.begin(
                file, by: actor, secret: secret, within: documents.shares, at: now)
            try await documents.put(incoming, as: key)
        } catch {
            incoming.discard()
            throw error
        }
        try await uploads.note(file, by: actor, secret: secret, at: now)
        return file
    }

    /// Clears away documents that were sent and have hung on nothing for a day, and what was left of
    /// some that never arrived whole. What any version of a record names stays.
    /// - Returns: how many documents were removed.
    @discardableResult
    public func clearUploads(from documents: DocumentStore, at now: Instant) async throws -> Int {
        let old = now.adding(seconds: -UploadClearing.age)
        try documents.clearIncoming(of: tenant.slug, before: old)
        return try await UploadClearing(store: self, documents: documents).run(at: now, old: old)
    }
}

/// Clearing documents that hang on nothing. It is done one by one, each in the line of those who write
/// to the store: whoever hangs one on a record, or sends it anew, comes before or after.
struct UploadClearing {
    /// How long, in seconds, one may hang on nothing.
    static let age = 24 * 60 * 60
    /// How many are looked at in one go.
    private static let most = 2_000

    let store: TenantStore
    let documents: DocumentStore
    private var database: any Database { store.database }

    init(store: TenantStore, documents: DocumentStore) {
        self.store = store
        self.documents = documents
    }

    func run(at now: Instant, old: Instant) async throws -> Int {
        let (loose, named) = try database.read { connection in
            let loose = try connection.rows(
                "SELECT DISTINCT digest FROM upload WHERE at < $1 AND hung_at IS NULL "
                    + "ORDER BY digest LIMIT \(Self.most)", [old.stored]
            ).compactMap { $0[0].text }
            // By a release that did not note it they may hang somewhere.
            let named = loose.isEmpty
                ? [] : try KeptDocuments(connection: connection, tables: store.tables).named()
            return (loose, Set(named.map(\.digest)))
        }
        var removed = 0
        for digest in loose {
            if named.contains(digest) {
                try await database.write { try Self.hang(digest, at: now, on: $0) }
            } else if try await mark(digest, at: now, old: old) {
                try await remove(digest)
                removed += 1
            }
        }
        try await database.write {
            try $0.run(
                "DELETE FROM upload WHERE state = 'cleared' AND at < $1", [old.stored])
        }
        return removed
    }

    /// Notes that a document hangs on a record.
    /// - Returns: whether it was noted that somebody sent it and it was still there.
    @discardableResult
    static func hang(_ digest: String, at now: Instant, on connection: any Connection) throws -> Bool {
        try connection.change(
            "UPDATE upload SET hung_at = $1 WHERE digest = $2 "
                + "AND (state IS NULL OR state = 'arriving')",
            [now.stored, .text(digest)]) > 0
    }

    /// Notes a document that came with its record, as cases do that are taken over: nobody's to hang
    /// on anything else, but of those that are kept here.
    static func keep(_ file: FileReference, at now: Instant, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO upload (digest, uploader, type, size, at, hung_at) "
                + "VALUES ($1, 'record', $2, $3, $4, $4) ON CONFLICT (digest, uploader) "
                + "DO UPDATE SET state = NULL, hung_at = excluded.hung_at",
            [.text(file.digest), .text(file.type), .integer(Int64(file.size)), now.stored])
    }

    /// From then on nobody can hang it on anything; first, so that a crash leaves at most a document
    /// that is cleared the next day.
    /// - Returns: whether it is to be removed.
    private func mark(_ digest: String, at now: Instant, old: Instant) async throws -> Bool {
        try await database.write { connection in
            let wanted = try connection.value(
                "SELECT 1 FROM upload WHERE digest = $1 AND (hung_at IS NOT NULL "
                    + "OR (at >= $2 AND (state IS NULL OR state = 'arriving'))) LIMIT 1",
                [.text(digest), old.stored])
            if wanted != nil {
                // Of somebody else it hangs somewhere, or will.
                try connection.run(
                    "DELETE FROM upload WHERE digest = $1 AND hung_at IS NULL AND at < $2",
                    [.text(digest), old.stored])
                return false
            }
            // One that was cleared before keeps its time, and is forgotten by it.
            try connection.run(
                "UPDATE upload SET state = 'cleared', at = $1 "
                    + "WHERE digest = $2 AND (state IS NULL OR state = 'arriving')",
                [now.stored, .text(digest)])
            return true
        }
    }

    /// In the line of those who write: whoever sends it anew meanwhile notes that before they put it.
    private func remove(_ digest: String) async throws {
        let (documents, slug) = (documents, store.tenant.slug)
        try await database.write { connection in
            let wanted = try connection.value(
                "SELECT 1 FROM upload WHERE digest = $1 AND (state IS NULL OR state = 'arriving') "
                    + "LIMIT 1", [.text(digest)])
            if wanted == nil { try documents.remove(digest, of: slug) }
        }
    }
}
