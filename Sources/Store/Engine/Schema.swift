// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The tables of a store: those every store has, and one for each kind of record, derived from its
/// description. Forward only, additive first.
struct Schema: Sendable {
    /// The version of the tables every store has. A store that says a higher one was written by a
    /// newer program and is left alone.
    static let version = 1

    let kinds: [RecordKind]
    /// Whether it is the commons, which also holds what everyone may see.
    let isCommons: Bool
    let published: [PublishedKind]
    /// A digest of every table and index there is to be: a store that says the same has them all,
    /// so that opening it asks for nothing else.
    private let shape: String

    init(kinds: [RecordKind], isCommons: Bool, published: [PublishedKind]) {
        self.kinds = kinds
        self.isCommons = isCommons
        self.published = published
        let statements = Self.common + kinds.flatMap { [Self.table(of: $0)] + Self.indexes(of: $0) }
            + (isCommons ? CommonsSchema(published: published).all : [])
        shape = Digest.of(statements.joined(separator: ";").utf8)
    }

    /// Whether the store has this very schema, so that nothing is to be done.
    func isApplied(to connection: any Connection) throws -> Bool {
        let known = try connection.rows(
            "SELECT value FROM store WHERE key IN ('schema', 'shape') ORDER BY key")
        return known == [[.text(String(Self.version))], [.text(shape)]]
    }

    /// Brings the store to this schema: makes what is missing, adds columns that were declared
    /// since.
    /// - Throws: `Refusal.outOfService` for a store of a newer schema.
    func apply(to connection: any Connection) throws {
        try connection.run(
            "CREATE TABLE IF NOT EXISTS store (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
        let known = try connection.value("SELECT value FROM store WHERE key = 'schema'")?.text
        // A version this program cannot even read is newer than it, too.
        if let known, Int(known).map({ $0 > Self.version }) ?? true {
            throw Refusal.outOfService(Phrase("store.newer", ["version": known]))
        }
        if known != String(Self.version) {
            for statement in Self.common { try connection.run(statement) }
        }
        for kind in kinds { try apply(kind, to: connection) }
        if isCommons { try CommonsSchema(published: published).apply(to: connection) }
        for (key, value) in [("schema", String(Self.version)), ("shape", shape)] {
            try connection.run(
                "INSERT INTO store (key, value) VALUES ($1, $2) "
                    + "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [.text(key), .text(value)])
        }
    }

    private func apply(_ kind: RecordKind, to connection: any Connection) throws {
        try connection.run(Self.table(of: kind))
        let present = Set(
            try connection.rows("SELECT name FROM pragma_table_info('\(kind.table)')")
                .compactMap { $0.first?.text })
        for field in kind.fields where !present.contains(field.name) {
            try connection.run(
                "ALTER TABLE \(kind.table) ADD COLUMN \(field.name) \(Self.type(of: field.kind))")
        }
        for statement in Self.indexes(of: kind) { try connection.run(statement) }
    }

    private static func table(of kind: RecordKind) -> String {
        let columns = kind.fields.map { "\($0.name) \(type(of: $0.kind))" }
        return """
            CREATE TABLE IF NOT EXISTS \(kind.table) (
              id TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
              recorded_at TEXT NOT NULL, until_at TEXT, entry INTEGER NOT NULL,
              \(columns.joined(separator: ", ")),
              PRIMARY KEY (id, version)) STRICT
            """
    }

    /// The current version of each record is found by partial indexes, which leave out what is not
    /// filled where only filled values are looked for; by its id through the primary key. "As of" is
    /// found by an index of the whole.
    private static func indexes(of kind: RecordKind) -> [String] {
        let table = kind.table
        func index(_ columns: [String], where more: String = "") -> String {
            """
            CREATE INDEX IF NOT EXISTS \(table)_now_\(columns.joined(separator: "_")) \
            ON \(table) (\(columns.joined(separator: ", "))) WHERE until_at IS NULL\(more)
            """
        }
        var whole = [["state", "id"]]
        if kind.list.order != "id" { whole.append([kind.list.order, "id"]) }
        let lookedUp = kind.indexes.map { $0 + ["id"] }.filter { !whole.contains($0) }
        return whole.map { index($0) } + lookedUp.map { index($0, where: " AND \($0[0]) IS NOT NULL") }
            + ["CREATE INDEX IF NOT EXISTS \(table)_times ON \(table) (recorded_at, until_at)"]
    }

    private static func type(of kind: FieldKind) -> String {
        switch kind {
        case .integer, .money, .flag: "INTEGER"
        default: "TEXT"
        }
    }

    private static let common = [
        """
        CREATE TABLE IF NOT EXISTS journal (
          seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
          record TEXT NOT NULL, record_id TEXT NOT NULL, version INTEGER NOT NULL,
          changes TEXT NOT NULL, rules TEXT NOT NULL, digest TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS journal_record ON journal (record_id, seq)",
        """
        CREATE TABLE IF NOT EXISTS seal (
          number INTEGER PRIMARY KEY, at TEXT NOT NULL, entries TEXT NOT NULL,
          previous TEXT NOT NULL, digest TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS personal (
          record TEXT NOT NULL, record_id TEXT NOT NULL, field TEXT NOT NULL,
          digest TEXT NOT NULL, salt TEXT NOT NULL, value TEXT,
          PRIMARY KEY (record_id, field, digest)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS answered (
          key TEXT PRIMARY KEY, request TEXT NOT NULL, entry INTEGER NOT NULL,
          at TEXT NOT NULL) STRICT
        """,
        "CREATE TABLE IF NOT EXISTS series (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT",
        """
        CREATE TABLE IF NOT EXISTS outbox (
          seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, addressee TEXT NOT NULL,
          content TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS outbox_addressee ON outbox (addressee, seq)",
        """
        CREATE TABLE IF NOT EXISTS received (
          sender TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS notice (
          id TEXT PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, phrase TEXT NOT NULL,
          path TEXT NOT NULL, seen_at TEXT) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS upload (
          digest TEXT NOT NULL, uploader TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL,
          at TEXT NOT NULL, PRIMARY KEY (digest, uploader)) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS undelivered (
          seq INTEGER PRIMARY KEY, at TEXT NOT NULL, addressee TEXT NOT NULL,
          content TEXT NOT NULL, reason TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS notice_person ON notice (person, at)",
    ]
}

extension RecordKind {
    /// The name of its table: `planning_application`.
    var table: String { "\(system)_\(name)" }
}
