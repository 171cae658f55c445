// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// Words of a section that somebody quoted, and where they are now.
public struct Passage: Sendable, Hashable {
    public let anchor: String
    /// Nil: the whole section.
    public let quote: String?

    public init(anchor: String, quote: String?) {
        self.anchor = anchor
        self.quote = quote
    }

    /// Where a passage stands in an edition.
    public enum Standing: Sendable, Hashable {
        case inPlace
        /// In another section, by its anchor.
        case moved(String)
        /// Nowhere any more.
        case orphaned
    }

    /// Where it stands among sections, given by their anchors and what is read of them.
    public func standing(in sections: [(anchor: String, plain: String)]) -> Standing {
        let own = sections.first { $0.anchor == anchor }
        guard let quote else { return own == nil ? .orphaned : .inPlace }
        if let own, Self.find(quote, in: own.plain) != nil { return .inPlace }
        let other = sections.first { $0.anchor != anchor && Self.find(quote, in: $0.plain) != nil }
        return other.map { .moved($0.anchor) } ?? .orphaned
    }

    /// What stands just before and just after the quote; nil if it is not there. White space is all
    /// the same: a quote is copied from a page.
    static func find(_ quote: String, in plain: String) -> (before: String, after: String)? {
        let (wanted, text) = (flat(quote), flat(plain))
        guard !wanted.isEmpty, let range = text.range(of: wanted, options: .literal) else { return nil }
        return (
            String(text[..<range.lowerBound].suffix(around)),
            String(text[range.upperBound...].prefix(around))
        )
    }

    private static let around = 60

    /// A text in one line.
    static func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
