// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// The clock that things are measured by.
public enum MonotonicClock {
    /// Seconds since some moment, never set back.
    public static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds this process has been worked on by processors, all its threads together.
    public static func process() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds this thread has been worked on by a processor: what something costs, however busy the
    /// machine is with other things.
    public static func processor() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// How long something took, in milliseconds, and what it gave.
    public static func measure<T>(_ body: () throws -> T) rethrows -> (T, Double) {
        let begun = now()
        let result = try body()
        return (result, (now() - begun) * 1_000)
    }
}
