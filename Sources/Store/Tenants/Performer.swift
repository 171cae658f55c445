// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Applies one action within a transaction: the repeated key, the record, the permission, the
/// version, the state, the guard, the effect, the journal — in this order, and nowhere else.
struct Performer {
    let call: ActionCall
    let moment: Moment
    let connection: any Connection
    let tables: TableSet
    let surroundings: Surroundings

    func perform() throws -> Outcome {
        let action = call.action
        if let repeated = try repeated() { return repeated }
        // An action that makes a record is never taken on one.
        if action.isCreating, call.record != nil { throw Refusal.notFound }
        let row = try call.record.flatMap {
            try tables[action.record].find($0, asOf: nil, on: connection)
        }
        try checkPermission(row)
        if !action.isCreating {
            guard let row else { throw Refusal.notFound }
            try checkVersion(row)
            guard action.from.contains(row.state) else {
                throw Refusal.notNow(
                    Phrase("refusal.state", ["state": row.state.rawValue, "record": action.record.key]))
            }
        }
        if let obstacle = row.flatMap({ action.obstacle($0, moment) }) {
            throw Refusal.notNow(obstacle)
        }
        return try apply(to: row)
    }

    private func apply(to row: StoredRow?) throws -> Outcome {
        let desk = try StoreDesk(
            call.action, on: row, moment: moment, connection: connection, tables: tables,
            surroundings: surroundings)
        let target = ActionTarget(
            record: row, newID: call.newID, input: call.input, given: call.given)
        let after = try desk.close(on: call.action.apply(target, desk))
        if let key = call.keptKey {
            try connection.run(
                "INSERT INTO answered (key, request, entry, at) VALUES ($1, $2, $3, $4)",
                [
                    .text(key), .text(call.requestDigest), .integer(Int64(desk.entry)),
                    moment.now.stored,
                ])
        }
        return Outcome(entry: desk.entry, row: after, isRepeat: false)
    }

    private func repeated() throws -> Outcome? {
        guard let key = call.keptKey else { return nil }
        let kept = try connection.rows(
            "SELECT request, entry FROM answered WHERE key = $1", [.text(key)]
        ).first
        guard let kept, let entry = kept[1].integer else { return nil }
        guard kept[0].text == call.requestDigest else {
            throw Problems(nil, "key_reused", Phrase("problem.key_reused"))
        }
        let made = try connection.rows(
            "SELECT record_id FROM journal WHERE seq = $1", [.integer(entry)]
        ).first
        guard let id = made.flatMap({ RecordID(stored: $0[0]) }),
            let row = try tables[call.action.record].find(id, asOf: nil, on: connection)
        else { throw Refusal.notFound }
        return Outcome(entry: Int(entry), row: row, isRepeat: true)
    }

    /// Who may not take the action, but may read the record, is told so; anybody else learns
    /// nothing of it.
    private func checkPermission(_ row: StoredRow?) throws {
        let action = call.action
        let exists = call.record == nil || row != nil
        if exists, action.permits(call.actor, on: row?.grounds) { return }
        if call.actor == .visitor { throw Refusal.signIn }
        let mayKnow = row.map { action.record.permits(call.actor, toRead: $0.grounds) } ?? false
        throw mayKnow || (action.isCreating && exists) ? Refusal.forbidden : Refusal.notFound
    }

    private func checkVersion(_ row: StoredRow) throws {
        guard let expected = call.expectedVersion, expected != row.version else { return }
        let history = try History(connection: connection, tables: tables)
            .of(row.id, kind: call.action.record)
            .filter { call.action.record.permits(call.actor, toRead: $0.row.grounds) }
        let changes = history.filter { $0.version > expected }.map {
            Stale.Change(
                version: $0.version, action: $0.entry.action, actor: $0.entry.actor,
                at: $0.entry.at, fields: $0.changes.map(\.field))
        }
        throw Refusal.stale(Stale(current: row.version, seen: expected, changes: changes))
    }
}
