// SPDX-License-Identifier: EUPL-1.2

/// The only way anything changes. From one declaration follow the web form, the API operation, the
/// permission check, the guard on states, the journal entry and the notices.
///
///     Action<Application, WithdrawalInput>(
///         "withdraw", by: [.party(field: "applicant_id")], from: [.received], to: [.withdrawn]
///     ) { application, input, desk in application.withdrawnOn = desk.moment.today }
public struct Action<R: Record, Input: Form>: Sendable {
    /// Changes the record, and whatever else belongs to the same act, on the desk.
    public typealias Effect =
        @Sendable (_ record: inout Stored<R>, _ input: Sent<Input>, _ desk: any Desk) throws -> Void

    /// The action without its types.
    public let kind: ActionKind

    /// Declares an action.
    /// - Parameters:
    ///   - name: in the officer's words, snake_case.
    ///   - grants: who may take it; empty: nobody.
    ///   - from: the states it leads from; empty: it makes a new record.
    ///   - to: the states it may lead to. With exactly one, the record is put in it before the
    ///     effect; with several the effect chooses; with none the state stays.
    ///   - isPartial: fields not sent stay as they are.
    ///   - place: the field that says what it is begun from, such as the guide a copy is made of: it is
    ///     offered there, and on no list.
    ///   - strangersAnHour: how often one address may take it with nobody signed in.
    ///   - obstacle: why it cannot be taken on a record now; nil: it can.
    @inlinable
    public init(
        _ name: String, by grants: [Grant], from: [State] = [], to: [State] = [],
        isPartial: Bool = false, isInternal: Bool = false, at place: String? = nil,
        strangersAnHour: Int? = nil,
        unless obstacle: @escaping @Sendable (Stored<R>, Moment) -> Phrase? = { _, _ in nil },
        prefill: @escaping @Sendable (Stored<R>?, Moment) -> Input = { _, _ in Input() },
        effect: @escaping Effect
    ) {
        kind = ActionKind(
            system: R.kind.system, name: name, record: R.kind,
            input: Input.fields.map(\.description), inputNames: Input.fields.names,
            grants: grants, from: from, to: to,
            isPartial: isPartial, isInternal: isInternal, place: place, strangersAnHour: strangersAnHour,
            obstacle: { row, moment in obstacle(Stored<R>(row), moment) },
            prefill: { row, moment in prefill(row.map(Stored<R>.init), moment).values },
            apply: { target, desk in
                try Self.apply(target, desk, from: from, to: to, effect: effect)
            })
    }

    /// Applies it: specialised where the action is declared, for its record and input.
    @inlinable
    static func apply(
        _ target: ActionTarget, _ desk: any Desk, from: [State], to: [State], effect: Effect
    ) throws -> RecordID {
        var record =
            target.record.map(Stored<R>.init)
            ?? Stored(
                id: target.newID ?? desk.newID(), version: 0, state: "",
                recordedAt: desk.moment.now, fields: R())
        if to.count == 1, let state = to.first { record.state = state }
        try effect(&record, Sent(Input(values: target.input), given: target.given), desk)
        guard from.contains(record.state) || to.contains(record.state) else {
            throw Fault("\(R.kind.name) was left in the undeclared state \(record.state.rawValue)")
        }
        return try desk.save(record).id
    }
}

/// What was sent to an action: the input, and which of its fields were there at all.
@dynamicMemberLookup
public struct Sent<Input: Form>: Sendable {
    public let fields: Input
    public let given: Set<String>

    @inlinable public init(_ fields: Input, given: Set<String>) {
        self.fields = fields
        self.given = given
    }

    @inlinable public subscript<V>(dynamicMember path: KeyPath<Input, V>) -> V { fields[keyPath: path] }
}
