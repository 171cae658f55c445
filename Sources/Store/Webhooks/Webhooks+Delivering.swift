// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing

extension Webhooks {
    /// Tried for about a day.
    private static let retry = Retry(attempts: 36, first: 5, longest: 3_600)
    /// How long, in seconds, an address may fail before it is switched off.
    private static let patience: Int64 = 20 * 60 * 60

    /// Who tells the addresses.
    public var handlers: [JobHandler] {
        [JobHandler(Self.kind, retry: Self.retry) { [self] in try await deliver($0) }]
    }

    /// Has the addresses of a tenant told of what its journal holds that they were not told.
    public var feed: JobFeed {
        { [self] store, now in try await feed(store, at: now) }
    }

    private func feed(_ store: TenantStore, at now: Instant) async throws {
        let hooks = try active(in: store.tenant.slug)
        if hooks.isEmpty { return }
        guard try store.database.read({ try WebhookMark.isBehind(hooks, on: $0) }) else { return }
        let tables = store.tables
        for hook in hooks {
            while try await store.database.write({
                try WebhookMark.advance(hook, at: now, tables: tables, on: $0)
            }) {}
        }
    }

    private func deliver(_ work: RunningJob) async throws {
        guard let id = work.payload["webhook"]?.asString.flatMap({ RecordID($0) }),
            let number = work.payload["entry"]?.asInteger,
            let hook = try network.commons.read(as: WebhookActions.actor, {
                try $0.find(Webhook.self, id)
            }), hook.tenant == work.store.tenant.slug, let secret = try secret(of: id)
        else { throw Hopeless("the webhook was removed") }
        guard hook.state == "active" else { throw Hopeless("the webhook is switched off") }
        if let objection = policy.objection(to: hook.address) {
            throw Hopeless(
                objection == .private
                    ? "TALKA_ALLOW_ADDRESSES does not allow this private address"
                    : "plain HTTP is not allowed to this address")
        }
        let request = try request(to: hook, Int(number), secret, work)
        do {
            let answer = try await fetching.send(request)
            guard (200..<300).contains(answer.status) else {
                throw answer.status == 410 ? Gone() as any Error : Fault("it answered \(answer.status)")
            }
        } catch let cancelled as CancellationError {
            throw cancelled
        } catch {
            throw try await failed(hook, error, work)
        }
        _ = try await work.store.database.write {
            try WebhookMark.note(id, failingAt: nil, on: $0)
        }
    }

    /// The address says that it wants no more (HTTP 410).
    private struct Gone: Error {}

    /// Notes a failure; an address that has failed for long, or is gone, is switched off.
    private func failed(
        _ hook: Stored<Webhook>, _ error: any Error, _ work: RunningJob
    ) async throws -> any Error {
        let (id, now) = (hook.id, network.now())
        let since = try await work.store.database.write {
            try WebhookMark.note(id, failingAt: now, on: $0)
        }
        let isGone = error is Gone
        let isOver = work.attempt >= Self.retry.attempts
            && since.map { now - $0 > Self.patience * 1_000 } ?? false
        if isGone || isOver {
            let reason = isGone ? "it answered 410" : "\(error)"
            _ = try await network.commons.perform(
                ActionCall(
                    WebhookActions.giveUp.kind, by: WebhookActions.actor, on: id,
                    input: ["reason": .text(String(reason.prefix(300)))]), at: now)
        }
        return isGone ? Hopeless("it answered 410: the webhook was switched off") : error
    }

    private func request(
        to hook: Stored<Webhook>, _ number: Int, _ secret: String, _ work: RunningJob
    ) throws -> OutgoingRequest {
        let body = try WebhookEvent(number, in: work.store, of: network, at: address).json.encoded()
        let id = "\(work.store.tenant.slug).\(hook.id.text).\(number)"
        let time = network.now().milliseconds / 1_000
        return OutgoingRequest(
            "POST", hook.address,
            headers: [
                ("content-type", "application/json"), ("user-agent", "Talka"), ("webhook-id", id),
                ("webhook-timestamp", String(time)),
                ("webhook-signature", try WebhookSignature.of(body, id: id, time: time, secret: secret)),
            ], body: body, timeout: .seconds(15), largestAnswer: 64 << 10)
    }
}
