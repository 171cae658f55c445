// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Takes publications into the commons: closes the version there was, keeps the new one, and its
/// words, place and own columns with it.
struct Publisher {
    let kinds: [String: PublishedKind]
    let connection: any Connection

    /// Takes in one item. Doing it again changes nothing.
    func take(_ item: PublishedItem) throws {
        let current = try connection.rows(
            "SELECT item, version FROM published "
                + "WHERE tenant = $1 AND record = $2 AND until_at IS NULL",
            [.text(item.tenant), item.record.stored]
        ).first
        if let version = current?[1].integer, version >= item.version { return }
        if let number = current?[0] {
            try connection.run(
                "UPDATE published SET until_at = $1 WHERE item = $2", [item.at.stored, number])
        }
        guard let publication = item.publication else {
            return try PublishedChanges.note(item.change, as: nil, on: connection)
        }
        try keep(publication, of: item)
    }

    /// Keeps one version, and what it is found by.
    /// - Parameters:
    ///   - until: until when it was shown; null: it is.
    ///   - number: the number it has; nil: the next.
    func keep(
        _ publication: Publication, of item: PublishedItem, until: Value = .null, as number: Value? = nil
    ) throws {
        let found = FoundBy(publication, of: item.tenant)
        let number = try insert(publication, of: item, found, until, number)
        try connection.dialect.search.keep(found, of: number.integer ?? 0, on: connection)
        try Spelling(connection: connection).learn(found.words)
        try keep(publication, item: number, tenant: item.tenant)
        if until.isNull {
            let travels = kinds[publication.kind]?.travels ?? false
            try PublishedChanges.note(
                item.change, as: travels ? (publication.kind, number) : nil, on: connection)
        }
    }

    /// Takes out all there is of some items, as if they had never been.
    /// - Parameter condition: on `published`, with one argument.
    func remove(where condition: String, _ argument: Value) throws {
        let rows = try connection.rows(
            "SELECT item, content, tenant, record, version, until_at FROM published WHERE \(condition)",
            [argument])
        let search = connection.dialect.search
        var words: [String] = []
        for row in rows {
            if row[5].isNull { try PublishedChanges.noteRemoval(row[2], row[3], row[4], on: connection) }
            if let publication = JSON(stored: row[1]).flatMap(Publication.init(json:)) {
                let found = FoundBy(publication, of: row[2].text ?? "")
                try search.forget(found, of: row[0].integer ?? 0, on: connection)
                words.append(found.words)
            }
            for table in ["published_file", "published"] + kinds.values.map(\.table) {
                try connection.run("DELETE FROM \(table) WHERE item = $1", [row[0]])
            }
        }
        try Spelling(connection: connection).forget(words) { try search.has($0, on: connection) }
    }

    /// Keeps anew by what all there is is found, where that went missing.
    static func renewSearch(on connection: any Connection) throws {
        let search = connection.dialect.search
        let isEmptied = try search.isEmptied(connection)
        let isLearnt = try connection.value("SELECT 1 FROM search_word LIMIT 1") != nil
        guard isEmptied || !isLearnt else { return }
        var last: Int64 = 0
        while true {
            let rows = try connection.rows(
                "SELECT item, content, tenant FROM published WHERE item > $1 ORDER BY item LIMIT 500",
                [.integer(last)])
            for row in rows {
                last = row[0].integer ?? last
                guard let publication = JSON(stored: row[1]).flatMap(Publication.init(json:)) else {
                    continue
                }
                let found = FoundBy(publication, of: row[2].text ?? "")
                if isEmptied { try search.keep(found, of: last, on: connection) }
                try Spelling(connection: connection).learn(found.words)
            }
            if rows.isEmpty { return }
        }
    }

    private func insert(
        _ publication: Publication, of item: PublishedItem, _ found: FoundBy, _ until: Value,
        _ number: Value?
    ) throws -> Value {
        let point = publication.place?.centroid
        var more = connection.dialect.search.columns(found)
        if !until.isNull { more.append(("until_at", "TEXT", until)) }
        if let number, !number.isNull { more.append(("item", "BIGINT", number)) }
        let places = more.enumerated().map { ", CAST($\($0 + 14) AS \($1.type))" }.joined()
        let number = try connection.value(
            """
            INSERT INTO published (kind, tenant, record, version, recorded_at, reference, title,
              summary, status, day, longitude, latitude, content\(more.map { ", \($0.name)" }.joined()))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13\(places)) RETURNING item
            """,
            [
                .text(publication.kind), .text(item.tenant), item.record.stored,
                .integer(Int64(item.version)), item.at.stored, .text(publication.reference),
                .text(publication.title), .text(publication.summary), .text(publication.status),
                publication.day.stored, point.map { .real($0.longitude) } ?? .null,
                point.map { .real($0.latitude) } ?? .null, publication.json.stored,
            ] + more.map(\.value))
        guard let number else { throw Fault("a publication got no number") }
        return number
    }

    private func keep(_ publication: Publication, item: Value, tenant: String) throws {
        for file in publication.documents {
            try connection.run(
                "INSERT INTO published_file (digest, tenant, item) VALUES ($1, $2, $3) "
                    + "ON CONFLICT DO NOTHING",
                [.text(file.digest), .text(tenant), item])
        }
        guard let kind = kinds[publication.kind], !kind.columns.isEmpty else { return }
        let places = (2...(kind.columns.count + 1)).map { ", $\($0)" }.joined()
        try connection.run(
            "INSERT INTO \(kind.table) (item, \(kind.columnNames.joined(separator: ", "))) "
                + "VALUES ($1\(places))",
            [item] + kind.columnNames.map { publication.columns[$0] ?? .null })
    }
}

extension FoundBy {
    init(_ publication: Publication, of tenant: String) {
        self.tenant = tenant
        (kind, status) = (publication.kind, publication.status)
        // A reference is also found when typed without its strokes: `26/60012`, `2660012`.
        let reference = SearchWords.words(publication.reference).joined()
        words = SearchWords.folded(
            [publication.reference, reference, publication.title, publication.summary]
                .joined(separator: " "))
        day = publication.day
        bounds = publication.place?.bounds
    }
}
