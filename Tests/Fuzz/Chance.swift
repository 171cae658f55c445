// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Chance from a seed: the same seed gives the same, here and everywhere.
typealias Chance = SeededNumbers

extension SeededNumbers {
    /// That of one case of many: it follows from the seed and the number alone.
    init(seed: UInt64, number: UInt64) {
        var mixed = SeededNumbers(seed: seed)
        self.init(seed: mixed.next() &+ number &* 0xd134_2543_de82_ef95)
    }

    /// A whole number from 0, below another.
    mutating func below(_ end: Int) -> Int { end < 2 ? 0 : Int(next() % UInt64(end)) }

    mutating func pick(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True so many times out of a hundred.
    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    /// One of several, of which there is at least one.
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
