// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Walks a journal from its first entry and stops at the first that is not what it was.
struct Verifier {
    private typealias Finding = Verification.Finding
    private static let page = 1_000

    let connection: any Connection
    let tables: TableSet
    let witnesses: [Int: String]
    let erased: ErasedValues
    private var previous = Seal.origin
    private var lastSeal = 0
    private var lastEntry = Int.min
    private var entries = 0
    /// How many versions of each kind of record the entries so far have made.
    private var made: [String: Int] = [:]
    /// How many personal values they tell of.
    private var personal = 0
    /// What they say was published, in their order.
    private(set) var published: [PublishedCheck.Said] = []

    init(connection: any Connection, tables: TableSet, witnesses: [Int: String]) throws {
        erased = try ErasedValues(on: connection)
        self.connection = connection
        self.tables = tables
        self.witnesses = witnesses
    }

    mutating func verify(_ tenant: String) throws -> Verification {
        var finding: Verification.Finding?
        while finding == nil {
            let seals = try connection.rows(
                "SELECT number, at, entries, previous, digest FROM seal WHERE number > $1 "
                    + "ORDER BY number LIMIT \(Self.page)", [.integer(Int64(lastSeal))])
            if seals.isEmpty { break }
            for row in seals {
                finding = try check(row)
                if finding != nil { break }
            }
        }
        finding = try finding ?? unsealed() ?? unwitnessed()
            ?? StrayRecords(connection: connection, tables: tables, made: made).find()
            ?? StrayPersonal(connection: connection, told: personal).find()
        var ledgers = LedgerCheck(connection: connection)
        finding = try finding ?? ledgers.find()
        return Verification(
            tenant: tenant, entries: entries, head: previous, finding: finding, losses: ledgers.losses)
    }

    /// The number the next entry should have.
    private var nextEntry: Int { max(lastEntry, 0) + 1 }

    /// One link, and the entries it covers.
    private mutating func check(_ row: [Value]) throws -> Finding? {
        guard let seal = Seal(row: row), let sealed = seal.sealed else {
            return Finding(kind: .link, entry: nextEntry, detail: "a link is not readable")
        }
        let first = sealed.first?.number ?? nextEntry
        for item in sealed {
            if let finding = try check(item) { return finding }
        }
        let isNext = seal.number == lastSeal + 1 && seal.previous == previous
        guard isNext, seal.digest == seal.computed else {
            return Finding(
                kind: .link, entry: first,
                detail: "link \(seal.number) does not follow from link \(lastSeal)")
        }
        if let witnessed = witnesses[seal.number], witnessed != seal.digest {
            return Finding(
                kind: .witness, entry: first,
                detail: "link \(seal.number) is not the one the commons witnessed")
        }
        lastSeal = seal.number
        previous = seal.digest
        return nil
    }

    /// One entry against its seal; whatever stands between it and the one before was inserted.
    private mutating func check(_ sealed: JournalEntry.Sealed) throws -> Finding? {
        guard sealed.number > lastEntry else {
            return Finding(kind: .link, entry: sealed.number, detail: "two links cover it")
        }
        let between = try connection.value(
            "SELECT min(seq) FROM journal WHERE seq > $1 AND seq < $2",
            [.integer(Int64(lastEntry)), .integer(Int64(sealed.number))])
        if let inserted = between?.integer {
            return Finding(kind: .inserted, entry: Int(inserted), detail: "no link covers it")
        }
        let columns = try connection.rows(
            "SELECT \(JournalEntry.columns), digest FROM journal WHERE seq = $1",
            [.integer(Int64(sealed.number))]
        ).first
        guard let columns else {
            return Finding(kind: .removed, entry: sealed.number, detail: "a link covers it")
        }
        let computed = JournalEntry.digest(of: columns.dropLast())
        guard computed == sealed.digest, columns.last == .text(sealed.digest) else {
            return Finding(
                kind: .altered, entry: sealed.number, detail: "its digest is not the one sealed")
        }
        lastEntry = sealed.number
        entries += 1
        guard let entry = JournalEntry(row: columns) else {
            return Finding(kind: .altered, entry: sealed.number, detail: "it is not readable")
        }
        let records = try RecordCheck(
            connection: connection, tables: tables, erased: erased
        ).check(entry)
        made.merge(records.made, uniquingKeysWith: +)
        personal += records.personal
        published += records.published
        return records.finding
    }

    private func unsealed() throws -> Finding? {
        let extra = try connection.value(
            "SELECT min(seq) FROM journal WHERE seq > $1", [.integer(Int64(lastEntry))])
        return extra?.integer.map {
            Finding(kind: .inserted, entry: Int($0), detail: "no link covers it")
        }
    }

    private func unwitnessed() throws -> Finding? {
        guard let missing = witnesses.keys.filter({ $0 > lastSeal }).min() else { return nil }
        return Finding(
            kind: .removed, entry: nextEntry,
            detail: "the commons witnessed link \(missing), which is not there")
    }
}
