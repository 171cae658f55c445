// SPDX-License-Identifier: EUPL-1.2

/// The value of a header with its parameters: `form-data; name="a"; filename="b.pdf"`.
struct HeaderValue {
    /// What stands before the first semicolon, in lower case.
    let value: String
    private var parameters: [String: String] = [:]

    /// - Throws: `.badHeader` where the text is not in that form or a parameter stands twice.
    init(_ text: String) throws(MultipartFailure) {
        var rest = text.utf8[...]
        value = Self.trimmed(Self.take(&rest) { $0 != UInt8(ascii: ";") }).lowercased()
        while rest.popFirst() != nil {
            Self.skipSpaces(&rest)
            if rest.isEmpty { break }
            let name = Self.take(&rest) { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ";") }
                .lowercased()
            guard Self.isToken(name[...]), rest.popFirst() == UInt8(ascii: "="),
                parameters[name] == nil
            else { throw .badHeader }
            parameters[name] = try Self.parameter(&rest)
            Self.skipSpaces(&rest)
            guard rest.isEmpty || rest.first == UInt8(ascii: ";") else { throw .badHeader }
        }
    }

    /// A parameter by its name in lower case.
    subscript(name: String) -> String? { parameters[name] }

    private static func parameter(
        _ rest: inout Substring.UTF8View
    ) throws(MultipartFailure) -> String {
        guard rest.first == UInt8(ascii: "\"") else {
            let token = take(&rest) { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
            guard !token.isEmpty, !token.contains("\"") else { throw .badHeader }
            return token
        }
        rest.removeFirst()
        return try quoted(&rest)
    }

    /// Up to the closing quote. Clients write a quote in a name as `\"` (RFC 9110) or as `%22`
    /// (WHATWG HTML §4.10.21.8); any other backslash is one, as in `C:\plan.pdf`.
    private static func quoted(_ rest: inout Substring.UTF8View) throws(MultipartFailure) -> String
    {
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
                return text
            }
            if byte == UInt8(ascii: "\\"), let next = rest.first,
                next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\")
            {
                bytes.append(next)
                rest.removeFirst()
            } else if byte == UInt8(ascii: "%"), rest.starts(with: "22".utf8) {
                bytes.append(UInt8(ascii: "\""))
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        throw .badHeader
    }

    private static func take(
        _ rest: inout Substring.UTF8View, while isWanted: (UInt8) -> Bool
    ) -> String {
        let taken = rest.prefix(while: isWanted)
        rest = rest[taken.endIndex...]
        return String(Substring(taken))
    }

    private static func skipSpaces(_ rest: inout Substring.UTF8View) {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }

    /// Without spaces and tabs at either end.
    static func trimmed(_ text: some StringProtocol) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = text.drop(while: isSpace)
        return String(start.prefix(start.count - start.reversed().prefix(while: isSpace).count))
    }

    /// Whether it is a token of RFC 9110: a name without spaces and separators.
    static func isToken(_ text: Substring) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        return !text.isEmpty && text.utf8.allSatisfy { $0.isLetterOrDigit || marks.contains($0) }
    }
}
