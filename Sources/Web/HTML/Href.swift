// SPDX-License-Identifier: EUPL-1.2

/// An address a page may link to, post to or load from: `http`, `https`, `mailto`, a path of this
/// site (`/…`, never `//…`), a query (`?…`) or a place on the page (`#…`). Nothing else can be one.
///
/// Written as a literal, each value interpolated becomes one segment or one query value: whatever
/// it holds is percent-encoded (RFC 3986 §2.3 leaves letters, digits and `-._~`).
///
///     let page: Href = "/t/\(slug)/register?q=\(words)"
public struct Href: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The address as it is sent.
    public let string: String

    /// Where an unsafe address leads instead.
    public static let nowhere = Href(trusted: "#")

    /// An address that came from outside; nil where it is not one of the kinds allowed.
    public init?(_ string: String) {
        guard Self.isAllowed(string) else { return nil }
        self.string = string
    }

    /// An address written in the code.
    public init(stringLiteral value: StaticString) {
        self = value.withUTF8Buffer { Href(String(decoding: $0, as: UTF8.self)) } ?? .nowhere
    }

    /// An address written in the code with values in it. `#` where the values make it unsafe.
    public init(stringInterpolation: StringInterpolation) {
        self = Href(stringInterpolation.string) ?? .nowhere
    }

    private init(trusted: String) {
        string = trusted
    }

    /// An address below this path, with the same query.
    public func inside(_ segments: String...) -> Href {
        let parts = string.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = ([String(parts[0])] + segments.map(Self.encoded)).joined(separator: "/")
        return Href(trusted: parts.count > 1 ? "\(path)?\(parts[1])" : path)
    }

    /// The same address with more query values; those that are nil are left out.
    public func with(_ query: KeyValuePairs<String, String?>) -> Href {
        with(query.map { ($0.key, $0.value) })
    }

    /// The same address with more query values; those that are nil are left out.
    public func with(_ query: [(String, String?)]) -> Href {
        let parts = string.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var path = String(parts[0])
        for case (let name, let value?) in query {
            path += path.contains("?") ? "&" : "?"
            path += Self.encoded(name) + "=" + Self.encoded(value)
        }
        return Href(trusted: parts.count > 1 ? "\(path)#\(parts[1])" : path)
    }

    /// Percent-encodes everything but letters, digits and `-._~`, so that a value stays one value.
    public static func encoded(_ value: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexDigits[Int(byte >> 4)])
                bytes.append(hexDigits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    /// Browsers drop tabs and line ends and read `\` as `/`, so neither may occur at all.
    private static func isAllowed(_ string: String) -> Bool {
        let bytes = Array(string.utf8)
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else {
            return false
        }
        switch bytes.first {
        case UInt8(ascii: "/"):
            return bytes.count < 2 || bytes[1] != UInt8(ascii: "/")
        case UInt8(ascii: "#"), UInt8(ascii: "?"):
            return true
        default:
            let start = string.prefix(8).lowercased()
            return ["http://", "https://", "mailto:"].contains { start.hasPrefix($0) }
        }
    }
}

extension Href {
    /// Collects a literal address and the values interpolated into it.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var string = ""

        public init(literalCapacity: Int, interpolationCount: Int) {
            string.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// The text between interpolations.
        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { string += String(decoding: $0, as: UTF8.self) }
        }

        /// A value, percent-encoded whole.
        public mutating func appendInterpolation(_ value: some StringProtocol) {
            string += Href.encoded(value)
        }

        /// A whole number.
        public mutating func appendInterpolation(_ value: Int) {
            string += String(value)
        }

        /// Another address, as it is: `"\(tenant)/register"`.
        public mutating func appendInterpolation(_ href: Href) {
            string += href.string
        }
    }
}
