// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store

/// Reads one network as far as it goes. What is in the way is noted for the operator and is nobody
/// else's trouble; what was taken in stays, and the next time goes on from there.
struct Pull {
    /// The most pages at a time, and how long, in milliseconds, it may take: who has more, or is slow,
    /// goes on in ten minutes, and keeps none of the other jobs waiting.
    private static let mostPages = 500
    private static let longest: Int64 = 60_000
    /// The most that is kept of one network.
    private static let mostItems = 200_000
    /// How long, in milliseconds, it is not written down again that there was nothing new.
    private static let quiet: Int64 = 60 * 60 * 1_000

    private let id: RecordID
    private let work: RunningJob
    private let asking: Asking
    private var network: Network { work.network }

    init(_ id: RecordID, _ work: RunningJob, _ outside: Outside) {
        self.id = id
        self.work = work
        asking = Asking(outside: outside, now: { work.now })
    }

    func run() async throws {
        let begun = work.now
        if try await hasTooMany() { return }
        for turn in 1...Self.mostPages where work.now - begun < Self.longest {
            try await work.progress(turn, of: nil)
            guard let followed = try find() else { return }
            if followed.state == .stopped { return try await letGo() }
            guard followed.state == .following else { return }
            do {
                let isOver = try await takeNext(of: followed)
                if isOver { return try await letGo() }
            } catch let trouble as Trouble {
                if trouble.failure == .otherKey, try await takeKey(of: followed) { continue }
                return
            } catch Refusal.notNow { continue }
        }
    }

    /// Whether it has given more than anybody reads; that is noted.
    private func hasTooMany() async throws -> Bool {
        guard let followed = try find(), followed.state == .following else { return false }
        let count = try network.commons.read(as: TakingActions.actor) { reader in
            try reader.count(
                Query([.field("network", is: id), .field("round", is: followed.round)]),
                kind: FollowedItem.kind)
        }
        guard count >= Self.mostItems else { return false }
        try await note(Trouble(.tooMany, "there are \(count) items of it"), of: followed)
        return true
    }

    private func find() throws -> Stored<FollowedNetwork>? {
        try network.commons.read(as: TakingActions.actor) { try $0.find(FollowedNetwork.self, id) }
    }

    /// Takes in the next page; whether it was the last.
    private func takeNext(of followed: Stored<FollowedNetwork>) async throws -> Bool {
        let page: IncomingPage
        do { page = try await asking.changes(of: followed.fields) } catch let trouble as Trouble {
            if trouble.failure != .otherKey { try await note(trouble, of: followed) }
            throw trouble
        }
        let isNews = page.reached != followed.cursor ?? 0 || followed.failure != nil
            || followed.askedAt.map { work.now - $0 >= Self.quiet } ?? true
        if isNews {
            try await take(
                TakingActions.takePage.kind,
                [
                    "after": .integer(Int64(followed.cursor ?? 0)),
                    "reached": .integer(Int64(page.reached)), "origin": .text(page.origin),
                    "round": .integer(Int64(followed.round)),
                    "changes": JSON.array(page.changes.map(\.json)).stored,
                ])
        }
        return page.isEnd
    }

    /// It signs with another key. One that the key it is known by has vouched for is taken; any
    /// other is shown to the operator.
    /// - Returns: whether it was taken.
    private func takeKey(of followed: Stored<FollowedNetwork>) async throws -> Bool {
        guard let address = NetworkAddress(followed.address), let known = followed.fields.publicKey
        else { return false }
        do {
            let announcement = try await asking.announcement(of: address)
            let key = announcement.key
            if key == known {
                throw Trouble(.signature, "its answers are signed with another key than it shows")
            }
            guard announcement.isVouched(by: known) else {
                throw Trouble(
                    .otherKey, "it has another key, which the one before did not vouch for",
                    offered: key.text)
            }
            try await take(TakingActions.takeVouchedKey.kind, ["key": .text(key.text)])
            return true
        } catch let trouble as Trouble {
            try await note(trouble, of: followed)
            return false
        }
    }

    /// Written down once, not every ten minutes.
    private func note(_ trouble: Trouble, of followed: Stored<FollowedNetwork>) async throws {
        let isKnown = followed.failure == trouble.failure
            && (trouble.offeredKey == nil || trouble.offeredKey == followed.offeredKey)
        if isKnown { return }
        var input: Values = [
            "failure": trouble.failure.stored, "detail": .text(trouble.detail),
        ]
        if let key = trouble.offeredKey { input["offered"] = .text(key) }
        do { try await take(TakingActions.noteTrouble.kind, input) } catch Refusal.notNow { return }
    }

    /// What was not met again goes, a batch after another.
    private func letGo() async throws {
        while let followed = try find(), followed.state == .following || followed.state == .stopped {
            let left = try network.commons.read(as: TakingActions.actor) {
                try $0.list(FollowedItem.self, TakingActions.left(of: followed))
            }
            if left.isEmpty { return }
            try await take(TakingActions.letGo.kind, [:])
        }
    }

    private func take(_ action: ActionKind, _ input: Values) async throws {
        _ = try await network.commons.perform(
            ActionCall(action, by: TakingActions.actor, on: id, input: input), at: work.now)
    }
}
