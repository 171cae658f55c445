// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What one act changed in one record, as the journal keeps it.
struct Changes {
    let kind: RecordKind
    let before: StoredRow?
    let after: StoredRow

    /// The change as JSON: which record, which version, from which state to which, and the new
    /// values of the fields that changed. A personal value stands apart, and only its salted
    /// digest here.
    /// - Parameter published: the digest of what the act published or withdrew of it, if it did.
    func json(keepingPersonalOn connection: any Connection, published: String?) throws -> JSON {
        var set = JSONObject()
        for field in kind.fields {
            let value = after[field.name]
            guard value != (before?[field.name] ?? .null) else { continue }
            if field.privacy == .personal, !value.isNull {
                set[field.name] = .object(["personal": .string(try apart(value, field, connection))])
            } else {
                set[field.name] = value.plainJSON
            }
        }
        var json: JSONObject = [
            "record": .string(kind.key), "id": .string(after.id.text),
            "version": .integer(Int64(after.version)), "set": .object(set),
        ]
        if before?.state != after.state {
            json["state"] = .string(after.state.rawValue)
        }
        json["published"] = published.map(JSON.string)
        return .object(json)
    }

    /// Keeps a personal value apart under its salted digest.
    private func apart(
        _ value: Value, _ field: FieldDescription, _ connection: any Connection
    ) throws -> String {
        let salt = try Random.text(bytes: 16)
        let digest = JournalEntry.digest(of: [.text(salt), value])
        try connection.run(
            "INSERT INTO personal (digest, salt, record, record_id, field, value) "
                + "VALUES ($1, $2, $3, $4, $5, $6)",
            [
                .text(digest), .text(salt), .text(kind.key), after.id.stored, .text(field.name),
                .text(String(decoding: value.plainJSON.canonical, as: UTF8.self)),
            ])
        return digest
    }
}

extension Value {
    /// The stored value itself as JSON: null, integer or text.
    var plainJSON: JSON {
        switch self {
        case .null: .null
        case .integer(let integer): .integer(integer)
        case .real(let real): .decimal(real)
        case .text(let text): .string(text)
        }
    }

    init(plain json: JSON) {
        switch json {
        case .string(let text): self = .text(text)
        case .integer(let integer): self = .integer(integer)
        case .number(let number): self = number.double.map(Value.real) ?? .null
        default: self = .null
        }
    }
}

extension JournalEntry {
    /// Adds the entry to the journal, and tells the commit.
    func add(to connection: any Connection) throws {
        try connection.run(
            "INSERT INTO journal (\(Self.columns), digest) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                .integer(Int64(number)), at.stored, .text(actor), .text(action), .text(record),
                .text(recordID), .integer(Int64(version)), .text(changes), .text(rules),
                .text(digest),
            ])
        connection.added(Sealed(number: number, digest: digest))
    }
}
