// SPDX-License-Identifier: EUPL-1.2

/// Chance from a seed: the same seed gives the same numbers, here and everywhere (SplitMix64).
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A whole number of a range.
    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True so many times out of a hundred.
    mutating func percent(_ share: Int) -> Bool { pick(1...100) <= share }

    /// One of several; nil if there is none.
    mutating func one<Element>(of elements: [Element]) -> Element? { elements.randomElement(using: &self) }

    /// Chance of its own for something else, by this one's seed.
    mutating func another() -> Chance { Chance(seed: next()) }
}
