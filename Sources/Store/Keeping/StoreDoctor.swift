// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a doctor looks at in one store.
struct StoreDoctor {
    private typealias Finding = Doctor.Finding

    private let network: Network
    private let store: TenantStore
    private var slug: String { store.tenant.slug }

    init(_ network: Network, _ store: TenantStore) {
        self.network = network
        self.store = store
    }

    func examine() throws -> [Doctor.Finding] {
        var findings: [Finding] = []
        if store.database is ReadOnlyDatabase {
            findings.append(
                Finding(
                    .error, slug, "read_only", "it could not be brought to this release",
                    advice: "See the log for why, mend it, and run talka migrate."))
        }
        findings += try store.database.read { connection in
            try engine(connection) + schema(connection) + outbox(connection) + future(connection)
        }
        if let finding = try network.verify(slug).finding {
            findings.append(
                Finding(
                    .error, slug, "journal", finding.detail,
                    advice: "Keep a copy as evidence, find out who had access, and compare with the "
                        + "last backup: talka verify \(slug)."))
        }
        return try findings + documents() + answers()
    }

    /// What the engine itself finds; where it has no check of its own, every row is read.
    private func engine(_ connection: any Connection) throws -> [Finding] {
        let damaged: [String]
        if let query = connection.dialect.integrity {
            damaged = try connection.rows(query).compactMap { $0.first?.text }
        } else {
            damaged = try connection.tables().sorted().compactMap { name in
                do {
                    try TableCopy(connection.describe(name)).each(of: connection) { _ in }
                    return nil
                } catch { return "\(name): \(error)" }
            }
        }
        return damaged.prefix(3).map {
            Finding(
                .error, slug, "integrity", $0,
                advice: "The disk or the memory may be failing. Put a backup of it back elsewhere.")
        }
    }

    private func schema(_ connection: any Connection) throws -> [Finding] {
        let schema = slug == Tenant.commons ? network.wholeSchema : network.schema
        var findings = try schema.lacking(on: connection).map {
            Finding(
                .error, slug, "schema", "it lacks the \($0.name)", advice: "Run talka migrate.")
        }
        if try !schema.knowsAll(of: connection) {
            findings.append(
                Finding(
                    .warning, slug, "schema", "a newer release has added something to it",
                    advice: "Finish the upgrade: this program is the older one."))
        }
        return findings
    }

    private func outbox(_ connection: any Connection) throws -> [Finding] {
        var findings: [Finding] = []
        let row = try connection.rows("SELECT count(*), min(at) FROM outbox").first
        if let since = row.flatMap({ Instant(stored: $0[1]) }), network.now() - since > 600_000 {
            findings.append(
                Finding(
                    .error, slug, "outbox", "\(row?[0].integer ?? 0) wait to be carried since \(since)",
                    advice: "A server carries them as it runs; see its log for what keeps it."))
        }
        let aside = try connection.rows(
            "SELECT addressee, reason FROM undelivered ORDER BY seq DESC LIMIT 1").first
        if let aside {
            findings.append(
                Finding(
                    .warning, slug, "undelivered",
                    "something for \(aside[0].text ?? "") was set aside: \(aside[1].text ?? "")",
                    advice: "Tell the addressee's administrator; the sender's record says what it was."))
        }
        return findings
    }

    private func future(_ connection: any Connection) throws -> [Finding] {
        let last = try connection.value("SELECT max(at) FROM journal").flatMap(Instant.init(stored:))
        guard let last, last - network.now() > 300_000 else { return [] }
        return [
            Finding(
                .error, slug, "future", "the journal has an entry of \(last), which is to come",
                advice: "A machine's clock was wrong. Correct it, and keep a note of when: entries stay.")
        ]
    }

    /// Documents that nobody names, and those that are named and gone.
    private func documents() throws -> [Finding] {
        let there = Set(try network.documents.list(of: slug))
        let (named, sent) = try store.database.read { connection in
            let named = try KeptDocuments(connection: connection, tables: store.tables).named()
            let yesterday = network.now().adding(seconds: -24 * 60 * 60)
            let sent = try connection.rows(
                "SELECT digest FROM upload WHERE at > $1", [yesterday.stored])
            return (Set(named.map(\.digest)), Set(sent.compactMap { $0[0].text }))
        }
        var findings: [Finding] = []
        let gone = named.subtracting(there)
        if !gone.isEmpty {
            findings.append(
                Finding(
                    .error, slug, "documents_missing", "\(gone.count) documents are gone",
                    advice: "Put them back from the last backup's documents/\(slug)."))
        }
        let orphans = there.subtracting(named).subtracting(sent)
        if !orphans.isEmpty {
            findings.append(
                Finding(
                    .warning, slug, "documents_orphaned", "\(orphans.count) documents that no record names",
                    advice: "What is sent and not used is cleared after a day. These came another way, and "
                        + "do no harm."))
        }
        return findings
    }

    /// What clocks answered for each record as it is, against what they answer for its moment now.
    private func answers() throws -> [Finding] {
        try store.database.read { connection in
            try store.tables.present(on: connection).compactMap { table in
                let derived = table.kind.fields.filter(\.isDerived).map(\.name)
                if derived.isEmpty { return nil }
                let stale = try stale(table, derived, connection)
                return stale == 0
                    ? nil
                    : Finding(
                        .warning, slug, "answers",
                        "\(stale) of \(table.kind.key) have answers of clocks that are not today's",
                        advice: "A rule or the calendar was changed: the daily work settles them anew.")
            }
        }
    }

    private func stale(
        _ table: RecordTable, _ derived: [String], _ connection: any Connection
    ) throws -> Int {
        var (count, after) = (0, Query.Cursor?.none)
        let erased = try ErasedValues(on: connection).records
        while true {
            let rows = try table.list(Query(after: after, limit: 500), on: connection)
            // What was erased is not answered anew.
            for row in rows where !erased.contains(row.id.text) {
                let moment = store.moment(
                    for: .system("doctor"), system: table.kind.system, at: row.recordedAt)
                let settled = table.kind.settled(row, moment)
                if derived.contains(where: { settled[$0] != row[$0] }) { count += 1 }
            }
            guard rows.count == 500, let last = rows.last else { return count }
            after = Query.Cursor(value: last.id.stored, id: last.id.text)
        }
    }
}
