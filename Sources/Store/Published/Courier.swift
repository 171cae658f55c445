// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Logging
import Synchronization

/// Carries what waits in tenants' outboxes to where it goes: publications to the commons, letters
/// to their addressee. In order, once each, and again after a crash: what is taken in is noted by
/// the receiver in the same transaction, and only then forgotten by the sender.
final class Courier: Sendable {
    private struct State {
        var waiting: Set<String> = []
        var witnessed: [String: Instant] = [:]
        var round: Task<Void, Never>?
    }

    /// Items taken in by one commit of the commons.
    private static let batch = 200
    /// The longest a tenant's last seal goes unwitnessed while nothing is published.
    private static let witnessEvery: Int64 = 5_000

    private let state = Mutex(State())
    private let network: @Sendable () -> Network?
    private let logger: Logger

    init(logger: Logger, network: @escaping @Sendable () -> Network?) {
        self.logger = logger
        self.network = network
    }

    /// Says that a tenant may have something to carry.
    func wake(_ slug: String) {
        state.withLock { state in
            state.waiting.insert(slug)
            if state.round == nil { state.round = Task { await self.carryAll() } }
        }
    }

    /// Waits until nothing waits any more.
    func settle() async {
        while let round = state.withLock({ $0.round }) { await round.value }
    }

    private func carryAll() async {
        while let slug = nextWaiting() {
            guard let network = network() else { continue }
            do {
                try await carry(from: try network.tenant(slug), network)
            } catch {
                logger.error("outbox not carried", metadata: [
                    "tenant": "\(slug)", "error": "\(error)",
                ])
                // Kept where it is; tried again with the tenant's next act, or at the next start.
            }
        }
    }

    private func nextWaiting() -> String? {
        state.withLock { state in
            let slug = state.waiting.popFirst()
            if slug == nil { state.round = nil }
            return slug
        }
    }

    private func carry(from store: TenantStore, _ network: Network) async throws {
        for addressee in try store.database.read({ try Outbox.addressees(on: $0) }) {
            if addressee == Tenant.commons {
                while try await publish(from: store, to: network.commons) {}
            } else {
                try await deliver(from: store, to: addressee, network)
            }
        }
        try await witness(store, network)
    }

    /// Publishes the next batch; whether there was one.
    private func publish(from store: TenantStore, to commons: TenantStore) async throws -> Bool {
        let slug = store.tenant.slug
        let last = try commons.database.read { try Received.last(from: slug, on: $0) }
        let waiting = try store.database.read {
            try Outbox.waiting(for: Tenant.commons, after: last, limit: Self.batch, on: $0)
        }
        guard let end = waiting.last?.number else {
            try await store.database.write {
                try Outbox.acknowledge(Tenant.commons, upTo: last, on: $0)
            }
            return false
        }
        let items = waiting.compactMap { $0.content["publication"].flatMap(PublishedItem.init(json:)) }
        let kinds = commons.systems.publishedKinds
        try await commons.database.write { connection in
            // Another process may have carried the same batch meanwhile.
            guard try Received.last(from: slug, on: connection) < end else { return }
            let publisher = Publisher(kinds: kinds, connection: connection)
            for item in items where item.tenant == slug { try publisher.take(item) }
            try Received.note(end, from: slug, on: connection)
        }
        try await store.database.write {
            try Outbox.acknowledge(Tenant.commons, upTo: end, on: $0)
        }
        return true
    }

    /// Delivers the letters that wait for one tenant. One that can never be taken in is set aside
    /// with the reason, so that it does not stop the others.
    private func deliver(from store: TenantStore, to slug: String, _ network: Network) async throws {
        let waiting = try store.database.read {
            try Outbox.waiting(for: slug, after: 0, limit: Self.batch, on: $0)
        }
        for item in waiting {
            let reason = try await LetterBox(network: network).take(item.content, for: slug)
            try await store.database.write { connection in
                if let reason {
                    try connection.run(
                        "INSERT OR IGNORE INTO undelivered (seq, at, addressee, content, reason) "
                            + "SELECT seq, at, addressee, content, $1 FROM outbox WHERE seq = $2",
                        [.text(reason), .integer(Int64(item.number))])
                }
                try Outbox.acknowledge(slug, upTo: item.number, on: connection)
            }
        }
    }

    /// Leaves the tenant's last seal with the commons, so that a tail cut off is missed.
    private func witness(_ store: TenantStore, _ network: Network) async throws {
        let slug = store.tenant.slug
        let now = network.now()
        let isDue = state.withLock { state in
            let last = state.witnessed[slug]
            if let last, now - last < Self.witnessEvery { return false }
            state.witnessed[slug] = now
            return true
        }
        guard isDue else { return }
        let seal = try store.database.read {
            try $0.rows("SELECT number, digest FROM seal ORDER BY number DESC LIMIT 1").first
        }
        guard let seal else { return }
        try await network.commons.database.write { connection in
            try connection.run(
                "INSERT INTO witness (tenant, seal, digest, at) VALUES ($1, $2, $3, $4) "
                    + "ON CONFLICT (tenant, seal) DO NOTHING",
                [.text(slug), seal[0], seal[1], now.stored])
        }
    }
}

/// How far a receiver has taken in what a sender sent.
enum Received {
    static func last(from sender: String, on connection: any Connection) throws -> Int {
        let value = try connection.value(
            "SELECT last FROM received WHERE sender = $1", [.text(sender)])
        return Int(value?.integer ?? 0)
    }

    static func note(_ last: Int, from sender: String, on connection: any Connection) throws {
        try connection.run(
            "INSERT INTO received (sender, last) VALUES ($1, $2) "
                + "ON CONFLICT (sender) DO UPDATE SET last = excluded.last",
            [.text(sender), .integer(Int64(last))])
    }
}
