// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// `lang`: the languages a reader would have, best first (GS CIM 009, 4.15; RFC 4647):
/// `fr-CH,fr;q=0.9,*;q=0.5`.
struct LanguagePreference: Sendable, Equatable {
    /// Language ranges in lower case, best first.
    let ranges: [String]

    init(_ text: String, at pointer: String = "?lang") throws(TwinProblem) {
        var weighted: [(range: String, weight: Double)] = []
        for part in try NameList.split(text, at: pointer, clause: "4.15") {
            let pieces = part.split(separator: ";", omittingEmptySubsequences: false).map(
                LanguagePreference.trimmed)
            guard let range = pieces.first, LanguagePreference.isRange(range), pieces.count <= 2 else {
                throw LanguagePreference.problem(part, pointer)
            }
            var weight = 1.0
            if pieces.count == 2 {
                guard pieces[1].hasPrefix("q="), let given = Double(pieces[1].dropFirst(2)),
                    (0...1).contains(given)
                else { throw LanguagePreference.problem(part, pointer) }
                weight = given
            }
            weighted.append((range.lowercased(), weight))
        }
        // Sorting by hand, since those of one weight must stay in their order.
        ranges = weighted.enumerated().filter { $0.element.weight > 0 }
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element.range)
    }

    /// The text of the best language there is, with its tag as it was written. Where none was asked for that
    /// is there: `@none`, else the first of the map. Nil only for an empty map.
    func choose(from map: JSONObject) -> (tag: String, text: JSON)? {
        let tags = map.keys.map { (tag: $0, lower: $0.lowercased()) }
        let chosen = match(tags) ?? shortened(tags) ?? fallback(tags)
        return chosen.flatMap { tag in map[tag].map { (tag, $0) } }
    }

    /// A tag that a range names, or that says more than a range does.
    private func match(_ tags: [(tag: String, lower: String)]) -> String? {
        for range in ranges where range != "*" {
            if let exact = tags.first(where: { $0.lower == range }) { return exact.tag }
            if let longer = tags.first(where: { $0.lower.hasPrefix(range + "-") }) { return longer.tag }
        }
        return nil
    }

    /// A tag that says less than a range: `fr` for `fr-CH` (RFC 4647, 3.4).
    private func shortened(_ tags: [(tag: String, lower: String)]) -> String? {
        for range in ranges {
            var parts = range.split(separator: "-")
            while parts.count > 1 {
                parts.removeLast()
                let shorter = parts.joined(separator: "-")
                if let found = tags.first(where: { $0.lower == shorter }) { return found.tag }
            }
        }
        return nil
    }

    private func fallback(_ tags: [(tag: String, lower: String)]) -> String? {
        (tags.first { $0.lower == "@none" } ?? tags.first)?.tag
    }

    private static func isRange(_ text: String) -> Bool {
        if text == "*" { return true }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return !parts.isEmpty && parts.count <= 16
            && parts.allSatisfy { part in
                (1...8).contains(part.utf8.count)
                    && part.utf8.allSatisfy {
                        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
                    }
            }
            && (parts[0].first?.isLetter ?? false)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static func problem(_ part: String, _ pointer: String) -> TwinProblem {
        .bad(
            "“\(part.prefix(60))” is no language, such as en, fr-CH;q=0.9 or *.", at: pointer, clause: "4.15")
    }
}
