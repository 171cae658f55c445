// SPDX-License-Identifier: EUPL-1.2

import CPostgres
import Foundation
import Kernel

/// One connection to a PostgreSQL server, used by one thread at a time.
///
/// - Note: `@unchecked Sendable`: the pool lends it to one holder at a time, and its lock orders
///   what one holder did before what the next does.
final class PostgresLink: @unchecked Sendable {
    /// How many prepared statements a connection keeps.
    private static let mostPrepared = 600

    let handle: OpaquePointer
    /// The schema whose store it was last used for.
    private(set) var schema = ""
    /// Names of prepared statements, by schema and text: the same text has another plan elsewhere.
    private var prepared: [String: String] = [:]
    private var seen: Set<String> = []
    private var counter = 0
    /// Whether an answer is still on its way that nobody has waited for.
    private var isOwed = false
    /// What was put and not looked at yet, in order.
    private var waiting: [String] = []
    /// How many statements are put before they are looked at: their answers fit on the way.
    private static let mostPut = 100

    /// Connects.
    /// - Throws: `Fault` that says the store cannot be reached.
    init(_ address: PostgresAddress) throws {
        let usual = [
            "dbname": address.text, "connect_timeout": "5", "keepalives_idle": "10",
            "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "15000",
            "fallback_application_name": "talka", "client_encoding": "UTF8",
        ]
        // What the address itself says comes last, and is the stronger.
        let names = usual.keys.filter { $0 != "dbname" } + ["dbname"]
        handle = try Self.connect(names, names.map { usual[$0] ?? "" })
        do { try script(Self.setup) } catch {
            PQfinish(handle)
            throw error
        }
    }

    deinit { PQfinish(handle) }

    private static let setup = """
        SET client_min_messages = error; SET statement_timeout = '120s'; SET lock_timeout = '30s';
        SET idle_in_transaction_session_timeout = '300s'; SET jit = off; SET TIME ZONE 'UTC';
        SET standard_conforming_strings = on
        """

    private static func connect(_ names: [String], _ values: [String]) throws -> OpaquePointer {
        var texts = (names + values).map { strdup($0) }
        defer { for text in texts { free(text) } }
        var keys = texts.prefix(names.count).map { UnsafePointer($0) } + [nil]
        var given = texts.suffix(values.count).map { UnsafePointer($0) } + [nil]
        texts.append(nil)
        guard let handle = PQconnectdbParams(&keys, &given, 1) else {
            throw Fault("no memory for a connection to PostgreSQL")
        }
        guard PQstatus(handle) == CONNECTION_OK else {
            // libpq's words name host and user; a password is never among them.
            let reason = String(cString: PQerrorMessage(handle))
                .trimmingCharacters(in: .whitespacesAndNewlines)
            PQfinish(handle)
            throw Fault("PostgreSQL cannot be reached: \(reason)", isUnavailable: true)
        }
        return handle
    }

