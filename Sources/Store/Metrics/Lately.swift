// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Synchronization

/// What took how long in the last half hour to an hour, by a key of which there are only so many.
public final class Lately: Sendable {
    /// What is known of one key.
    public struct Entry: Sendable {
        public let key: String
        public internal(set) var count = 0
        public internal(set) var total: Duration = .zero
        public internal(set) var slowest: Duration = .zero
        /// When the slowest was, and at which tenant; empty: at none.
        public internal(set) var at: Instant
        public internal(set) var tenant = ""

        public var mean: Duration { total / max(count, 1) }

        mutating func add(_ other: Entry) {
            count += other.count
            total += other.total
            guard other.slowest > slowest else { return }
            slowest = other.slowest
            at = other.at
            tenant = other.tenant
        }
    }

    private struct State {
        var current: [String: Entry] = [:]
        var before: [String: Entry] = [:]
        var began = Instant.first
    }

    /// How long one of the two windows is, in milliseconds.
    private static let window: Int64 = 30 * 60 * 1_000
    private static let most = 2_000

    private let state = Mutex(State())

    public init() {}

    /// Notes one.
    public func note(_ key: String, _ duration: Duration, at now: Instant, tenant: String = "") {
        let one = Entry(
            key: key, count: 1, total: duration, slowest: duration, at: now, tenant: tenant)
        state.withLock { state in
            Self.turn(&state, now)
            guard state.current[key] != nil || state.current.count < Self.most else { return }
            state.current[key, default: Entry(key: key, at: now)].add(one)
        }
    }

    /// The slowest, by how long one of them took at most.
    public func slowest(_ count: Int, at now: Instant) -> [Entry] {
        let (current, before) = state.withLock { state in
            Self.turn(&state, now)
            return (state.current, state.before)
        }
        let all = current.merging(before) { one, other in
            var sum = one
            sum.add(other)
            return sum
        }
        let sorted = all.values.sorted { ($1.slowest, $0.key) < ($0.slowest, $1.key) }
        return Array(sorted.prefix(count))
    }

    private static func turn(_ state: inout State, _ now: Instant) {
        let age = now - state.began
        guard age >= window || age < 0 else { return }
        state.before = age < 2 * window && age >= 0 ? state.current : [:]
        state.current = [:]
        state.began = now
    }
}
