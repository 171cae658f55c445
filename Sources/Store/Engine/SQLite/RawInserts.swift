// SPDX-License-Identifier: EUPL-1.2

import Foundation
import GRDB
import Kernel

/// The peer that durable actions are measured against: the fastest way to insert rows one by one,
/// each on the disk before the next.
public enum RawInserts {
    /// Rows a second, each in a transaction of its own, `synchronous=FULL`, ten columns and an
    /// index, on one connection without a server.
    public static func perSecond(in directory: String, seconds: Int) throws -> Double {
        let path = "\(directory)/raw-\(UUID().uuidString).sqlite"
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let queue = try DatabaseQueue(path: path)
        return try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
                throw Fault("synchronous=FULL is not in force")
            }
            let columns = (1...9).map { "c\($0) TEXT" }.joined(separator: ", ")
            try database.execute(sql: "CREATE TABLE raw (id INTEGER PRIMARY KEY, \(columns)) STRICT")
            try database.execute(sql: "CREATE INDEX raw_c1 ON raw (c1)")
            let places = Array(repeating: "?", count: 9).joined(separator: ", ")
            let statement = try database.makeStatement(sql: "INSERT INTO raw VALUES (NULL, \(places))")
            let values = StatementArguments((1...9).map { "value \($0)" })
            let clock = ContinuousClock()
            let start = clock.now
            var count = 0
            while clock.now - start < .seconds(seconds) {
                try statement.execute(arguments: values)
                count += 1
            }
            let elapsed = (clock.now - start).components
            return Double(count) / (Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18)
        }
    }
}
