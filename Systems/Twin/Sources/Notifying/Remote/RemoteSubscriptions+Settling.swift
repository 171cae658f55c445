// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// Bringing sources to where they should be.
extension RemoteSubscriptions {
    /// What is to be done about one subscription at one source.
    private struct Matter: Sendable {
        let pair: RemoteSubscription.Pair
        /// What there should be; nil: nothing.
        let wanted: (copy: RemoteCopy, subscription: Subscription, source: Registration)?
        /// What there is.
        let record: RemoteSubscription?
    }

    /// How long a request waits for sources.
    private static let longestWait = Duration.seconds(3)

    /// Settles what a request made of a subscription before it is answered; what takes longer goes on behind.
    /// - Parameter brought: what the request brought under the name of a header.
    func follow(_ id: String, brought: @escaping @Sendable (String) -> String?) async {
        let (done, end) = AsyncStream<Void>.makeStream()
        Task {
            try? await settle(.some(subscriptions: [id], registrations: []), brought: brought)
            end.finish()
        }
        let clock = Task {
            try? await Task.sleep(for: Self.longestWait)
            end.finish()
        }
        for await _ in done {}
        clock.cancel()
    }

    /// Settles what differs, as far as sources answer.
    func settle(
        _ scope: Scope, brought: @escaping @Sendable (String) -> String? = { _ in nil }
    ) async throws {
        guard twin.base == nil, !scope.isEmpty else { return }
        try load()
        let matters = try matters(scope)
        await withTaskGroup(of: Void.self) { group in
            for (index, matter) in matters.enumerated() {
                if index >= Self.hands { await group.next() }
                group.addTask { await self.settle(matter, brought) }
            }
        }
    }

    /// What is to be looked at, and by nobody else meanwhile.
    private func matters(_ scope: Scope) throws -> [Matter] {
        let moment = Stamp(now())
        let registrations = try twin.registrations.all(in: twin, at: moment)
        let records = state.withLock { Array($0.records.values) }
        guard !registrations.isEmpty || !records.isEmpty else { return [] }
        var matters: [RemoteSubscription.Pair: Matter] = [:]
        for record in records where scope.contains(record.pair) {
            matters[record.pair] = Matter(pair: record.pair, wanted: nil, record: record)
        }
        var ends = registrations.compactMap(\.expiresAt)
        for subscription in try subscriptions(scope) where !subscription.isOver(at: moment) {
            if let end = subscription.expiresAt { ends.append(end) }
            let hops = Set(Call.hops(subscription.document.via ?? ""))
            for source in registrations {
                let pair = RemoteSubscription.Pair(
                    subscription: subscription.id, registration: source.id)
                guard scope.contains(pair), source.alias.map({ !hops.contains($0) }) ?? true,
                    let copy = RemoteCopy(subscription, at: source)
                else { continue }
                matters[pair] = Matter(
                    pair: pair, wanted: (copy, subscription, source), record: matters[pair]?.record)
            }
        }
        return state.withLock { state in
            if case .some(_, let registrations) = scope {
                // Of a source that is another now it is not known what it refuses.
                state.retries = state.retries.filter { !registrations.contains($0.key.registration) }
            }
            if case .all = scope { state.nextEnd = ends.filter { $0 > moment }.min() }
            if let end = ends.filter({ $0 > moment }).min() {
                state.nextEnd = min(state.nextEnd.flatMap { $0 > moment ? $0 : nil } ?? end, end)
            }
            return matters.values.filter { matter in
                guard state.busy.insert(matter.pair).inserted else {
                    state.again.insert(matter.pair)
                    return false
                }
                return true
            }
        }
    }

    /// Those that may have a pair in a scope.
    private func subscriptions(_ scope: Scope) throws -> [Subscription] {
        let documents = try twin.read { $0.documents[SubscriptionDocument.sort] ?? [:] }
        let meant: [JSON]
        if case .some(let subscriptions, let registrations) = scope, registrations.isEmpty {
            meant = subscriptions.compactMap { documents[$0] }
        } else {
            meant = Array(documents.values)
        }
        return meant.compactMap { SubscriptionDocument($0) }.compactMap { try? Subscription($0) }
    }

    private func settle(_ matter: Matter, _ brought: @escaping @Sendable (String) -> String?) async {
        do {
            guard let (copy, subscription, source) = matter.wanted else {
                guard let record = matter.record else { return leave(matter.pair) }
                let isDone = try await end(record, self.speaker(Optional.none, brought))
                return release(matter.pair, isDone: isDone)
            }
            let speaker = self.speaker(subscription.document.via, brought)
            // A copy that lies elsewhere, or that cannot be changed, gives way to another.
            var record = matter.record
            let token = record?.token ?? UUID().uuidString.lowercased()
            let words = try await words(subscription, source, speaker)
            let body = JSON.object(copy.members(words.table, at: place(token)))
            if let known = record, known.body == body, known.isSpokenTo(as: source) {
                return release(matter.pair, isDone: true)
            }
            guard !isRefused(body, matter.pair) else { return leave(matter.pair) }
            if let known = record, known.body != nil,
                !known.isSpokenTo(as: source) || !source.operations.contains(.updateSubscription)
            {
                guard try await end(known, speaker) else { return release(matter.pair, isDone: false) }
                record = nil
            }
            let fate = try await bring(
                body, to: source, record ?? RemoteSubscription(token, for: subscription.id, at: source),
                words, speaker)
            release(matter.pair, isDone: fate == .done, refused: fate == .refused ? body : JSON?.none)
        } catch {
            release(matter.pair, isDone: false)
        }
    }

