// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A link of the chain: it closes one commit over the digests of the entries the commit added and
/// over the link before it.
struct Seal: Sendable, Hashable {
    let number: Int
    let at: Instant
    /// `NUMBER:DIGEST` of each entry, separated by commas.
    let entries: String
    /// The digest of the link before; 64 zeros for the first.
    let previous: String
    let digest: String

    static let origin = String(repeating: "0", count: 64)

    init(number: Int, at: Instant, entries: [JournalEntry.Sealed], previous: String) {
        self.number = number
        self.at = at
        self.entries = entries.map { "\($0.number):\($0.digest)" }.joined(separator: ",")
        self.previous = previous
        digest = Self.digest(number: number, at: at, entries: self.entries, previous: previous)
    }

    init?(row: [Value]) {
        guard row.count == 5, let number = row[0].integer, let at = Instant(stored: row[1]),
            let entries = row[2].text, let previous = row[3].text, let digest = row[4].text
        else { return nil }
        self.number = Int(number)
        self.at = at
        self.entries = entries
        self.previous = previous
        self.digest = digest
    }

    /// What its digest should be.
    var computed: String {
        Self.digest(number: number, at: at, entries: entries, previous: previous)
    }

    /// The entries it covers; nil if its text is no list of them.
    var sealed: [JournalEntry.Sealed]? {
        var list: [JournalEntry.Sealed] = []
        for part in entries.split(separator: ",") {
            let pair = part.split(separator: ":")
            guard pair.count == 2, let number = Int(pair[0]) else { return nil }
            list.append(JournalEntry.Sealed(number: number, digest: String(pair[1])))
        }
        return list
    }

    private static func digest(number: Int, at: Instant, entries: String, previous: String)
        -> String
    {
        JournalEntry.digest(of: [
            .integer(Int64(number)), at.stored, .text(entries), .text(previous),
        ])
    }

    /// Adds the link that closes a commit.
    static func close(
        _ connection: any Connection, over entries: [JournalEntry.Sealed], at now: Instant
    ) throws {
        guard !entries.isEmpty else { return }
        let last = try connection.rows(
            "SELECT number, digest FROM seal ORDER BY number DESC LIMIT 1").first
        let seal = Seal(
            number: Int(last?[0].integer ?? 0) + 1, at: now, entries: entries,
            previous: last?[1].text ?? origin)
        try connection.run(
            "INSERT INTO seal (number, at, entries, previous, digest) VALUES ($1, $2, $3, $4, $5)",
            [
                .integer(Int64(seal.number)), seal.at.stored, .text(seal.entries),
                .text(seal.previous), .text(seal.digest),
            ])
    }
}
