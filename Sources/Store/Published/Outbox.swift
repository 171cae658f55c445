// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What leaves a tenant: publications to the commons and letters to other tenants. Written in the
/// transaction of the act; carried afterwards, in order, once.
enum Outbox {
    enum Item {
        case publication(PublishedItem)
        case letter(Letter, from: String)

        /// The slug of the store it goes to.
        var addressee: String {
            switch self {
            case .publication: Tenant.commons
            case .letter(let letter, _): letter.to
            }
        }

        var json: JSON {
            switch self {
            case .publication(let item): ["publication": item.json]
            case .letter(let letter, let from):
                [
                    "letter": [
                        "id": .string(letter.id.text), "from": .string(from),
                        "kind": .string(letter.kind), "body": letter.body,
                    ]
                ]
            }
        }
    }

    /// One thing on its way.
    struct Waiting: Sendable {
        let number: Int
        let content: JSON
    }

    static func add(_ item: Item, at now: Instant, to connection: any Connection) throws {
        try connection.run(
            "INSERT INTO outbox (at, addressee, content) VALUES ($1, $2, $3)",
            [now.stored, .text(item.addressee), item.json.stored])
    }

    /// What waits for an addressee beyond what it has, oldest first.
    static func waiting(
        for addressee: String, after last: Int, limit: Int, on connection: any Connection
    ) throws -> [Waiting] {
        try connection.rows(
            "SELECT seq, content FROM outbox WHERE addressee = $1 AND seq > $2 "
                + "ORDER BY seq LIMIT \(limit)", [.text(addressee), .integer(Int64(last))]
        ).compactMap { row in
            guard let number = row[0].integer, let content = JSON(stored: row[1]) else {
                return nil
            }
            return Waiting(number: Int(number), content: content)
        }
    }

    /// Forgets what an addressee has acknowledged.
    static func acknowledge(
        _ addressee: String, upTo last: Int, on connection: any Connection
    ) throws {
        try connection.run(
            "DELETE FROM outbox WHERE addressee = $1 AND seq <= $2",
            [.text(addressee), .integer(Int64(last))])
    }

    /// Everyone something waits for.
    static func addressees(on connection: any Connection) throws -> [String] {
        try connection.rows("SELECT DISTINCT addressee FROM outbox").compactMap { $0[0].text }
    }
}
