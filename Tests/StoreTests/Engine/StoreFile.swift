// SPDX-License-Identifier: EUPL-1.2

import Foundation
import GRDB
import Kernel
import Store
import TestKit

/// A store, as somebody would meddle with it past the product: a file, or a schema that `psql`
/// opens.
struct StoreFile {
    let path: String
    private let schema: String?
    /// Whether it is a schema of a database.
    var isSchema: Bool { schema != nil }

    init(_ tenant: String, at address: StoreAddress, path: String) {
        self.path = path
        if case .postgres(let database) = address {
            schema = database.schema(tenant)
        } else {
            schema = nil
        }
    }

    /// Runs statements on it.
    func run(_ sql: String) throws {
        if schema != nil {
            _ = try psql(sql)
        } else {
            try open().write { try $0.execute(sql: sql) }
        }
    }

    /// The rows of a query, every value as text.
    func rows(_ sql: String) throws -> [[String?]] {
        if schema != nil {
            return try psql(sql).split(separator: "\u{1E}").map { row in
                row.split(separator: "\u{1F}", omittingEmptySubsequences: false).map {
                    $0 == "\u{1D}" ? nil : String($0)
                }
            }
        }
        return try open().read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { value in
                    value.isNull ? nil : String.fromDatabaseValue(value) ?? "\(value)"
                }
            }
        }
    }

    /// The first value of a query, as text.
    func value(_ sql: String) throws -> String? { try rows(sql).first?.first ?? nil }

    /// Holds the right to write, as another process in a long transaction would.
    func whileLocked<T>(_ body: () async throws -> T) async throws -> T {
        if schema != nil { return try await whileRowIsLocked(body) }
        let queue = try open()
        try await queue.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try await queue.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        return try result.get()
    }

    func remove() throws {
        if let schema {
            _ = try psql("DROP SCHEMA \(schema) CASCADE")
            return
        }
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + end)
        }
    }

    private func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .timeout(20)
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private func whileRowIsLocked<T>(_ body: () async throws -> T) async throws -> T {
        let process = try process("BEGIN; SELECT 1 FROM store WHERE key = 'writer' FOR UPDATE;")
        // What it says shows that it holds the row; the rest of its script comes when we are done.
        let output = Pipe()
        let input = Pipe()
        (process.standardOutput, process.standardInput) = (output, input)
        process.arguments = (process.arguments ?? []).dropLast(2) + ["-f", "-"]
        try process.run()
        let begin = "BEGIN; SELECT 1 FROM store WHERE key = 'writer' FOR UPDATE;\n"
        try input.fileHandleForWriting.write(contentsOf: Data(begin.utf8))
        while !output.fileHandleForReading.availableData.contains(UInt8(ascii: "1")) {}
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try input.fileHandleForWriting.write(contentsOf: Data("ROLLBACK;\n".utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        return try result.get()
    }

    private func psql(_ sql: String) throws -> String {
        let process = try process(sql)
        let (output, problems) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, problems)
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let problem = problems.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Fault(String(decoding: problem, as: UTF8.self))
        }
        return text.trimmingCharacters(in: CharacterSet(charactersIn: "\n\u{1E}"))
    }

    private func process(_ sql: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let server = ProcessInfo.processInfo.environment["TALKA_TEST_POSTGRES"] ?? ""
        var environment = ProcessInfo.processInfo.environment
        environment["PGOPTIONS"] = "-c search_path=\(schema ?? "") -c client_min_messages=error"
        process.environment = environment
        process.arguments = [
            "psql", "-X", "-q", "-A", "-t", "-F", "\u{1F}", "-R", "\u{1E}", "-P", "null=\u{1D}",
            "-v", "ON_ERROR_STOP=1", server, "-c", sql,
        ]
        return process
    }
}

extension StoreFile {
    /// Puts another store in the place of this one. Nobody may have either open.
    func replace(by other: StoreFile) throws {
        if let schema, let another = other.schema {
            _ = try psql("DROP SCHEMA \(schema) CASCADE; ALTER SCHEMA \(another) RENAME TO \(schema)")
            return
        }
        try remove()
        try FileManager.default.copyItem(atPath: other.path, toPath: path)
    }
}
