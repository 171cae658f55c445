// SPDX-License-Identifier: EUPL-1.2

/// A system — planning, directory — as it declares itself: its records, actions, what it publishes
/// and which letters it takes. Its pages are declared beside it, in Web.
public struct System: Sendable {
    /// The name in addresses, tables and keys: `planning`.
    public let name: String
    /// Whether it works on the commons alone (the directory) or on each tenant's store.
    public let isCommons: Bool
    public let records: [RecordKind]
    public let actions: [ActionKind]
    public let published: [PublishedKind]
    public let letters: [LetterKind]
    /// Publishing and settling by kind of record, without Swift types.
    let behaviours: [String: Behaviour]

    public init(
        _ name: String, isCommons: Bool = false, records: [any Record.Type],
        actions: [ActionKind], published: [PublishedKind] = [], letters: [LetterKind] = []
    ) {
        self.name = name
        self.isCommons = isCommons
        self.records = records.map { $0.kind }
        self.actions = actions
        self.published = published
        self.letters = letters
        behaviours = Dictionary(
            uniqueKeysWithValues: records.map { ($0.kind.key, Behaviour.of($0)) })
        let keys = actions.map(\.name)
        precondition(Set(keys).count == keys.count, "\(name): two actions of one name")
    }

    /// The kind of record of that name.
    public func record(_ name: String) -> RecordKind? { records.first { $0.name == name } }

    /// What the record shows to everyone, as `R.publication` says.
    public func publication(of row: StoredRow, kind: RecordKind, at moment: Moment) -> Publication? {
        behaviours[kind.key]?.publication(row, moment)
    }

    /// The record with its derived fields filled anew, as `R.settle` says.
    public func settled(_ row: StoredRow, kind: RecordKind, at moment: Moment) -> StoredRow {
        behaviours[kind.key]?.settled(row, moment) ?? row
    }
}

/// A record type's own functions, without the type.
struct Behaviour: Sendable {
    let publication: @Sendable (StoredRow, Moment) -> Publication?
    let settled: @Sendable (StoredRow, Moment) -> StoredRow

    static func of<R: Record>(_: R.Type) -> Behaviour {
        Behaviour(
            publication: { R.publication(of: Stored<R>($0), at: $1) },
            settled: { row, moment in
                var record = Stored<R>(row)
                R.settle(&record, at: moment)
                return record.row
            })
    }
}
