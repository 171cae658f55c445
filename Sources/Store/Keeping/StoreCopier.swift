// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Makes the copy of one store from one snapshot of it, table by table, while others go on writing;
/// and verifies the journal in the copy as it is written.
struct StoreCopier {
    let slug: String
    let database: any Database
    let tables: TableSet
    let path: String
    /// Tables that are not copied.
    var leavingOut: Set<String> = []
    /// What of the table `store` is not copied, by its key.
    var leavingOutKeys: Set<String> = []
    var told: KeepingProgress.Told = { _ in }

    /// A copy, with what verifying it brought to light.
    struct Made {
        let copy: StoreCopy
        let journal: CopiedJournal
    }

    /// Makes it.
    /// - Parameter more: puts in what does not lie in the store itself, after its snapshot was
    ///   read; told what the journal says was published. What it gives is the last number anything
    ///   was sent under, as far as others know.
    /// - Throws: `Fault` if the store cannot be read or the copy not be written.
    func make(
        adding more: (any Connection, CopiedJournal) throws -> Int = { _, _ in 0 }
    ) throws -> Made {
        let file = try CopyFile.making(path)
        let rows = try file.write { copy in
            try database.read { try self.copyTables(from: $0, to: copy) }
        }
        let examination = try file.read { try Examination(of: slug, on: $0, tables) }
        let journal = try file.read { try CopiedJournal(examination, on: $0) }
        let (marks, head, ledgers, sent) = try file.write { copy in
            let known = try more(copy, journal)
            try addViews(to: copy)
            return (
                try copy.marks(), try copy.head(), try copy.ledgerHead(), max(known, try copy.lastSent())
            )
        }
        try file.close()
        guard let digest = try Digest.ofFile(path) else { throw Fault("\(path) is gone") }
        return Made(
            copy: StoreCopy(
                slug: slug, digest: digest, marks: marks, head: head, ledgers: ledgers,
                finding: examination.verification.finding, rows: rows, sent: sent),
            journal: journal)
    }

    func copyTables(
        from source: any Connection, to copy: any Connection
    ) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        var done = 0
        for name in try source.tables().sorted() where !leavingOut.contains(name) {
            let table = try source.describe(name)
            try copy.run(SQLiteDialect().making(table))
            // What records are found by is made anew where they go; the table says it may be.
            if RecordSearch.derived.contains(name) { continue }
            var rows = TableCopy(table)
            if name == "store" {
                rows.leavingOut = leavingOutKeys.sorted().map { ("key", .text($0)) }
            }
            counts[name] = try rows.run(from: source, to: copy) {
                done += $0
                told(KeepingProgress(what: slug, done: done))
            }
        }
        return counts
    }

    /// What is asked for first by whoever opens the file: each record as it is now.
    private func addViews(to copy: any Connection) throws {
        for table in try tables.present(on: copy) {
            let name = table.kind.table
            try copy.run(
                "CREATE VIEW \(name)_now AS SELECT * FROM \(name) WHERE until_at IS NULL")
        }
    }
}

extension StoreCopier {
    /// The copier of an open store.
    init(_ store: TenantStore, path: String, told: @escaping KeepingProgress.Told = { _ in }) {
        self.init(
            slug: store.tenant.slug, database: store.database, tables: store.tables, path: path,
            told: told)
    }
}

extension Examination {
    /// Verifies a store on an open snapshot of it, or in a copy.
    init(
        of slug: String, on connection: any Connection, _ tables: TableSet,
        witnesses: [Int: String] = [:]
    ) throws {
        var verifier = try Verifier(connection: connection, tables: tables, witnesses: witnesses)
        verification = try verifier.verify(slug)
        published = verifier.published
        erased = verifier.erased.records
        waiting = try PublishedCheck.waiting(on: connection)
    }
}
