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
    private let wordPlaces: ZipfPlaces

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
        wordPlaces = ZipfPlaces(words.count)
        guard !words.isEmpty, !streets.isEmpty, !townlands.isEmpty else {
            throw Fault("Facts/register.json lacks words")
        }
    }

    func word(_ numbers: inout SeededNumbers) -> String { words[wordPlaces.one(&numbers)] }
}
