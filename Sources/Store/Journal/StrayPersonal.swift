// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The personal values that no entry of the journal tells of.
struct StrayPersonal {
    let connection: any Connection
    /// How many the journal tells of; each of them has been compared.
    let told: Int

    func find() throws -> Verification.Finding? {
        let count = try connection.value("SELECT count(*) FROM personal")
        guard count != .integer(Int64(told)) else { return nil }
        // Nearly all are found by the record they are of; the rest may be of one changed beside.
        let row = try connection.rows(
            """
            SELECT record, record_id, field FROM personal p
            WHERE NOT EXISTS (SELECT 1 FROM journal j
                WHERE j.record_id = p.record_id AND j.changes LIKE '%"' || p.digest || '"%')
              AND NOT EXISTS (SELECT 1 FROM journal j
                WHERE j.changes LIKE '%"' || p.digest || '"%')
            ORDER BY record_id, field LIMIT 1
            """
        ).first
        let name = row.map { $0.compactMap(\.text).joined(separator: " ") } ?? ""
        return Verification.Finding(
            kind: .personal, entry: 0, detail: "a personal value stands outside the journal: \(name)")
    }
}