    /// Whether the connection stands, as far as is known without asking.
    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Whether the next holder may have it: nothing is under way but an end nobody waits for.
    var isAtRest: Bool {
        guard isAlive else { return false }
        guard waiting.isEmpty, PQpipelineStatus(handle) == PQ_PIPELINE_OFF else { return false }
        return isOwed || PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    var isInsideTransaction: Bool {
        let state = PQtransactionStatus(handle)
        return state == PQTRANS_INTRANS || state == PQTRANS_INERROR || state == PQTRANS_ACTIVE
    }

    /// Runs statements without arguments in one trip, the last one's rows.
    @discardableResult
    func script(_ sql: String) throws -> [[Value]] {
        try settle()
        return try PostgresResult(PQexec(handle, sql), on: self, sql).rows()
    }

    /// Sends statements and goes on; the next use waits for the answer. For the end of a snapshot,
    /// which nobody needs to wait for.
    func send(_ sql: String) {
        guard isAlive, PQsendQuery(handle, sql) == 1 else { return }
        isOwed = true
    }

    /// Begins with a schema as the only one that names are looked for in.
    func begin(_ how: String, in schema: String, then more: String = "") throws {
        self.schema = schema
        try script("BEGIN\(how); SET LOCAL search_path TO \"\(schema)\"\(more)")
    }

    /// Runs a statement, and all that was put before it, in one journey to the server and back.
    func run(_ sql: String, _ arguments: [Value]) throws -> PostgresResult {
        let name = try prepared(sql)
        let arguments = try PostgresArguments(arguments)
        if !waiting.isEmpty {
            try send(name, sql, arguments)
            return try arrive()
        }
        try takeOwed()
        return try arguments.lend { count, values in
            try PostgresResult(
                name.map { PQexecPrepared(handle, $0, count, values, nil, nil, 0) }
                    ?? PQexecParams(handle, sql, count, nil, values, nil, nil, 0),
                on: self, sql)
        }
    }

    /// Keeps a statement to be sent with the next that is run. If it fails, that one throws why; and
    /// what was put after it was not done.
    func put(_ sql: String, _ arguments: [Value]) throws {
        let name = try prepared(sql)
        // What cannot be sent must leave the connection as it was.
        let arguments = try PostgresArguments(arguments)
        try takeOwed()
        if waiting.isEmpty, PQenterPipelineMode(handle) != 1 { throw lost }
        try send(name, sql, arguments)
        if waiting.count == Self.mostPut { _ = try arrive() }
    }

    /// Ends the transaction, with what was put.
    /// - Throws: `Fault` also where the engine gave it up for a statement that had failed.
    func commit() throws {
        let done = try run("COMMIT", []).done
        guard done == "COMMIT" else { throw Fault("PostgreSQL did not commit: \(done)") }
    }

    /// Gives the transaction up, and what was put.
    func rollback() {
        forgo()
        _ = try? script("ROLLBACK")
    }

    /// Looks at what was put, and minds no failure: it is about to be undone.
    func forgo() { if !waiting.isEmpty { _ = try? arrive() } }

    private func send(_ name: String?, _ sql: String, _ arguments: PostgresArguments) throws {
        let isSent = arguments.lend { count, values in
            name.map { PQsendQueryPrepared(handle, $0, count, values, nil, nil, 0) }
                ?? PQsendQueryParams(handle, sql, count, nil, values, nil, nil, 0)
        }
        guard isSent == 1 else {
            if waiting.isEmpty { PQexitPipelineMode(handle) }
            throw lost
        }
        waiting.append(sql)
    }

    /// Takes the answers to what was put; the last one's.
    /// - Throws: why the first failed that did.
    private func arrive() throws -> PostgresResult {
        let sent = waiting
        waiting = []
        defer { PQexitPipelineMode(handle) }
        guard PQpipelineSync(handle) == 1 else { throw lost }
        let results = sent.map { sql in
            defer { while let more = PQgetResult(handle) { PQclear(more) } }
            let result = PQgetResult(handle)
            return Result { try PostgresResult(result, on: self, sql) }
        }
        // The answer to the end of what was sent.
        PQclear(PQgetResult(handle))
        for result in results { _ = try result.get() }
        guard let last = try results.last?.get() else { throw lost }
        return last
    }

    private var lost: Fault {
        Fault("the connection to PostgreSQL was lost", isUnavailable: true)
    }

    /// The name of the prepared statement; nil for one that is not kept.
    private func prepared(_ sql: String) throws -> String? {
        let key = "\(schema) \(sql)"
        if let name = prepared[key] { return name }
        // What is run once is not worth keeping; how words are best searched depends on the words.
        guard seen.contains(key), !sql.contains("@@") else {
            if seen.count > 4 * Self.mostPrepared { seen = [] }
            seen.insert(key)
            return nil
        }
        return try prepare(sql, key)
    }

    private func prepare(_ sql: String, _ key: String) throws -> String {
        try settle()
        if prepared.count >= Self.mostPrepared {
            try script("DEALLOCATE ALL")
            prepared = [:]
        }
        counter += 1
        let name = "t\(counter)"
        _ = try PostgresResult(PQprepare(handle, name, sql, 0, nil), on: self, sql)
        prepared[key] = name
        return name
    }

    /// What others notified, waiting for something so long at most.
    /// - Throws: `Fault` if the connection was lost.
    func notices(within wait: Duration) throws -> [String] {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        _ = poll(&socket, 1, Int32(wait.components.seconds * 1_000))
        guard PQconsumeInput(handle) == 1, isAlive else { throw lost }
        var texts: [String] = []
        while let notice = PQnotifies(handle) {
            texts.append(String(cString: notice.pointee.extra))
            PQfreemem(notice)
        }
        return texts
    }

    /// Sends what was put, and takes every answer: nothing is under way then.
    private func settle() throws {
        if !waiting.isEmpty { _ = try arrive() }
        try takeOwed()
    }

    private func takeOwed() throws {
        guard isOwed else { return }
        isOwed = false
        while let result = PQgetResult(handle) { PQclear(result) }
        guard isAlive else { throw lost }
    }
}
