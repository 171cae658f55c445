// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import Synchronization

/// What goes wrong between one process and its files, when it was told to.
final class Faults: Trial {
    enum Kind: String, CaseIterable {
        /// A statement fails, and nothing has come of it.
        case refused
        /// There is no room on the disk.
        case full
        /// A commit fails, and nothing has come of it.
        case commitRefused
        /// A commit is kept, and nobody is told.
        case answerLost
        /// The process ends at a statement.
        case death
        /// The process ends once a commit is kept, before anybody is told.
        case deathAfterCommit

        var isOfCommit: Bool { self == .commitRefused || self == .answerLost || self == .deathAfterCommit }
        var isAfter: Bool { self == .answerLost || self == .deathAfterCommit }
        var isDeath: Bool { self == .death || self == .deathAfterCommit }
    }

    private struct State {
        /// What comes, and before how many more statements, or commits, of its sort.
        var coming: [(kind: Kind, left: Int)] = []
        var isDead = false
        var isQuiet = false
        var met: [Kind: Int] = [:]
    }

    private let scheduler: Scheduler
    private let state = Mutex(State())

    init(_ scheduler: Scheduler) { self.scheduler = scheduler }

    /// Whether the process has ended.
    var isDead: Bool { state.withLock { $0.isDead } }
    /// How often which has come.
    var met: [Kind: Int] { state.withLock { $0.met } }

    func expect(_ kind: Kind, after count: Int) { state.withLock { $0.coming.append((kind, count)) } }

    /// Nothing goes wrong any more.
    func forgive() { state.withLock { $0.coming = [] } }

    /// Ends the process now.
    func die() { state.withLock { $0.isDead = true } }

    func run(_ writes: @escaping @Sendable () -> Void) { scheduler.add(writes) }

    var now: ContinuousClock.Instant { scheduler.steady }

    func before(_ sql: String, in store: String) throws {
        try check(store, isCommit: sql == "COMMIT", isAfter: false)
    }

    func after(_ sql: String, in store: String) throws {
        guard sql == "COMMIT" else { return }
        try check(store, isCommit: true, isAfter: true)
    }

    private func check(_ store: String, isCommit: Bool, isAfter: Bool) throws {
        let kind = state.withLock { state -> Kind? in
            if state.isDead { return .death }
            for (place, one) in state.coming.enumerated()
            where one.kind.isAfter == isAfter && (!one.kind.isOfCommit || isCommit) {
                guard one.left == 0 else {
                    state.coming[place].left -= 1
                    continue
                }
                state.coming.remove(at: place)
                state.met[one.kind, default: 0] += 1
                if one.kind.isDeath { state.isDead = true }
                return one.kind
            }
            return nil
        }
        guard let kind else { return }
        throw Fault("simulated, \(store): \(kind.rawValue)", isStorageFull: kind == .full)
    }
}
