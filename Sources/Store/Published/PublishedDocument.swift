// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Network {
    /// The document of this digest, if this audience may open it: what is published of the record
    /// now lists it.
    public func publishedDocument(
        _ digest: String, of record: RecordID, tenant: String,
        for audience: PublishedKind.Audience = .everyone
    ) throws -> FileReference? {
        let readable = Readable(kinds: commons.systems.publishedKinds, audience: audience)
            .now(of: nil)
        let content = try commons.database.read {
            try $0.value(
                """
                SELECT p.content FROM published_file f JOIN published p ON p.item = f.item
                WHERE f.digest = $1 AND f.tenant = $2 AND p.tenant = $2 AND p.record = $3
                  AND \(readable.joined(separator: " AND "))
                """, [.text(digest), .text(tenant), record.stored])
        }
        let publication = content.flatMap { JSON(stored: $0) }.flatMap(Publication.init(json:))
        return publication?.documents.first { $0.digest == digest }
    }
}
