// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One open transaction or snapshot of one store. The same SQL runs on every engine, with `$1` for
/// the first of the arguments wherever it stands; only what implements this knows which.
protocol Connection {
    /// What its engine does its own way.
    var dialect: any Dialect { get }

    /// The rows a query gives, as values in the order of its columns.
    /// - Throws: `Fault` when the engine refuses the statement.
    func rows(_ sql: String, _ arguments: [Value]) throws -> [[Value]]

    /// Runs a statement of which nothing is asked but that it succeeds. An engine that is reached over
    /// a network may keep it to send it with the next ones.
    /// - Throws: `Fault` when the engine refuses it; or the next one does, or the end of the write.
    func run(_ sql: String, _ arguments: [Value]) throws

    /// Runs a statement that gives no rows; the number of rows it changed.
    /// - Throws: `Fault` when the engine refuses it, or one before it.
    func change(_ sql: String, _ arguments: [Value]) throws -> Int

    /// Tells the commit of an entry added to the journal, so that its seal covers it.
    func added(_ entry: JournalEntry.Sealed)

    /// The number of the last entry this commit has added; nil if it has added none.
    var lastAdded: Int? { get }
}

extension Connection {
    /// The rows of a query without arguments.
    func rows(_ sql: String) throws -> [[Value]] { try rows(sql, []) }

    /// Runs a statement without arguments.
    func run(_ sql: String) throws { try run(sql, []) }

    /// The first column of the first row; nil without a row.
    func value(_ sql: String, _ arguments: [Value] = []) throws -> Value? {
        try rows(sql, arguments).first?.first
    }

    /// The names of the store's tables.
    func tables() throws -> Set<String> {
        Set(try rows(dialect.tables).compactMap { $0[0].text })
    }

    /// The names of a table's columns; none if it is not there.
    func columns(of table: String) throws -> Set<String> {
        Set(try rows(dialect.columns(of: table)).compactMap { $0[0].text })
    }
}

/// A connection lent to a writer, who begins and ends the transaction.
protocol WritingConnection: Connection {
    /// Begins to write: nobody else writes the store until the end.
    func begin() throws
    func commit() throws
    /// Begins one of the writes that share the commit: it can be undone by itself.
    func mark() throws
    /// Ends one of the writes: all of it has been taken.
    func release() throws
    /// Undoes one of the writes, back to its mark.
    func undo() throws
    /// Gives up, if anything was begun. Nothing is kept.
    func rollback()
    /// Whether a transaction is under way: a full disk may have ended it.
    var isInsideTransaction: Bool { get }
    /// The journal entries this commit has added so far.
    var entries: EntryList { get }
}

extension WritingConnection {
    func added(_ entry: JournalEntry.Sealed) { entries.entries.append(entry) }
    var lastAdded: Int? { entries.entries.last?.number }
}

/// The journal entries one commit adds, for its seal. Used by one writer at a time.
final class EntryList {
    var entries: [JournalEntry.Sealed] = []
}
