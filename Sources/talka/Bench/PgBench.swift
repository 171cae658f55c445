// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel

/// The peer of actions on PostgreSQL: pgbench, which writes into tables like the tenant's, with the
/// same indexes, the very rows that the last act wrote, in one transaction.
struct PgBench {
    /// Among the schemas of the bench, so that it is taken away with them.
    private static let schema = "bench_actions_peer"
    private let address: String
    private let script: String

    /// - Parameters:
    ///   - schema: that of a tenant in which an act was done.
    ///   - record: the table of the record it made.
    ///   - directory: where the script is put down.
    /// - Throws: `ValidationError` where PostgreSQL's programs are not installed.
    init(_ address: String, like schema: String, record: String, in directory: String) async throws {
        self.address = address
        script = "\(directory)/pgbench-\(record).sql"
        _ = try await Self.ask(address, Self.preparing(like: schema, record))
        let rows = try await Self.ask(address, "SET search_path TO \(schema); \(Self.rows(record))")
        let lines = ["\\set n random(1, 9000000000000000)", "BEGIN;"] + rows + ["END;"]
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: script))
    }

    /// Transactions a second, as it reports them.
    func perSecond(seconds: Int, clients: Int) async throws -> Double {
        // So many transactions, not so many seconds: a program that is started from here hears no alarm.
        let output = try await LoadProcess.output(of: Self.program("pgbench"), [
            "-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-t", "\(seconds * 60)",
            "-f", script, address,
        ])
        let text = String(decoding: output, as: UTF8.self)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let number = line.dropFirst(6).split(separator: " ").first.flatMap({ Double($0) })
        else { throw Fault("pgbench reported no transactions: \(text)") }
        return number
    }

    private static func tables(_ record: String) -> [String] {
        [record, "journal", "personal", "outbox"]
    }

    private static func preparing(like schema: String, _ record: String) -> String {
        let tables = tables(record).map {
            "CREATE TABLE \(self.schema).\($0) (LIKE \(schema).\($0) INCLUDING ALL)"
        }
        return ([
            "SET client_min_messages = error", "DROP SCHEMA IF EXISTS \(self.schema) CASCADE",
            "CREATE SCHEMA \(self.schema)", "CREATE SEQUENCE \(self.schema).entries",
        ] + tables).joined(separator: "; ")
    }

    /// A query for the statements that write what the last act wrote, with other keys.
    private static func rows(_ record: String) -> String {
        let last = "(SELECT * FROM \(record) ORDER BY recorded_at DESC, id DESC LIMIT 1)"
        let id = "(SELECT id FROM \(last) AS last)"
        // What was carried is in the outbox no more; the size of what an act puts there is that of
        // what it changed.
        let sources = [
            (record, last), ("journal", "(SELECT * FROM journal WHERE record_id = \(id) LIMIT 1)"),
            ("personal", "(SELECT * FROM personal WHERE record_id = \(id))"),
        ]
        return sources.map { table, source in
            """
            SELECT 'INSERT INTO \(schema).\(table) (' || string_agg(quote_ident(field.key), ', ')
              || ') VALUES (' || string_agg(CASE
                WHEN field.key IN ('id', 'record_id') THEN 'CAST(:n AS TEXT)'
                WHEN field.key = 'seq' THEN 'nextval(''\(schema).entries'')'
                ELSE quote_nullable(field.value) END, ', ') || ');'
            FROM \(source) AS row, jsonb_each_text(to_jsonb(row)) AS field
            GROUP BY row
            """
        }.joined(separator: "; ") + (record == "planning_submission" ? "; \(outbox(id))" : "")
    }

    private static func outbox(_ id: String) -> String {
        """
        SELECT 'INSERT INTO \(schema).outbox (at, addressee, content) VALUES ('
          || quote_literal(at) || ', ''*'', ' || quote_literal(changes) || ');'
        FROM journal WHERE record_id = \(id) LIMIT 1
        """
    }

    private static func ask(_ address: String, _ sql: String) async throws -> [String] {
        let output = try await LoadProcess.output(
            of: program("psql"), ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-c", sql, address])
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func program(_ name: String) throws -> String {
        let places = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(name)" }
        guard let found = places.first(where: FileManager.default.isExecutableFile) else {
            throw ValidationError("\(name) is not installed: apt-get install -y postgresql.")
        }
        return found
    }
}
