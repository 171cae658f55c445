// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// The desk of one action on one store: reads and writes within the transaction, and at its end the
/// journal entry over everything that changed.
final class StoreDesk: Desk {
    let moment: Moment
    let action: ActionKind
    private let connection: any Connection
    private let tables: TableSet
    private let surroundings: Surroundings
    /// The number the act's journal entry will have.
    let entry: Int
    private var touched: [Touched] = []
    /// The records read as they stood before the act, so that none is read again to be kept.
    private var found: [RecordID: StoredRow] = [:]
    private var cited: [String] = []
    private var letters: [Letter] = []

    /// A record the act made or changed.
    private struct Touched {
        let table: RecordTable
        let before: StoredRow?
        var after: StoredRow
        /// What everyone saw of it before, and sees of it now.
        var publications: () -> (before: Publication?, after: Publication?)
    }

    /// - Parameter subject: the record the action is taken on, as it stands.
    init(
        _ action: ActionKind, on subject: StoredRow?, moment: Moment,
        connection: any Connection, tables: TableSet, surroundings: Surroundings
    ) throws {
        self.action = action
        self.moment = moment
        self.connection = connection
        self.tables = tables
        self.surroundings = surroundings
        let last = try connection.lastAdded
            ?? Int(connection.value("SELECT max(seq) FROM journal")?.integer ?? 0)
        entry = last + 1
        if let subject { found[subject.id] = subject }
    }

    func newID() -> RecordID { .new(at: moment.now) }

    func find<R: Record>(_: R.Type, _ id: RecordID) throws -> Stored<R>? {
        try row(id, of: tables[R.kind]).map(Stored<R>.init)
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
        let (before, after) = try keep(settled.row, in: tables[R.kind])
        let kept = settled.kept(version: after.version, at: after.recordedAt)
        touched[touched.count - 1].publications = { [moment] in
            // What everyone has seen so far is what it said then, not what it would say today.
            let seen = before.flatMap {
                R.publication(of: Stored<R>($0), at: moment.at($0.recordedAt))
            }
            return (seen, R.publication(of: kept, at: moment))
        }
        return kept
    }

    func next(inSeries series: String) throws -> Int {
        let last = try connection.value(
            "INSERT INTO series (name, last) VALUES ($1, 1) "
                + "ON CONFLICT (name) DO UPDATE SET last = series.last + 1 RETURNING last",
            [.text(series)])
        guard let number = last?.integer else { throw Fault("series \(series) gave no number") }
        return Int(number)
    }

    func roles(of person: RecordID) throws -> Set<Role> {
        try surroundings.roles(of: person, at: moment.tenant.slug, on: moment.today)
    }

    func people(with role: Role) throws -> [RecordID] {
        try surroundings.people(with: role, at: moment.tenant.slug, on: moment.today)
    }

    func hasTakenUp(_ system: String, at slug: String) throws -> Bool {
        try surroundings.hasTakenUp(system, at: slug)
    }

    func published(_ record: RecordID, by slug: String) throws -> Publication? {
        try surroundings.published(record, by: slug)
    }

    func send(_ letter: Letter) throws { letters.append(letter) }

    func notify(_ notice: Notice) throws {
        let id = newID()
        try connection.run(
            "INSERT INTO notice (id, at, person, phrase, path) VALUES ($1, $2, $3, $4, $5)",
            [
                id.stored, moment.now.stored, notice.person.stored,
                notice.phrase.json.stored, .text(notice.path),
            ])
        if surroundings.mailsNotices {
            try queue(Job("mail.notice", ["notice": .string(id.text)]))
        }
    }

    func queue(_ job: Job) throws {
        try JobTable.add(job, id: newID(), at: moment.now, to: connection)
    }

    func cite(_ rule: String) {
        if !cited.contains(rule) { cited.append(rule) }
    }

