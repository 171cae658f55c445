// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// What sources tell: it is kept before they are answered, looked at behind that, and told on as whatever
/// else is told (GS CIM 009, 5.8.6).
extension RemoteSubscriptions {
    struct Inbox: Sendable {
        /// Under what it is kept, in order.
        var keys: [String] = []
        /// What was put there, until it is kept no more: what is due is kept until it was brought.
        var known: Set<String> = []
        /// What was kept when it was looked at last.
        var kept: Set<String> = []
        var isReading = false
    }

    static let inbox = "relay/"
    /// How large one notification may be, in bytes, and how many may wait.
    private static let (largest, most) = (8 << 20, 10_000)
    /// How long others are asked about the entities of one notification.
    private static let patience = Duration.seconds(30)

    func loadInbox() throws {
        let keys = try twin.ledger.keys(beginning: Self.inbox)
        state.withLock { state in
            state.inbox.known.subtract(state.inbox.kept.subtracting(keys))
            state.inbox.kept = Set(keys)
            for key in keys where state.inbox.known.insert(key).inserted { state.inbox.keys.append(key) }
        }
    }

    /// Takes in a notification.
    /// - Returns: whether anybody waits for it.
    func take(_ request: Request, _ token: String) async throws -> Bool {
        guard let record = try record(token) else { return false }
        guard state.withLock({ $0.inbox.keys.count < Self.most }) else {
            throw Refusal.tooMany(retryAfter: 60)
        }
        let bytes = try await request.body.bytes(limit: Self.largest)
        guard let json = try? JSON(parsing: bytes, limits: JSON.Limits(depth: 300)),
            json["data"]?.asArray != nil
        else { throw TwinProblem.bad("This is no notification.", at: "/data", clause: "5.3.1") }
        let link = request.headers["link"].flatMap(LinkHeader.context(in:)).map(JSON.string)
        let at = Stamp(request.now)
        let told: JSON = [
            "token": .string(token), "subscription": .string(record.subscription),
            "at": .integer(at.microseconds), "data": json["data"] ?? [],
            "context": json["@context"] ?? link ?? .string(CoreContext.url),
        ]
        let digits = String(at.microseconds)
        let time = String(repeating: "0", count: max(0, 18 - digits.utf8.count)) + digits
        let key = "\(Self.inbox)\(record.subscription)/\(time)-\(UUID().uuidString.prefix(8).lowercased())"
        try await twin.ledger.keep([key: told.text()], upTo: 0)
        // Where another process tells, it looks for it there.
        guard notifier.era != nil else { return true }
        state.withLock { state in
            if state.inbox.known.insert(key).inserted { state.inbox.keys.append(key) }
        }
        Task { try? await self.read() }
        return true
    }

    /// Looks at what has come, one after another.
    func read() async throws {
        let mustRead = state.withLock { state in
            defer { state.inbox.isReading = true }
            return !state.inbox.isReading
        }
        guard mustRead else { return }
        defer { state.withLock { $0.inbox.isReading = false } }
        // Of a subscription that cannot be told now, nothing that comes after is told.
        var held: Set<String> = []
        var seen: Set<String> = []
        while let key = state.withLock({ $0.inbox.keys.first { !seen.contains($0) } }) {
            seen.insert(key)
            guard let told = try twin.ledger.kept(key).flatMap({ try? JSON(parsing: $0) }),
                let subscription = told["subscription"]?.asString
            else {
                forget(key)
                continue
            }
            if held.contains(subscription) { continue }
            switch try await pass(told, for: subscription, key) {
            case .isWaiting: held.insert(subscription)
            case .isDue: forget(key)
            case .isNothing:
                try await twin.ledger.keep([key: nil], upTo: 0)
                forget(key)
            }
        }
    }

    private func forget(_ key: String) {
        state.withLock { $0.inbox.keys.removeAll { $0 == key } }
    }

    private enum Outcome { case isDue, isNothing, isWaiting }

    /// Tells on what a source told.
    private func pass(_ told: JSON, for id: String, _ key: String) async throws -> Outcome {
        let json = try twin.read { $0.documents[SubscriptionDocument.sort]?[id] }
        let at = told["at"]?.stamp ?? Stamp(now())
        guard let document = json.flatMap(SubscriptionDocument.init),
            let subscription = try? Subscription(document), subscription.isOn(at: at),
            let record = try record(told["token"]?.asString ?? "")
        else { return .isNothing }
        guard notifier.hasRoom(for: id) else { return .isWaiting }
        let speaker = SourceSpeaker(
            twin: twin, outside: outside, now: Stamp(now()), via: "1.1 \(identity.pseudonym)",
            brought: { _ in nil })
        guard let words = try? await speaker.table(for: told["context"] ?? .string(CoreContext.url)) else {
            return .isWaiting
        }
        var changes: [EntityChange] = []
        let end = ContinuousClock.now + Self.patience
        for item in told["data"]?.asArray ?? [] {
            guard var change = try? RelayedChange(item, words, at: at).change else { continue }
            if subscription.isSplit, ContinuousClock.now < end {
                change = await completed(change, from: record.source, speaker)
            }
            guard let entity = change.new ?? change.old, document.access.covers(entity),
                subscription.filter.matches(entity, linked: notifier.finder(at: at))
            else { continue }
            changes.append(change)
        }
        return notifier.relay(changes, key, for: id, at: at) ? .isDue : .isNothing
    }

    /// A change with what is known here, and by other sources, of its entity.
    private func completed(
        _ change: EntityChange, from teller: Registration, _ speaker: SourceSpeaker
    ) async -> EntityChange {
        guard let told = change.new else { return change }
        let interest = Interest(id: told.id, types: told.types, attributes: nil)
        let all = (try? twin.registrations.all(in: twin, at: speaker.now)) ?? []
        let concerned = all.filter { $0.concerns(interest) }
        var said: [(Registration, Entity)] = []
        var warnings: [String] = []
        let others = concerned.filter { $0.id != teller.id && $0.operations.contains(.retrieveEntity) }
        for source in others.prefix(Self.hands) {
            guard let words = try? await speaker.words(source, .core).table else { continue }
            let query = [("options", "sysAttrs")] + (source.management.isLocalOnly ? [("local", "true")] : [])
            let answer = await speaker.ask(
                source, words,
                speaker.request(.get, ["entities", told.id], query, to: source, words: words))
            guard answer.isDone, let json = answer.json,
                let (members, own) = await answer.members(json, speaker, &warnings),
                let entity = try? SourceReading(naming: own).entity(.object(members)), entity.id == told.id
            else { continue }
            said.append((source, entity))
        }
        said.append((teller, told))
        let own = try? twin.entity(told.id, at: speaker.now)
        guard let whole = EntityJoining.whole(told.id, own, said, concerned, at: speaker.now) else {
            return change
        }
        return EntityChange(old: change.old, new: whole, changes: change.changes, at: change.at)
    }
}
