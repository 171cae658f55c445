// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Synchronization

/// Does the jobs of every tenant in this process: soon after whoever wrote one, and by looking
/// everywhere again and again. Each runs in one process at a time, since it is taken within a write
/// of its store and held by a lease; should the process die, another takes it once the lease ends.
///
/// A few run at once, no more than half of them for one tenant, and tenants take turns.
public final class JobRunner: Sendable {
    /// How long, in seconds, a job is held without a sign of life.
    static let lease = 60
    /// How often all stores are looked at.
    private static let every: Duration = .seconds(7)
    /// How long what is under way may take when the process ends, before it is broken off.
    private static let grace: Duration = .seconds(10)

    let network: Network
    /// What nobody else is called: by this name leases are held.
    let name: String
    private let handlers: [String: JobHandler]
    private let feeds: [JobFeed]
    private let chance: @Sendable () -> Double
    private let turns: JobTurns
    private let logger: Logger
    private let queued = Mutex<[String: String]>([:])

    /// - Parameters:
    ///   - handlers: who does which kind; others' are left to other processes.
    ///   - feeds: what looks for more to do.
    ///   - atOnce: how many jobs run at once.
    ///   - chance: from 0 to 1, drawn anew each time: spreads what failed together.
    public init(
        _ network: Network, handlers: [JobHandler], feeds: [JobFeed] = [], atOnce: Int = 4,
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.network = network
        self.handlers = Dictionary(handlers.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        self.feeds = feeds
        self.chance = chance
        name = RecordID.new(at: network.now()).text
        turns = JobTurns(atOnce: atOnce)
        logger = network.logger
        network.bell.answer { [weak self] slug in self?.wake(slug) }
    }

    /// Does what is due until it is cancelled; then lets what is under way finish.
    public func run() async {
        while !Task.isCancelled {
            await sweep()
            try? await Task.sleep(for: Self.every)
        }
        // What a task that is cancelled waits for is cancelled, too; this is to be waited for.
        await Task { await stop(within: Self.grace) }.value
    }

    /// Says that a tenant may have something to do.
    func wake(_ slug: String) {
        turns.enter(slug) { Task { await self.work() } }
    }

    /// Waits until all there is to do now has been tried.
    public func settle() async { await turns.settle() }

    /// Takes nothing more, and lets what is under way finish; breaks it off when its time is over.
    public func stop(within grace: Duration) async {
        await turns.stop(within: grace)
        try? await Lease.release(Sweep.lease, of: name, in: network.commons.database)
    }

    /// Looks at every store: what falls due by itself, what waits, what others left behind.
    public func sweep() async {
        let now = network.now()
        guard let tenants = try? network.tenants() else { return }
        for tenant in [network.commons.tenant] + tenants {
            // One that is out of service is looked at again the next time.
            guard let store = try? network.tenant(tenant.slug) else { continue }
            do {
                try await queueRecurring(in: store, at: now)
                await feed(store, at: now)
                let kinds = kinds
                let isDue = try store.database.read { try JobTable.isDue(kinds, at: now, on: $0) }
                if isDue { wake(tenant.slug) }
            } catch { note("jobs not looked at", tenant.slug, error) }
        }
        do { try await Sweep(network: network, holder: name).carryLeftBehind(at: now) } catch {
            note("outboxes not looked at", Tenant.commons, error)
        }
    }

    private var kinds: [String] { handlers.keys.sorted() }

    /// Has done what falls due by itself, once for each hour or day over all processes.
    private func queueRecurring(in store: TenantStore, at now: Instant) async throws {
        for handler in handlers.values {
            guard let (every, place) = handler.recurrence, place.holds(store.tenant) else { continue }
            let (slot, key) = ("\(store.tenant.slug)/\(handler.name)", every.key(at: now))
            if queued.withLock({ $0[slot] }) == key { continue }
            try await store.queue(Job(handler.name, key: key), at: now)
            queued.withLock { $0[slot] = key }
        }
    }

    /// Does jobs, a tenant's after another's, while there are any.
    private func work() async {
        while let slug = turns.next() {
            do {
                let store = try network.tenant(slug)
                await feed(store, at: network.now())
                if let taken = try await take(from: store) {
                    wake(slug)
                    await run(taken, in: store)
                    // What waited for this one may begin.
                    wake(slug)
                }
            } catch Refusal.notFound {
                // The tenant has left the network.
            } catch { note("jobs not done", slug, error) }
            turns.end(slug)
        }
    }

    /// What one feed cannot find keeps nothing else from being done.
    private func feed(_ store: TenantStore, at now: Instant) async {
        for feed in feeds {
            do { try await feed(store, now) } catch {
                note("jobs not looked for", store.tenant.slug, error)
            }
        }
    }

    private func take(from store: TenantStore) async throws -> JobTable.Taken? {
        let (now, kinds) = (network.now(), kinds)
        guard try store.database.read({ try JobTable.isDue(kinds, at: now, on: $0) }) else {
            return nil
        }
        // Nobody else ever holds one by this name, not even this process a second time.
        let holder = "\(name)/\(turns.number())"
        return try await store.database.write {
            try JobTable.take(
                kinds, for: holder, until: now.adding(seconds: Self.lease), at: now, on: $0)
        }
    }

    private func run(_ taken: JobTable.Taken, in store: TenantStore) async {
        guard let handler = handlers[taken.kind] else { return }
        let ending = await JobAttempt(taken, handler, store, network, chance: chance()).ending()
        let (now, isRecurring) = (network.now(), handler.recurrence != nil)
        do {
            let isOwn = try await store.database.write { connection in
                let isOwn = try JobTable.end(taken, ending, at: now, on: connection)
                if case .done = ending, isRecurring {
                    try JobTable.dropDead(of: taken.kind, on: connection)
                }
                return isOwn
            }
            if !isOwn { logger.warning("job was another's when it ended", metadata: about(taken, store)) }
            if case .dead(let why) = ending {
                logger.error(
                    "job given up",
                    metadata: about(taken, store).merging(["error": "\(why)"]) { $1 })
            }
        } catch { note("job not ended", store.tenant.slug, error) }
    }

    private func about(_ taken: JobTable.Taken, _ store: TenantStore) -> Logger.Metadata {
        ["tenant": "\(store.tenant.slug)", "kind": "\(taken.kind)", "job": "\(taken.id.text)"]
    }

    private func note(_ message: Logger.Message, _ slug: String, _ error: any Error) {
        logger.error(message, metadata: ["tenant": "\(slug)", "error": "\(network.said(error))"])
    }
}

extension JobHandler.Place {
    func holds(_ tenant: Tenant) -> Bool {
        switch self {
        case .commons: tenant.slug == Tenant.commons
        case .everyStore: true
        case .tenants(let system): tenant.slug != Tenant.commons && tenant.systems.contains(system)
        }
    }
}
