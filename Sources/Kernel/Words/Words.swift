// SPDX-License-Identifier: EUPL-1.2

/// Every text people read, by key and language. A value, loaded once at start and passed in.
///
/// A text may name places in braces: `"Due on {dueOn}"`. A value that is an ISO day is written
/// out in the reader's language (`6 January 2026`).
public struct Words: Sendable {
    private var texts: [Language: [String: String]]
    /// The languages whose texts no speaker has checked yet; pages carry a mark for them.
    public let unchecked: Set<Language>

    /// No words at all; `add` brings them in.
    public init(unchecked: Set<Language> = []) {
        texts = [:]
        self.unchecked = unchecked
    }

    /// Takes in one file's texts. A key that is there already is a mistake in the files.
    /// - Throws: `WordsError.twice` naming the key.
    public mutating func add(_ file: [String: String], in language: Language) throws {
        for (key, text) in file {
            if texts[language, default: [:]].updateValue(text, forKey: key) != nil {
                throw WordsError.twice(key: key, language: language)
            }
        }
    }

    /// The languages there are words in, English first.
    public var languages: [Language] {
        texts.keys.sorted { ($0 != .english ? 1 : 0, $0.code) < ($1 != .english ? 1 : 0, $1.code) }
    }

    /// Whether the key has a text of its own in this language.
    public func has(_ key: String, in language: Language) -> Bool {
        texts[language]?[key] != nil
    }

    /// The keys that have a text in this language.
    public func keys(in language: Language) -> Set<String> {
        Set(texts[language]?.keys ?? [:].keys)
    }

    /// The text for a key: in the language asked for, else in English, else the key in brackets,
    /// so that a missing word is seen and never stops a page.
    public func callAsFunction(
        _ key: String, _ values: [String: String] = [:], in language: Language
    ) -> String {
        guard let text = texts[language]?[key] ?? texts[.english]?[key] else { return "[\(key)]" }
        guard !values.isEmpty, text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return fill(text, values, in: language)
    }

    /// The text of a phrase.
    public func callAsFunction(_ phrase: Phrase, in language: Language) -> String {
        self(phrase.key, phrase.values, in: language)
    }

    /// The text of a key if it has one in this language or in English.
    public func find(
        _ key: String, _ values: [String: String] = [:], in language: Language
    ) -> String? {
        guard texts[language]?[key] ?? texts[.english]?[key] != nil else { return nil }
        return self(key, values, in: language)
    }

    /// A day written out: `6 January 2026`, `6. januar 2026`, `2026 m. sausio 6 d.`.
    public func day(_ day: Day, in language: Language) -> String {
        let month = self("month.\(day.month)", in: language)
        let parts = ["day": "\(day.day)", "month": month, "year": "\(day.year)"]
        return find("date.day", parts, in: language) ?? "\(day.day) \(month) \(day.year)"
    }

    /// The day of every year: `6 January`, `sausio 6 d.`.
    public func yearly(day: Int, month: Int, in language: Language) -> String {
        let month = self("month.\(month)", in: language)
        return self("date.yearly", ["day": "\(day)", "month": month], in: language)
    }

    /// The month a day lies in, as a heading: `January 2026`, `2026 m. sausis`.
    public func month(of day: Day, in language: Language) -> String {
        let month = self("month.\(day.month).alone", in: language)
        return self("date.month", ["month": month, "year": "\(day.year)"], in: language)
    }

    private func fill(
        _ text: String, _ values: [String: String], in language: Language
    ) -> String {
        var out = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            out += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}") else { break }
            let name = String(rest[rest.index(after: open)..<close])
            if let value = values[name] {
                out += Day(iso: value).map { day($0, in: language) } ?? value
            } else {
                out += rest[...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}

/// A mistake in the files of words.
public enum WordsError: Error, Sendable, Equatable {
    /// The same key stands twice for one language.
    case twice(key: String, language: Language)
}
