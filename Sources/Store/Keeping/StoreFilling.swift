// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Puts the copy of a store into a new one, on whichever engine, within the transaction that makes
/// it.
struct StoreFilling {
    /// Where it is marked in a store from which copies it came, so that an import that was
    /// interrupted goes on and takes no other's store for its own.
    static let mark = "taken_in"

    let copy: CopyFile
    let schema: Schema
    /// The kinds of publication there are.
    let kinds: [String: PublishedKind]
    /// What the copies are known by.
    let origin: String
    /// The last number anything was sent under.
    let sent: Int
    var told: (Int) -> Void = { _ in }

    /// The tables of which a new store has its own.
    static let own: Set<String> = ["store", "migration", "lease"]

    /// What the new store has of its own, and what is made from what is published.
    private var apart: Set<String> {
        Self.own.union(RecordSearch.derived).union(
            ["published", "published_file", PublishedChanges.table.name] + kinds.values.map(\.table))
    }

    /// - Throws: `Refusal.outOfService` for a copy that a newer program wrote.
    func fill(_ target: any Connection) throws {
        try copy.read { source in
            try check(source)
            let there = try source.tables()
            for table in schema.tables where there.contains(table.name) && !apart.contains(table.name) {
                let known = try source.describe(table.name)
                let columns = try target.columns(of: table.name)
                try mustKnow(known.columns.allSatisfy { columns.contains($0.name) }, table.name)
                try TableCopy(known).run(from: source, to: target, told: told)
            }
            if schema.isCommons {
                let publisher = Publisher(kinds: kinds, connection: target)
                try PublishedCopy.put(of: nil, from: source, by: publisher, told: told)
            }
            try number(target)
            try schema.renewSearch(on: target)
        }
        try target.run(
            "INSERT INTO store (key, value) VALUES ($1, $2)", [.text(Self.mark), .text(origin)])
    }

    /// What this program would have to leave out, it does not take in at all.
    private func check(_ source: any Connection) throws {
        let version = try source.marks()["schema"] ?? ""
        guard let number = Int(version), number <= Schema.version else {
            throw Refusal.outOfService(Phrase("store.newer", ["version": version]))
        }
        // A tenant's file has what is published in its name beside its own tables.
        let known = Set(schema.tables.map(\.name)).union(apart).union(["witness"])
        for name in try source.tables() where !known.contains(name) && !name.hasPrefix("published_") {
            try mustKnow(try source.value("SELECT 1 FROM \(name) LIMIT 1") == nil, name)
        }
    }

    private func mustKnow(_ isKnown: Bool, _ table: String) throws {
        if isKnown { return }
        throw Fault(
            "a newer program wrote the copy: in the table \(table) is something this one does not "
                + "know; nothing was taken in")
    }

    /// Numbers go on after those that were given.
    private func number(_ target: any Connection) throws {
        for table in schema.tables where table.numbering != .given {
            let last = try target.value("SELECT max(\(table.key[0])) FROM \(table.name)")?.integer ?? 0
            let least = table.name == "outbox" ? sent : 0
            for statement in target.dialect.numbering(table, after: max(Int(last), least)) {
                _ = try target.rows(statement)
            }
        }
    }
}
