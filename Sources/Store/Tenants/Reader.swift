// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Reads one tenant's store on one snapshot, as one actor: what they may not see is not there.
public struct Reader {
    let connection: any Connection
    let tables: TableSet
    public let actor: Actor

    /// The record, with the fields the actor may see; nil if it is not there for them.
    public func find(_ id: RecordID, kind: RecordKind, asOf: Instant? = nil) throws -> StoredRow? {
        guard var row = try tables[kind].find(id, asOf: asOf, on: connection),
            kind.permits(actor, toRead: row.grounds)
        else { return nil }
        if asOf != nil {
            // Whoever may not read it any more may not read what it was, either.
            guard let now = try tables[kind].find(id, asOf: nil, on: connection),
                kind.permits(actor, toRead: now.grounds)
            else { return nil }
            if !kind.showsPast(of: now.grounds, to: actor) { row = now }
        }
        row.values = kind.visible(row.grounds, to: actor)
        return row
    }

    /// The record with its Swift type, fields the actor may not see at their defaults.
    public func find<R: Record>(_: R.Type, _ id: RecordID, asOf: Instant? = nil) throws
        -> Stored<R>?
    {
        try find(id, kind: R.kind, asOf: asOf).map(Stored<R>.init)
    }

    /// The records a query asks for, of those the actor may read.
    public func list(_ query: Query, kind: RecordKind) throws -> [StoredRow] {
        var query = query
        if kind.hidesPast, !actor.isStaff { query.asOf = nil }
        return try tables[kind].list(query, scope: try scope(query, kind), on: connection).map { row in
            var row = row
            row.values = kind.visible(row.grounds, to: actor)
            return row
        }
    }

    /// The records with their Swift type.
    public func list<R: Record>(_: R.Type, _ query: Query) throws -> [Stored<R>] {
        try list(query, kind: R.kind).map(Stored<R>.init)
    }

    /// How many there are.
    public func count(_ query: Query, kind: RecordKind) throws -> Int {
        try tables[kind].count(query, scope: try scope(query, kind), on: connection)
    }

    /// Which records the actor may ask for so. A condition on a field they may not see would tell
    /// them what is in it.
    private func scope(_ query: Query, _ kind: RecordKind) throws -> ListScope {
        let scope = kind.scope(for: actor)
        if actor.isStaff { return scope }
        var known = RecordKind.envelope
        for field in kind.fields where field.privacy == .open { known.insert(field.name) }
        if scope.isOwn {
            known.formUnion(scope.ownFields)
            for field in kind.fields where field.privacy == .personal { known.insert(field.name) }
        }
        let asked = query.filters.map(\.field) + [query.order]
        guard asked.allSatisfy(known.contains) else { throw Refusal.forbidden }
        return scope
    }

    /// The history of a record the actor may read, of the fields they may see; empty otherwise.
    public func history(of id: RecordID, kind: RecordKind) throws -> [History.Step] {
        guard let row = try tables[kind].find(id, asOf: nil, on: connection),
            kind.permits(actor, toRead: row.grounds), kind.showsPast(of: row.grounds, to: actor)
        else { return [] }
        let seen = Set(kind.visible(row.grounds, to: actor).keys)
        // What was a draft stays its author's, and what came after is told as if it began there.
        let steps = try History(connection: connection, tables: tables).of(id, kind: kind)
            .filter { kind.permits(actor, toRead: $0.row.grounds) }
        return steps.enumerated().map { index, step in
            step.shown(seen, asFirst: index == 0)
        }
    }

    /// The journal, newest first: for auditors. Empty for anyone else.
    public func journal(_ filter: JournalFilter) throws -> [JournalEntry] {
        guard mayAudit else { return [] }
        return try filter.entries(on: connection).map { entry in
            try isPrivate(entry) ? entry.withoutChanges : entry
        }
    }

    /// Whether an entry made a version that is its author's alone, and not the actor's.
    private func isPrivate(_ entry: JournalEntry) throws -> Bool {
        guard let table = tables[entry.record], !table.kind.privateStates.isEmpty,
            let id = RecordID(entry.recordID),
            let row = try table.find(id, version: entry.version, on: connection)
        else { return false }
        return !table.kind.permits(actor, toRead: row.grounds)
    }

    /// Whether the actor may read the tenant's whole journal.
    public var mayAudit: Bool {
        if case .system = actor.kind { return true }
        return !actor.roles.isDisjoint(with: [.auditor, .administrator])
    }

    /// What the person has been told, newest first.
    public func notices(limit: Int = 50) throws -> [KeptNotice] {
        guard let person = actor.person else { return [] }
        return try connection.rows(
            "SELECT id, at, phrase, path, seen_at FROM notice WHERE person = $1 "
                + "ORDER BY at DESC LIMIT \(limit)", [person.stored]
        ).compactMap(KeptNotice.init(row:))
    }
}

/// A notice as the store keeps it.
public struct KeptNotice: Sendable {
    public let id: RecordID
    public let at: Instant
    public let phrase: Phrase
    public let path: String
    public let isSeen: Bool

    init?(row: [Value]) {
        guard let id = RecordID(stored: row[0]), let at = Instant(stored: row[1]),
            let phrase = JSON(stored: row[2]).flatMap(Phrase.init(json:)), let path = row[3].text
        else { return nil }
        self.id = id
        self.at = at
        self.phrase = phrase
        self.path = path
        isSeen = !row[4].isNull
    }
}

extension Phrase {
    var json: JSON {
        let values = values.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        return ["key": .string(key), "values": .object(JSONObject(values))]
    }

    init?(json: JSON) {
        guard let key = json["key"]?.asString else { return nil }
        self.init(key, json["values"]?.asObject?.reduce(into: [:]) { $0[$1.key] = $1.value.asString } ?? [:])
    }
}
