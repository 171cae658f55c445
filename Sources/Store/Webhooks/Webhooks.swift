// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Synchronization

/// Tells addresses outside what happens in a tenant. What happened stands in the journal; a mark for
/// each address says how far it has been looked through, so that an act costs nothing more, and
/// nothing is lost between an act and the telling of it.
public final class Webhooks: Sendable {
    /// How long what was read of them holds, in milliseconds, where another process changes it.
    private static let freshFor: Int64 = 2_000
    static let kind = "webhook.deliver"

    private struct Known {
        var hooks: [String: [Stored<Webhook>]] = [:]
        var readAt: Instant?
        var edition = -1
    }

    let network: Network
    let fetching: any Fetching
    let policy: AddressPolicy
    /// The site's address as others know it.
    let address: String
    private let known = Mutex(Known())

    /// - Parameters:
    ///   - fetching: who sends; holds every connection against the policy.
    ///   - policy: where plain HTTP is allowed.
    ///   - address: the site's, as others know it, without a final slash.
    public init(
        _ network: Network, fetching: any Fetching, policy: AddressPolicy, address: String
    ) {
        self.network = network
        self.fetching = fetching
        self.policy = policy
        self.address = address
    }

    /// Registers an address, which is told of what happens from now on.
    /// - Returns: its id, and the secret, which cannot be shown again.
    /// - Throws: `Problems` for the fields `address` and `events`; `Refusal.notFound` if the actor
    ///   does not administer the tenant.
    public func add(
        _ address: String, events: [String], in slug: String, by actor: Actor, at now: Instant
    ) async throws -> (id: RecordID, secret: String) {
        var problems = Problems()
        if let objection = policy.objection(to: address) {
            let phrase = Phrase("webhook.problem.\(objection.rawValue)")
            problems.add("address", "not_an_address", phrase)
        }
        let known = Set(network.systems.all.flatMap(\.actions).map(\.key) + ["published", "actions"])
        if events.isEmpty || !events.allSatisfy(known.contains) {
            problems.add("events", "not_an_event", Phrase("webhook.problem.events"))
        }
        try problems.check()
        let action = WebhookActions.add.kind
        let input = try action.read(form: [
            "tenant": slug, "address": address,
            "events": events.enumerated().filter { !events.prefix($0).contains($1) }.map(\.element)
                .joined(separator: " "),
        ])
        let secret = try WebhookSignature.secret()
        let id = RecordID.new(at: now)
        // The secret first: an address without one could never be told anything.
        try await network.commons.database.write {
            try $0.run(
                "INSERT INTO webhook_secret (webhook, secret) VALUES ($1, $2)",
                [id.stored, .text(secret)])
        }
        _ = try await network.commons.perform(
            ActionCall(action, by: actor, input: input.values, given: input.given, newID: id), at: now)
        try await network.tenant(slug).database.write { try WebhookMark.begin(id, on: $0) }
        return (id, secret)
    }

    /// The addresses of a tenant that have not been removed. Whoever asks has made sure that they
    /// may be shown.
    public func all(in slug: String) throws -> [Stored<Webhook>] {
        try network.commons.read(as: WebhookActions.actor) { reader in
            try reader.list(Webhook.self, Query([.field("tenant", is: slug)], limit: 1_000))
        }.filter { $0.state != "removed" }
    }

    /// What may be done with an address.
    public enum Act: String, Sendable { case enable, disable, remove }

    /// Switches an address on, off, or removes it.
    /// - Throws: `Refusal.notFound` if the actor does not administer its tenant.
    public func take(_ act: Act, on id: RecordID, by actor: Actor, at now: Instant) async throws {
        let action =
            switch act {
            case .enable: WebhookActions.enable.kind
            case .disable: WebhookActions.disable.kind
            case .remove: WebhookActions.remove.kind
            }
        _ = try await network.commons.perform(ActionCall(action, by: actor, on: id), at: now)
        if act == .remove {
            try await network.commons.database.write {
                try $0.run("DELETE FROM webhook_secret WHERE webhook = $1", [id.stored])
            }
        }
    }

    /// The deliveries to an address, newest first.
    public func deliveries(of id: RecordID, in store: TenantStore, limit: Int = 100) throws -> [KeptJob] {
        try deliveries(of: id, in: store, limit: limit, and: ("", []))
    }

    /// Has one told once more.
    /// - Throws: `Refusal.notFound` if the address has no such delivery; `Refusal.notNow` while it
    ///   is on its way, or the address is switched off.
    public func replay(
        _ delivery: RecordID, of hook: Stored<Webhook>, in store: TenantStore, at now: Instant
    ) async throws {
        let own = try deliveries(
            of: hook.id, in: store, limit: 1, and: (" AND id = $4", [delivery.stored])).first
        guard let own else { throw Refusal.notFound }
        guard hook.state == "active" else { throw Refusal.notNow(Phrase("webhook.replay.off")) }
        guard own.state == .done || own.state == .dead else {
            throw Refusal.notNow(Phrase("webhook.replay.on_its_way"))
        }
        try await store.retryJob(delivery, at: now)
    }

    private func deliveries(
        of id: RecordID, in store: TenantStore, limit: Int, and more: (sql: String, arguments: [Value])
    ) throws -> [KeptJob] {
        try store.database.read {
            try $0.rows(
                "SELECT \(KeptJob.columns) FROM job WHERE kind = $1 AND key >= $2 AND key < $3"
                    + "\(more.sql) ORDER BY seq DESC LIMIT \(limit)",
                [.text(Self.kind), .text("\(id.text) "), .text("\(id.text)!")] + more.arguments)
        }.compactMap(KeptJob.init(row:))
    }

    /// Those of a tenant that are on, as they were a moment ago.
    func active(in slug: String) throws -> [Stored<Webhook>] {
        let edition = network.commons.networkActions.load(ordering: .acquiring)
        let now = Instant.ofThisMachine
        let fresh = known.withLock { known in
            known.edition == edition && known.readAt.map { now - $0 < Self.freshFor } ?? false
                ? known.hooks : nil
        }
        if let fresh { return fresh[slug] ?? [] }
        let all = try network.commons.read(as: WebhookActions.actor) {
            try $0.list(Webhook.self, Query([.state("active")], limit: 100_000))
        }
        let hooks = Dictionary(grouping: all, by: \.fields.tenant)
        known.withLock { $0 = Known(hooks: hooks, readAt: now, edition: edition) }
        return hooks[slug] ?? []
    }

    func secret(of id: RecordID) throws -> String? {
        try network.commons.database.read {
            try $0.value("SELECT secret FROM webhook_secret WHERE webhook = $1", [id.stored])?.text
        }
    }
}
