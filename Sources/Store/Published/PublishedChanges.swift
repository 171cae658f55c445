// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What changed in what travels to other networks, in the order it did: one row a record, which
/// moves to the end with every change. Who has read up to a number is told all the rest by what
/// comes after it, withdrawals among it, and nothing twice that did not change again.
enum PublishedChanges {
    /// `item` is the version that stands; without one it was withdrawn, or does not travel now.
    /// `kinds` are all it ever travelled as, so that who asks for one of them hears of its end.
    static let table = Table(
        "published_change",
        [
            .integer("number"), .text("tenant"), .text("record"), .integer("version"),
            .maybe("item", .integer), .text("kinds"),
        ], key: ["number"], numbering: .neverAgain)

    static let index = TableIndex(
        name: "published_change_record", table: table.name, columns: .up("tenant", "record"),
        isUnique: true)

    /// What the change is of.
    struct Subject {
        let tenant: Value
        let record: Value
        let version: Value
    }

    /// Moves a record to the end.
    /// - Parameter now: as what it travels, and the number of the version that stands; nil: it does
    ///   not. What never travelled is not noted at all.
    static func note(
        _ subject: Subject, as now: (kind: String, item: Value)?, on connection: any Connection
    ) throws {
        let known = try connection.value(
            "SELECT kinds FROM published_change WHERE tenant = $1 AND record = $2",
            [subject.tenant, subject.record])?.text
        guard now != nil || known != nil else { return }
        var kinds = known?.split(separator: " ").map(String.init) ?? []
        if let kind = now?.kind, !kinds.contains(kind) { kinds.append(kind) }
        try connection.run(
            "DELETE FROM published_change WHERE tenant = $1 AND record = $2",
            [subject.tenant, subject.record])
        try connection.run(
            "INSERT INTO published_change (tenant, record, version, item, kinds) "
                + "VALUES ($1, $2, $3, $4, $5)",
            [
                subject.tenant, subject.record, subject.version, now?.item ?? .null,
                .text(kinds.joined(separator: " ")),
            ])
    }

    /// Notes that a version that stood is no longer there, as when its tenant leaves.
    static func noteRemoval(
        _ tenant: Value, _ record: Value, _ version: Value, on connection: any Connection
    ) throws {
        try note(
            Subject(tenant: tenant, record: record, version: version), as: nil, on: connection)
    }

    /// What is not noted as it should be: what stood before there was this table, what a release
    /// before published beside this one, what kinds travel since another release.
    struct Lacks {
        let standing: [[Value]]
        let gone: [[Value]]
        var isNothing: Bool { standing.isEmpty && gone.isEmpty }

        init(_ kinds: [PublishedKind], on connection: any Connection) throws {
            let names = kinds.filter(\.travels).map { "'\($0.name)'" }.sorted().joined(separator: ", ")
            let stands = names.isEmpty ? "FALSE" : "p.until_at IS NULL AND p.kind IN (\(names))"
            standing = try connection.rows(
                "SELECT p.tenant, p.record, p.version, p.kind, p.item FROM published p WHERE \(stands) "
                    + "AND NOT EXISTS (SELECT 1 FROM published_change c WHERE c.tenant = p.tenant "
                    + "AND c.record = p.record AND c.item = p.item) ORDER BY p.item")
            gone = try connection.rows(
                "SELECT c.tenant, c.record, c.version FROM published_change c WHERE c.item IS NOT NULL "
                    + "AND NOT EXISTS (SELECT 1 FROM published p WHERE p.item = c.item AND \(stands)) "
                    + "ORDER BY c.number")
        }
    }

    /// Notes what was not.
    static func mend(_ kinds: [PublishedKind], on connection: any Connection) throws {
        let lacks = try Lacks(kinds, on: connection)
        for row in lacks.gone { try noteRemoval(row[0], row[1], row[2], on: connection) }
        for row in lacks.standing {
            let subject = Subject(tenant: row[0], record: row[1], version: row[2])
            try note(subject, as: (row[3].text ?? "", row[4]), on: connection)
        }
    }
}

extension PublishedItem {
    var change: PublishedChanges.Subject {
        PublishedChanges.Subject(
            tenant: .text(tenant), record: record.stored, version: .integer(Int64(version)))
    }
}
