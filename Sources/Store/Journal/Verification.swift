// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Re-computes a tenant's whole journal: every entry's digest, every link of the chain, and whether
/// every record is what the journal says was done to it.
public struct Verification: Sendable {
    /// What was found; nil where nothing is wrong.
    public struct Finding: Sendable, Hashable {
        /// What is wrong: in the journal, its chain, a record, or what another store witnessed.
        public enum Kind: String, Sendable {
            case altered, removed, inserted, link, record, witness
            /// A line of a system's own log.
            case ledger
            /// Beside the journal: a personal value, a document, or what everyone sees.
            case personal, document, publication

            /// Whether the journal itself, or a record beside it, is not what it was.
            public var isOfJournal: Bool {
                switch self {
                case .personal, .document, .publication: false
                default: true
                }
            }
        }
        public let kind: Kind
        /// The number of the entry it is about; 0: of none.
        public let entry: Int
        public let detail: String
    }

    /// Lines of a ledger that lost what they said under a rule.
    public struct Loss: Sendable, Hashable {
        public let ledger: String
        public let rule: String
        public internal(set) var lines: Int
        /// When the first of them went, and the last.
        public let first: Instant
        public internal(set) var last: Instant
    }

    public let tenant: String
    public let entries: Int
    /// The digest of the last link: the journal's head.
    public let head: String
    public let finding: Finding?
    /// What was let go of ledgers: nothing wrong, and to be known.
    public let losses: [Loss]
}

/// What a system finds wrong in its own ledgers, in a sentence; nil: nothing.
public typealias LedgerChecking = @Sendable (TenantStore) throws -> String?

/// What verifying one store brings to light, for comparing it with what lies elsewhere.
struct Examination {
    let verification: Verification
    /// What its entries say was published, in their order.
    let published: [PublishedCheck.Said]
    /// What has not been carried to the commons yet, or never can be.
    let waiting: Set<PublishedCheck.Key>
    /// The records something of was erased: nothing is shown of them any more.
    let erased: Set<String>
}

extension TenantStore {
    /// Verifies this tenant's journal on one snapshot, while others go on writing.
    public func verify(witnesses: [Int: String] = [:]) throws -> Verification {
        try examine(witnesses: witnesses).verification
    }

    func examine(witnesses: [Int: String]) throws -> Examination {
        try database.read {
            try Examination(of: tenant.slug, on: $0, tables, witnesses: witnesses)
        }
    }

    /// The first document that is gone or was altered. Which there should be is read first: looking
    /// at each takes long, and nothing is held up by it.
    fileprivate func documents(_ documents: DocumentStore) throws -> Verification.Finding? {
        let named = try database.read {
            try KeptDocuments(connection: $0, tables: tables).named()
        }
        for (entry, digest) in named {
            do { try documents.check(digest, of: tenant.slug) } catch let failure as DocumentFailure {
                if case .unreachable = failure { throw Fault(failure.description) }
                return Verification.Finding(
                    kind: .document, entry: entry, detail: failure.description)
            } catch Refusal.notFound {
                return Verification.Finding(
                    kind: .document, entry: entry, detail: "“\(digest)” is no document's digest")
            }
        }
        return nil
    }
}

extension Network {
    /// Verifies one tenant's journal, also against what the commons witnessed of it; its documents;
    /// and whether what everyone sees of it is what it published.
    /// - Parameter checks: of the systems, which alone know what the lines of their ledgers mean.
    public func verify(_ slug: String, _ checks: [LedgerChecking] = []) throws -> Verification {
        let store = try tenant(slug)
        let check = PublishedCheck(tenant: slug, kinds: systems.publishedKinds)
        let (witnesses, before) = try commons.database.read {
            (try Self.witnesses(of: slug, on: $0), try check.rows(on: $0))
        }
        let examination = try store.examine(witnesses: witnesses)
        if examination.verification.finding != nil { return examination.verification }
        let after = try commons.database.read { try check.standing(on: $0) }
        let finding =
            try check.find(examination, before: before, after: after) ?? store.documents(documents)
            ?? (slug == Tenant.commons ? strangers() : nil)
            ?? first(of: checks, in: store)
        return examination.verification.with(finding)
    }

    private func first(of checks: [LedgerChecking], in store: TenantStore) throws -> Verification.Finding? {
        for check in checks {
            if let detail = try check(store) {
                return Verification.Finding(kind: .ledger, entry: 0, detail: detail)
            }
        }
        return nil
    }

    private static func witnesses(of slug: String, on connection: any Connection) throws
        -> [Int: String]
    {
        let rows = try connection.rows(
            "SELECT seal, digest FROM witness WHERE tenant = $1", [.text(slug)])
        var witnesses: [Int: String] = [:]
        for row in rows {
            if let seal = row[0].integer, let digest = row[1].text { witnesses[Int(seal)] = digest }
        }
        return witnesses
    }

    /// What is published in the name of a tenant that is not there.
    private func strangers() throws -> Verification.Finding? {
        let known = Set(try tenants().map(\.slug) + [Tenant.commons])
        let published = try commons.database.read {
            try $0.rows("SELECT DISTINCT tenant FROM published ORDER BY tenant")
        }.compactMap { $0[0].text }
        return published.first { !known.contains($0) }.map {
            Verification.Finding(
                kind: .publication, entry: 0,
                detail: "something is published in the name of \($0), which is no tenant")
        }
    }
}

extension Verification {
    fileprivate func with(_ finding: Finding?) -> Verification {
        Verification(tenant: tenant, entries: entries, head: head, finding: finding, losses: losses)
    }
}
