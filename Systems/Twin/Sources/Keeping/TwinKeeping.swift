// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// What keeps a twin from growing for ever, done by one process for all: now and then it keeps a
/// checkpoint, forgets what is older than the rules say, and lets go of the lines that said it.
final class TwinKeeping: Sendable {
    private let twin: Twin
    private let now: @Sendable () -> Instant
    private let checkpoints: Checkpoints
    private let sweeping: Sweeping

    private struct State {
        var isWorking = false
        /// Until when nothing is tried after a failure.
        var resting: Stamp?
        /// When the past was looked at last, and under which rules.
        var looked: Stamp?
        var rules = Retention()
    }

    private let state = Mutex(State())

    /// Of how many entities one act forgets.
    private static let atOnce = 2_048
    /// After how many entries there is a checkpoint: between these, four for each entity.
    private static let fewest = 20_000, most = 400_000
    /// How long nothing is tried after a failure.
    private static let rest: Int64 = 60_000_000
    private let turns = Turns()

    init(_ twin: Twin, now: @escaping @Sendable () -> Instant) {
        (self.twin, self.now) = (twin, now)
        checkpoints = Checkpoints(ledger: twin.ledger)
        sweeping = Sweeping(twin: twin, now: now)
    }

    /// Does what is due, behind the caller.
    func begin() {
        let isFree = state.withLock { !$0.isWorking && $0.resting ?? .distantPast <= Stamp(now()) }
        guard isFree, (try? isDue()) ?? false else { return }
        state.withLock { $0.isWorking = true }
        Task {
            var resting: Stamp?
            do { try await work() } catch {
                twin.ledger.warn("a twin is not kept up: \(error)")
                resting = Stamp(now()).adding(microseconds: Self.rest)
            }
            state.withLock { ($0.isWorking, $0.resting) = (false, resting) }
        }
    }

    /// Whether there is something to be done.
    private func isDue() throws -> Bool { try mustLook() || mustCheckpoint() || sweeping.isDue }

    private func mustCheckpoint() throws -> Bool {
        guard twin.base == nil else { return false }
        let count = try twin.read { $0.count }
        return twin.unkept.load(ordering: .relaxed) >= min(Self.most, max(Self.fewest, 4 * count))
    }

    private func mustLook() throws -> Bool {
        let (rules, moment) = (try Retention(of: twin), Stamp(now()))
        let hasForgotten = try twin.read { !$0.horizons.isEmpty }
        guard hasForgotten || !rules.rules.isEmpty else { return false }
        return state.withLock { state in
            guard let looked = state.looked, state.rules == rules else { return true }
            return looked.adding(microseconds: rules.interval(at: moment)) <= moment
        }
    }

    /// Does what is due, one after another.
    func work() async throws { try await turns.run { try await self.workNow() } }

    private func workNow() async throws {
        let looks = try mustLook()
        if looks { try await forget() }
        guard twin.base == nil else { return }
        if try mustCheckpoint() || looks && holdsForgotten() { try await checkpoint() }
        if looks { try await letGo() }
        if try sweeping.isDue { try await sweeping.run() }
    }

    /// Forgets what is older than the rules say, of some entities at a time.
    private func forget() async throws {
        let rules = try Retention(of: twin)
        let moment = Stamp(now())
        let (horizons, end) = (rules.horizons(at: moment), try twin.read { $0.ids.end })
        for start in stride(from: 0, to: horizons.isEmpty ? 0 : end, by: Self.atOnce) {
            let forgetting = Forgetting(horizons, start..<min(start + Self.atOnce, end))
            try await twin.perform(by: "system:clock", at: now()) { $0.forget(forgetting) }
        }
        state.withLock { ($0.looked, $0.rules) = (moment, rules) }
    }

    /// Whether a checkpoint that is still there holds what the twin has forgotten since.
    private func holdsForgotten() throws -> Bool {
        let horizons = try twin.read { $0.horizons }
        let kept = try checkpoints.all().suffix(2)
        return kept.count < 2 ? !horizons.isEmpty : kept.contains { $0.horizons != horizons }
    }

    /// Keeps what the twin holds, and lets go of earlier checkpoints that nobody needs.
    func checkpoint() async throws {
        let count = twin.unkept.exchange(0, ordering: .relaxed)
        do {
            guard let made = try await checkpoints.write(try twin.contentsNow(), at: now) else { return }
            let all = try checkpoints.all()
            let before = all.last { $0.line < made.line }
            try await checkpoints.keepOnly(try [before, made].compactMap(\.self) + needed(all))
        } catch {
            twin.unkept.add(count, ordering: .relaxed)
            throw error
        }
    }

    /// Those that branches begin with; one that is missing: a branch begins with the lines themselves.
    private func starts(_ all: [Checkpoint]) throws -> [Checkpoint?] {
        try Branch.all(in: twin, at: Stamp(now())).map { branch in all.last { $0.line <= branch.line } }
    }

    private func needed(_ all: [Checkpoint]) throws -> [Checkpoint] { try starts(all).compactMap(\.self) }

    /// Lets go of the lines that say what is forgotten, as far as two checkpoints and every branch can do
    /// without them.
    private func letGo() async throws {
        let all = try checkpoints.all()
        guard let start = all.dropLast().last else { return }
        let end = try starts(all).map { $0?.line ?? 0 }.min() ?? start.line
        let horizons = try Retention(of: twin).horizons(at: Stamp(now()))
        for type in horizons.keys.sorted() {
            try await LettingGo(twin: twin, type: type, horizons: horizons, start: start, now: now)
                .run(upTo: min(end, start.line))
        }
    }
}
