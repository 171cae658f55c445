// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging

/// Where the stores of a network lie: a directory of files, or the schemas of a database.
protocol StorePlace: Sendable {
    /// Opens the commons; makes it where there are no tenants yet.
    /// - Throws: `Refusal.outOfService` if it is newer than the program, or gone beside tenants.
    func openCommons(schema: Schema) throws -> any Database

    var logger: Logger { get }

    /// Opens a store as it is, whatever its schema.
    /// - Throws: `Refusal.outOfService` if it is missing, empty or damaged.
    func openAsItIs(_ slug: String) throws -> any Database

    /// Makes a new store, in place of no other: one that is there already is brought to the schema.
    /// - Parameter fill: puts into a new one what it begins with; the store is there once it is whole.
    func make(_ slug: String, schema: Schema, filling fill: (any Connection) throws -> Void) throws

    /// Takes a store away for good; none is left of one that is not there.
    func remove(_ slug: String) throws

    /// The slugs of the stores that are there, the commons among them, in the order of their names.
    func slugs() throws -> [String]

    /// Bytes a store takes on the disk; nil where it is not.
    func size(of slug: String) throws -> Int?

    /// Tries whether there is room to write.
    /// - Throws: `Fault` if there is none, or nothing may be written.
    func probe() throws

    /// How the processes that serve these stores tell one another; nil: they look anew every two
    /// seconds.
    var announcer: (any Announcer)? { get }

    /// A clock that is never set: for deadlines and what is kept at hand.
    var steady: Steady { get }

    /// Lets go of what all its stores share. They are closed before.
    func close() throws
}

/// Where a time comes from that only ever goes on: never for what is recorded.
typealias Steady = @Sendable () -> ContinuousClock.Instant

extension StorePlace {
    var steady: Steady { { .now } }

    /// Opens a store that must be there and must have been one, and brings it to a schema.
    /// - Throws: `Refusal.outOfService` if it is missing, empty, damaged, or newer than the program.
    func open(_ slug: String, schema: Schema) throws -> any Database {
        let database = try openAsItIs(slug)
        return try asService(slug) {
            try schema.bring(database) { fault in
                logger.error("store not brought forward; it is read and not written", metadata: [
                    "tenant": "\(slug)", "error": "\(fault)",
                ])
            }
        }
    }

    /// Does something with a store; what the engine says of it stands in the log, and is told in
    /// words that help whoever reads the page.
    func asService<T>(_ slug: String, _ body: () throws -> T) throws -> T {
        do { return try body() } catch let fault as Fault {
            logger.error("store damaged", metadata: ["tenant": "\(slug)", "error": "\(fault)"])
            if fault.isStorageFull || fault.isUnavailable { throw fault }
            throw Refusal.outOfService(Phrase("store.damaged", ["slug": slug]))
        }
    }

    /// Makes a new store in which there is nothing yet.
    func make(_ slug: String, schema: Schema) throws { try make(slug, schema: schema) { _ in } }
}
