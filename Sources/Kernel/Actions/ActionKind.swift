// SPDX-License-Identifier: EUPL-1.2

/// An action without its Swift types: what derived forms, the API, the journal and the store work
/// on. Made from an `Action`.
public struct ActionKind: Sendable {
    public let system: String
    /// In the officer's words, snake_case: `request_further_information`.
    public let name: String
    public let record: RecordKind
    public let input: [FieldDescription]
    /// The names of the input's fields, which what is sent goes by.
    public let inputNames: FieldNames
    /// Who may take it.
    public let grants: [Grant]
    /// The states it leads from; empty for an action that makes a new record.
    public let from: [State]
    /// The states it may lead to; empty: the state stays.
    public let to: [State]
    /// Whether fields that are not sent stay as they are (a partial save).
    public let isPartial: Bool
    /// Whether it is left out of pages, menus and the API: for the product's own jobs.
    public let isInternal: Bool
    /// The field that says what it is begun from; nil: it can be begun from anywhere.
    public let place: String?
    /// How often in an hour one address may take it without anybody being signed in; nil: as often as
    /// the server answers at all.
    public let strangersAnHour: Int?

    /// Why it cannot be taken on this record now; nil: it can.
    public let obstacle: @Sendable (StoredRow, Moment) -> Phrase?
    /// Fills what a form may know beforehand.
    public let prefill: @Sendable (StoredRow?, Moment) -> Values
    /// Applies it within a transaction and answers with the id of the record it was taken on.
    public let apply: @Sendable (_ target: ActionTarget, _ desk: any Desk) throws -> RecordID

    @usableFromInline
    init(
        system: String, name: String, record: RecordKind, input: [FieldDescription],
        inputNames: FieldNames, grants: [Grant], from: [State], to: [State], isPartial: Bool,
        isInternal: Bool, place: String?, strangersAnHour: Int?,
        obstacle: @escaping @Sendable (StoredRow, Moment) -> Phrase?,
        prefill: @escaping @Sendable (StoredRow?, Moment) -> Values,
        apply: @escaping @Sendable (ActionTarget, any Desk) throws -> RecordID
    ) {
        self.system = system
        self.name = name
        self.record = record
        self.input = input
        self.inputNames = inputNames
        self.grants = grants
        self.from = from
        self.to = to
        self.isPartial = isPartial
        self.isInternal = isInternal
        self.place = place
        self.strangersAnHour = strangersAnHour
        self.obstacle = obstacle
        self.prefill = prefill
        self.apply = apply
    }

    /// `system.name`, unique in the product; how the journal names it.
    public var key: String { "\(system).\(name)" }
    /// How it is written in an address: hyphens for underscores.
    public var segment: String { name.replacing("_", with: "-") }
    /// Whether it makes a new record.
    public var isCreating: Bool { from.isEmpty }

    /// Whether it makes a new record and needs nothing to begin from: lists and first pages offer it.
    public var isOffered: Bool { isCreating && place == nil }

    /// Whether the actor may take it on a record with these grounds (nil: none yet). On a record its
    /// author has not let out yet nobody else may take anything.
    public func permits(_ actor: Actor, on values: Values?) -> Bool {
        if let values, record.isPrivate(values), !record.permits(actor, toRead: values) { return false }
        if let scopes = actor.scopes, scopes.isDisjoint(with: ["write", "write:\(system)"]) {
            return false
        }
        return grants.contains { $0.holds(for: actor, on: values) }
    }
}

/// What an action is applied to: the record it leads from, if any, and the input.
public struct ActionTarget: Sendable {
    public let record: StoredRow?
    /// The id for a new record, if the caller chose one.
    public let newID: RecordID?
    /// Valid values of the input's fields.
    public let input: Values
    /// The names of the fields that were sent.
    public let given: Set<String>

    public init(
        record: StoredRow?, newID: RecordID? = nil, input: Values, given: Set<String>
    ) {
        self.record = record
        self.newID = newID
        self.input = input
        self.given = given
    }
}
