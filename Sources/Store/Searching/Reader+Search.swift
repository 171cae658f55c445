// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A record that was found by its words.
public struct FoundRecord: Sendable {
    public let kind: RecordKind
    /// As whoever looked for it may see it.
    public let row: StoredRow

    /// What it is called: the first of the texts it is found by.
    public var title: String { kind.found.first.flatMap { row.values[$0]?.text } ?? "" }
    /// The other texts it is found by.
    public var text: String {
        kind.found.dropFirst().compactMap { row.values[$0]?.text }.joined(separator: " ")
    }
}

extension Reader {
    /// The store's own records in which every word typed begins a word, newest first, of those the
    /// actor may read (`RecordKind.found`).
    /// - Parameters:
    ///   - kinds: of these kinds; nil: of any.
    ///   - limit: the most that are given.
    public func search(
        _ typed: String, in kinds: Set<String>? = nil, limit: Int = 20
    ) throws -> [FoundRecord] {
        var found: [FoundRecord] = []
        for match in try RecordSearch(connection: connection).find(SearchWords.query(typed)) {
            guard kinds?.contains(match.kind) ?? true, let kind = tables[match.kind]?.kind,
                let row = try find(match.id, kind: kind)
            else { continue }
            found.append(FoundRecord(kind: kind, row: row))
            if found.count == limit { break }
        }
        return found
    }

    /// What was meant by words that find none of the store's own records; nil if nothing near them
    /// does.
    public func corrected(_ typed: String, in kinds: Set<String>? = nil) throws -> String? {
        try Spelling(connection: connection).corrected(SearchWords.query(typed)) { words in
            try !search(words.joined(separator: " "), in: kinds, limit: 1).isEmpty
        }?.joined(separator: " ")
    }
}

extension Register {
    /// What was meant by the words of a query that finds nothing; nil if nothing near them does for
    /// this audience.
    public func corrected(_ query: RegisterQuery) throws -> String? {
        try read { connection in
            try Spelling(connection: connection).corrected(SearchWords.query(query.text ?? "")) {
                var nearer = query
                nearer.text = $0.joined(separator: " ")
                (nearer.cursor, nearer.limit, nearer.isCounted, nearer.isWhole) = (nil, 1, false, false)
                return try !search(nearer, connection).find(from: nil, limit: 1).isEmpty
            }?.joined(separator: " ")
        }
    }
}
