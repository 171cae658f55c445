// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What leaves a tenant: publications to the commons and letters to other tenants. Written in the
/// transaction of the act; carried afterwards, in order, once.
enum Outbox {
    /// The addressee of publications. No tenant's slug: letters to the operator go to `commons`.
    static let everyone = "*"

    enum Item {
        case publication(PublishedItem)
        case letter(Letter)

        /// The slug of the store it goes to, or `everyone`.
        var addressee: String {
            switch self {
            case .publication: Outbox.everyone
            case .letter(let letter): letter.to
            }
        }

        var json: JSON {
            switch self {
            case .publication(let item): ["publication": item.json]
            case .letter(let letter):
                [
                    "letter": [
                        "id": .string(letter.id.text), "kind": .string(letter.kind),
                        "body": letter.body,
                    ]
                ]
            }
        }
    }

    /// One thing on its way.
    struct Waiting: Sendable {
        let number: Int
        /// Nil: it is not readable.
        let content: JSON?
    }

    /// - Returns: a digest of its content.
    @discardableResult
    static func add(_ item: Item, at now: Instant, to connection: any Connection) throws -> String {
        let content = item.json.canonical
        try connection.run(
            "INSERT INTO outbox (at, addressee, content) VALUES ($1, $2, $3)",
            [now.stored, .text(item.addressee), .text(String(decoding: content, as: UTF8.self))])
        return Digest.of(content)
    }

    /// What waits for an addressee beyond what it has, oldest first.
    static func waiting(
        for addressee: String, after last: Int, limit: Int, on connection: any Connection
    ) throws -> [Waiting] {
        try connection.rows(
            "SELECT seq, content FROM outbox WHERE addressee = $1 AND seq > $2 "
                + "ORDER BY seq LIMIT \(limit)", [.text(addressee), .integer(Int64(last))]
        ).compactMap { row in
            row[0].integer.map { Waiting(number: Int($0), content: JSON(stored: row[1])) }
        }
    }

    /// To whom letters wait.
    static func letters(_ connection: any Connection) throws -> [String] {
        try connection.rows(
            "SELECT DISTINCT addressee FROM outbox WHERE addressee <> $1 ORDER BY addressee",
            [.text(everyone)]
        ).compactMap { $0[0].text }
    }

    /// Forgets what an addressee has acknowledged.
    static func acknowledge(
        _ addressee: String, upTo last: Int, on connection: any Connection
    ) throws {
        try connection.run(
            "DELETE FROM outbox WHERE addressee = $1 AND seq <= $2",
            [.text(addressee), .integer(Int64(last))])
    }

    /// Keeps something that can never be taken in, with the reason: nothing sent is ever lost.
    static func setAside(_ number: Int, reason: String, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO undelivered (seq, at, addressee, content, reason) "
                + "SELECT seq, at, addressee, content, $1 FROM outbox WHERE seq = $2 "
                + "ON CONFLICT (seq) DO NOTHING",
            [.text(reason), .integer(Int64(number))])
    }

    /// Everyone something waits for, each with the number of the last that does.
    static func addressees(on connection: any Connection) throws -> [(name: String, last: Int)] {
        try connection.rows(
            "SELECT addressee, max(seq) FROM outbox GROUP BY addressee ORDER BY addressee"
        ).compactMap { row in
            guard let name = row[0].text, let last = row[1].integer else { return nil }
            return (name, Int(last))
        }
    }
}
