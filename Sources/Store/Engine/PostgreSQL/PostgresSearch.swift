// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Words as a `tsvector`, places as a box, both columns of `published`; the engine's own planner
/// chooses between them and the indexes that have the order.
struct PostgresSearch: RegisterIndex {
    let statements = [
        "ALTER TABLE published ADD COLUMN IF NOT EXISTS words TSVECTOR",
        "ALTER TABLE published ADD COLUMN IF NOT EXISTS area BOX",
        "ALTER TABLE published ALTER COLUMN words SET STATISTICS 1000",
        "CREATE INDEX IF NOT EXISTS published_words ON published USING gin (words)",
        "CREATE INDEX IF NOT EXISTS published_place ON published USING gist (area)",
    ]

    /// The longest word the engine takes, in bytes.
    private static let longestWord = 2_046

    func columns(_ found: FoundBy) -> [(name: String, type: String, value: Value)] {
        let area = found.bounds.map { "((\($0.east),\($0.north)),(\($0.west),\($0.south)))" }
        return [
            ("words", "TSVECTOR", .text(Self.vector(found.words))),
            ("area", "BOX", area.map(Value.text) ?? .null),
        ]
    }

    func keep(_ found: FoundBy, of item: Int64, on connection: any Connection) throws {}

    func forget(_ found: FoundBy, of item: Int64, on connection: any Connection) throws {}

    func matching(_ words: [SearchWord], in statement: inout RegisterStatement) -> String {
        let place = statement.place(.text(Self.query(words)))
        return "p.words @@ CAST(\(place) AS TSQUERY)"
    }

    /// Folded words as the engine's language has them; they have no sign in them that it knows.
    static func vector(_ words: String) -> String {
        words.split(separator: " ").filter { $0.utf8.count <= longestWord }.joined(separator: " ")
    }

    static func query(_ words: [SearchWord]) -> String {
        words.map { "'\($0.text)'\($0.isBeginning ? ":*" : "")" }.joined(separator: " & ")
    }

    func has(_ word: String, on connection: any Connection) throws -> Bool {
        try connection.value(
            "SELECT 1 FROM published WHERE words @@ CAST($1 AS TSQUERY) LIMIT 1",
            [.text("'\(word)'")]) != nil
    }

    func touching(_ bounds: Bounds, in statement: inout RegisterStatement) -> String {
        let box = "((\(bounds.east),\(bounds.north)),(\(bounds.west),\(bounds.south)))"
        return "p.area && CAST(\(statement.place(.text(box))) AS BOX)"
    }

    func passive(_ column: String) -> String { column }

    /// It stands in the rows themselves.
    func isEmptied(_ connection: any Connection) throws -> Bool { false }

    /// The engine does that by itself.
    func tidy(_ step: Int, on connection: any Connection) throws -> Bool { false }

    func attempts(
        _ search: RegisterSearch, from cursor: RegisterCursor?, wanted: Int
    ) throws -> [RegisterAttempt] {
        let query = search.query
        let parts = RegisterPart.parts(of: query, from: cursor)
        let kinds = query.kind.map { [$0] } ?? search.kinds.keys.sorted()
        let isNarrow = try query.bounds.map { try hasFew($0, search.connection) }
        let statements = parts.flatMap { part in
            kinds.map { kind in
                var statement = RegisterStatement(from: "published p")
                statement.and("p.kind = \(statement.place(.text(kind)))")
                add(search, of: kind, isNarrow: isNarrow, to: &statement)
                part.add(to: &statement)
                return statement
            }
        }
        return [RegisterAttempt { (statements, true) }]
    }

    /// Adds the filters. How much lies in a box the planner does not know: it takes any to be small,
    /// and would fetch and sort all of a county. So it is told what to look up by: the box alone if
    /// little lies in it, and if much does, anything else.
    private func add(
        _ search: RegisterSearch, of kind: String, isNarrow: Bool?,
        to statement: inout RegisterStatement
    ) {
        var others = search.query
        (others.bounds, others.text) = (nil, isNarrow == true ? nil : others.text)
        RegisterSearch(
            query: others, kinds: search.kinds, audience: search.audience,
            connection: search.connection)
            .addFilters(to: &statement, of: kind, statuses: others.statuses)
        guard let isNarrow, let bounds = search.query.bounds else { return }
        let isIn = touching(bounds, in: &statement)
        statement.and(isNarrow ? isIn : Self.notLookedUp(isIn))
        if isNarrow, !search.words.isEmpty {
            statement.and(Self.notLookedUp(matching(search.words, in: &statement)))
        }
    }

    /// The most that lies in a box by which it is looked up.
    private static let few = 2_000

    private func hasFew(_ bounds: Bounds, _ connection: any Connection) throws -> Bool {
        var statement = RegisterStatement(from: "published p")
        statement.and(touching(bounds, in: &statement))
        let sql = statement.counting(upTo: Self.few + 1)
        return try connection.value(sql, statement.arguments)?.integer ?? 0 <= Self.few
    }

    /// A condition as no index answers it.
    private static func notLookedUp(_ condition: String) -> String {
        "coalesce(\(condition), FALSE)"
    }
}
