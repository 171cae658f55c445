// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Which of several languages a reader wants (GS CIM 009, 4.15): a priority list such as `fr-CH,fr;q=0.9`
/// by which a LanguageProperty becomes a plain text (RFC 4647, lookup).
struct LanguageChoice: Sendable, Equatable {
    /// In order of preference, in lower case.
    private let ranges: [String]

    /// Reads a priority list; nil where it is none, or wants nothing.
    init?(_ text: String) {
        var weighed: [(range: String, weight: Double)] = []
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 100 else { return nil }
        for part in parts {
            let pieces = part.split(separator: ";").map { String($0).trimmingSpace }
            guard let range = pieces.first, range == "*" || NameRules.isLanguageTag(range),
                pieces.count <= 2, let weight = Self.weight(pieces.dropFirst().first)
            else { return nil }
            if weight > 0 { weighed.append((range.lowercased(), weight)) }
        }
        // Sorting by offset too keeps those of one weight in their order.
        ranges = weighed.enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element.range)
        if ranges.isEmpty { return nil }
    }

    private static func weight(_ text: String?) -> Double? {
        guard let text else { return 1 }
        guard text.hasPrefix("q="), let weight = Double(text.dropFirst(2)), (0...1).contains(weight) else {
            return nil
        }
        return weight
    }

    /// The tag whose text is given, and the text. Where none fits: that of no language, else the first.
    func choose(from map: JSONObject) -> (tag: String, text: JSON)? {
        let tags = map.keys.map { (tag: $0, lower: $0.lowercased()) }
        for range in ranges {
            if range == "*" { break }
            let found = tags.first { $0.lower == range } ?? tags.first { Self.fits($0.lower, range) }
            if let tag = found?.tag, let text = map[tag] { return (tag, text) }
        }
        let other = map.first { $0.key == "@none" } ?? map.first
        return other.map { ($0.key, $0.value) }
    }

    /// Whether a tag is within the range, or the range, cut from behind, leads to the tag.
    private static func fits(_ tag: String, _ range: String) -> Bool {
        tag.hasPrefix(range + "-") || range.hasPrefix(tag + "-")
    }
}
