// SPDX-License-Identifier: EUPL-1.2

/// Where an action is applied: the one transaction, on one tenant's store, in which its effect
/// reads and writes. Synchronous; nothing on it waits for the network or another store.
public protocol Desk: AnyObject {
    var moment: Moment { get }

    func newID() -> RecordID

    /// The record as it stands in this transaction.
    /// - Throws: `Fault` if the store cannot be read.
    func find<R: Record>(_ kind: R.Type, _ id: RecordID) throws -> Stored<R>?

    /// The records a query asks for, as they stand in this transaction.
    func list<R: Record>(_ kind: R.Type, _ query: Query) throws -> [Stored<R>]

    /// Keeps a new record.
    func create<R: Record>(_ fields: R, in state: State, id: RecordID?) throws -> Stored<R>

    /// Keeps the next version of a record.
    func save<R: Record>(_ record: Stored<R>) throws -> Stored<R>

    /// The next number of the tenant's own series, from 1, without gaps.
    func next(inSeries series: String) throws -> Int

    /// The roles a person holds at this tenant today.
    func roles(of person: RecordID) throws -> Set<Role>

    /// Who holds a role at this tenant today.
    func people(with role: Role) throws -> [RecordID]

    /// Whether there is such a tenant and a system is switched on for it, so that its letters are
    /// taken in there.
    func hasTakenUp(_ system: String, at slug: String) throws -> Bool

    /// What a tenant has published of a record, as the commons has it; nil if nothing.
    func published(_ record: RecordID, by slug: String) throws -> Publication?

    /// Sends a letter, once this transaction is kept.
    func send(_ letter: Letter) throws

    /// Tells a person: in the application, and by mail if they wish.
    func notify(_ notice: Notice) throws

    /// Has something done by the product itself, once this transaction is kept.
    func queue(_ job: Job) throws

    /// Notes in the journal under which rule this is done.
    func cite(_ rule: String)
}

extension Desk {
    /// Keeps a new record under a new id.
    public func create<R: Record>(_ fields: R, in state: State) throws -> Stored<R> {
        try create(fields, in: state, id: nil)
    }
}

/// Something a person is told: shown in the application.
public struct Notice: Sendable, Hashable {
    public let person: RecordID
    public let phrase: Phrase
    /// A site-relative path to what it is about.
    public let path: String

    public init(to person: RecordID, _ phrase: Phrase, path: String) {
        self.person = person
        self.phrase = phrase
        self.path = path
    }
}
