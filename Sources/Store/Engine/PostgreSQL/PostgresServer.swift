// SPDX-License-Identifier: EUPL-1.2

import CPostgres
import Foundation
import Kernel

/// A PostgreSQL database as the network's stores share it: connections for readers and for writers,
/// apart so that neither keeps the other waiting.
final class PostgresServer: Sendable {
    let address: PostgresAddress
    let readers: PostgresPool
    private let watch: StoreWatch?
    private let writers: PostgresPool
    private let threads: OperationQueue

    /// - Parameter connections: how many this process may hold, four at least.
    /// - Throws: `Fault` if the server cannot be reached, is older than 15, or would acknowledge
    ///   what is not on its disk.
    init(_ address: PostgresAddress, connections: Int = 16, watch: StoreWatch? = nil) throws {
        self.address = address
        self.watch = watch
        let writing = max(2, connections / 3)
        writers = PostgresPool(address, most: writing)
        readers = PostgresPool(address, most: max(2, connections - writing))
        threads = OperationQueue()
        threads.maxConcurrentOperationCount = writing
        try writers.use(for: "", begin: { _ in }, Self.check)
    }

    private static func check(_ link: PostgresLink) throws {
        let version = PQserverVersion(link.handle)
        guard version >= 150_000 else {
            throw Fault("PostgreSQL 15 or newer is needed; this is \(version / 10_000)")
        }
        let wanted = [
            ("fsync", ["on"]), ("full_page_writes", ["on"]), ("server_encoding", ["UTF8"]),
            ("synchronous_commit", ["on", "remote_write", "remote_apply"]),
        ]
        for (name, values) in wanted {
            let value = try link.script("SHOW \(name)").first?.first?.text ?? ""
            guard values.contains(value) else {
                throw Fault("PostgreSQL says \(name) = \(value); Talka needs \(values[0])")
            }
        }
    }

    /// Lends a connection for writing, on a thread that may wait.
    func lendWriter(
        for schema: String, _ work: @escaping @Sendable (Result<PostgresLink, any Error>) -> Void
    ) {
        threads.addOperation {
            do {
                try self.writers.use(for: schema, begin: {
                    try PostgresConnection(link: $0, schema: schema).begin()
                }) {
                    work(.success($0))
                }
            } catch { work(.failure(error)) }
        }
    }

    /// Writes alone: no two processes make or change the tables of a store at once.
    func alone<T>(
        in schema: String, making: Bool = false, _ body: (any Connection) throws -> T
    ) throws -> T {
        let key = Digest.of(schema.utf8).prefix(15)
        let lock = "; SELECT pg_advisory_xact_lock(x'\(key)'::bigint)"
        let make = making ? "; CREATE SCHEMA IF NOT EXISTS \"\(schema)\"" : ""
        return try writers.use(
            for: schema, begin: { try $0.begin("", in: schema, then: lock + make) }
        ) { link in
            do {
                let result = try body(PostgresConnection(link: link, schema: schema))
                report(link)
                try link.commit()
                return result
            } catch {
                if link.isAlive { link.rollback() }
                throw error
            }
        }
    }

    /// Says which schemas' tables and indexes a transaction has touched so far: it holds locks on
    /// each of them until it ends.
    func report(_ link: PostgresLink) {
        guard let watch else { return }
        let touched = try? link.run(
            """
            SELECT DISTINCT n.nspname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE l.pid = pg_backend_pid() AND n.nspname NOT LIKE 'pg\\_%'
            """, []
        ).rows().compactMap { $0[0].text }
        watch(touched ?? [])
    }

    /// The schemas of this network.
    func schemas() throws -> Set<String> {
        let pattern = address.prefix.replacing("_", with: "\\_") + "%"
        return try readers.use(
            for: "", begin: { try $0.begin(" READ ONLY", in: "pg_catalog") }
        ) { link in
            defer { link.send("COMMIT") }
            return Set(
                try link.run(
                    "SELECT nspname FROM pg_namespace WHERE nspname LIKE $1", [.text(pattern)]
                ).rows().compactMap { $0[0].text })
        }
    }

    /// Bytes of a schema's tables and their indexes; nil if there is none.
    func size(_ schema: String) throws -> Int? {
        try readers.use(for: schema, begin: { try $0.begin(" READ ONLY", in: schema) }) { link in
            defer { link.send("COMMIT") }
            let sum = try link.run(
                """
                SELECT CAST(sum(pg_total_relation_size(c.oid)) AS BIGINT) FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = $1 AND c.relkind = 'r'
                """, [.text(schema)]
            ).rows().first?.first
            return sum?.integer.map(Int.init)
        }
    }

    /// Which transactions are over: another text whenever one that wrote has ended since.
    func snapshot() throws -> String {
        try readers.use(for: "", begin: { _ in }) { link in
            guard let text = try link.script("SELECT CAST(pg_current_snapshot() AS TEXT)").first?.first?.text
            else { throw Fault("PostgreSQL told no snapshot") }
            return text
        }
    }

    /// Takes a store away for good.
    func drop(_ schema: String) throws {
        _ = try alone(in: schema) { try $0.run("DROP SCHEMA IF EXISTS \"\(schema)\" CASCADE") }
    }

    func close() {
        threads.waitUntilAllOperationsAreFinished()
        writers.close()
        readers.close()
    }
}
