// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Web

/// Where a call of the API stands: in whose store, about which kind of record, by whom.
struct APIContext {
    let request: Request
    let store: TenantStore
    let kind: RecordKind
    let actor: Actor

    /// - Throws: `Refusal.notFound` for a tenant that is not there, and for a token of another.
    init(_ request: Request, kind: RecordKind) throws {
        self.request = request
        self.kind = kind
        store = try request.tenant()
        actor = request.actor
        if request.visitor.isSignedIn, actor == .visitor { throw Refusal.notFound }
    }

    var slug: String { store.tenant.slug }

    /// Who reads: with a token that may only write, as much as everyone.
    var reader: Actor {
        actor.scopes.map { $0.contains("read") } ?? true ? actor : .visitor
    }

    /// Refuses whoever may read no record of the kind at all.
    func checkReading() throws {
        if kind.scope(for: reader) != .nothing { return }
        if actor == .visitor { throw Refusal.signIn }
        throw reader == actor ? Refusal.notFound : Refusal.forbidden
    }

    /// The record the path names, whole; nil for an action that makes one.
    func record(of action: ActionKind) throws -> StoredRow? {
        if action.isCreating { return nil }
        guard let id = RecordID(request["id"]), let row = try whole(id) else {
            throw Refusal.notFound
        }
        return row
    }

    /// A record as rules and permissions need it.
    func whole(_ id: RecordID, asOf: Instant? = nil) throws -> StoredRow? {
        try store.read(as: .system("api")) { try $0.find(id, kind: kind, asOf: asOf) }
    }

    /// Refuses whoever may not take an action. Who may read the record is told so; to anybody else
    /// it is not there.
    func checkTaking(_ action: ActionKind, on row: StoredRow?) throws {
        if action.permits(actor, on: row?.grounds) { return }
        if actor == .visitor { throw Refusal.signIn }
        guard let row else { throw Refusal.forbidden }
        throw kind.permits(reader, toRead: row.grounds) ? Refusal.forbidden : Refusal.notFound
    }

    /// A record as the caller may see it: of one they may not read, that it is there.
    func shown(_ row: StoredRow) -> JSON {
        var shown = row
        let mayRead = kind.permits(reader, toRead: row.grounds)
        shown.values = mayRead ? kind.visible(row.grounds, to: reader) : [:]
        return kind.json(shown)
    }

    /// Whether the caller sees every record's field: what a list may be narrowed and ordered by.
    func seesEverywhere(_ field: String) -> Bool {
        reader.isStaff || RecordKind.envelope.contains(field) || kind.field(field)?.privacy == .open
    }

    /// Who did something, as the caller may know it: staff see ids, others only their own.
    func who(_ actor: String) -> String? {
        reader.isStaff || actor == reader.person?.text ? actor : nil
    }

    /// What changed meanwhile, as far as the caller may know it.
    func shown(_ stale: Stale, of row: StoredRow) -> Stale {
        let isReader = kind.permits(reader, toRead: row.grounds)
        let seen = Set(isReader ? kind.visible(row.grounds, to: reader).keys : [])
        return Stale(
            current: stale.current, seen: stale.seen,
            changes: stale.changes.map { change in
                Stale.Change(
                    version: change.version, action: change.action,
                    actor: who(change.actor) ?? "", at: change.at,
                    fields: change.fields.filter(seen.contains))
            })
    }

    /// The path of a record in the API.
    func path(_ id: RecordID) -> String {
        "/api/t/\(slug)/\(kind.system)/\(kind.plural)/\(id.text)"
    }
}

extension RecordKind {
    /// What reading it takes: nothing where everyone may, else a token.
    var readingSecurity: APIOperation.Security { readers.contains(.anyone) ? .optional : .token }
}
