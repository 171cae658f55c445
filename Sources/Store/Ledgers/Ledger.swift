// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A system's own log in a tenant's store, for what changes too often for a journal entry each: the
/// readings of sensors. A line holds all that was done in one commit; each is sealed over the one
/// before, and `verify` goes through them as through the journal.
///
/// What a line says is the system's business; so is what it keeps beside them, to start again without
/// reading them all.
public struct Ledger: Sendable {
    /// Somebody else has written the line meanwhile: another process on the same store. Whoever wanted
    /// to write reads what is new and begins again.
    public struct Overtaken: Error, Sendable {}

    public let name: String
    let store: TenantStore

    /// - Parameter name: of the ledger, unique in the store: the system's, or begun with it.
    public init(_ name: String, in store: TenantStore) {
        self.name = name
        self.store = store
    }

    /// Another ledger of the same store.
    public func other(_ name: String) -> Ledger { Ledger(name, in: store) }

    /// The tenant it is of.
    public var tenant: Tenant { store.tenant }

    /// Writes the next line. Returns once it is durable.
    /// - Parameters:
    ///   - last: the line it follows; nil: it is the first.
    ///   - kept: what is kept from now on under a key; nil: nothing any more.
    /// - Throws: `Overtaken`; `Fault` when the store fails, and for a content that is none: an empty one,
    ///   or one that begins with `!` as lines do that a ledger itself writes.
    public func write(
        _ content: String, after last: LedgerLine?, at now: Instant, keeping kept: [String: String?] = [:]
    ) async throws -> LedgerLine {
        guard LedgerNotice.isOfSystem(content) else { throw Fault("a line of \(name) says nothing") }
        let line = LedgerLine(
            name, number: (last?.number ?? 0) + 1, at: now, content: content,
            previous: last?.digest ?? Seal.origin)
        let name = name
        try await store.database.write { connection in
            let before = try connection.value(
                "SELECT max(number) FROM ledger WHERE name = $1", [.text(name)])?.integer
            guard Int(before ?? 0) + 1 == line.number else { throw Overtaken() }
            try Self.put(line, as: name, on: connection)
            try Self.keep(kept, as: name, upTo: line.number, on: connection)
        }
        return line
    }

    static func put(_ line: LedgerLine, as name: String, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO ledger (name, number, at, content, previous, digest) "
                + "VALUES ($1, $2, $3, $4, $5, $6)",
            [
                .text(name), .integer(Int64(line.number)), line.at.stored, .text(line.content),
                .text(line.previous), .text(line.digest),
            ])
    }

    /// Keeps texts under keys without writing a line: what follows from the lines up to a number.
    public func keep(_ kept: [String: String?], upTo number: Int) async throws {
        let name = name
        try await store.database.write { try Self.keep(kept, as: name, upTo: number, on: $0) }
    }

    static func keep(
        _ kept: [String: String?], as name: String, upTo number: Int, on connection: any Connection
    ) throws {
        for (key, content) in kept.sorted(by: { $0.key < $1.key }) {
            guard let content else {
                try connection.run(
                    "DELETE FROM ledger_kept WHERE name = $1 AND key = $2", [.text(name), .text(key)])
                continue
            }
            try connection.run(
                "INSERT INTO ledger_kept (name, key, number, content) VALUES ($1, $2, $3, $4) "
                    + "ON CONFLICT (name, key) DO UPDATE SET number = excluded.number, "
                    + "content = excluded.content",
                [.text(name), .text(key), .integer(Int64(number)), .text(content)])
        }
    }

    /// The lines after a number, in order.
    /// - Throws: `Fault` for one that cannot be read.
    public func lines(after number: Int, limit: Int) throws -> [LedgerLine] {
        try store.database.read { connection in
            try connection.rows(
                "SELECT \(LedgerLine.columns) FROM ledger WHERE name = $1 AND number > $2 "
                    + "ORDER BY number LIMIT $3",
                [.text(name), .integer(Int64(number)), .integer(Int64(limit))]
            ).map { row in
                guard let line = LedgerLine(row: row) else {
                    throw Fault("a line of the ledger \(name) cannot be read")
                }
                return line
            }
        }
    }

    /// What is kept under a key; nil: nothing.
    public func kept(_ key: String) throws -> String? {
        try store.database.read {
            try $0.value(
                "SELECT content FROM ledger_kept WHERE name = $1 AND key = $2",
                [.text(name), .text(key)])?.text
        }
    }

    /// All that is kept under keys that begin so, in the order of the keys.
    public func kept(beginning start: String, after key: String = "", limit: Int) throws
        -> [(key: String, content: String)]
    {
        try store.database.read { connection in
            try connection.rows(
                "SELECT key, content FROM ledger_kept WHERE name = $1 AND key >= $2 AND key < $3 "
                    + "AND key > $4 ORDER BY key LIMIT $5",
                [
                    .text(name), .text(start), .text("\(start)\u{10FFFF}"), .text(key),
                    .integer(Int64(limit)),
                ]
            ).compactMap { row in row[0].text.flatMap { key in row[1].text.map { (key, $0) } } }
        }
    }
}
