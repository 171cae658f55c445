// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A connection to one schema of a PostgreSQL database, lent for one transaction or snapshot.
struct PostgresConnection: WritingConnection {
    let link: PostgresLink
    let schema: String
    let entries = EntryList()

    var dialect: any Dialect { PostgresDialect() }
    var isInsideTransaction: Bool { link.isAlive && link.isInsideTransaction }

    func rows(_ sql: String, _ arguments: [Value]) throws -> [[Value]] {
        try link.run(sql, arguments).rows()
    }

    func run(_ sql: String, _ arguments: [Value]) throws { try link.put(sql, arguments) }

    func change(_ sql: String, _ arguments: [Value]) throws -> Int {
        try link.run(sql, arguments).changed
    }

    /// One process writes a store at a time: whoever writes holds a row of it. A row, and no lock
    /// with a name, because the row is where the store is, on whichever machine that may be.
    func begin() throws {
        if link.isInsideTransaction { return }
        try link.begin("", in: schema, then: "; SELECT 1 FROM store WHERE key = 'writer' FOR UPDATE")
    }

    func commit() throws { try link.commit() }

    func mark() throws { try link.put("SAVEPOINT one", []) }

    /// Whoever wrote is told now whether all of it was taken.
    func release() throws { _ = try link.run("RELEASE SAVEPOINT one", []) }

    func undo() throws {
        link.forgo()
        try link.script("ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one")
    }

    func rollback() {
        // Should it not reach the server, the connection is lost and nothing was kept.
        if isInsideTransaction { link.rollback() }
    }
}
