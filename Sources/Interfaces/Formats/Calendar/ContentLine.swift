// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// One property of a calendar as it is written (RFC 5545, section 3.1): its name, its parameters and
/// its value, folded after 75 octets.
struct ContentLine {
    /// The most octets of a line, without its end.
    private static let longest = 75

    private let text: String

    /// A property whose value is written as it is; what ends a line, and other controls, are left out.
    init(_ name: String, _ parameters: [(String, String)] = [], _ value: String) {
        let parameters = parameters.map { ";\($0.0)=\(Self.parameter($0.1))" }.joined()
        text = name + parameters + ":" + Self.withoutControls(value)
    }

    /// A property whose value is text (section 3.3.11).
    init(_ name: String, text: String) { self.init(name, [], Self.escaped(text)) }

    /// The line with its end. A letter is never cut in two: many a program unfolds lines only after it
    /// has read them as UTF-8.
    var folded: String {
        if text.utf8.count <= Self.longest { return text + "\r\n" }
        var out = ""
        var length = 0
        for scalar in text.unicodeScalars {
            let octets = UTF8.width(scalar)
            if length + octets > Self.longest {
                out += "\r\n "
                length = 1
            }
            out.unicodeScalars.append(scalar)
            length += octets
        }
        return out + "\r\n"
    }

    /// Text as a value: backslash, semicolon and comma are marked, line ends are written `\n`.
    static func escaped(_ text: String) -> String {
        var out = ""
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            switch scalar {
            case "\\", ";", ",":
                out += "\\"
                out.unicodeScalars.append(scalar)
            case "\n" where wasReturn: continue
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": out += "\\n"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// A parameter's value: quoted where it needs be, with RFC 6868's marks for what cannot stand in
    /// quotes.
    private static func parameter(_ text: String) -> String {
        let marked = withoutControls(
            text.replacing("^", with: "^^").replacing("\"", with: "^'")
                .replacing("\r\n", with: "^n").replacing("\n", with: "^n"))
        let isPlain = !marked.isEmpty && !marked.contains { ":;,".contains($0) }
        return isPlain ? marked : "\"\(marked)\""
    }

    private static func withoutControls(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { ($0.value >= 32 && $0.value != 127) || $0 == "\t" }))
    }
}

extension UTF8 {
    /// How many octets a letter takes.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case ..<0x80: 1
        case ..<0x800: 2
        case ..<0x10000: 3
        default: 4
        }
    }
}
