// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One open transaction or snapshot of one store. The same SQL, with `$1`-style places in the
/// order of the arguments, runs on every engine; only what implements this knows which.
public protocol Connection {
    /// The rows a query gives, as values in the order of its columns.
    /// - Throws: `Fault` when the engine refuses the statement.
    func rows(_ sql: String, _ arguments: [Value]) throws -> [[Value]]

    /// Runs a statement that gives no rows; the number of rows it changed.
    /// - Throws: `Fault` when the engine refuses the statement.
    @discardableResult
    func run(_ sql: String, _ arguments: [Value]) throws -> Int

    /// Tells the commit of an entry added to the journal, so that its seal covers it.
    func added(_ entry: JournalEntry.Sealed)
}

extension Connection {
    /// The rows of a query without arguments.
    public func rows(_ sql: String) throws -> [[Value]] { try rows(sql, []) }

    /// Runs a statement without arguments.
    @discardableResult
    public func run(_ sql: String) throws -> Int { try run(sql, []) }

    /// The first column of the first row; nil without a row.
    public func value(_ sql: String, _ arguments: [Value] = []) throws -> Value? {
        try rows(sql, arguments).first?.first
    }
}
