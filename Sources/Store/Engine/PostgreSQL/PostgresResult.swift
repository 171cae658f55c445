// SPDX-License-Identifier: EUPL-1.2

import CPostgres
import Foundation
import Kernel

/// What a statement gave; freed with this.
final class PostgresResult {
    private let result: OpaquePointer?

    /// - Throws: `Fault` with the engine's code and reason. Values of the statement are not in it.
    init(_ result: OpaquePointer?, on link: PostgresLink, _ sql: String) throws {
        self.result = result
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
        default: throw Self.fault(result, link, sql)
        }
    }

    deinit { PQclear(result) }

    /// What was done, in the engine's word: `COMMIT`.
    var done: String { String(cString: PQcmdStatus(result)) }

    /// How many rows the statement changed.
    var changed: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    func rows() -> [[Value]] {
        let (height, width) = (PQntuples(result), PQnfields(result))
        guard height > 0 else { return [] }
        let types = (0..<width).map { PQftype(result, $0) }
        return (0..<height).map { row in
            (0..<width).map { value(row, $0, types[Int($0)]) }
        }
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> Value {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column)
        else { return .null }
        let count = Int(PQgetlength(result, row, column))
        let text = start.withMemoryRebound(to: UInt8.self, capacity: count) {
            String(decoding: UnsafeBufferPointer(start: $0, count: count), as: UTF8.self)
        }
        switch type {
        case 20, 21, 23, 26: return Int64(text).map(Value.integer) ?? .text(text)
        case 700, 701: return Double(text).map(Value.real) ?? .text(text)
        case 1_700: return Int64(text).map(Value.integer) ?? Double(text).map(Value.real) ?? .null
        case 16: return .integer(text == "t" ? 1 : 0)
        default: return .text(text)
        }
    }

    private static func fault(_ result: OpaquePointer?, _ link: PostgresLink, _ sql: String) -> Fault {
        guard link.isAlive else {
            return Fault("the connection to PostgreSQL was lost (\(sql))", isUnavailable: true)
        }
        let code = field(result, "C") ?? "?"
        // Of wrong data (class 22) the reason would repeat what was typed.
        let reason = code.hasPrefix("22") ? "a value is not of its type" : field(result, "M") ?? ""
        // Disk full, read-only, shutting down, too many connections: not the statement's fault.
        let isUnavailable = ["57P01", "57P02", "57P03", "53300", "25006"].contains(code)
        return Fault(
            "PostgreSQL \(code): \(reason) (\(sql))", isStorageFull: code == "53100",
            isUnavailable: isUnavailable)
    }

    private static func field(_ result: OpaquePointer?, _ name: Character) -> String? {
        let code = Int32(name.asciiValue ?? 0)
        return PQresultErrorField(result, code).map { String(cString: $0) }
    }
}
