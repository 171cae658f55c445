// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Web

/// Words drawn as often as in running text: the one in place n of the list in proportion to 1/n
/// (Zipf's law).
struct RegisterWords: Sendable {
    /// The words of descriptions, the commonest first.
    let words: [String]
    let streets: [String]
    let townlands: [String]
    private let wordSums: [Double]

    /// - Throws: `Fault` when the facts are not beside the program.
    init() throws {
        let file = try JSON(parsing: SystemResources.text("Facts/register.json", in: .module))
        func strings(_ json: JSON?) -> [String] { json?.asArray?.compactMap(\.asString) ?? [] }
        func pairs(_ name: String, _ join: (String, String) -> String) -> [String] {
            strings(file[name]?["second"]).flatMap { second in
                strings(file[name]?["first"]).map { join($0, second) }
            }
        }
        words = strings(file["words"])
        streets = pairs("streets") { "\($0) \($1)" }
        townlands = pairs("townlands") { $0 + $1 }
        wordSums = Self.sums(words.count)
        guard !words.isEmpty, !streets.isEmpty, !townlands.isEmpty else {
            throw Fault("Facts/register.json lacks words")
        }
    }

    func word(_ numbers: inout SeededNumbers) -> String { words[Self.place(in: wordSums, &numbers)] }

    /// The sums of 1/(n + shift), by which a place is drawn.
    static func sums(_ count: Int, shift: Int = 0) -> [Double] {
        var sum = 0.0
        return (1...max(count, 1)).map { place in
            sum += 1 / Double(place + shift)
            return sum
        }
    }

    /// A place in a list, in proportion to what it adds to the sums.
    static func place(in sums: [Double], _ numbers: inout SeededNumbers) -> Int {
        let drawn = Double.random(in: 0..<(sums.last ?? 1), using: &numbers)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > drawn { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
