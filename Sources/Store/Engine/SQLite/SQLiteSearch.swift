// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Words in a full-text table whose numbers follow the order of the register, with marks for the
/// common filters among them (`SearchMarks`); places also in an R-tree.
///
/// A search for words or in a box takes the newest matches, which the full-text index gives in order,
/// as many as fill the page; without either it walks the index that has the order. So neither a rare
/// word nor a popular one reads much.
struct SQLiteSearch: RegisterIndex {
    let statements = [
        // Beginnings of words have indexes of their own: they would else be put together of all
        // words that begin so, whole, before the first match is known. The tokenizer parts at blanks
        // alone: whatever is no ASCII is a letter to it, so that each folded word is one term.
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS published_terms
          USING fts5 (words, content = '', detail = none, tokenize = 'ascii',
            prefix = '3 4 5 6 7 8 9 10 11 12 13 14 15 16')
        """,
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS published_place
          USING rtree (item, west, east, south, north)
        """,
        // Few bytes a row, for looking at many of them.
        """
        CREATE INDEX IF NOT EXISTS published_standing
          ON published (item, kind, tenant, status, day, recorded_at, until_at)
          WHERE until_at IS NULL
        """,
    ]

    /// How many segments searches may read before they are joined, and how many pages are written
    /// in one step of that.
    private static let mostSegments = 6
    private static let pagesOfStep: Int64 = 250

    func columns(_ found: FoundBy) -> [(name: String, type: String, value: Value)] { [] }

    func keep(_ found: FoundBy, of item: Int64, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO published_terms (rowid, words) VALUES ($1, $2)",
            [.integer(WordPlace.number(item, day: found.day)), Self.terms(found)])
        guard let bounds = found.bounds else { return }
        try connection.run(
            "INSERT INTO published_place (item, west, east, south, north) "
                + "VALUES ($1, $2, $3, $4, $5)",
            [
                .integer(item), .real(bounds.west), .real(bounds.east), .real(bounds.south),
                .real(bounds.north),
            ])
    }

    func forget(_ found: FoundBy, of item: Int64, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO published_terms (published_terms, rowid, words) VALUES ('delete', $1, $2)",
            [.integer(WordPlace.number(item, day: found.day)), Self.terms(found)])
        try connection.run("DELETE FROM published_place WHERE item = $1", [.integer(item)])
    }

    func has(_ word: String, on connection: any Connection) throws -> Bool {
        try connection.value(
            "SELECT 1 FROM published_terms WHERE published_terms MATCH $1 LIMIT 1",
            [.text("\"\(word)\"")]) != nil
    }

    func isEmptied(_ connection: any Connection) throws -> Bool {
        guard try connection.value("SELECT 1 FROM published LIMIT 1") != nil else { return false }
        let hasWords = try connection.value("SELECT 1 FROM published_terms LIMIT 1") != nil
        let hasPlaces = try connection.value("SELECT 1 FROM published_place LIMIT 1") != nil
        if hasWords, try !hasPlaces || hasCells(connection) { return false }
        try connection.run("INSERT INTO published_terms (published_terms) VALUES ('delete-all')")
        try connection.run("DELETE FROM published_place")
        return true
    }

    /// Whether places stand among the words by their cells; in the first stores they did not.
    private func hasCells(_ connection: any Connection) throws -> Bool {
        try connection.value(
            "SELECT 1 FROM published_terms WHERE published_terms MATCH $1 LIMIT 1",
            [.text("\"\(SearchCell.whole.mark)\"")]) != nil
    }

    func tidy(_ step: Int, on connection: any Connection) throws -> Bool {
        // The index grows by segments, each of which every search reads. The engine joins those of a
        // size; only all together become one again, some pages at a time so that nobody waits long.
        if step == 0 {
            let segments = try connection.value(
                "SELECT count(DISTINCT segid) FROM published_terms_idx")?.integer ?? 0
            if segments <= Self.mostSegments { return false }
        }
        let before = try connection.value("SELECT total_changes()")?.integer ?? 0
        // A number below 0 has all segments joined, whatever their sizes.
        let pages = step == 0 ? -Self.pagesOfStep : Self.pagesOfStep
        try connection.run(
            "INSERT INTO published_terms (published_terms, rank) VALUES ('merge', $1)",
            [.integer(pages)])
        // The statement itself is one change; those of the index come on top.
        return try connection.value("SELECT total_changes()")?.integer ?? 0 >= before + 2
    }

    func matching(_ words: [SearchWord], in statement: inout RegisterStatement) -> String {
        // The set is made once, in the order of its numbers.
        "\(WordPlace.sql) IN (SELECT rowid FROM published_terms "
            + "WHERE published_terms MATCH \(statement.place(.text(Self.query(words)))))"
    }

    func touching(_ bounds: Bounds, in statement: inout RegisterStatement) -> String {
        let test = Self.overlap("r", bounds, in: &statement)
        return "EXISTS (SELECT 1 FROM published_place r WHERE r.item = p.item AND \(test))"
    }

    func passive(_ column: String) -> String { "+\(column)" }

    func attempts(
        _ search: RegisterSearch, from cursor: RegisterCursor?, wanted: Int
    ) throws -> [RegisterAttempt] {
        try SQLiteAttempts(search: search, wanted: wanted).attempts(from: cursor)
    }

    /// The words in the full-text index's own language.
    static func query(_ words: [SearchWord]) -> String {
        words.map { "\"\($0.text)\"\($0.isBeginning ? "*" : "")" }.joined(separator: " AND ")
    }

    private static func terms(_ found: FoundBy) -> Value {
        .text(([found.words] + SearchMarks.all(found)).joined(separator: " "))
    }

    /// Whether a box of the R-tree, under some name, and another have a point in common.
    static func overlap(
        _ name: String, _ bounds: Bounds, in statement: inout RegisterStatement
    ) -> String {
        let edges = [bounds.east, bounds.west, bounds.north, bounds.south]
            .map { statement.place(.real($0)) }
        return "\(name).west <= \(edges[0]) AND \(name).east >= \(edges[1]) "
            + "AND \(name).south <= \(edges[2]) AND \(name).north >= \(edges[3])"
    }
}
