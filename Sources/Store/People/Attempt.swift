// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One attempt, counted under several keys: under all of them, or under none.
struct Attempt {
    typealias Count = (limit: RateLimit, key: String)

    private let counts: [Count]

    /// Counts it.
    /// - Throws: `Refusal.tooMany` where one of the limits is reached.
    init(_ counts: [Count], at now: Instant) throws {
        self.counts = counts
        for (index, count) in counts.enumerated() {
            do { try count.limit.take(count.key, at: now) } catch {
                Self.giveBack(counts.prefix(index))
                throw error
            }
        }
    }

    /// It was none after all.
    func giveBack() { Self.giveBack(counts[...]) }

    private static func giveBack(_ counts: ArraySlice<Count>) {
        for count in counts { count.limit.giveBack(count.key) }
    }
}
