// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// What a moment is like in the demonstration's city: how many are on the way, how high the sun is.
struct CityDay {
    /// Since 1970, in the city's own time.
    let hours: Double
    private let seed: UInt64
    private let hour: Double
    private let isWeekend: Bool

    init(_ moment: Stamp, seed: UInt64) {
        hours = Double(moment.microseconds) / 3.6e9 + 1
        self.seed = seed
        let day = (hours / 24).rounded(.down)
        hour = hours - day * 24
        // The first day of 1970 was a Thursday.
        isWeekend = [2, 3].contains(Int(day) % 7)
    }

    private func wave(_ middle: Double, _ width: Double) -> Double {
        exp(-pow((hour - middle) / width, 2))
    }

    /// How much traffic there is, from 0 to 1.
    var rush: Double {
        let work = wave(8, 1.5) + 0.95 * wave(17.4, 2) + 0.45 * wave(12.6, 3)
        return min(1, 0.05 + (isWeekend ? 0.6 * wave(14.5, 4) : 0.9 * work))
    }

    /// How many are up and about, from 0 to 1.
    var awake: Double { min(1, wave(11, 3.5) + 0.85 * wave(18.5, 3)) }

    /// How high the sun stands, from 0 to 1.
    var sun: Double { max(0, sin((hour - 6.5) / 12.5 * .pi)) }

    /// A factor about 1 that is another every ten minutes.
    /// - Parameter what: of several at one sensor, which.
    func chance(_ what: UInt64) -> Double {
        let slot = UInt64(max(0, hours * 6))
        var numbers = SeededNumbers(seed: (seed &* 31 &+ what) &* 1_000_003 &+ slot)
        return Double.random(in: 0.86...1.14, using: &numbers)
    }
}
