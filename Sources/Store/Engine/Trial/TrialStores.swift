// SPDX-License-Identifier: EUPL-1.2

import GRDB
import Kernel
import Logging
import Synchronization

/// Stores in memory, for a simulation that runs on one thread: a connection each, which outlives the
/// processes that use it, as a file does. What was committed stays when they end, and nothing else.
/// All that was done to them can be undone at once, so that each run finds them as they were made.
package final class TrialStores: Sendable {
    private let queues = Mutex<[String: DatabaseQueue]>([:])

    package init() {}

    /// From now on whatever is done can be undone.
    package func begin() throws { try runEverywhere("BEGIN") }

    /// Makes everything as it was at the beginning.
    package func undo() throws { try runEverywhere("ROLLBACK") }

    private func runEverywhere(_ sql: String) throws {
        for queue in queues.withLock({ Array($0.values) }) {
            try Fault.ofEngine { try queue.writeWithoutTransaction { try $0.execute(sql: sql) } }
        }
    }

    var slugs: [String] { queues.withLock { $0.keys.sorted() } }

    func queue(_ slug: String) -> DatabaseQueue? { queues.withLock { $0[slug] } }

    /// A store in which there is nothing yet.
    func make(_ slug: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        // What is begun lasts as long as a run.
        configuration.allowsUnsafeTransactions = true
        let queue = try Fault.ofEngine { try DatabaseQueue(configuration: configuration) }
        queues.withLock { $0[slug] = queue }
        return queue
    }

    func remove(_ slug: String) { queues.withLock { $0[slug] = nil } }
}

/// What one simulated process sees of them.
struct TrialPlace: StorePlace {
    let stores: TrialStores
    let logger: Logger
    let trial: any Trial

    func openCommons(schema: Schema) throws -> any Database {
        if stores.queue(Tenant.commons) == nil { try make(Tenant.commons, schema: schema) }
        return try open(Tenant.commons, schema: schema)
    }

    func openAsItIs(_ slug: String) throws -> any Database {
        guard let queue = stores.queue(slug) else {
            throw Refusal.outOfService(Phrase("store.missing", ["slug": slug]))
        }
        return TrialDatabase(queue, StoreTrial(trial: trial, store: slug))
    }

    func make(_ slug: String, schema: Schema, filling fill: (any Connection) throws -> Void) throws {
        if stores.queue(slug) != nil { return try open(slug, schema: schema).close() }
        let database = TrialDatabase(
            try stores.make(slug), StoreTrial(trial: trial, store: slug))
        try database.writeAlone {
            try schema.apply(to: $0)
            try fill($0)
        }
    }

    func remove(_ slug: String) throws { stores.remove(slug) }
    func probe() throws {}
    func slugs() throws -> [String] { stores.slugs }
    func size(of slug: String) throws -> Int? { nil }
    var announcer: (any Announcer)? { nil }
    var steady: Steady { { [trial] in trial.now } }
    func close() throws {}
}
