// SPDX-License-Identifier: EUPL-1.2

/// What is known of a kind of record without its Swift type. Storage, lists, forms, exports and
/// the API are derived from it.
public struct RecordKind: Sendable {
    /// The system it belongs to: `planning`.
    public let system: String
    /// The name of its table and in its addresses: `application`.
    public let name: String
    /// The name of its collection in addresses: `applications`.
    public let plural: String
    public let fields: [FieldDescription]
    /// Their names, which the values of every record of the kind go by.
    public let names: FieldNames
    /// The states a record may be in, in the order of its life.
    public let states: [State]
    /// Who may read it. Nobody else even learns that it is there.
    public let readers: [Grant]
    /// The states in which only the parties may read it, whatever else `readers` grants: a draft is
    /// nobody's business but its author's.
    public let privateStates: Set<State>
    /// Whether only staff and the record's own parties read versions that have been replaced: of
    /// words that may be taken back.
    public let hidesPast: Bool
    /// The fields a list shows, filters by, and its order (newest first if `descending`).
    public let list: ListShape
    /// Groups of fields the store keeps an index on.
    public let indexes: [[String]]

    /// The texts by whose words search finds it, for those who may read it; the first is what it is
    /// called there. Open fields alone: by another, readers would find what they may not see.
    public let found: [String]

    /// What the fields of a record are once the system itself has filled what it fills.
    public let settled: @Sendable (StoredRow, Moment) -> Values
    /// What everyone may see of a record as it stands; nil: nothing.
    public let publication: @Sendable (StoredRow, Moment) -> Publication?
    /// What it is in the words of vocabularies.
    public let linked: LinkedTerms
    /// Which of its records a law keeps, whoever asks for them to be erased; nil: none.
    public let keptByLaw: KeptByLaw?

    /// The kind of `R`. A name in `list`, `indexes` or `linked` that is no field is a programmer's
    /// mistake and stops the program at start.
    public init<R: Record>(
        _: R.Type, system: String, name: String, plural: String, states: [State],
        readers: [Grant], privateStates: Set<State> = [], hidesPast: Bool = false, list: ListShape,
        indexes: [[String]] = [], found: [String] = [], keptByLaw: KeptByLaw? = nil,
        linked: LinkedTerms = LinkedTerms()
    ) {
        self.keptByLaw = keptByLaw
        self.linked = linked
        settled = { row, moment in
            var record = Stored<R>(row)
            R.settle(&record, at: moment)
            return record.fields.values
        }
        publication = { row, moment in R.publication(of: Stored<R>(row), at: moment) }
        self.system = system
        self.name = name
        self.plural = plural
        self.fields = R.fields.map(\.description)
        self.names = R.fields.names
        self.states = states
        self.readers = readers
        self.privateStates = privateStates
        self.hidesPast = hidesPast
        self.list = list
        self.indexes = indexes
        self.found = found
        let known = Set(names.all).union(Self.envelope)
        let named = list.columns + list.filters + [list.order] + indexes.flatMap { $0 }
        precondition(
            named.allSatisfy(known.contains), "\(name): a list or index names no field: \(named)")
        precondition(
            found.allSatisfy { text in fields.contains { $0.name == text && $0.privacy == .open } },
            "\(name): it is found by what is no open field: \(found)")
        precondition(
            linked.fields.allSatisfy { text in fields.contains { $0.name == text && $0.privacy == .open } },
            "\(name): linked data speak of what is no open field: \(linked.fields)")
    }

    /// The columns every record has beside its fields.
    public static let envelope: Set<String> = ["id", "version", "state", "recorded_at"]

    /// `system.name`: how links and the journal name the kind.
    public var key: String { "\(system).\(name)" }

    /// The field of that name.
    public func field(_ name: String) -> FieldDescription? {
        names.place(of: name).map { fields[$0] }
    }
}

/// How a list of records is laid out unless a system replaces it.
public struct ListShape: Sendable {
    public let columns: [String]
    public let filters: [String]
    public let order: String
    public let descending: Bool

    public init(columns: [String], filters: [String] = [], order: String, descending: Bool = true) {
        self.columns = columns
        self.filters = filters
        self.order = order
        self.descending = descending
    }
}

/// Records that a law keeps, personal values among them.
public struct KeptByLaw: Sendable {
    /// The states in which they are kept.
    public let states: Set<State>
    /// Which law, as it is told to the person.
    public let reason: String

    /// Says which, and by which law.
    public init(_ reason: String, in states: Set<State>) {
        self.reason = reason
        self.states = states
    }
}
