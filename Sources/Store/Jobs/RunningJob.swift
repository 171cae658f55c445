// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// A job while it runs: what it knows, and the one store it works on.
public final class RunningJob: JobWork {
    /// How often progress is written down at most, so that saying it costs nothing.
    private static let noted: Duration = .seconds(1)

    public let store: TenantStore
    public let network: Network
    let taken: JobTable.Taken
    private let lastNoted = Mutex<ContinuousClock.Instant?>(nil)

    init(_ taken: JobTable.Taken, in store: TenantStore, of network: Network) {
        self.taken = taken
        self.store = store
        self.network = network
    }

    public var id: RecordID { taken.id }
    public var payload: JSON { taken.payload }
    public var attempt: Int { taken.attempt }
    public var now: Instant { network.now() }
    public var moment: Moment { store.moment(for: actor, system: system, at: now) }

    /// Who acts: the product, by the last part of the kind's name.
    var actor: Actor { .system(taken.kind.split(separator: ".").last.map(String.init) ?? "job") }
    private var system: String { String(taken.kind.prefix { $0 != "." }) }

    /// The record as it is; nil if there is none.
    public func find<R: Record>(_ kind: R.Type, _ id: RecordID) throws -> Stored<R>? {
        try store.read(as: actor) { try $0.find(kind, id) }
    }

    /// The records a query asks for.
    public func list<R: Record>(_ kind: R.Type, _ query: Query) throws -> [Stored<R>] {
        try store.read(as: actor) { try $0.list(kind, query) }
    }

    /// Takes an action of the system, as the job.
    @discardableResult
    public func perform(
        _ action: ActionKind, on record: RecordID?, input: Values, once key: String?
    ) async throws -> RecordID {
        let call = ActionCall(action, by: actor, on: record, input: input, key: key)
        return try await store.perform(call, at: now).row.id
    }

    public func queue(_ job: Job) async throws { try await store.queue(job, at: now) }

    /// Says how far it is, for people who wait.
    public func progress(_ done: Int, of total: Int?) async throws {
        try Task.checkCancellation()
        let isDue = lastNoted.withLock { last in
            let isDue = last.map { $0.duration(to: .now) >= Self.noted } ?? true
            if isDue { last = .now }
            return isDue
        }
        guard isDue || done == total else { return }
        let taken = taken
        try await store.database.write {
            try JobTable.note(taken, done: done, of: total, on: $0)
        }
    }
}

extension TenantStore {
    /// Has something done that belongs to no action.
    /// - Returns: whether it is to be done: not if there is one of its kind and key.
    @discardableResult
    public func queue(_ job: Job, at now: Instant) async throws -> Bool {
        // What is asked for again and again costs a look, not a commit.
        if let key = job.key, try database.read({ try JobTable.has(job.kind, key, on: $0) }) { return false }
        let id = RecordID.new(at: now)
        let isNew = try await database.write { try JobTable.add(job, id: id, at: now, to: $0) }
        if isNew { afterCommit(tenant.slug) }
        return isNew
    }
}
