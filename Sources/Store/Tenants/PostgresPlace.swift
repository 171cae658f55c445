// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging

/// The stores of a network as schemas of one PostgreSQL database. Names are made from slugs alone,
/// never from what was asked for.
struct PostgresPlace: StorePlace {
    let server: PostgresServer
    let announcer: (any Announcer)?
    let logger: Logger

    init(_ server: PostgresServer, logger: Logger) {
        self.server = server
        self.logger = logger
        announcer = PostgresAnnouncer(server.address, logger: logger)
    }

    func openCommons(schema: Schema) throws -> any Database {
        let present = try server.schemas()
        if !present.contains(name(Tenant.commons)) {
            if let other = present.sorted().first {
                throw Refusal.outOfService(Phrase("store.no_commons", ["found": other]))
            }
            try make(Tenant.commons, schema: schema)
        }
        return try open(Tenant.commons, schema: schema)
    }

    func openAsItIs(_ slug: String) throws -> any Database {
        let database = PostgresDatabase(schema: name(slug), on: server)
        return try asService(slug) {
            let tables = try database.read { try $0.tables() }
            let isThere = try !tables.isEmpty || server.schemas().contains(name(slug))
            guard isThere else {
                throw Refusal.outOfService(Phrase("store.missing", ["slug": slug]))
            }
            guard tables.contains("store") else {
                throw Refusal.outOfService(Phrase("store.empty", ["slug": slug]))
            }
            return database
        }
    }

    /// In one transaction, so that it is there once it is whole.
    func make(_ slug: String, schema: Schema, filling fill: (any Connection) throws -> Void) throws {
        let isThere = try server.schemas().contains(name(slug))
        try server.alone(in: name(slug), making: true) {
            let isNew = try !isThere && !$0.tables().contains("store")
            try schema.apply(to: $0)
            if isNew { try fill($0) }
        }
    }

    /// The disk is the server's; a write that finds it full says so.
    func probe() throws {}

    func remove(_ slug: String) throws { try server.drop(name(slug)) }

    func slugs() throws -> [String] {
        try server.schemas().map {
            String($0.dropFirst(server.address.prefix.count)).replacing("_", with: "-")
        }.sorted()
    }

    func size(of slug: String) throws -> Int? { try server.size(name(slug)) }

    func close() throws {
        announcer?.stop()
        server.close()
    }

    private func name(_ slug: String) -> String { server.address.schema(slug) }
}
