// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The words of a store's own records, in a column of `found_record`.
extension PostgresSearch {
    var ownStatements: [String] {
        [
            "ALTER TABLE found_record ADD COLUMN IF NOT EXISTS words TSVECTOR",
            "CREATE INDEX IF NOT EXISTS found_record_words ON found_record USING gin (words)",
        ]
    }

    func keep(
        _ words: String, ofRecord number: Int64, isNew: Bool, on connection: any Connection
    ) throws {
        try connection.run(
            "UPDATE found_record SET words = CAST($1 AS TSVECTOR) WHERE number = $2",
            [.text(Self.vector(words)), .integer(number)])
    }

    func records(
        matching words: [SearchWord], limit: Int, on connection: any Connection
    ) throws -> [[Value]] {
        try connection.rows(
            "SELECT record, id FROM found_record WHERE words @@ CAST($1 AS TSQUERY) "
                + "ORDER BY number DESC LIMIT \(limit)", [.text(Self.query(words))])
    }
}
