// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which of several languages a reader wants (GS CIM 009, 4.15): a priority list such as `fr-CH,fr;q=0.9`
/// by which a LanguageProperty becomes a plain text (RFC 4647, lookup).
struct LanguageChoice: Sendable, Equatable {
    /// In order of preference, in lower case.
    private let ranges: [String]

    /// Reads a priority list; nil where it has no range.
    init?(_ text: String) {
        var weighed: [(range: String, weight: Double)] = []
        for part in text.split(separator: ",").prefix(32) {
            let pieces = part.split(separator: ";")
            let range = pieces.first?.filter { !$0.isWhitespace } ?? ""
            guard range == "*" || NameRules.isLanguageTag(range) else { continue }
            let quality = pieces.dropFirst().lazy
                .map { $0.filter { !$0.isWhitespace } }
                .first { $0.hasPrefix("q=") }
            let weight = quality.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > 0 { weighed.append((range.lowercased(), weight)) }
        }
        // Sorting by offset too keeps those of one weight in their order.
        ranges = weighed.enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element.range)
        if ranges.isEmpty { return nil }
    }

    /// The tag whose text is given, and the text. Where none fits: that of no language, else the first.
    func choose(from map: JSONObject) -> (tag: String, text: JSON)? {
        for range in ranges {
            if range == "*" { break }
            if let found = map.first(where: { fits($0.key.lowercased(), range) }) {
                return (found.key, found.value)
            }
        }
        let other = map.first { $0.key == "@none" } ?? map.first
        return other.map { ($0.key, $0.value) }
    }

    /// Whether a tag is within the range, or the range, cut from behind, leads to the tag.
    private func fits(_ tag: String, _ range: String) -> Bool {
        tag == range || tag.hasPrefix(range + "-") || range.hasPrefix(tag + "-")
    }
}
