// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Logging

/// Told of every transaction, before it ends, whose stores it has touched; only where several lie in
/// one database. For tests: it costs a query each time.
public typealias StoreWatch = @Sendable (_ schemas: [String]) -> Void

/// Where a network lies, as `TALKA_STORE` says it: `sqlite:DIR` or `postgres://…`.
public enum StoreAddress: Sendable, Hashable {
    case sqlite(directory: String)
    case postgres(PostgresAddress)

    /// - Throws: `Fault` for a text that is neither.
    public init(_ text: String) throws {
        if text.hasPrefix("sqlite:"), text.count > 7 {
            self = .sqlite(directory: String(text.dropFirst(7)))
        } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres(try PostgresAddress(text))
        } else {
            throw Fault("it is neither sqlite:DIR nor postgres://user@host/database")
        }
    }

    /// As it may be shown: a directory, or an address without its password.
    public var shown: String {
        switch self {
        case .sqlite(let directory): directory
        case .postgres(let address): address.shown
        }
    }

    /// Whether anything of a network lies there. Nothing is made by asking.
    /// - Throws: `Fault` if a server cannot be asked.
    public func holdsNetwork() throws -> Bool {
        switch self {
        case .sqlite(let directory): StoreDirectory.holdsNetwork(directory)
        case .postgres(let address): try !PostgresServer(address, connections: 4).schemas().isEmpty
        }
    }

    /// Takes every store of the network away for good: for tests and demonstrations.
    public func removeEverything() throws {
        switch self {
        case .sqlite(let directory):
            guard FileManager.default.fileExists(atPath: directory) else { return }
            let place = try StoreDirectory(directory, logger: Logger(label: "talka"))
            for slug in try place.slugs() { try place.remove(slug) }
        case .postgres(let address):
            let server = try PostgresServer(address, connections: 4)
            for schema in try server.schemas().sorted() { try server.drop(schema) }
            server.close()
        }
    }

    /// Where documents lie unless it is said.
    var documents: String {
        switch self {
        case .sqlite(let directory): "\(directory)/documents"
        case .postgres(let address): "./data/\(address.prefix)files/documents"
        }
    }

    func place(logger: Logger, watch: StoreWatch? = nil) throws -> any StorePlace {
        switch self {
        case .sqlite(let directory): try StoreDirectory(directory, logger: logger)
        case .postgres(let address): PostgresPlace(
                try PostgresServer(address, watch: watch), logger: logger)
        }
    }
}
