// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The desk of one action on one store: reads and writes within the transaction, and at its end the
/// journal entry over everything that changed.
final class StoreDesk: Desk {
    let moment: Moment
    let action: ActionKind
    private let connection: any Connection
    private let tables: TableSet
    private let systems: SystemSet
    /// The number the act's journal entry will have.
    let entry: Int
    private var touched: [Touched] = []
    private var cited: [String] = []
    private var letters: [Letter] = []

    /// A record the act made or changed.
    private struct Touched {
        let table: RecordTable
        let before: StoredRow?
        var after: StoredRow
    }

    init(
        _ action: ActionKind, moment: Moment, connection: any Connection, tables: TableSet,
        systems: SystemSet
    ) throws {
        self.action = action
        self.moment = moment
        self.connection = connection
        self.tables = tables
        self.systems = systems
        entry = Int(try connection.value("SELECT max(seq) FROM journal")?.integer ?? 0) + 1
    }

    func newID() -> RecordID { .new(at: moment.now) }

    func find<R: Record>(_: R.Type, _ id: RecordID) throws -> Stored<R>? {
        try tables[R.kind].find(id, asOf: nil, on: connection).map(Stored<R>.init)
    }

    func list<R: Record>(_: R.Type, _ query: Query) throws -> [Stored<R>] {
        try tables[R.kind].list(query, on: connection).map(Stored<R>.init)
    }

    func create<R: Record>(_ fields: R, in state: State, id: RecordID?) throws -> Stored<R> {
        try save(
            Stored(
                id: id ?? newID(), version: 0, state: state, recordedAt: moment.now,
                fields: fields))
    }

    func save<R: Record>(_ record: Stored<R>) throws -> Stored<R> {
        var settled = record
        R.settle(&settled, at: moment)
        return Stored<R>(try keep(settled.row, kind: R.kind))
    }

    func next(inSeries series: String) throws -> Int {
        let last = try connection.value(
            "INSERT INTO series (name, last) VALUES ($1, 1) "
                + "ON CONFLICT (name) DO UPDATE SET last = series.last + 1 RETURNING last",
            [.text(series)])
        guard let number = last?.integer else { throw Fault("series \(series) gave no number") }
        return Int(number)
    }

    func send(_ letter: Letter) throws { letters.append(letter) }

    func notify(_ notice: Notice) throws {
        try connection.run(
            "INSERT INTO notice (id, at, person, phrase, path) VALUES ($1, $2, $3, $4, $5)",
            [
                newID().stored, moment.now.stored, notice.person.stored,
                notice.phrase.json.stored, .text(notice.path),
            ])
    }

    func cite(_ rule: String) {
        if !cited.contains(rule) { cited.append(rule) }
    }

    /// Keeps the next version of a record; a second keeping in one act replaces the first. Either
    /// is kept from what the act last read or kept, so that nothing is overwritten unseen.
    private func keep(_ row: StoredRow, kind: RecordKind) throws -> StoredRow {
        let table = tables[kind]
        let index = touched.firstIndex { $0.after.id == row.id && $0.table.kind.key == kind.key }
        let before = try index.map { touched[$0].before }
            ?? table.find(row.id, asOf: nil, on: connection)
        let known = index.map { touched[$0].after.version } ?? before?.version ?? 0
        if known != row.version {
            throw Fault("\(kind.key) \(row.id): version \(row.version) was kept, not \(known)")
        }
        // No version is recorded before the one it closes, should a clock be put back.
        let after = row.at(
            version: index == nil ? known + 1 : known, max(moment.now, before?.recordedAt ?? moment.now))
        if let index {
            try table.remove(row.id, version: known, on: connection)
            touched[index].after = after
        } else {
            touched.append(Touched(table: table, before: before, after: after))
        }
        try table.insert(after, entry: entry, on: connection)
        return after
    }

    /// Writes the journal entry, what is published and the letters. The act's last step.
    func close(on subject: StoredRow) throws {
        var changes: [JSON] = []
        for record in touched {
            changes.append(
                try Changes(kind: record.table.kind, before: record.before, after: record.after)
                    .json(keepingPersonalOn: connection))
            try publish(record)
        }
        let journalEntry = JournalEntry(
            number: entry, at: moment.now, actor: moment.actor.journalName, action: action.key,
            record: action.record.key, recordID: subject.id.text, version: subject.version,
            changes: String(decoding: JSON.array(changes).canonical, as: UTF8.self),
            rules: cited.joined(separator: "\n"))
        try journalEntry.add(to: connection)
        for letter in letters {
            try Outbox.add(.letter(letter), at: moment.now, to: connection)
        }
    }

    private func publish(_ record: Touched) throws {
        guard let system = systems[record.table.kind.system] else { return }
        let kind = record.table.kind
        // What everyone has seen so far is what it said then, not what it would say today.
        let before = record.before.flatMap {
            system.publication(of: $0, kind: kind, at: moment.at($0.recordedAt))
        }
        let after = system.publication(of: record.after, kind: kind, at: moment)
        guard before != after else { return }
        let item = PublishedItem(
            tenant: moment.tenant.slug, record: record.after.id, version: record.after.version,
            at: moment.now, publication: after)
        try Outbox.add(.publication(item), at: moment.now, to: connection)
    }
}

extension Moment {
    /// The same at another time.
    fileprivate func at(_ instant: Instant) -> Moment {
        Moment(
            now: instant, today: calendar.jurisdiction.zone.day(at: instant), tenant: tenant,
            actor: actor, rules: rules, calendar: calendar)
    }
}

extension StoredRow {
    fileprivate func at(version: Int, _ now: Instant) -> StoredRow {
        StoredRow(id: id, version: version, state: state, recordedAt: now, values: values)
    }
}
