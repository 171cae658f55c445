// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is published in the name of one tenant, copied out of a commons and put into another: the
/// same versions, in the same order, each shown from and until the same moment.
struct PublishedCopy {
    let tenant: String

    /// Copies it with what was witnessed of the tenant's journal.
    /// - Returns: the last number of its outbox that the commons has taken in.
    func take(from commons: any Connection, to copy: any Connection) throws -> Int {
        for name in ["published", "witness"] {
            let table = try commons.describe(name)
            try copy.run(SQLiteDialect().making(table))
            try TableCopy(table, where: ("tenant", .text(tenant))).run(from: commons, to: copy)
        }
        return try Received.last(from: tenant, on: commons)
    }

    /// Takes out what the commons was told after the tenant's store was copied: the journal of the
    /// copy says nothing of it, and what is said there stands.
    func trim(_ copy: any Connection, to journal: CopiedJournal) throws {
        try copy.run(
            "DELETE FROM witness WHERE tenant = $1 AND seal > $2",
            [.text(tenant), .integer(Int64(journal.links))])
        let said = journal.said
        let told = Dictionary(grouping: said, by: \.key.record)
        let rows = try copy.rows(
            "SELECT item, record, version, until_at FROM published WHERE tenant = $1", [.text(tenant)])
        for row in rows {
            let items = told[row[1].text ?? ""] ?? []
            let version = Int(row[2].integer ?? 0)
            guard items.contains(where: { $0.key.version == version }) else {
                try copy.run("DELETE FROM published WHERE item = $1", [row[0]])
                continue
            }
            let isClosed = items.contains {
                $0.key.version > version && $0.at.stored == row[3]
            }
            if !row[3].isNull, !isClosed {
                try copy.run("UPDATE published SET until_at = NULL WHERE item = $1", [row[0]])
            }
        }
    }

    /// Takes out of a commons all there is in the tenant's name.
    func remove(by publisher: Publisher) throws {
        try publisher.remove(where: "tenant = $1", .text(tenant))
        let connection = publisher.connection
        try connection.run("DELETE FROM witness WHERE tenant = $1", [.text(tenant)])
        try connection.run("DELETE FROM received WHERE sender = $1", [.text(tenant)])
    }

    /// Puts it into a commons, and makes the index it is found by.
    /// - Parameters:
    ///   - tenants: whose; nil: everybody's, each under the number it had.
    ///   - publisher: of the commons it goes to.
    static func put(
        of tenant: String?, from copy: any Connection, by publisher: Publisher,
        told: (Int) -> Void = { _ in }
    ) throws {
        let table = Table(
            "published",
            [
                .integer("item"), .text("tenant"), .text("record"), .integer("version"),
                .text("recorded_at"), .maybe("until_at"), .text("content"),
            ], key: ["item"])
        let filter = tenant.map { (column: "tenant", value: Value.text($0)) }
        try TableCopy(table, where: filter).each(of: copy) { rows in
            for row in rows {
                guard let slug = row[1].text, let record = RecordID(stored: row[2]),
                    let version = row[3].integer, let at = Instant(stored: row[4]),
                    let publication = JSON(stored: row[6]).flatMap(Publication.init(json:))
                else { throw Fault("a publication of the copy is not readable") }
                let item = PublishedItem(
                    tenant: slug, record: record, version: Int(version), at: at,
                    publication: publication)
                try publisher.keep(
                    publication, of: item, until: row[5], as: tenant == nil ? row[0] : nil)
            }
            told(rows.count)
        }
    }
}

/// What a commons that is copied later is held against: what the journal in a tenant's copy says.
struct CopiedJournal {
    /// What was published, in its order.
    let said: [PublishedCheck.Said]
    /// How many links its chain has.
    let links: Int

    init(_ examination: Examination, on copy: any Connection) throws {
        said = examination.published
        links = Int(try copy.value("SELECT max(number) FROM seal")?.integer ?? 0)
    }
}
