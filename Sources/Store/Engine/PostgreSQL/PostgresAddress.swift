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

    /// - Throws: `Fault`, without the password in it, for an address that is none, or of another
    ///   machine without a word on TLS.
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
        defer { PQconninfoFree(options) }
        let usual = PQconndefaults()
        defer { PQconninfoFree(usual) }
        try Self.mustBeEncrypted(Self.values(usual).merging(Self.values(options)) { _, said in said })
        self.text = text
        self.prefix = prefix
    }

    /// What is said of each option, in libpq's list, which ends with one without a name.
    private static func values(_ options: UnsafeMutablePointer<PQconninfoOption>?) -> [String: String] {
        var values: [String: String] = [:]
        var next = options
        while let option = next, let name = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: name)] = String(cString: value) }
            next = option.successor()
        }
        return values
    }

    /// Whoever stands between this machine and another must not read everything, or be the database:
    /// libpq by itself goes on without TLS if the other end says so.
    private static func mustBeEncrypted(_ options: [String: String]) throws {
        let hosts = [options["hostaddr"], options["host"]].compactMap(\.self)
            .first { !$0.isEmpty }?.split(separator: ",") ?? []
        guard let far = hosts.first(where: { !isHere($0) }) else { return }
        let mode = options["sslmode"] ?? "prefer"
        guard ["verify-full", "verify-ca", "require", "disable"].contains(mode) else {
            throw Fault(
                "\(far) is another machine, and nothing says that the connection to it is encrypted. "
                    + "Add sslmode=verify-full to the address (with sslrootcert=FILE for an authority "
                    + "of your own), or at least sslmode=require. If the network between is trusted, "
                    + "say so: sslmode=disable")
        }
    }

    /// Whether a host is this machine: a socket, or a loopback address.
    private static func isHere(_ host: Substring) -> Bool {
        host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
            || host.wholeMatch(of: /127(\.[0-9]{1,3}){3}/) != nil
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
