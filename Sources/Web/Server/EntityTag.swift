// SPDX-License-Identifier: EUPL-1.2

/// The mark of one state of a resource (RFC 9110, section 8.8.3).
public struct EntityTag: Sendable, Hashable {
    public let value: String
    /// Whether it promises the same meaning only, not the same bytes.
    public let isWeak: Bool

    /// A tag of this value, which has no quotes in it.
    public init(_ value: String, isWeak: Bool = false) {
        self.value = value
        self.isWeak = isWeak
    }

    /// The tag as a header has it.
    public var text: String { "\(isWeak ? "W/" : "")\"\(value)\"" }

    /// What an `If-Match` or `If-None-Match` header names: any state, or these. What is no tag in
    /// it is none.
    public enum Named: Sendable, Hashable {
        case any
        case tags([EntityTag])

        /// - Parameter header: the header as it was sent.
        public init(_ header: String) {
            let parts = header.split(separator: ",").map { part in
                part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
            }.map { String($0) }
            self = parts == ["*"] ? .any : .tags(parts.compactMap(EntityTag.init(text:)))
        }

        /// Whether the tag is named, by weak comparison.
        public func names(_ tag: EntityTag) -> Bool {
            switch self {
            case .any: true
            case .tags(let tags): tags.contains { $0.value == tag.value }
            }
        }
    }

    private init?(text: String) {
        let isWeak = text.hasPrefix("W/")
        let quoted = text.dropFirst(isWeak ? 2 : 0)
        guard quoted.count >= 2, quoted.first == "\"", quoted.last == "\"" else { return nil }
        let inside = quoted.dropFirst().dropLast()
        guard !inside.contains("\"") else { return nil }
        self.init(String(inside), isWeak: isWeak)
    }
}
