// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// One tenant's store: where its records, journal and outbox lie. Held and handed on; code that has
/// one can reach no other tenant.
public final class TenantStore: Sendable {
    public let tenant: Tenant
    let database: any Database
    let tables: TableSet
    let systems: SystemSet
    let law: Law
    let surroundings: Surroundings
    private let metrics: Metrics
    let afterCommit: @Sendable (String) -> Void
    /// How many actions of the network's own system were taken here: who keeps people, roles, keys
    /// or tenants at hand reads them anew when it changes.
    let networkActions = Atomic<Int>(0)

    init(
        _ tenant: Tenant, database: any Database, tables: TableSet, shape: String,
        systems: SystemSet, law: Law,
        timepiece: @escaping Timepiece, surroundings: Surroundings, metrics: Metrics,
        afterCommit: @escaping @Sendable (String) -> Void
    ) {
        self.tenant = tenant
        self.database = database
        self.tables = tables
        self.systems = systems
        self.law = law
        self.surroundings = surroundings
        self.metrics = metrics
        self.afterCommit = afterCommit
        database.counting(in: metrics)
        let carryOver = CarryOver(tables: tables, shape: shape)
        database.sealing { connection, entries in
            try carryOver.run(connection, over: entries)
            try Seal.close(connection, over: entries, at: timepiece())
        }
    }

    /// Takes an action. Returns once it is durable.
    /// - Parameters:
    ///   - call: who does what on which record.
    ///   - now: the moment it is done, for clocks and the journal.
    /// - Throws: `Problems`, `Refusal`; `Fault` when the store fails.
    public func perform(_ call: ActionCall, at now: Instant) async throws -> Outcome {
        try await metrics.span(call.action.key) { span in
            let begun = ContinuousClock.now
            span?.attributes["talka.tenant"] = tenant.slug
            do {
                let outcome = try await performed(call, at: now)
                count(call, "done", since: begun, at: now)
                return outcome
            } catch {
                let outcome =
                    switch error {
                    case is Problems: "problem"
                    case is Refusal: "refused"
                    default: "fault"
                    }
                count(call, outcome, since: begun, at: now)
                span?.attributes["talka.outcome"] = outcome
                if outcome == "fault" { span?.recordError(error) }
                throw error
            }
        }
    }

    private func count(
        _ call: ActionCall, _ outcome: String, since begun: ContinuousClock.Instant, at now: Instant
    ) {
        let duration = begun.duration(to: .now)
        metrics.actions[call.action.key, outcome].record(duration)
        metrics.slowActions.note(call.action.key, duration, at: now, tenant: tenant.slug)
    }

    private func performed(_ call: ActionCall, at now: Instant) async throws -> Outcome {
        let moment = moment(for: call.actor, system: call.action.system, at: now)
        let (tables, surroundings) = (tables, surroundings)
        let outcome = try await database.write { connection in
            try Performer(
                call: call, moment: moment, connection: connection, tables: tables,
                surroundings: surroundings
            ).perform()
        }
        if call.action.system == System.network.name {
            networkActions.add(1, ordering: .acquiringAndReleasing)
        }
        if !outcome.isRepeat { afterCommit(tenant.slug) }
        return outcome
    }

    /// Takes several actions and whatever belongs to them in one transaction: all of it, or nothing.
    func perform(
        _ calls: [ActionCall], at now: Instant,
        and more: @escaping @Sendable (any Connection) throws -> Void
    ) async throws {
        let (tables, surroundings) = (tables, surroundings)
        let moments = calls.map { moment(for: $0.actor, system: $0.action.system, at: now) }
        try await database.write { connection in
            for (call, moment) in zip(calls, moments) {
                _ = try Performer(
                    call: call, moment: moment, connection: connection, tables: tables,
                    surroundings: surroundings
                ).perform()
            }
            try more(connection)
        }
        networkActions.add(1, ordering: .acquiringAndReleasing)
        afterCommit(tenant.slug)
    }

    /// Whether an act was done under a key of this actor's.
    func hasTaken(_ key: String, by actor: Actor) throws -> Bool {
        let kept = ActionCall.kept(key, by: actor)
        return try database.read {
            try $0.value("SELECT 1 FROM answered WHERE key = $1", [.text(kept)]) != nil
        }
    }

    /// The record an act was taken on that was done under a key of this actor's; nil: none was.
    public func record(underKey key: String, by actor: Actor) throws -> RecordID? {
        let kept = ActionCall.kept(key, by: actor)
        return try database.read { connection in
            let entry = try connection.value(
                "SELECT entry FROM answered WHERE key = $1", [.text(kept)])
            guard let entry else { return nil }
            return RecordID(
                stored: try connection.value(
                    "SELECT record_id FROM journal WHERE seq = $1", [entry]) ?? .null)
        }
    }

    /// Reads on one snapshot, as an actor.
    public func read<T>(as actor: Actor, _ body: (Reader) throws -> T) throws -> T {
        let begun = ContinuousClock.now
        defer { metrics.reads[].record(begun.duration(to: .now)) }
        return try database.read { connection in
            try body(Reader(connection: connection, tables: tables, actor: actor))
        }
    }

    /// What the store is at: another text whenever anything was committed to it, by whichever
    /// process. What was read after it was taken holds while it is the same.
    public func edition() throws -> String { try database.edition() }

    /// Whether that takes no journey to a server.
    public var tellsEditionAtOnce: Bool { database.tellsEditionAtOnce }

    /// The moment an actor reads or acts in a system of this tenant.
    public func moment(for actor: Actor, system: String, at now: Instant) -> Moment {
        law.moment(tenant: tenant, actor: actor, system: system, at: now)
    }

    /// Marks what a person has been told as seen.
    public func markNoticesSeen(of person: RecordID, at now: Instant) async throws {
        try await database.write { connection in
            try connection.run(
                "UPDATE notice SET seen_at = $1 WHERE person = $2 AND seen_at IS NULL",
                [now.stored, person.stored])
        }
    }
}

/// Where the time comes from.
public typealias Timepiece = @Sendable () -> Instant
