// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// How much of a tenant's disk may be taken by documents that hang on no record yet. What hangs on
/// one counts no more, and what has hung on none for a day is cleared away.
public struct UploadShares: Sendable, Hashable {
    /// Bytes of one sender.
    public var person: Int64 = 1 << 30
    /// Documents of one sender.
    public var documents = 500
    /// Bytes of all together who are not signed in.
    public var strangers: Int64 = 4 << 30
    /// Bytes of everybody together; who holds a role there is not held up by it.
    public var everybody: Int64 = 20 << 30

    public init() {}

    /// How long, in seconds, what counts was sent ago at most: what is older is being cleared.
    private static let counted = 2 * 24 * 60 * 60

    /// Looks whether one more document may be taken in.
    /// - Throws: `Problems` if not.
    func check(
        _ file: FileReference, of uploader: String, by actor: Actor, at now: Instant,
        on connection: any Connection
    ) throws {
        let rows = try connection.rows(
            "SELECT uploader, CAST(SUM(size) AS BIGINT), COUNT(*) FROM upload "
                + "WHERE at > $1 AND hung_at IS NULL AND (state IS NULL OR state = 'arriving') "
                + "AND NOT (digest = $2 AND uploader = $3) GROUP BY uploader",
            [now.adding(seconds: -Self.counted).stored, .text(file.digest), .text(uploader)])
        let size = Int64(file.size)
        var (own, strangers, all) = (size, size, size)
        var count = 1
        for row in rows {
            let bytes = row[1].integer ?? 0
            all += bytes
            if row[0].text?.hasPrefix(Uploads.strangers) == true { strangers += bytes }
            if row[0].text == uploader {
                own += bytes
                count += Int(row[2].integer ?? 0)
            }
        }
        let isStranger = uploader.hasPrefix(Uploads.strangers)
        guard own <= person, count <= documents, !isStranger || strangers <= self.strangers,
            all <= everybody || !actor.roles.isSubset(of: [.member])
        else {
            throw Problems(nil, "uploads_full", Phrase("problem.uploads_full", ["name": file.name]))
        }
    }
}