    private enum Fate { case done, refused, failed }

    /// Makes or changes what there is at a source.
    private func bring(
        _ body: JSON, to source: Registration, _ record: RemoteSubscription, _ words: SourceWords,
        _ speaker: SourceSpeaker
    ) async throws -> Fate {
        var record = record
        record.source = source
        // Known before it is there: nobody is told by a source of something that was forgotten.
        try await keep(record)
        var answer: SourceAnswer
        if let before = record.body {
            answer = await speaker.ask(
                source, words.table,
                speaker.request(
                    .patch, ["subscriptions", record.remoteID], to: source, words: words.table,
                    body: words.plain(Self.patch(from: before, to: body))))
            if answer.status == 404 { record.body = nil }
        } else {
            answer = SourceAnswer.none(source, words.table)
        }
        if record.body == nil {
            let id = "urn:ngsi-ld:Subscription:\(record.token)"
            answer = await speaker.ask(
                source, words.table,
                speaker.request(
                    .post, ["subscriptions"], to: source, words: words.table,
                    body: words.plain(body.carryingID(id))))
            record.remoteID = answer.madeID ?? id
            // It is there already, made before we came to know of it: it is to be changed.
            if answer.status == 409 { (record.remoteID, record.body) = (id, [:]) }
        }
        guard answer.isDone else {
            try await keep(record)
            if answer.status == 409 { return .failed }
            return answer.status.map { (400..<500).contains($0) || $0 == 508 } ?? false ? .refused : .failed
        }
        record.body = body
        try await keep(record)
        return .done
    }

    /// Ends what there is at a source.
    private func end(_ record: RemoteSubscription, _ speaker: SourceSpeaker) async throws -> Bool {
        if record.body != nil, record.source.operations.contains(.deleteSubscription) {
            let answer = await speaker.ask(
                record.source, .core,
                speaker.request(
                    .delete, ["subscriptions", record.remoteID], to: record.source, words: .core))
            let isThere = answer.status.map { $0 >= 500 && $0 != 508 } ?? true
            let failures = state.withLock { $0.retries[record.pair]?.failures ?? 0 }
            guard !isThere || failures >= Self.mostEnds else { return false }
        }
        try await drop(record)
        return true
    }

    /// After how many tries a source that is silent is left with what it has.
    private static let mostEnds = 100

    private func speaker(
        _ via: String?, _ brought: @escaping @Sendable (String) -> String?
    ) -> SourceSpeaker {
        let own = "1.1 \(identity.pseudonym)"
        return SourceSpeaker(
            twin: twin, outside: outside, now: Stamp(now()), via: via.map { "\($0), \(own)" } ?? own,
            brought: brought)
    }

    private func words(
        _ subscription: Subscription, _ source: Registration, _ speaker: SourceSpeaker
    ) async throws -> SourceWords {
        let own = try await speaker.table(for: subscription.document.context)
        return try await speaker.words(source, own)
    }

    /// Where we are told by whoever knows a token.
    private func place(_ token: String) -> String {
        RelayPlace(store: twin.ledger.tenant.slug, ledger: twin.ledger.name, token: token)
            .address(at: identity.address)
    }

    /// What makes one body of another.
    private static func patch(from old: JSON, to new: JSON) -> JSON {
        var patch = new.asObject ?? [:]
        for (key, _) in old.asObject ?? [:] where patch[key] == nil { patch[key] = .string(Fragment.null) }
        patch["type"] = "Subscription"
        return .object(patch)
    }
}

extension RemoteSubscription {
    /// Whether it lies where a source is now.
    fileprivate func isSpokenTo(as other: Registration) -> Bool {
        source.endpoint == other.endpoint && source.tenant == other.tenant
    }
}

extension SourceAnswer {
    /// The id of what was made.
    fileprivate var madeID: String? {
        let last = header("location")?.split(separator: "/").last.map(String.init)
        return (last?.removingPercentEncoding ?? last).flatMap { NameRules.isURI($0) ? $0 : nil }
    }
}

extension SourceWords {
    /// A body whose names are in these words already.
    fileprivate func plain(_ json: JSON) -> (bytes: [UInt8], isLinked: Bool) {
        guard table.link == nil || wantsLinkedBody else { return (json.encoded(), false) }
        return (json.carrying(table.document).encoded(), true)
    }
}

extension JSON {
    fileprivate func carryingID(_ id: String) -> JSON {
        var members: JSONObject = ["id": .string(id), "type": "Subscription"]
        for (key, value) in asObject ?? [:] { members[key] = value }
        return .object(members)
    }
}
