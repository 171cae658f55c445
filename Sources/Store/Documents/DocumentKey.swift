// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Names one document: whose it is, and the SHA-256 of its content. Nothing else can be named, so
/// that no name leads out of the place where documents lie.
public struct DocumentKey: Sendable, Hashable {
    public let tenant: String
    public let digest: String

    /// Nil for what is no slug or no digest.
    public init?(_ digest: String, of tenant: String) {
        let isDigest = digest.utf8.count == 64
            && digest.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isDigest, Tenant.isSlug(tenant) else { return nil }
        self.tenant = tenant
        self.digest = digest
    }

    /// `SLUG/ab/DIGEST`, where it lies on any shelf.
    var path: String { "\(tenant)/\(digest.prefix(2))/\(digest)" }
}

/// Why a document cannot be had.
public enum DocumentFailure: Error, Sendable, CustomStringConvertible {
    /// It should be there and is not.
    case gone(digest: String)
    /// What lies there is something else.
    case damaged(digest: String)
    /// Where documents lie does not answer, or not as it should; why, for the log.
    case unreachable(String)

    public var description: String {
        switch self {
        case .gone(let digest): "the document \(digest) is gone"
        case .damaged(let digest): "the document \(digest) was altered"
        case .unreachable(let why): "documents cannot be reached: \(why)"
        }
    }
}
