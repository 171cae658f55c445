// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The tables only the commons has: what is published, and who signs in.
struct CommonsSchema: Sendable {
    let published: [PublishedKind]

    /// Every statement that makes something of it.
    var all: [String] {
        Self.statements + RegisterIndexes.statements
            + published.flatMap { kind in
                [Self.table(of: kind)] + kind.columns.map { Self.index($0, kind) }
            }
    }

    func apply(to connection: any Connection) throws {
        for statement in Self.statements + RegisterIndexes.statements {
            try connection.run(statement)
        }
        for kind in published { try apply(kind, to: connection) }
    }

    /// A kind's own columns, beside the head all kinds share.
    private func apply(_ kind: PublishedKind, to connection: any Connection) throws {
        try connection.run(Self.table(of: kind))
        let present = Set(
            try connection.rows("SELECT name FROM pragma_table_info('\(kind.table)')")
                .compactMap { $0.first?.text })
        for column in kind.columns {
            if !present.contains(column) {
                try connection.run("ALTER TABLE \(kind.table) ADD COLUMN \(column)")
            }
            try connection.run(Self.index(column, kind))
        }
    }

    private static func table(of kind: PublishedKind) -> String {
        let columns = kind.columns.map { ", \($0)" }.joined()
        return "CREATE TABLE IF NOT EXISTS \(kind.table) (item INTEGER PRIMARY KEY\(columns))"
    }

    private static func index(_ column: String, _ kind: PublishedKind) -> String {
        "CREATE INDEX IF NOT EXISTS \(kind.table)_\(column) ON \(kind.table) (\(column))"
    }

    private static let statements = [
        """
        CREATE TABLE IF NOT EXISTS published (
          item INTEGER PRIMARY KEY, kind TEXT NOT NULL, tenant TEXT NOT NULL, record TEXT NOT NULL,
          version INTEGER NOT NULL, recorded_at TEXT NOT NULL, until_at TEXT,
          reference TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
          status TEXT NOT NULL, day TEXT, longitude REAL, latitude REAL,
          content TEXT NOT NULL) STRICT
        """,
        "CREATE UNIQUE INDEX IF NOT EXISTS published_version ON published (tenant, record, version)",
        """
        CREATE UNIQUE INDEX IF NOT EXISTS published_now ON published (tenant, record)
          WHERE until_at IS NULL
        """,
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS published_words
          USING fts5 (words, content = '', tokenize = 'unicode61')
        """,
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS published_place
          USING rtree (item, west, east, south, north)
        """,
        "CREATE TABLE IF NOT EXISTS published_file (digest TEXT NOT NULL, tenant TEXT NOT NULL, "
            + "item INTEGER NOT NULL, PRIMARY KEY (digest, tenant, item)) STRICT",
        """
        CREATE TABLE IF NOT EXISTS witness (
          tenant TEXT NOT NULL, seal INTEGER NOT NULL, digest TEXT NOT NULL, at TEXT NOT NULL,
          PRIMARY KEY (tenant, seal)) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS secret (
          person TEXT PRIMARY KEY, password TEXT NOT NULL, changed_at TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE IF NOT EXISTS session (
          digest TEXT PRIMARY KEY, person TEXT NOT NULL, csrf TEXT NOT NULL,
          began_at TEXT NOT NULL, expires_at TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS session_person ON session (person)",
        """
        CREATE TABLE IF NOT EXISTS operation (
          name TEXT NOT NULL, at TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,
          PRIMARY KEY (name, at)) STRICT
        """,
    ]
}

extension PublishedKind {
    /// The name of the table of its own columns: `published_planning_application`.
    var table: String { "published_\(name.replacing(".", with: "_"))" }
}
