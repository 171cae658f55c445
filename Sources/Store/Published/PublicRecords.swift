// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What a tenant shows to everyone, record by record, and how that changes, for whoever keeps a copy of
/// it: the tenant's own records by what is published of them, and those of the commons that are about it.
///
/// It is read where it was written, of the records as they stand, and changes by the journals: what is
/// told of an act is told after it and once it is durable, whatever is still on its way to the commons.
/// Kinds for members alone, and those that are part of others, are not among it.
public struct PublicRecords: Sendable {
    /// How far the journals have been looked through.
    public struct Place: Sendable, Hashable {
        public var own: Int
        public var commons: Int

        public init(own: Int, commons: Int) {
            self.own = own
            self.commons = commons
        }
    }

    /// How many entries are looked at for one question, and how many of those that concern it.
    private static let window = 20_000
    private static let most = 100

    private let store: TenantStore
    private let commons: TenantStore
    private let systems: SystemSet

    public init(of store: TenantStore, in network: Network) {
        self.store = store
        commons = network.commons
        systems = network.systems
    }

    private var slug: String { store.tenant.slug }

    /// The tenant they are of.
    public var tenant: Tenant { store.tenant }

    /// The kinds of which everyone may see something.
    public var kinds: [RecordKind] {
        let published = Set(systems.publishedKinds.values.filter(\.standsForAll).map(\.record))
        return systems.all.flatMap { system in
            system.records.filter { kind in
                system.isCommons ? kind.linked.about != nil : published.contains(kind.key)
            }
        }
    }

    /// What tells these journals from any others: of another network, or of one that was put back.
    public func origin() throws -> String { try commons.database.read { try $0.origin() } }

    /// Where both journals end.
    public func end() throws -> Place {
        func end(_ store: TenantStore) throws -> Int {
            try store.database.read {
                Int(try $0.value("SELECT max(seq) FROM journal")?.integer ?? 0)
            }
        }
        return Place(own: try end(store), commons: try end(commons))
    }

    // MARK: Records

    /// The records of a kind in the order of their ids, those among them of which nothing is shown.
    public func page(of kind: RecordKind, after last: RecordID?, limit: Int) throws -> [PublicRecord] {
        let cursor = last.map { Query.Cursor(value: .null, id: $0.text) }
        let about = kind.linked.about.flatMap { isOfCommons(kind) ? $0 : nil }
        let filters = about.map { [Query.Filter.field($0.field, is: slug)] } ?? []
        let source = home(of: kind)
        return try source.database.read { connection in
            let rows = try source.tables[kind].list(
                Query(filters, order: "id", after: cursor, limit: limit), on: connection)
            return try records(rows.map { (kind, $0) }, connection)
        }
    }

    /// A record as it stands; nil: it is not there.
    public func record(_ id: RecordID, of kind: RecordKind) throws -> PublicRecord? {
        let source = home(of: kind)
        return try source.database.read { connection in
            try source.tables[kind].find(id, asOf: nil, on: connection)
                .flatMap { try records([(kind, $0)], connection).first }
        }
    }

    /// Since when something of a record has been there for everyone, which now is.
    public func since(_ record: PublicRecord) throws -> Instant {
        let source = home(of: record.kind)
        let versions = try source.database.read {
            try source.tables[record.kind].versions(of: record.id, on: $0)
        }
        let first = versions.first { self.record($0, record.kind).shown != nil }
        return first?.recordedAt ?? record.recordedAt
    }

    private func isOfCommons(_ kind: RecordKind) -> Bool { systems[kind.system]?.isCommons ?? false }

    private func home(of kind: RecordKind) -> TenantStore { isOfCommons(kind) ? commons : store }

    private func records(
        _ rows: [(RecordKind, StoredRow)], _ connection: any Connection
    ) throws -> [PublicRecord] {
        if rows.isEmpty { return [] }
        // What was erased is taken out of everything everyone sees (decision 0021).
        let erased = try ErasedValues(on: connection).records
        return rows.map { kind, row in
            erased.contains(row.id.text) ? .hidden(row, kind) : record(row, kind)
        }
    }

