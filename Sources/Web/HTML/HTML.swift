// SPDX-License-Identifier: EUPL-1.2

/// A piece of HTML, as UTF-8.
///
/// It is written as a string literal. The literal is trusted; what is interpolated is not: a string
/// or a number is escaped, another `HTML` is put in as it is, a list of them one after another.
///
///     let item: HTML = "<li class=\"\(kind)\">\(name) \(icon)</li>"
///
/// A literal is a `StaticString`, so a string made at run time cannot become HTML outside `Web`.
/// Attribute values are always quoted; an address goes through ``Href``.
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The UTF-8 bytes, ready to send.
    public private(set) var bytes: [UInt8]

    /// Nothing.
    public init() {
        bytes = []
    }

    /// A trusted literal.
    public init(stringLiteral value: StaticString) {
        bytes = []
        bytes.append(literal: value)
    }

    /// What a literal with interpolations becomes.
    public init(stringInterpolation: StringInterpolation) {
        bytes = stringInterpolation.bytes
    }

    /// A text, escaped.
    public init(text: some StringProtocol) {
        bytes = []
        bytes.append(escaping: text)
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A string that is HTML already. Not visible outside `Web`: systems write literals.
    static func raw(_ string: String) -> HTML {
        HTML(bytes: Array(string.utf8))
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { bytes.isEmpty }

    /// The same as a string, for tests and for letters.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Puts `other` after `html`.
    public static func += (html: inout HTML, other: HTML) {
        html.bytes.append(contentsOf: other.bytes)
    }

    /// One after the other.
    public static func + (first: HTML, second: HTML) -> HTML {
        var sum = first
        sum += second
        return sum
    }
}

extension Sequence<HTML> {
    /// All pieces in order, with `separator` between each two. It is not called as the method of
    /// strings is: `map { "<b>\($0)</b>" }.joined(separator:)` would be read as strings.
    public func joined(by separator: HTML) -> HTML {
        var all = HTML()
        var first = true
        for piece in self {
            if !first { all += separator }
            all += piece
            first = false
        }
        return all
    }
}

extension HTML: CustomStringConvertible {
    public var description: String { string }
}
