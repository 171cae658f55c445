// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store

/// Says which municipality or body a text names: a municipality by the words that are in its name
/// alone, however they are inflected; a body by its short name in capitals.
struct PlaceGuess {
    let tenants: [Tenant]

    private static let shortestWord = 4
    /// How many letters an ending may have that the name itself has not.
    private static let longestEnding = 3

    /// The one that is named; nil where none is, or several are.
    func tenant(in text: String) -> Tenant? {
        // A name begins with a capital; without one "cork" is what is in a bottle.
        let words = text.prefix(4_000).split { !$0.isLetter }.filter { $0.first?.isUppercase == true }
        guard !words.isEmpty else { return nil }
        let folded = words.map { SearchWords.folded(String($0)) }
        let towns = tenants.filter { $0.sort == "municipality" }.map { ($0, Self.names(of: $0)) }
        var counts: [String: Int] = [:]
        for (_, names) in towns {
            for word in Set(names.joined()) { counts[word, default: 0] += 1 }
        }
        let named = towns.filter { _, names in
            names.contains { name in
                let own = name.filter { counts[$0] == 1 }
                return !own.isEmpty && own.allSatisfy { word in folded.contains { Self.is($0, word) } }
            }
        }.map(\.0)
        let capitals = Set(words.map(String.init))
        let bodies = tenants.filter {
            $0.sort != "municipality" && capitals.contains($0.slug.uppercased())
        }
        let all = named + bodies
        return all.count == 1 ? all.first : nil
    }

    /// The longer words of each of its names.
    private static func names(of tenant: Tenant) -> [[String]] {
        ([tenant.name] + tenant.names.values).map { name in
            SearchWords.words(name).filter { $0.count >= shortestWord }
        }
    }

    /// Whether a word is a name, or a form of it: "Vilniuje" is "Vilnius".
    private static func `is`(_ word: String, _ name: String) -> Bool {
        let stem = name.count > 5 ? name.dropLast(2) : Substring(name)
        return word.hasPrefix(stem) && word.count <= name.count + longestEnding
    }
}
