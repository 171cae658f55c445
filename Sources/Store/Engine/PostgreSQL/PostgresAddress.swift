// SPDX-License-Identifier: EUPL-1.2

import CPostgres
import Kernel

/// Where a PostgreSQL database is, and which of its schemas are the network's: an address as
/// libpq takes it, `postgres://user:password@host:port/database?option=…`. One option is ours:
/// `schemas=PREFIX`, by which the names of the network's schemas begin (`talka_` unless it is said),
/// so that several networks fit into one database.
public struct PostgresAddress: Sendable, Hashable {
    /// What libpq is told, the password among it.
    let text: String
    /// How the schemas' names begin.
    public let prefix: String

    static let usualPrefix = "talka_"

    /// - Throws: `Fault`, without the password in it, for an address that is none.
    public init(_ address: String) throws {
        var text = address
        var prefix = Self.usualPrefix
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            var options = parts[1].split(separator: "&").map(String.init)
            if let own = options.firstIndex(where: { $0.hasPrefix("schemas=") }) {
                prefix = String(options.remove(at: own).dropFirst(8))
            }
            text = parts[0] + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
        }
        guard prefix.wholeMatch(of: /[a-z][a-z0-9_]{0,30}/) != nil, !prefix.hasPrefix("pg_") else {
            throw Fault("schemas= must be lower-case letters, digits and _, and begin with a letter")
        }
        guard let options = PQconninfoParse(text, nil) else {
            throw Fault("it is no address of a PostgreSQL database, postgres://user@host/database")
        }
        PQconninfoFree(options)
        self.text = text
        self.prefix = prefix
    }

    private init(text: String, prefix: String) {
        self.text = text
        self.prefix = prefix
    }

    /// The same database, and other schemas of it.
    func with(prefix: String) -> PostgresAddress { PostgresAddress(text: text, prefix: prefix) }

    /// The address as it may be shown: without a password.
    public var shown: String {
        let plain = text.split(separator: "?").first.map(String.init) ?? ""
        return plain.replacing(/:\/\/([^:@\/]*):[^@\/]*@/) { "://\($0.1)@" }
    }

    /// The schema a tenant's store is.
    public func schema(_ slug: String) -> String {
        PostgresDialect.name(prefix + slug.replacing("-", with: "_"))
    }
}
