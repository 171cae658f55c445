// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Re-computes a tenant's whole journal: every entry's digest, every link of the chain, and whether
/// every record is what the journal says was done to it.
public struct Verification: Sendable {
    /// What was found; nil where nothing is wrong.
    public struct Finding: Sendable, Hashable {
        public enum Kind: String, Sendable { case altered, removed, inserted, link, record, witness }
        public let kind: Kind
        /// The number of the entry it is about.
        public let entry: Int
        public let detail: String
    }

    public let tenant: String
    public let entries: Int
    /// The digest of the last link: the journal's head.
    public let head: String
    public let finding: Finding?
}

extension TenantStore {
    /// Verifies this tenant's journal on one snapshot, while others go on writing.
    public func verify(witnesses: [Int: String] = [:]) throws -> Verification {
        try database.read { connection in
            var verifier = Verifier(connection: connection, tables: tables, witnesses: witnesses)
            return try verifier.verify(tenant.slug)
        }
    }
}

extension Network {
    /// Verifies one tenant's journal, also against what the commons witnessed of it.
    public func verify(_ slug: String) throws -> Verification {
        let store = try tenant(slug)
        let rows = try commons.database.read {
            try $0.rows("SELECT seal, digest FROM witness WHERE tenant = $1", [.text(slug)])
        }
        var witnesses: [Int: String] = [:]
        for row in rows {
            if let seal = row[0].integer, let digest = row[1].text { witnesses[Int(seal)] = digest }
        }
        return try store.verify(witnesses: witnesses)
    }
}
