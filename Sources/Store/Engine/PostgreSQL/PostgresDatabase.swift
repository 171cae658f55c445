// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One schema of a PostgreSQL database: a store. Any number of processes may have it open.
final class PostgresDatabase: Database {
    private let schema: String
    private let server: PostgresServer
    private let writes: WriteQueue

    init(schema: String, on server: PostgresServer) {
        self.schema = schema
        self.server = server
        // Beyond 64 savepoints in one transaction every reader's snapshot becomes dear
        // (PGPROC_MAX_CACHED_SUBXIDS).
        writes = WriteQueue(largestGroup: 64) { work in
            server.lendWriter(for: schema) { lent in
                work(lent.map { PostgresConnection(link: $0, schema: schema) })
            }
        }
    }

    func read<T>(_ body: (any Connection) throws -> T) throws -> T {
        if let link = server.readers.open(schema) {
            return try body(PostgresConnection(link: link, schema: schema))
        }
        return try server.readers.use(
            for: schema,
            begin: { try $0.begin(" ISOLATION LEVEL REPEATABLE READ READ ONLY", in: schema) }
        ) { link in
            // Nothing was written, so that nobody need wait for its end.
            defer { link.send("COMMIT") }
            let result = try body(PostgresConnection(link: link, schema: schema))
            server.report(link)
            return result
        }
    }

    @discardableResult
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        let server = server
        return try await writes.add { connection in
            let result = try body(connection)
            if let connection = connection as? PostgresConnection { server.report(connection.link) }
            return result
        }
    }

    func sealing(with seal: @escaping WriteQueue.Seal) { writes.sealing(with: seal) }

    func counting(in metrics: Metrics) { writes.counting(in: metrics) }

    func writeAlone<T>(_ body: (any Connection) throws -> T) throws -> T {
        try server.alone(in: schema, body)
    }

    func edition() throws -> String { try server.snapshot() }

    var tellsEditionAtOnce: Bool { false }

    func close() throws {}
}
