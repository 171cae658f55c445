// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The words of a store's own records, in a full-text table of their own. It keeps the words, too,
/// so that they can be taken out again without being told what they were.
extension SQLiteSearch {
    var ownStatements: [String] {
        [
            """
            CREATE VIRTUAL TABLE IF NOT EXISTS record_terms
              USING fts5 (words, detail = none, tokenize = 'ascii', prefix = '3 4 5 6')
            """
        ]
    }

    func keep(
        _ words: String, ofRecord number: Int64, isNew: Bool, on connection: any Connection
    ) throws {
        if !isNew {
            try connection.run("DELETE FROM record_terms WHERE rowid = $1", [.integer(number)])
        }
        try connection.run(
            "INSERT INTO record_terms (rowid, words) VALUES ($1, $2)",
            [.integer(number), .text(words)])
    }

    func records(
        matching words: [SearchWord], limit: Int, on connection: any Connection
    ) throws -> [[Value]] {
        try connection.rows(
            "SELECT f.record, f.id FROM record_terms t JOIN found_record f ON f.number = t.rowid "
                + "WHERE record_terms MATCH $1 ORDER BY t.rowid DESC LIMIT \(limit)",
            [.text(Self.query(words))])
    }
}