    /// A record as it stands now, read once.
    private func row(_ id: RecordID, of table: RecordTable) throws -> StoredRow? {
        if let kept = touched.first(where: { $0.after.id == id && $0.table.kind.key == table.kind.key }) {
            return kept.after
        }
        if let row = found[id], row.values.names === table.kind.names { return row }
        let row = try table.find(id, asOf: nil, on: connection)
        if let row { found[id] = row }
        return row
    }

    /// Notes of the documents that a record did not have before that they hang on it. One that was
    /// cleared away since it was looked for is to be sent anew.
    private func hang(_ after: StoredRow, _ before: StoredRow?, _ kind: RecordKind) throws {
        for field in kind.fields {
            guard case .files = field.kind, let files = [FileReference](stored: after[field.name])
            else { continue }
            let known = Set(([FileReference](stored: before?[field.name] ?? .null) ?? []).map(\.digest))
            for file in files where !known.contains(file.digest) {
                let isThere = try UploadClearing.hang(file.digest, at: moment.now, on: connection)
                if isThere { continue }
                if case .system = moment.actor.kind {
                    try UploadClearing.keep(file, at: moment.now, on: connection)
                    continue
                }
                let cleared = try connection.value(
                    "SELECT 1 FROM upload WHERE digest = $1 AND state = 'cleared'",
                    [.text(file.digest)])
                if cleared != nil { throw field.problem("not_your_file", ["name": file.name]) }
                try UploadClearing.keep(file, at: moment.now, on: connection)
            }
        }
    }

    /// Keeps the next version of a record, which is touched last then; a second keeping in one act
    /// replaces the first. Either is kept from what the act last read or kept, so that nothing is
    /// overwritten unseen.
    private func keep(
        _ row: StoredRow, in table: RecordTable
    ) throws -> (before: StoredRow?, after: StoredRow) {
        let index = touched.firstIndex { $0.after.id == row.id && $0.table.kind.key == table.kind.key }
        let earlier = index.map { touched.remove(at: $0) }
        // A new one is not looked for: should its id be taken, the table refuses it.
        let isNew = earlier == nil && row.version == 0
        let before = try isNew ? nil : earlier.map(\.before) ?? self.row(row.id, of: table)
        let known = earlier?.after.version ?? before?.version ?? 0
        if known != row.version {
            throw Fault("\(table.kind.key) \(row.id): version \(row.version) was kept, not \(known)")
        }
        if earlier != nil { try table.remove(row.id, version: known, on: connection) }
        // No version is recorded before the one it closes, should a clock be put back.
        let after = row.at(
            version: earlier == nil ? known + 1 : known,
            max(moment.now, before?.recordedAt ?? moment.now))
        touched.append(
            Touched(table: table, before: before, after: after, publications: { (nil, nil) }))
        try hang(after, before, table.kind)
        try table.insert(after, entry: entry, on: connection)
        try RecordSearch(connection: connection).keep(after, was: earlier?.after ?? before, table.kind)
        return (before, after)
    }

    /// Writes the journal entry, what is published and the letters. The act's last step.
    /// - Returns: the record it was taken on, as it stands now.
    func close(on subject: RecordID) throws -> StoredRow {
        guard let subject = touched.last(where: {
            $0.after.id == subject && $0.table.kind.key == action.record.key
        })?.after else { throw Fault("\(action.key) did not keep its record") }
        var changes: [JSON] = []
        for record in touched {
            changes.append(
                try Changes(kind: record.table.kind, before: record.before, after: record.after)
                    .json(keepingPersonalOn: connection, published: publish(record)))
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
        return subject
    }

    /// - Returns: a digest of what was published or withdrawn; nil if nothing was.
    private func publish(_ record: Touched) throws -> String? {
        let (before, after) = record.publications()
        guard before != after else { return nil }
        let item = PublishedItem(
            tenant: moment.tenant.slug, record: record.after.id, version: record.after.version,
            at: moment.now, publication: after)
        return try Outbox.add(.publication(item), at: moment.now, to: connection)
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
