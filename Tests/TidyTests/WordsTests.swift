// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Testing

/// Every text people read stands in `Words/`, in every language the reader may choose.
struct WordsTests {
    /// Files whose texts only officers or programmers read, by their path: English is enough.
    private static let englishAlone: Set<String> = [
        "Systems/Planning/Words/officers.en.json", "Sources/Web/Words/api.en.json",
    ]
    /// Keys of the same sort that stand in a file with others, by their beginning.
    private static let englishKeys = ["api.", "json."]

    /// A text and the file it stands in.
    private struct Text {
        let file: String
        let text: String
        /// The names of its places.
        var places: Set<String> { Set(text.matches(of: /\{(\w+)\}/).map { String($0.1) }) }
    }

    private static let files = Repository.files.filter {
        $0.path.contains("/Words/") && $0.name.hasSuffix(".json")
            && !"/\($0.path)".contains("/Tests/")
    }
    /// Those there are, English first. Of Irish everything but what officers alone read is there; of
    /// the others each file that has begun is whole, and those of the pages for everyone are there.
    private static let languages = ["en", "ga", "da", "lt", "nl"]
    private static let others = languages.dropFirst(2)
    private static let forEveryone = [
        "Sources/Web/Words/", "Systems/Directory/Words/", "Systems/Knowledge/Words/",
        "Systems/Knowledge/Words/questions.", "Systems/Knowledge/Words/guides.",
        "Systems/Knowledge/Words/practices.", "Systems/Knowledge/Words/events.",
        "Systems/Knowledge/Words/duties.", "Systems/Knowledge/Words/digests.",
        "Systems/Knowledge/Words/catalogue.", "Systems/Knowledge/Words/pledges.",
        "Systems/Knowledge/Words/translations.", "Systems/Following/Words/",
        "Systems/Planning/Words/", "Systems/Planning/Words/public.",
        "Systems/Planning/Words/apply.", "Systems/Planning/Words/clocks.",
    ]
    private static let english = texts("en")
    private static let irish = texts("ga")

    private static func texts(_ language: String) -> [String: Text] {
        var found: [String: Text] = [:]
        for file in files where self.language(of: file) == language {
            let content = try? JSONSerialization.jsonObject(with: Data(contentsOf: file.url))
            for (key, text) in content as? [String: String] ?? [:] {
                found[key] = Text(file: file.path, text: text)
            }
        }
        return found
    }

    /// `en` of `en.json` and of `clocks.en.json`.
    private static func language(of file: Repository.File) -> String {
        String(file.name.dropLast(".json".count).split(separator: ".").last ?? "")
    }

    @Test func filesAreFlatAndTheirKeysStandOnce() throws {
        var owners: [String: String] = [:]
        for file in Self.files {
            let content = try JSONSerialization.jsonObject(with: Data(contentsOf: file.url))
            let texts = try #require(content as? [String: String], "\(file.path) is not flat")
            // A parser keeps the last of two equal keys, so that they are counted in the text.
            let keys = file.text.matches(of: /(?m)^\s*"([^"]+)"\s*:/).map { String($0.1) }
            #expect(keys.count == texts.count, "\(file.path): a key stands twice")
            let language = Self.language(of: file)
            #expect(Self.languages.contains(language), "\(file.path) is of no known language")
            for key in texts.keys {
                let other = owners.updateValue(file.path, forKey: "\(language) \(key)")
                #expect(other == nil, "\(key): \(file.path) and \(other ?? "")")
            }
        }
        #expect(Self.english.count > 500)
    }

    @Test func publicTextsAreThereInIrish() {
        let found = Self.english.filter { key, text in
            Self.irish[key] == nil && !Self.englishAlone.contains(text.file)
                && !Self.englishKeys.contains { key.hasPrefix($0) }
        }.map { "\($1.file): \($0)" }.sorted()
        #expect(found.isEmpty, list(found))
    }

    @Test(arguments: others)
    func pagesForEveryoneAreThere(in language: String) {
        let texts = Self.texts(language)
        let begun = Set(texts.values.map(\.file)).union(Self.forEveryone.map { "\($0)\(language).json" })
        let found = Self.english.filter { key, text in
            let stem = text.file.dropLast("en.json".count)
            return begun.contains("\(stem)\(language).json") && texts[key] == nil
        }.map { "\($1.file): \($0)" }.sorted()
        #expect(found.isEmpty, list(found))
        let more = texts.keys.filter { key in
            Self.english[key] == nil && ![".two", ".few", ".many"].contains { key.hasSuffix($0) }
        }.sorted()
        #expect(more.isEmpty, list(more))
        // One of a thing may be 21 of it in another language.
        let places = texts.compactMap { key, text -> String? in
            guard let english = Self.english[key], !key.hasSuffix(".one") else { return nil }
            return english.places == text.places ? nil : "\(text.file): \(key)"
        }.sorted()
        #expect(places.isEmpty, list(places))
    }

    @Test func irishHasNothingEnglishLacks() {
        let found = Self.irish.keys.filter { Self.english[$0] == nil }.sorted()
        #expect(found.isEmpty, list(found))
    }

    @Test func everyLanguageHasTheSamePlaces() {
        let found = Self.irish.compactMap { key, text -> String? in
            guard let english = Self.english[key], english.places != text.places else { return nil }
            return "\(text.file): \(key): \(text.places.sorted()), not \(english.places.sorted())"
        }.sorted()
        #expect(found.isEmpty, list(found))
    }

    @Test func textsAreWrittenCleanly() {
        var found: [String] = []
        for (key, text) in Self.english.merging(Self.irish, uniquingKeysWith: { one, _ in one }) {
            let plain = text.text
            if plain.isEmpty || plain.first == " " || plain.last == " " || plain.contains("  ") {
                found.append("\(text.file): \(key): blanks")
            }
            if plain.contains("<") || plain.contains("&amp;") { found.append("\(text.file): \(key): markup") }
            if plain.filter({ $0 == "{" }).count != text.text.matches(of: /\{\w+\}/).count {
                found.append("\(text.file): \(key): a brace without its other")
            }
        }
        #expect(found.isEmpty, list(found.sorted()))
    }

    /// The keys that stand in the code as they are, or with something put in.
    @Test func everyKeyInTheCodeHasItsText() {
        var found: Set<String> = []
        let literal =
            /\b(?:ui|words|text|Phrase|find)\(\s*"((?:[^"\\\n]|\\\([^()"]*(?:\([^()"]*\)[^()"]*)*\))+)"/
        let inserted = /\\\((?:[^()]|\([^()]*\))*\)/
        for file in Repository.product {
            for match in Code(file.text, keepsStrings: true).text.matches(of: literal) {
                let key = String(match.1)
                let parts = key.split(separator: inserted, omittingEmptySubsequences: false)
                let isKey = key.wholeMatch(of: /[a-zA-Z0-9_.\-\\(){} ?:!,$&|+]+/) != nil
                guard isKey, key.contains("."), parts.first?.first?.isLetter == true,
                    parts.first?.contains(" ") == false
                else { continue }
                if !Self.isKnown(parts) { found.insert("\(file.path): \(key)") }
            }
        }
        #expect(found.isEmpty, list(found.sorted()))
    }

    /// Whether an English key has these parts, with anything between them.
    private static func isKnown(_ parts: [Substring]) -> Bool {
        guard parts.count > 1, let first = parts.first, let last = parts.last else {
            return english[String(parts.first ?? "")] != nil
        }
        return english.keys.contains {
            $0.hasPrefix(first) && $0.hasSuffix(last) && $0.count > first.count + last.count
        }
    }
}
