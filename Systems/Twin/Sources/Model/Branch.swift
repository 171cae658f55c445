// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A branch of a twin: what might be, from a moment of it on (GS CIM 009 1.9.1, 5.16, calls it a snapshot).
/// It is a twin of its own that begins with what its base was and writes to a ledger of its own; the base
/// keeps a document that says where it left.
struct Branch: Sendable {
    static let sort = "snapshot"
    /// Of the ledgers whose branches were thrown away, until what they say is gone, too.
    static let gone = "snapshot-gone"
    static let type = "Snapshot"
    /// What the names of their ledgers begin with.
    static let ledgers = "twin:branch:"

    let id: String
    /// Name, description and the like, as they are shown.
    var members: JSONObject
    /// The name of its ledger, which no other branch ever has.
    let ledger: String
    let line: Int
    let moment: Stamp?
    let ids: [String]?
    var expiresAt: Stamp?

    init(
        id: String, members: JSONObject, ledger: String, line: Int, moment: Stamp?, ids: [String]?,
        expiresAt: Stamp?
    ) {
        (self.id, self.members, self.ledger) = (id, members, ledger)
        (self.line, self.moment, self.ids, self.expiresAt) = (line, moment, ids, expiresAt)
    }

    /// Nil: it is none.
    init?(kept json: JSON) {
        guard let members = json["members"]?.asObject, let id = members["id"]?.asString,
            let ledger = json["ledger"]?.asString, let line = json["line"]?.asInteger
        else { return nil }
        self.init(
            id: id, members: members, ledger: ledger, line: Int(line), moment: json["moment"]?.stamp,
            ids: json["ids"]?.texts, expiresAt: json["expiresAt"]?.stamp)
    }

    /// What people call it.
    var name: String {
        (members["snapshotName"] ?? members["name"])?.asString.flatMap { $0.isEmpty ? nil : $0 } ?? id
    }

    /// As of when it began; nil: it does not say.
    var began: Stamp? { moment ?? members["createdAt"]?.asString.flatMap { Stamp($0) } }

    var kept: JSON {
        var kept: JSONObject = [
            "members": .object(members), "ledger": .string(ledger), "line": .integer(line),
        ]
        if let moment { kept["moment"] = .integer(moment.microseconds) }
        if let ids { kept["ids"] = .array(ids.map(JSON.string)) }
        if let expiresAt { kept["expiresAt"] = .integer(expiresAt.microseconds) }
        return .object(kept)
    }

    func base(_ twin: Twin) -> TwinBase {
        TwinBase(twin: twin, line: line, moment: moment, ids: ids.map(Set.init))
    }

    /// The branch of an id that is there.
    static func find(_ id: String, in twin: Twin, at now: Stamp) throws -> Branch? {
        let json = try twin.read { $0.documents[sort]?[id] }
        guard let branch = json.flatMap(Branch.init(kept:)), branch.isThere(at: now) else { return nil }
        return branch
    }

    static func all(in twin: Twin, at now: Stamp) throws -> [Branch] {
        try kept(in: twin).filter { $0.isThere(at: now) }
    }

    /// Those whose time is over.
    static func expired(in twin: Twin, at now: Stamp) throws -> [Branch] {
        try kept(in: twin).filter { !$0.isThere(at: now) }
    }

    private static func kept(in twin: Twin) throws -> [Branch] {
        try twin.read { $0.documents[sort] ?? [:] }.sorted { $0.key < $1.key }
            .compactMap { Branch(kept: $0.value) }
    }

    func isThere(at now: Stamp) -> Bool { expiresAt.map { $0 > now } ?? true }
}
