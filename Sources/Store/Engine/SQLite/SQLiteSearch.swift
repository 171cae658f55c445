// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Words in a full-text table whose numbers follow the order of the register, places in an R-tree.
///
/// A search either starts from few candidates (the matches of rare words, a small box, a rare
/// value) and sorts those; or takes the newest matches of popular words, which the full-text index
/// gives in order; or walks the index that has the order and stops once the page is full. So
/// neither a rare word nor a popular one reads much.
struct SQLiteSearch: RegisterIndex {
    let statements = [
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS published_words
          USING fts5 (words, content = '', tokenize = 'unicode61')
        """,
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS published_place
          USING rtree (item, west, east, south, north)
        """,
    ]

    func columns(_ found: FoundBy) -> [(name: String, type: String, value: Value)] { [] }

    func keep(_ found: FoundBy, of item: Int64, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO published_words (rowid, words) VALUES ($1, $2)",
            [.integer(WordPlace.number(item, day: found.day)), .text(found.words)])
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
            "INSERT INTO published_words (published_words, rowid, words) VALUES ('delete', $1, $2)",
            [.integer(WordPlace.number(item, day: found.day)), .text(found.words)])
        try connection.run("DELETE FROM published_place WHERE item = $1", [.integer(item)])
    }

    func matching(_ words: [SearchWord], in statement: inout RegisterStatement) -> String {
        // The set is made once, in the order of its numbers.
        "\(WordPlace.sql) IN (SELECT rowid FROM published_words "
            + "WHERE published_words MATCH \(statement.place(Self.query(words))))"
    }

    func touching(_ bounds: Bounds, in statement: inout RegisterStatement) -> String {
        let test = Self.overlap("r", bounds, in: &statement)
        return "EXISTS (SELECT 1 FROM published_place r WHERE r.item = p.item AND \(test))"
    }

    func passive(_ column: String) -> String { "+\(column)" }

    func attempts(_ search: RegisterSearch, from cursor: RegisterCursor?) throws -> [RegisterAttempt] {
        try SQLiteAttempts(search: search).attempts(from: cursor)
    }

    /// The words in the full-text index's own language.
    static func query(_ words: [SearchWord]) -> Value {
        .text(words.map { "\"\($0.text)\"\($0.isBeginning ? "*" : "")" }.joined(separator: " "))
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
