// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What a manifest says of the copy of one store.
public struct StoreCopy: Sendable, Hashable {
    public let slug: String
    /// SHA-256 of the file.
    public let digest: String
    /// The version of the tables every store has.
    public let schema: Int
    /// A digest of all its tables as they were described.
    public let shape: String
    /// The journal's head and how many entries it has, whether they are sound or not.
    public let head: String
    public let entries: Int
    /// A digest of how far the ledgers had come.
    public let ledgers: String
    /// Rows by table.
    public let rows: [String: Int]
    /// The last number anything was sent under: the next one is higher.
    public var sent: Int
    /// What was found wrong with the journal when it was copied; nil: nothing.
    public let finding: String?

    /// Where it lies in an export or a backup.
    static func path(_ slug: String) -> String { "stores/\(slug).sqlite" }

    var json: JSON {
        let tables = rows.sorted { $0.key < $1.key }.map { ($0.key, JSON.integer($0.value)) }
        return [
            "tenant": .string(slug), "file": .string(Self.path(slug)), "digest": .string(digest),
            "schema": .integer(schema), "shape": .string(shape), "head": .string(head),
            "entries": .integer(entries), "ledgers": .string(ledgers), "rows": .object(JSONObject(tables)),
            "sent": .integer(sent), "finding": .optional(finding),
        ]
    }

    init?(json: JSON) {
        guard let slug = json["tenant"]?.asString, slug == Tenant.commons || Tenant.isSlug(slug),
            let digest = json["digest"]?.asString, let schema = json["schema"]?.asInteger,
            let shape = json["shape"]?.asString, let head = json["head"]?.asString,
            let entries = json["entries"]?.asInteger, let rows = json["rows"]?.asObject,
            let sent = json["sent"]?.asInteger
        else { return nil }
        self.slug = slug
        self.digest = digest
        self.schema = Int(schema)
        self.shape = shape
        self.head = head
        self.entries = Int(entries)
        self.rows = Dictionary(
            rows.map { ($0.key, Int($0.value.asInteger ?? 0)) }, uniquingKeysWith: { $1 })
        self.sent = Int(sent)
        // A copy of before there were ledgers has none.
        ledgers = json["ledgers"]?.asString ?? Seal.origin
        finding = json["finding"]?.asString
    }

    init(
        slug: String, digest: String, marks: [String: String], head: String, ledgers: String,
        finding: Verification.Finding?, rows: [String: Int], sent: Int
    ) {
        self.slug = slug
        self.digest = digest
        schema = marks["schema"].flatMap { Int($0) } ?? 0
        shape = marks["shape"] ?? ""
        self.head = head
        self.ledgers = ledgers
        entries = rows["journal"] ?? 0
        self.rows = rows
        self.sent = sent
        self.finding = finding?.detail
    }
}

extension Connection {
    /// The marks of a store: the version of its schema, its shape.
    func marks() throws -> [String: String] {
        let pairs = try rows("SELECT key, value FROM store").compactMap { row in
            row[0].text.flatMap { key in row[1].text.map { (key, $0) } }
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    /// The digest of the journal's last link; that of none before the first.
    func head() throws -> String {
        try value("SELECT digest FROM seal ORDER BY number DESC LIMIT 1")?.text ?? Seal.origin
    }

    /// The last number anything was sent under, as far as can be seen.
    func lastSent() throws -> Int {
        let numbers = try ["outbox", "undelivered"].map {
            try value("SELECT max(seq) FROM \($0)")?.integer ?? 0
        }
        return Int(numbers.max() ?? 0)
    }
}
