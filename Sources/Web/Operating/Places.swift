// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// There is no place for a request: more are being worked on than this process can carry.
struct Overloaded: Error {
    /// When to try again, in seconds.
    static let retryAfter = 5
}

/// The places in which requests are worked on, and the short queues before them.
///
/// Some places are kept for those who hold a role, so that officers work on while everybody else
/// asks too much. Who only claims to be one gets a few of these until the store has told who they
/// are; a secret that was found to be good is remembered for a while.
public final class Places: Sendable {
    /// In the order in which those who wait are let in.
    enum Rank: String, Sendable, CaseIterable { case known, claimed, anyone }

    private struct Waiting {
        let id: Int
        let letIn: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var taken = 0
        var queues: [Rank: [Waiting]] = [:]
        var last = 0
    }

    let limits: Limits
    let proved = ProvedSecrets()
    private let state = Mutex(State())

    init(_ limits: Limits) { self.limits = limits }

    /// How many are taken.
    public var taken: Int { state.withLock { $0.taken } }

    /// How many wait.
    func waiting(_ rank: Rank) -> Int { state.withLock { $0.queues[rank]?.count ?? 0 } }

    /// How many places may be taken before one of this rank gets none.
    func most(_ rank: Rank) -> Int {
        switch rank {
        case .known: limits.requests
        case .claimed: limits.requests - limits.reserved + (limits.reserved + 3) / 4
        case .anyone: limits.requests - limits.reserved
        }
    }

    /// Takes a place, waiting for one if there is none.
    /// - Throws: `Overloaded` if too many wait, or for too long.
    func enter(_ rank: Rank, patience: Duration) async throws {
        if takeNow(rank) { return }
        let timer = Mutex<Task<Void, Never>?>(nil)
        let isIn = await withCheckedContinuation { letIn in
            guard let id = queue(rank, letIn, limit: limits.waiting) else { return }
            timer.withLock {
                $0 = Task {
                    do { try await Task.sleep(for: patience) } catch { return }
                    self.giveUp(id, rank)
                }
            }
        }
        timer.withLock { $0?.cancel() }
        if !isIn { throw Overloaded() }
    }

    /// Takes a place again after waiting for the sender. Whoever is in is not turned away.
    func reenter(_ rank: Rank) async {
        if takeNow(rank) { return }
        _ = await withCheckedContinuation { letIn in _ = queue(rank, letIn, limit: .max) }
    }

    /// Gives a place back, to those who wait.
    func leave() {
        let waiting = state.withLock { state -> [Waiting] in
            state.taken -= 1
            var admitted: [Waiting] = []
            while let next = next(&state) {
                state.taken += 1
                admitted.append(next)
            }
            return admitted
        }
        for one in waiting { one.letIn.resume(returning: true) }
    }

    /// Whether somebody who is in may stay as one of this rank.
    func mayStay(_ rank: Rank) -> Bool { state.withLock { $0.taken <= most(rank) } }

    private func takeNow(_ rank: Rank) -> Bool {
        state.withLock { state in
            guard state.taken < most(rank), state.queues[rank]?.isEmpty ?? true else {
                return false
            }
            state.taken += 1
            return true
        }
    }

    /// Queues one up; nil if they were let in or turned away at once.
    private func queue(
        _ rank: Rank, _ letIn: CheckedContinuation<Bool, Never>, limit: Int
    ) -> Int? {
        let (answer, id) = state.withLock { state -> (Bool?, Int?) in
            // A place may have become free since it was looked for.
            if state.taken < most(rank), state.queues[rank]?.isEmpty ?? true {
                state.taken += 1
                return (true, nil)
            }
            guard state.queues[rank]?.count ?? 0 < limit else { return (false, nil) }
            state.last += 1
            state.queues[rank, default: []].append(Waiting(id: state.last, letIn: letIn))
            return (nil, state.last)
        }
        if let answer { letIn.resume(returning: answer) }
        return id
    }

    private func next(_ state: inout State) -> Waiting? {
        for rank in Rank.allCases where state.taken < most(rank) {
            if state.queues[rank]?.isEmpty == false { return state.queues[rank]?.removeFirst() }
        }
        return nil
    }

    private func giveUp(_ id: Int, _ rank: Rank) {
        let waiting = state.withLock { state -> Waiting? in
            guard let index = state.queues[rank]?.firstIndex(where: { $0.id == id }) else {
                return nil
            }
            return state.queues[rank]?.remove(at: index)
        }
        waiting?.letIn.resume(returning: false)
    }
}

/// Whether secrets that were lately shown are of somebody who holds a role; only a number made of each is
/// kept, which this process alone can make.
final class ProvedSecrets: Sendable {
    private static let most = 20_000
    private static let lasting: Duration = .seconds(10 * 60)
    private let known = Mutex<[Int: (isGood: Bool, until: ContinuousClock.Instant)]>([:])

    /// Whether it was found to be somebody's who holds a role, or not to be; nil: nobody knows.
    func verdict(on secret: String) -> Bool? {
        known.withLock { known in
            known[secret.hashValue].flatMap { ContinuousClock.now < $0.until ? $0.isGood : nil }
        }
    }

    func note(_ secret: String, isGood: Bool) {
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[secret.hashValue] = (isGood, ContinuousClock.now.advanced(by: Self.lasting))
        }
    }
}
