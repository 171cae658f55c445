// SPDX-License-Identifier: EUPL-1.2

import Kernel

extension Network {
    /// Has what people were told since then also sent to them, and from now on all that they are told:
    /// for a network that begins to send mail.
    public func mailNotices(since: Instant) async throws {
        mailNotices()
        let now = now()
        for tenant in try tenants() {
            try await self.tenant(tenant.slug).database.write { connection in
                let told = try connection.rows(
                    "SELECT id FROM notice WHERE at >= $1 ORDER BY at, id", [since.stored])
                for id in told.compactMap({ RecordID(stored: $0[0]) }) {
                    let job = Job("mail.notice", ["notice": .string(id.text)], key: id.text)
                    try JobTable.add(job, id: .new(at: now), at: now, to: connection)
                }
            }
        }
    }
}
