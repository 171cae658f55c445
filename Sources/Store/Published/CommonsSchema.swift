// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The tables only the commons has: what is published, and who signs in.
struct CommonsSchema: Sendable {
    let published: [PublishedKind]

    var tables: [Table] { Self.tables + [PublishedChanges.table] + published.map(Self.table) }

    var indexes: [TableIndex] {
        Self.indexes + RegisterIndexes.all + [PublishedChanges.index]
            + published.flatMap { kind in
                kind.columns.map { column in
                    TableIndex(
                        name: "\(kind.table)_\(column.name)", table: kind.table,
                        columns: [.up(column.name, mayBeEmpty: true)])
                }
            }
    }

    /// A kind's own columns, beside the head all kinds share.
    private static func table(of kind: PublishedKind) -> Table {
        Table(
            kind.table, [.integer("item")] + kind.columns.map { .maybe($0.name, $0.sort.stored) },
            key: ["item"])
    }

    private static let tables: [Table] = [
        Table(
            "published",
            [
                .integer("item"), .text("kind"), .text("tenant"), .text("record"),
                .integer("version"), .text("recorded_at"), .maybe("until_at"),
                .text("reference"), .text("title"), .text("summary"), .text("status"),
                .maybe("day"), .maybe("longitude", .real), .maybe("latitude", .real),
                .text("content"),
            ], key: ["item"], numbering: .counted),
        Table(
            "published_file", [.text("digest"), .text("tenant"), .integer("item")],
            key: ["digest", "tenant", "item"]),
        Table(
            "witness", [.text("tenant"), .integer("seal"), .text("digest"), .text("at")],
            key: ["tenant", "seal"]),
        Table(
            "operation", [.text("name"), .text("at"), .text("outcome"), .text("detail")],
            key: ["name", "at"]),
    ] + signingIn

    /// The tables that hold what is secret.
    static let secrets = Set(signingIn.map(\.name))
    /// What is secret in the table `store`: what links in mail, and what is offered to other networks,
    /// are signed with.
    static let secretKeys: Set<String> = ["mail_key", SigningKeys.mark]

    /// Those of them that say whose.
    static let signingInByPerson = signingIn.filter { table in
        table.columns.contains { $0.name == "person" }
    }.map(\.name)

    /// Who signs in, and how: beside the journal, since what is secret is not in it.
    private static let signingIn: [Table] = [
        Table("secret", [.text("person"), .text("password"), .text("changed_at")], key: ["person"]),
        Table(
            "session",
            [
                .text("digest"), .text("person"), .text("csrf"), .text("began_at"),
                .text("expires_at"), .maybe("used_at"), .maybe("way"), .maybe("id_token"),
                .maybe("proved_at"),
            ], key: ["digest"]),
        Table("attempts", [.text("key"), .integer("taken"), .text("until_at")], key: ["key"]),
        Table(
            "sign_in_step", [.text("digest"), .text("person"), .text("expires_at")],
            key: ["digest"]),
        Table(
            "second_factor", [.text("person"), .text("secret"), .integer("last_step")],
            key: ["person"]),
        Table("recovery_code", [.text("person"), .text("digest")], key: ["person", "digest"]),
        Table(
            "mail_secret",
            [.text("digest"), .text("person"), .text("purpose"), .text("expires_at")],
            key: ["digest"]),
        Table("webhook_secret", [.text("webhook"), .text("secret")], key: ["webhook"]),
        Table("bounce", [.text("person"), .text("at"), .text("reason")], key: ["person"]),
        Table(
            "openid_state",
            [
                .text("digest"), .text("provider"), .text("browser"), .text("nonce"),
                .text("verifier"), .text("next"), .maybe("person"), .text("expires_at"),
            ], key: ["digest"]),
    ]

    private static let indexes: [TableIndex] = [
        TableIndex(
            name: "published_version", table: "published",
            columns: .up("tenant", "record", "version"), isUnique: true),
        TableIndex(
            name: "published_now", table: "published", columns: .up("tenant", "record"),
            isUnique: true, condition: "until_at IS NULL"),
        TableIndex(name: "session_person", table: "session", columns: .up("person")),
    ]
}

extension PublishedKind {
    /// The name of the table of its own columns: `published_planning_application`.
    var table: String { "published_\(name.replacing(".", with: "_"))" }
}

extension PublishedColumn.Sort {
    fileprivate var stored: Table.Sort {
        switch self {
        case .text: .text
        case .integer: .integer
        case .real: .real
        }
    }
}
