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
    /// - Parameter fill: puts into a new one what it begins with; the store is there once it is whole.
    func make(_ slug: String, schema: Schema, filling fill: (any Connection) throws -> Void) throws

    /// Takes a store away for good; none is left of one that is not there.
    func remove(_ slug: String) throws

    /// The slugs of the stores that are there, the commons among them, in the order of their names.
    func slugs() throws -> [String]

    /// Bytes a store takes on the disk; nil where it is not.
    func size(of slug: String) throws -> Int?

    /// Lets go of what all its stores share. They are closed before.
    func close() throws
}

extension StorePlace {
    /// Makes a new store in which there is nothing yet.
    func make(_ slug: String, schema: Schema) throws { try make(slug, schema: schema) { _ in } }
}
