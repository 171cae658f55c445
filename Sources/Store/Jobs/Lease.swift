// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What one process at a time does for all: whoever holds the lease, until it lets its time go by.
enum Lease {
    /// Takes a lease or holds it for longer; whether it is the holder's now.
    static func take(
        _ name: String, for holder: String, seconds: Int, at now: Instant, in database: any Database
    ) async throws -> Bool {
        // Whoever does not get it costs a look, not a commit.
        let isOthers = try database.read {
            try $0.value(
                "SELECT 1 FROM lease WHERE name = $1 AND holder <> $2 AND until_at >= $3",
                [.text(name), .text(holder), now.stored]) != nil
        }
        if isOthers { return false }
        return try await database.write { connection in
            try connection.change(
                "INSERT INTO lease (name, holder, until_at) VALUES ($1, $2, $3) "
                    + "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, "
                    + "until_at = excluded.until_at "
                    + "WHERE lease.holder = excluded.holder OR lease.until_at < $4",
                [.text(name), .text(holder), now.adding(seconds: seconds).stored, now.stored]) > 0
        }
    }

    /// Ends all that is held of a store, whoever held it.
    static func endAll(in database: any Database) throws {
        guard try database.read({ try $0.value("SELECT 1 FROM lease LIMIT 1") }) != nil else { return }
        try database.writeAlone { try $0.run("DELETE FROM lease") }
    }

    /// Lets others have it at once.
    static func release(
        _ name: String, of holder: String, in database: any Database
    ) async throws {
        try await database.write {
            try $0.run(
                "DELETE FROM lease WHERE name = $1 AND holder = $2", [.text(name), .text(holder)])
        }
    }
}
