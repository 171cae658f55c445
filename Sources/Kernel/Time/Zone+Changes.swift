// SPDX-License-Identifier: EUPL-1.2

import Foundation

extension Zone {
    /// A moment at which the clocks of a zone are put forward or back.
    public struct Change: Sendable, Hashable {
        /// The first moment of the new time.
        public let at: Instant
        /// Seconds east of UTC before and after it.
        public let before: Int
        public let after: Int
    }

    /// Seconds east of UTC at a moment.
    public func secondsFromUTC(at instant: Instant) -> Int { Int(offset(at: instant) / 1000) }

    /// The moment of a time of day; where clocks jump over it, as much after the jump.
    /// - Parameter minutes: after midnight, as clocks show it.
    public func instant(_ day: Day, minutes: Int) -> Instant {
        let guess = start(of: day).adding(seconds: minutes * 60)
        // On the days on which clocks change, the guess is an hour off.
        let off = minutes - minuteOfDay(at: guess)
        if off == 0 || self.day(at: guess) != day { return guess }
        let moved = guess.adding(seconds: off * 60)
        return minuteOfDay(at: moved) == minutes ? moved : guess
    }

    /// Every change of the clocks from one moment to another, earliest first. Found by looking at
    /// every sixth day, so that it holds on every platform: nowhere are clocks changed twice in a week.
    public func changes(from start: Instant, until end: Instant) -> [Change] {
        var changes: [Change] = []
        var low = start
        while low < end {
            let high = min(low.adding(seconds: 6 * 86_400), end)
            let (before, after) = (secondsFromUTC(at: low), secondsFromUTC(at: high))
            if before != after {
                changes.append(Change(at: change(between: low, and: high), before: before, after: after))
            }
            low = high
        }
        return changes
    }

    /// Halving, down to the second: the first moment with the later offset.
    private func change(between low: Instant, and high: Instant) -> Instant {
        let later = secondsFromUTC(at: high)
        var (low, high) = (low.milliseconds / 1000, high.milliseconds / 1000)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if secondsFromUTC(at: Instant(milliseconds: middle * 1000)) == later {
                high = middle
            } else {
                low = middle
            }
        }
        return Instant(milliseconds: high * 1000)
    }
}
