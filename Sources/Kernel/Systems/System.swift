// SPDX-License-Identifier: EUPL-1.2

/// A system — planning, directory — as it declares itself: its records, actions, what it publishes,
/// which letters it takes and which jobs it has done. Its pages are declared beside it, in Web.
public struct System: Sendable {
    /// The name in addresses, tables and keys: `planning`.
    public let name: String
    /// Whether it works on the commons alone (the directory) or on each tenant's store.
    public let isCommons: Bool
    public let records: [RecordKind]
    public let actions: [ActionKind]
    public let published: [PublishedKind]
    public let letters: [LetterKind]
    public let jobs: [JobKind]

    public init(
        _ name: String, isCommons: Bool = false, records: [any Record.Type],
        actions: [ActionKind], published: [PublishedKind] = [], letters: [LetterKind] = [],
        jobs: [JobKind] = []
    ) {
        self.name = name
        self.isCommons = isCommons
        self.records = records.map { $0.kind }
        self.actions = actions
        self.published = published
        self.letters = letters
        self.jobs = jobs
        let keys = actions.map(\.name)
        precondition(Set(keys).count == keys.count, "\(name): two actions of one name")
    }

    /// The kind of record of that name.
    public func record(_ name: String) -> RecordKind? { records.first { $0.name == name } }
}
