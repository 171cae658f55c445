// SPDX-License-Identifier: EUPL-1.2

/// Where the stores of a network lie: a directory of files, or the schemas of a database.
protocol StorePlace: Sendable {
    /// Opens the commons; makes it where there are no tenants yet.
    /// - Throws: `Refusal.outOfService` if it is newer than the program, or gone beside tenants.
    func openCommons(schema: Schema) throws -> any Database

    /// Opens a store that must be there and must have been one.
    /// - Throws: `Refusal.outOfService` if it is missing, empty, or newer than the program.
    func open(_ slug: String, schema: Schema) throws -> any Database

    /// Makes a new store, in place of no other: one that is there already is brought to the schema.
    func make(_ slug: String, schema: Schema) throws

    /// Takes a store away for good; none is left of one that is not there.
    func remove(_ slug: String) throws

    /// The slugs of the stores that are there, the commons among them, in the order of their names.
    func slugs() throws -> [String]

    /// Bytes a store takes on the disk; nil where it is not.
    func size(of slug: String) throws -> Int?

    /// How the processes that serve these stores tell one another; nil: they look anew every two
    /// seconds.
    var announcer: (any Announcer)? { get }

    /// Lets go of what all its stores share. They are closed before.
    func close() throws
}
