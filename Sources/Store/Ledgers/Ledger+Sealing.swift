// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What lasts when lines grow old: what follows from them, sealed, so that they need not all be read at
/// each start; and letting go of what they say once nothing needs it any more.
extension Ledger {
    /// Keeps a text under a key, and seals it: a line of the ledger's own says its digest. Both are there
    /// at once, or neither.
    /// - Parameter number: the text follows from the lines up to this one.
    public func seal(_ content: String, under key: String, upTo number: Int, at now: Instant) async throws {
        let digest = Digest.of(content.utf8)
        let name = name
        try await store.database.write { connection in
            try Self.keep([key: content], as: name, upTo: number, on: connection)
            try Self.say(.sealed(key: key, upTo: number, digest: digest), as: name, at: now, on: connection)
        }
    }

    /// Has lines lose what they say. Their numbers, digests and places stay, so that the chain holds; a
    /// line of the ledger's own says which they were, and why.
    /// - Parameters:
    ///   - numbers: ascending.
    ///   - rule: under which they go, in words for whoever verifies the ledger.
    ///   - key: what is kept under it was sealed, and follows from these lines and more.
    ///   - kept: what is kept from now on under a key; nil: nothing any more.
    public func letGo(
        _ numbers: [Int], under rule: String, since key: String, at now: Instant,
        keeping kept: [String: String?] = [:]
    ) async throws {
        guard let last = numbers.last else { return try await keep(kept, upTo: 0) }
        let name = name
        try await store.database.write { connection in
            for number in numbers {
                try connection.run(
                    "UPDATE ledger SET content = '' WHERE name = $1 AND number = $2",
                    [.text(name), .integer(Int64(number))])
            }
            try Self.say(
                .letGo(lines: numbers.spans, rule: rule, key: key), as: name, at: now, on: connection)
            try Self.keep(kept, as: name, upTo: last, on: connection)
        }
    }

    /// Writes a line of the ledger's own after the last.
    private static func say(
        _ notice: LedgerNotice, as name: String, at now: Instant, on connection: any Connection
    ) throws {
        let last = try connection.rows(
            "SELECT number, digest FROM ledger WHERE name = $1 ORDER BY number DESC LIMIT 1", [.text(name)]
        ).first
        let line = LedgerLine(
            name, number: Int(last?[0].integer ?? 0) + 1, at: now, content: notice.content,
            previous: last?[1].text ?? Seal.origin)
        try put(line, as: name, on: connection)
    }
}

/// Looking at a ledger from beside it.
extension Ledger {
    /// The names of the ledgers of a store, in their order.
    public static func names(in store: TenantStore) throws -> [String] {
        try store.database.read { try $0.ledgerNames() }
    }

    /// One line; nil: there is none of that number.
    /// - Throws: `Fault` if it cannot be read.
    public func line(_ number: Int) throws -> LedgerLine? {
        try lines(after: number - 1, limit: 1).first { $0.number == number }
    }

    /// Whether there are lines after a number.
    public func goesOn(after number: Int) throws -> Bool {
        try store.database.read {
            try $0.value(
                "SELECT 1 FROM ledger WHERE name = $1 AND number > $2 LIMIT 1",
                [.text(name), .integer(Int64(number))]) != nil
        }
    }

    /// The number of the last line that was let go; 0: none was.
    public func lastLetGo() throws -> Int {
        try store.database.read {
            let last = try $0.value(
                "SELECT max(number) FROM ledger WHERE name = $1 AND content = ''", [.text(name)])
            return Int(last?.integer ?? 0)
        }
    }

    /// The keys that begin so, in their order.
    public func keys(beginning start: String) throws -> [String] {
        try store.database.read { connection in
            try connection.rows(
                "SELECT key FROM ledger_kept WHERE name = $1 AND key >= $2 AND key < $3 ORDER BY key",
                [.text(name), .text(start), .text("\(start)\u{10FFFF}")]
            ).compactMap { $0[0].text }
        }
    }

    /// Reads several things as they are at one moment.
    public func atOneMoment<T>(_ body: () throws -> T) throws -> T {
        try store.database.read { _ in try body() }
    }

    /// Says in the log of the process what whoever runs it should know.
    public func warn(_ message: String) {
        store.surroundings.network()?.logger.warning(
            "\(message)", metadata: ["tenant": "\(tenant.slug)", "ledger": "\(name)"])
    }
}

extension Connection {
    /// The names of the ledgers, in their order.
    func ledgerNames() throws -> [String] {
        guard try tables().contains("ledger") else { return [] }
        var names: [String] = []
        // Each by a look into the index: going through all lines for their names would take long.
        while let name = try value(
            "SELECT min(name) FROM ledger WHERE name > $1", [.text(names.last ?? "")])?.text
        {
            names.append(name)
        }
        return names
    }

    /// A digest of how far all ledgers have come; of none the same as of an empty journal.
    func ledgerHead() throws -> String {
        let heads = try ledgerNames().map { name in
            let digest = try value(
                "SELECT digest FROM ledger WHERE name = $1 ORDER BY number DESC LIMIT 1", [.text(name)])
            return "\(name)\n\(digest?.text ?? "")"
        }
        return heads.isEmpty ? Seal.origin : Digest.of(heads.joined(separator: "\n").utf8)
    }
}
