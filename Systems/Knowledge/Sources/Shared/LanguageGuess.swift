// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import Web

/// Says which language a text is written in, by its small words and by letters that few languages
/// have (`Facts/languages.json`). Unsure, it says nothing: a wrong language is worse than none.
struct LanguageGuess: Sendable {
    /// The languages in which a word or a letter stands.
    private let words: [String: [String]]
    private let letters: [Character: [String]]
    /// The small words of all languages, as search folds them: they tell no two questions apart.
    let smallWords: Set<String>

    private static let mostWords = 200
    private static let fewestWords = 3
    /// What a letter counts beside a word.
    private static let letterWeight = 0.4
    /// How much there must be: at all, beside the language that comes second, and for each word.
    private static let (least, lead, leastOfAWord) = (0.8, 1.35, 0.05)

    private static let known = Result { try LanguageGuess() }

    /// - Throws: `Fault` when the facts are not beside the program.
    static func shared() throws -> LanguageGuess { try known.get() }

    private init() throws {
        let facts = try JSON(parsing: SystemResources.text("Facts/languages.json", in: Bundle.module))
        var words: [String: [String]] = [:]
        var letters: [Character: [String]] = [:]
        for (code, signs) in facts["languages"]?.asObject ?? [:] {
            for word in (signs["words"]?.asString ?? "").split(separator: " ") {
                words[String(word), default: []].append(code)
            }
            for letter in signs["letters"]?.asString ?? "" { letters[letter, default: []].append(code) }
        }
        self.words = words
        self.letters = letters
        smallWords = Set(words.keys.flatMap(SearchWords.words))
    }

    /// The language of a text of some length; nil where it cannot be told.
    func language(of text: String) -> Tongue? {
        let all = Self.words(of: text)
        guard all.count >= Self.fewestWords else { return nil }
        var scores: [String: Double] = [:]
        func count(_ languages: [String]?, _ weight: Double) {
            // What many languages have says little of each.
            for code in languages ?? [] { scores[code, default: 0] += weight / Double(languages?.count ?? 1) }
        }
        for word in all {
            count(words[word], 1)
            for letter in word { count(letters[letter], Self.letterWeight) }
        }
        let best = scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let first = best.first, first.value >= Self.least,
            first.value >= Self.lead * (best.dropFirst().first?.value ?? 0),
            first.value >= Self.leastOfAWord * Double(all.count)
        else { return nil }
        return Tongue(rawValue: first.key)
    }

    private static func words(of text: String) -> [String] {
        let plain = text.prefix(4_000).replacing("’", with: "'").lowercased()
            .precomposedStringWithCanonicalMapping
        return plain.split { !$0.isLetter && $0 != "'" && $0 != "-" }
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "'-")) }
            .filter { !$0.isEmpty }.prefix(mostWords).map { $0 }
    }
}
