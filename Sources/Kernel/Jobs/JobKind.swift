// SPDX-License-Identifier: EUPL-1.2

/// A kind of job, as the system that has it done declares it. It acts as the product itself: under
/// `system:NAME`, the last part of its own name, and so may do what is granted to that.
///
///     static let remind = JobKind("planning.remind") { work in
///         try await work.perform(Reminding.remind.kind, on: work.record, once: "remind:\(work.id)")
///     }
///
/// A process may end at any moment, so that a job may be begun again: what it does twice must
/// come to the same, by the key of an action or because it looks first.
public struct JobKind: Sendable {
    public typealias Run = @Sendable (_ work: any JobWork) async throws -> Void

    /// `system.name`, unique in the product.
    public let name: String
    public let retry: Retry
    /// How often it falls due by itself, in every tenant that has the system; nil: it is asked for.
    public let recurrence: Recurrence?
    public let run: Run

    public init(
        _ name: String, retry: Retry = Retry(), every recurrence: Recurrence? = nil,
        run: @escaping Run
    ) {
        self.name = name
        self.retry = retry
        self.recurrence = recurrence
        self.run = run
    }
}

/// What a job works with while it runs: one tenant's store, as the product itself.
public protocol JobWork: Sendable {
    var id: RecordID { get }
    var payload: JSON { get }
    /// The how-manieth attempt this is, from 1.
    var attempt: Int { get }
    /// Now, at the tenant, under its law.
    var moment: Moment { get }

    /// The record as it stands.
    func find<R: Record>(_ kind: R.Type, _ id: RecordID) throws -> Stored<R>?

    /// The records a query asks for.
    func list<R: Record>(_ kind: R.Type, _ query: Query) throws -> [Stored<R>]

    /// Takes an action. Returns once it is durable.
    /// - Parameter key: under one key it is done once, however often the job is begun.
    @discardableResult
    func perform(
        _ action: ActionKind, on record: RecordID?, input: Values, once key: String?
    ) async throws -> RecordID

    /// Has something else done.
    func queue(_ job: Job) async throws

    /// Says how far it is; of how much, where that is known.
    func progress(_ done: Int, of total: Int?) async throws
}

extension JobWork {
    /// The record the payload names under `record`.
    public var record: RecordID? { payload["record"]?.asString.flatMap { RecordID($0) } }

    /// Takes an action on a record.
    @discardableResult
    public func perform(
        _ action: ActionKind, on record: RecordID?, once key: String? = nil
    ) async throws -> RecordID {
        try await perform(action, on: record, input: [:], once: key)
    }
}
