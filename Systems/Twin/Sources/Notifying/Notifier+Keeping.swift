// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// How far each subscription has come, kept beside the ledger: now and then, since what is kept too late
/// is only sent twice.
extension Notifier {
    static let start = "notify/"
    private static let seenKey = "notified"
    /// After how many lines that concerned nobody it is kept that they were looked at.
    private static let patience = 1_000

    func keptSeen() throws -> Int? { try twin.ledger.kept(Self.seenKey).flatMap { Int($0) } }

    func kept(_ id: String) throws -> SubscriptionState? {
        try twin.ledger.kept(Self.start + id).map { SubscriptionState(try JSON(parsing: $0)) }
    }

    func keptStates() throws -> [String: SubscriptionState] {
        var states: [String: SubscriptionState] = [:]
        var after = ""
        while true {
            let page = try twin.ledger.kept(beginning: Self.start, after: after, limit: 1_000)
            for (key, content) in page {
                guard let json = try? JSON(parsing: content) else { continue }
                states[String(key.dropFirst(Self.start.count))] = SubscriptionState(json)
            }
            guard let last = page.last, page.count == 1_000 else { return states }
            after = last.key
        }
    }

    /// Keeps what changed since it was kept last.
    func keep() async throws {
        let gone = state.withLock { $0.forgotten }
        let letters = try gone.flatMap { try deadLetters(of: $0, limit: 10_000) }
        let relayed = try gone.flatMap(keptRelays)
        let (kept, seen) = state.withLock { state -> ([String: String?], Int) in
            var kept: [String: String?] = [:]
            for (id, post) in state.activePosts where post.mustKeep {
                var told = post.state
                told.isBehind = !post.queue.isEmpty || post.tail != nil
                // Nothing of what is due may count as seen.
                if told.isBehind, told.place == nil { told.place = Self.before(post) }
                kept[Self.start + id] = JSON.object(told.json.asObject ?? [:]).text()
                var post = post
                for key in state.takeRelayed(&post) { kept.updateValue(nil, forKey: key) }
                post.mustKeep = false
                state.posts[id] = post
            }
            state.active = state.active.filter { state.posts[$0]?.isIdle == false }
            for id in gone where state.forgotten.remove(id) != nil {
                kept.updateValue(nil, forKey: Self.start + id)
                for letter in letters where letter.subscription == id {
                    kept.updateValue(nil, forKey: letter.key)
                }
            }
            for key in relayed { kept.updateValue(nil, forKey: key) }
            let isFar = !state.posts.isEmpty && state.seen >= state.keptSeen + Self.patience
            if !kept.isEmpty || isFar {
                kept[Self.seenKey] = String(state.seen)
                state.keptSeen = state.seen
            }
            return (kept, state.seen)
        }
        guard !kept.isEmpty else { return }
        do { try await twin.ledger.keep(kept, upTo: seen) } catch {
            state.withLock { state in
                for id in state.posts.keys { state.posts[id]?.mustKeep = true }
                state.active.formUnion(state.posts.keys)
            }
            throw error
        }
    }

    /// Under what is kept that sources told for a subscription.
    private func keptRelays(_ id: String) throws -> [String] {
        try twin.ledger.kept(beginning: "\(RemoteSubscriptions.inbox)\(id)/", limit: 10_000)
            .filter { (try? JSON(parsing: $0.content))?["subscription"]?.asString == id }.map(\.key)
    }

    /// The place before the first thing that is due.
    private static func before(_ post: NotifierState.Post) -> DueNotification.Place? {
        let first = post.queue.compactMap(\.place).first ?? post.tail
        return first.map { DueNotification.Place(line: $0.line, index: $0.index - 1) }
    }
}
