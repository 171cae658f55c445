// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Carries what waits in one tenant's outbox to where it goes: publications to the commons,
/// letters to their addressee. In order, once each, and again after a crash: what is taken in is
/// noted by the receiver in the same transaction, and only then forgotten by the sender.
struct Carrying {
    /// Items read at once, and publications taken in by one commit of the commons.
    private static let batch = 200

    private let store: TenantStore
    private let network: Network
    private var slug: String { store.tenant.slug }

    init(from store: TenantStore, _ network: Network) {
        self.store = store
        self.network = network
    }

    /// Carries what is there at its beginning: a tenant that never rests keeps nobody else waiting,
    /// and a server that ends does not carry for ever what others go on writing. Nor does an
    /// addressee that cannot be reached keep the others waiting.
    /// - Parameter isOver: asked before each batch; once it says so, the rest waits on.
    /// - Throws: why the first that could not be reached was not.
    func carry(until isOver: () -> Bool = { false }) async throws {
        var failure: (any Error)?
        for (addressee, end) in try store.database.read({ try Outbox.addressees(on: $0) }) {
            do {
                var carried = 0
                while carried < end, !isOver() {
                    let next = try await addressee == Outbox.everyone ? publish() : deliver(to: addressee)
                    guard let next else { break }
                    carried = next
                }
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    /// Publishes the next batch.
    /// - Returns: the number of its last; nil if nothing waits.
    private func publish() async throws -> Int? {
        let (slug, commons) = (slug, network.commons)
        let last = try commons.database.read { try Received.last(from: slug, on: $0) }
        let waiting = try store.database.read {
            try Outbox.waiting(for: Outbox.everyone, after: last, limit: Self.batch, on: $0)
        }
        guard let end = waiting.last?.number else {
            try await forget(Outbox.everyone, upTo: last)
            return nil
        }
        var items: [(number: Int, item: PublishedItem)] = []
        for one in waiting {
            let item = one.content?["publication"].flatMap(PublishedItem.init(json:))
            if let item, item.tenant == slug {
                items.append((one.number, item))
            } else {
                try await setAside(one.number, "it is no publication of this tenant")
            }
        }
        let (kinds, readable) = (commons.systems.publishedKinds, items)
        try await commons.database.write { connection in
            try mustBeThere(on: connection)
            // Another process may have carried some of the batch meanwhile.
            let last = try Received.last(from: slug, on: connection)
            guard last < end else { return }
            let publisher = Publisher(kinds: kinds, connection: connection)
            for (number, item) in readable where number > last { try publisher.take(item) }
            try Received.note(end, from: slug, on: connection)
        }
        try await forget(Outbox.everyone, upTo: end)
        return end
    }

    /// Delivers the next letters that wait for one tenant. One that can never be taken in is set
    /// aside with the reason, so that it does not stop the others.
    /// - Returns: the number of the last; nil if none waits.
    private func deliver(to addressee: String) async throws -> Int? {
        let waiting = try store.database.read {
            try Outbox.waiting(for: addressee, after: 0, limit: Self.batch, on: $0)
        }
        for one in waiting {
            let reason = try await LetterBox(network: network).take(
                one.content, from: slug, for: addressee)
            if let reason {
                try await giveBack(one.content)
                try await setAside(one.number, reason)
            }
            try await forget(addressee, upTo: one.number)
        }
        return waiting.last?.number
    }

    /// Tells the sender's own record that its letter came back, if the letter's kind says how; once,
    /// and not where the record has gone on meanwhile.
    private func giveBack(_ content: JSON?) async throws {
        let letter = content?["letter"]
        guard let kind = letter?["kind"]?.asString, let id = letter?["id"]?.asString,
            let back = network.systems.letterKinds[kind]?.givenBack,
            let record = letter?["body"]?[back.member]?.asString.flatMap({ RecordID($0) })
        else { return }
        let call = ActionCall(
            back.action, by: .system("post"), on: record, key: "letter-back:\(id)")
        do { _ = try await store.perform(call, at: network.now()) } catch is Refusal { return }
    }

    private func forget(_ addressee: String, upTo number: Int) async throws {
        try await store.database.write {
            try Outbox.acknowledge(addressee, upTo: number, on: $0)
        }
    }

    private func setAside(_ number: Int, _ reason: String) async throws {
        try await store.database.write {
            try Outbox.setAside(number, reason: reason, on: $0)
        }
    }

    /// One that has left meanwhile leaves nothing behind in the commons.
    /// - Throws: `Refusal.notFound`.
    private func mustBeThere(on commons: any Connection) throws {
        if slug == Tenant.commons { return }
        let open = try commons.value(
            "SELECT 1 FROM \(TenantEntry.kind.table) "
                + "WHERE slug = $1 AND state = 'open' AND until_at IS NULL", [.text(slug)])
        if open == nil { throw Refusal.notFound }
    }

    /// Leaves the tenant's last seal with the commons, so that a tail cut off is missed.
    func witness() async throws {
        let (slug, now) = (slug, network.now())
        let seal = try store.database.read {
            try $0.rows("SELECT number, digest FROM seal ORDER BY number DESC LIMIT 1").first
        }
        guard let seal else { return }
        let known = try network.commons.database.read {
            try $0.value(
                "SELECT 1 FROM witness WHERE tenant = $1 AND seal = $2", [.text(slug), seal[0]])
        }
        guard known == nil else { return }
        try await network.commons.database.write { connection in
            try mustBeThere(on: connection)
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
