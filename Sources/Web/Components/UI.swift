// SPDX-License-Identifier: EUPL-1.2
import Kernel

/// What a page is made with: the words in its reader's language, and every component as a method.
///
///     let save = ui.button(ui("planning.save"))
public struct UI: Sendable {
    /// Every text there is.
    public let words: Words
    /// The reader's language.
    public let language: Language

    /// The components for a reader of `language`.
    public init(words: Words, language: Language) {
        self.words = words
        self.language = language
    }

    /// The text for a key, with its places filled.
    public func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        words(key, values, in: language)
    }

    /// The text of a phrase.
    public func callAsFunction(_ phrase: Phrase) -> String {
        words(phrase, in: language)
    }

    /// The text for a number of things: `KEY.one` where there is one, else `KEY.other`, with the
    /// number in `{count}`.
    public func count(_ key: String, _ count: Int) -> String {
        let own = "\(key).\(Plural(count, in: language).rawValue)"
        // A language may say the same for several forms; English stands in with its own.
        let form = [own, "\(key).other"].first { words.has($0, in: language) }
            ?? "\(key).\(Plural(count, in: .english).rawValue)"
        return self(form, ["count": number(count)])
    }

    /// A whole number with its thousands marked as the reader's language marks them: `36,000`, `36.000`.
    public func number(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var out = number < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { out += language.groupMark }
            out.append(digit)
        }
        return out
    }

    /// A number that need not be whole, as it is kept (`1234.5`), in the reader's signs.
    public func number(decimal: String) -> String {
        let parts = decimal.split(separator: ".", maxSplits: 1)
        guard let first = parts.first, let whole = Int(first) else { return decimal }
        let sign = first.hasPrefix("-") && whole == 0 ? "−" : ""
        return sign + number(whole) + (parts.count > 1 ? language.decimalMark + parts[1] : "")
    }

    /// A day written out, readable by programs too.
    public func day(_ day: Day) -> HTML {
        "<time datetime=\"\(day.description)\">\(words.day(day, in: language))</time>"
    }

    /// A moment as day and time of day in a zone: `6 January 2026, 09:05`.
    public func moment(_ instant: Instant, in zone: Zone) -> HTML {
        let minutes = zone.minuteOfDay(at: instant)
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        let day = words.day(zone.day(at: instant), in: language)
        return """
            <time datetime="\(instant.description)">\(day), \
            \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)</time>
            """
    }

    /// Text that is only heard, not seen.
    public func unseen(_ text: String) -> HTML {
        "<span class=\"unseen\">\(text)</span>"
    }

    /// Running text: paragraphs at empty lines, line ends kept. For what people typed.
    public func prose(_ text: String) -> HTML {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.last == "\r" ? $0.dropLast() : $0 }
        let paragraphs = lines.split { line in line.allSatisfy(\.isWhitespace) }
        return HTML(
            "\(paragraphs.map { "<p>\($0.map { HTML(text: $0) }.joined(by: "<br>"))</p>" })")
    }
}
