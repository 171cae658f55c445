// SPDX-License-Identifier: EUPL-1.2

/// How often something is tried, and how long one waits in between: twice as long every time, and
/// never quite as long as others who failed with it.
public struct Retry: Sendable, Hashable {
    /// How often in all.
    public let attempts: Int
    /// Seconds to wait after the first failure.
    public let first: Int
    /// The longest wait, in seconds.
    public let longest: Int

    public init(attempts: Int = 12, first: Int = 10, longest: Int = 3_600) {
        self.attempts = max(1, attempts)
        self.first = max(1, first)
        self.longest = max(first, longest)
    }

    /// Seconds to wait after a failure: from half of what has grown so far to all of it.
    /// - Parameters:
    ///   - attempt: how many there were, the failed one included.
    ///   - chance: from 0 to 1, drawn by whoever asks.
    public func wait(after attempt: Int, chance: Double) -> Int {
        var whole = first
        for _ in 1..<max(1, min(attempt, 64)) where whole < longest { whole *= 2 }
        whole = min(whole, longest)
        let half = whole / 2
        return half + Int((Double(whole - half) * min(max(chance, 0), 1)).rounded())
    }
}

/// How often something falls due by itself. Times of day are UTC's: what depends on a tenant's own
/// midnight is looked at every hour.
public enum Recurrence: Sendable, Hashable {
    /// Every five minutes: for what people wait for.
    case often
    case hourly, daily

    /// The key of the job that is due at a moment: the same for all of five minutes, an hour, a day.
    public func key(at now: Instant) -> String {
        switch self {
        case .often:
            let slot: Int64 = 5 * 60 * 1_000
            let begun = Instant(milliseconds: now.milliseconds / slot * slot)
            return String(begun.description.prefix(16))
        case .hourly: return String(now.description.prefix(13))
        case .daily: return String(now.description.prefix(10))
        }
    }
}
