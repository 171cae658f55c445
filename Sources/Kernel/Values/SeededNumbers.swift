// SPDX-License-Identifier: EUPL-1.2

/// Numbers that look random and are the same every time: SplitMix64. For what is told in a
/// demonstration and for what is measured; never for secrets.
public struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Places of a list drawn as often as words in running text: the one in place n in proportion to 1/n
/// (Zipf's law).
public struct ZipfPlaces: Sendable {
    private let sums: [Double]

    /// - Parameters:
    ///   - count: how many places there are; at least one.
    ///   - shift: added to each place, so that the first are drawn less often.
    public init(_ count: Int, shift: Int = 0) {
        var sum = 0.0
        sums = (1...max(count, 1)).map { place in
            sum += 1 / Double(place + shift)
            return sum
        }
    }

    /// One of them, from 0.
    public func one(_ numbers: inout SeededNumbers) -> Int {
        let drawn = Double.random(in: 0..<(sums.last ?? 1), using: &numbers)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > drawn { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Array {
    /// One of them; nil if there are none.
    public func one(_ numbers: inout SeededNumbers) -> Element? { randomElement(using: &numbers) }
}
