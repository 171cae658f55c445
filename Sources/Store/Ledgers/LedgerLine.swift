// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One line of a ledger: what one commit wrote, sealed over the line before it.
public struct LedgerLine: Sendable, Hashable {
    /// Its place in the ledger, from 1.
    public let number: Int
    public let at: Instant
    /// What the system wrote.
    public let content: String
    /// The digest of the line before; 64 zeros for the first.
    public let previous: String
    /// The digest of all the above and the ledger's name.
    public let digest: String

    static let columns = "number, at, content, previous, digest"

    init(_ name: String, number: Int, at: Instant, content: String, previous: String) {
        self.number = number
        self.at = at
        self.content = content
        self.previous = previous
        digest = Self.digest(name, number, at, content, previous)
    }

    init?(row: [Value]) {
        guard row.count == 5, let number = row[0].integer, let at = Instant(stored: row[1]),
            let content = row[2].text, let previous = row[3].text, let digest = row[4].text
        else { return nil }
        self.number = Int(number)
        self.at = at
        self.content = content
        self.previous = previous
        self.digest = digest
    }

    /// Whether it says in that ledger what it said when it was written.
    func isSound(in name: String) -> Bool {
        digest == Self.digest(name, number, at, content, previous)
    }

    private static func digest(
        _ name: String, _ number: Int, _ at: Instant, _ content: String, _ previous: String
    ) -> String {
        JournalEntry.digest(of: [
            .text(name), .integer(Int64(number)), at.stored, .text(content), .text(previous),
        ])
    }
}
