// SPDX-License-Identifier: EUPL-1.2

extension HTML {
    /// Collects a literal and what is interpolated into it.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 32)
        }

        /// The trusted text between interpolations.
        public mutating func appendLiteral(_ literal: StaticString) {
            bytes.append(literal: literal)
        }

        /// A text, escaped. Where an address belongs it must pass ``Href``, or it becomes `#`.
        public mutating func appendInterpolation(_ text: String) {
            append(text)
        }

        /// A text, escaped.
        public mutating func appendInterpolation(_ text: Substring) {
            append(text)
        }

        /// A whole number in digits.
        public mutating func appendInterpolation(_ number: Int) {
            bytes.append(contentsOf: String(number).utf8)
        }

        /// A piece of HTML, as it is.
        public mutating func appendInterpolation(_ html: HTML) {
            bytes.append(contentsOf: html.bytes)
        }

        /// A piece of HTML, as it is, or nothing. There is no such thing for an optional text:
        /// with it, the literal in `\(hint.map { "<p>\($0)</p>" })` would be read as text.
        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }

        /// Pieces of HTML, one after another.
        public mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { bytes.append(contentsOf: piece.bytes) }
        }

        /// An address: safe already, so only escaped.
        public mutating func appendInterpolation(_ href: Href) {
            bytes.append(escaping: href.string)
        }

        /// A piece of HTML if the condition holds.
        public mutating func appendInterpolation(
            if condition: Bool, _ html: @autoclosure () -> HTML, else other: HTML = ""
        ) {
            bytes.append(contentsOf: condition ? html().bytes : other.bytes)
        }

        /// An attribute with its leading space (` name="value"`); nothing where the value is nil.
        public mutating func appendInterpolation(_ name: StaticString, _ value: String?) {
            guard let value else { return }
            bytes.append(UInt8(ascii: " "))
            bytes.append(literal: name)
            bytes.append(contentsOf: [UInt8(ascii: "="), UInt8(ascii: "\"")])
            append(value)
            bytes.append(UInt8(ascii: "\""))
        }

        /// An attribute without a value (` checked`), if it is set.
        public mutating func appendInterpolation(_ name: StaticString, _ isSet: Bool) {
            guard isSet else { return }
            bytes.append(UInt8(ascii: " "))
            bytes.append(literal: name)
        }

        private mutating func append(_ text: some StringProtocol) {
            if bytes.last == UInt8(ascii: "\""), isAtAddress {
                bytes.append(escaping: (Href(String(text)) ?? Href.nowhere).string)
            } else {
                bytes.append(escaping: text)
            }
        }

        /// Whether what follows is the value of an attribute that a browser would go to.
        private var isAtAddress: Bool {
            Self.addresses.contains { bytes.suffix($0.count).elementsEqual($0) }
        }

        private static let addresses = ["href=\"", "src=\"", "action=\""].map { Array($0.utf8) }
    }
}

extension [UInt8] {
    /// The bytes of a trusted literal.
    mutating func append(literal: StaticString) {
        literal.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// The UTF-8 of a text, with the five characters that mean something in HTML written as
    /// references. All five are ASCII, so going byte by byte leaves other letters whole.
    mutating func append(escaping text: some StringProtocol) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append(escaping: $0) }
        if done == nil { Array(text.utf8).withUnsafeBufferPointer { append(escaping: $0) } }
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in text.indices {
            guard let reference = HTML.reference(for: text[index]) else { continue }
            append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            append(literal: reference)
            start = index + 1
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
}

extension HTML {
    /// How a byte is written where it would otherwise be read as markup.
    fileprivate static func reference(for byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