    private func record(_ row: StoredRow, _ kind: RecordKind) -> PublicRecord {
        if isOfCommons(kind) {
            guard let about = kind.linked.about, row[about.field].text == slug else {
                return .hidden(row, kind)
            }
            return PublicRecord(row, kind, about: about)
        }
        // What everyone sees is what it said then, not what it would say today.
        let moment = store.moment(for: .system("twin"), system: kind.system, at: row.recordedAt)
        guard let publication = kind.publication(row, moment),
            let published = systems.publishedKinds[publication.kind], published.standsForAll
        else { return .hidden(row, kind) }
        return PublicRecord(row, kind, publication, published, of: slug)
    }

    // MARK: Changes

    /// The records of which what everyone sees may have changed after a place, as they stand now.
    /// - Returns: them, each once, and how far that was looked for. There is no more if that is no further
    ///   than before.
    public func changes(after place: Place) throws -> (records: [PublicRecord], reached: Place) {
        let (own, ownReached) = try changes(
            after: place.own, in: store,
            where: "(changes LIKE '%\"published\":\"%' OR record = '\(Erasure.kind.key)')"
        ) { change in change["published"] != nil }
        let shared = kinds.filter { isOfCommons($0) }.map(\.key)
        guard !shared.isEmpty, commons !== store else {
            return (own, Place(own: ownReached, commons: place.commons))
        }
        let names = shared.sorted().map { "'\($0)'" }.joined(separator: ", ")
        let (others, reached) = try changes(
            after: place.commons, in: commons, where: "record IN (\(names))"
        ) { change in change["record"]?.asString.map(shared.contains) ?? false }
        return (own + others, Place(own: ownReached, commons: reached))
    }

    private func changes(
        after last: Int, in source: TenantStore, where condition: String, _ isMeant: (JSON) -> Bool
    ) throws -> ([PublicRecord], Int) {
        try source.database.read { connection in
            let end = Int(try connection.value("SELECT max(seq) FROM journal")?.integer ?? 0)
            guard end > last else { return ([], last) }
            let until = min(end, last + Self.window)
            let entries = try connection.rows(
                "SELECT seq, record, changes FROM journal WHERE seq > $1 AND seq <= $2 AND \(condition) "
                    + "ORDER BY seq LIMIT \(Self.most)",
                [.integer(Int64(last)), .integer(Int64(until))])
            let isAll = entries.count < Self.most
            let reached = isAll ? until : entries.last?[0].integer.map(Int.init) ?? until
            let named = entries.flatMap { row in
                Self.named(row[2], isErasure: row[1].text == Erasure.kind.key, isMeant)
            }
            var seen: Set<String> = []
            let rows = try named.compactMap { key, id -> (RecordKind, StoredRow)? in
                guard seen.insert("\(key) \(id)").inserted, let kind = systems.record(key) else { return nil }
                return try source.tables[kind].find(id, asOf: nil, on: connection).map { (kind, $0) }
            }
            return (try records(rows, connection), reached)
        }
    }

    /// The records an entry names: those it changed, or erased.
    private static func named(
        _ changes: Value, isErasure: Bool, _ isMeant: (JSON) -> Bool
    ) -> [(String, RecordID)] {
        let all = JSON(stored: changes)?.asArray ?? []
        let meant = isErasure
            ? all.flatMap { erased($0["set"]?["erased"]) } : all.filter(isMeant)
        return meant.compactMap { change in
            guard let key = change["record"]?.asString,
                let id = change["id"]?.asString.flatMap({ RecordID($0) })
            else { return nil }
            return (key, id)
        }
    }

    /// What a note of erasing lists, which the journal has as the text its field holds.
    private static func erased(_ said: JSON?) -> [JSON] {
        (said?.asString.flatMap { JSON(stored: .text($0)) } ?? said)?.asArray ?? []
    }
}

extension PublicRecord {
    fileprivate static func hidden(_ row: StoredRow, _ kind: RecordKind) -> PublicRecord {
        PublicRecord(kind: kind, id: row.id, recordedAt: row.recordedAt, shown: nil)
    }
}

extension PublishedKind {
    /// Whether everyone may read it, and it is something by itself.
    fileprivate var standsForAll: Bool { audience == .everyone && partOf == nil }
}
