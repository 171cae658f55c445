// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What names, URIs, scopes and language tags look like.
enum NameRules {
    /// Whether a name may be a type's or an attribute's (4.6.2): a letter, then letters, numbers and `_` of
    /// any script (`-` is let through, since published data models have it), or a prefixed name or a whole
    /// IRI.
    static func isName(_ name: String) -> Bool {
        if name.isEmpty || name.utf8.count > 2_000 { return false }
        if name.utf8.contains(UInt8(ascii: ":")) { return hasScheme(name, mayBePrefix: true) }
        var isFirst = true
        for byte in name.utf8 where byte < 0x80 || isFirst {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x80...: break
            case 0x30...0x39, UInt8(ascii: "_"), UInt8(ascii: "-"): if isFirst { return false }
            default: return false
            }
            isFirst = false
        }
        return name.unicodeScalars.allSatisfy { $0.isASCII || isWordScalar($0) }
    }

    /// Whether a text is an absolute URI (RFC 3986) or IRI (RFC 3987): a scheme, a colon and something after
    /// it, without white space and the characters no URI has.
    static func isURI(_ text: some StringProtocol) -> Bool { hasScheme(text, mayBePrefix: false) }

    /// - Parameter mayBePrefix: whether the prefix of a context does for a scheme, which may be of any script
    ///   and hold `_`.
    private static func hasScheme(_ text: some StringProtocol, mayBePrefix: Bool) -> Bool {
        var index = 0
        var colon = -1
        for byte in text.utf8 {
            switch byte {
            case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
                UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "\\"),
                UInt8(ascii: "^"), UInt8(ascii: "`"):
                return false
            case UInt8(ascii: ":") where colon < 0:
                if index == 0 { return false }
                colon = index
            case UInt8(ascii: "_") where mayBePrefix, 0x80... where mayBePrefix: break
            default:
                if colon < 0, !isSchemeByte(byte, isFirst: index == 0) { return false }
            }
            index += 1
        }
        return colon > 0 && index > colon + 1
    }

    /// Whether a text is a scope (4.18): levels of letters, digits and `_` (and `-`) between slashes.
    static func isScope(_ text: String) -> Bool {
        var levels = text.split(separator: "/", omittingEmptySubsequences: false)
        if levels.first?.isEmpty == true { levels.removeFirst() }
        guard !levels.isEmpty, text.utf8.count <= 2_000 else { return false }
        return levels.allSatisfy { level in
            !level.isEmpty
                && level.unicodeScalars.allSatisfy { $0 == "_" || $0 == "-" || isWordScalar($0) }
        }
    }

    /// Whether a text is a language tag (BCP 47, by its looks) or `@none`.
    static func isLanguageTag(_ text: String) -> Bool {
        if text == "@none" { return true }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let first = parts.first, first.allSatisfy({ $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }) else {
            return false
        }
        return parts.allSatisfy { part in
            (1...8).contains(part.count)
                && part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) }
        }
    }

    private static func isSchemeByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A: true
        case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): !isFirst
        default: false
        }
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }
}
