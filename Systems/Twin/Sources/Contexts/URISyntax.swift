// SPDX-License-Identifier: EUPL-1.2

/// What a URI (RFC 3986) or an IRI (RFC 3987) looks like: a scheme, a colon, and something after it, none
/// of it a character that must be escaped.
enum URISyntax {
    static func isValid(_ text: some StringProtocol) -> Bool {
        var isScheme = true
        var count = 0
        var rest = 0
        for byte in text.utf8 {
            guard isAllowed(byte) else { return false }
            if !isScheme {
                rest += 1
            } else if byte == UInt8(ascii: ":") {
                guard count > 0 else { return false }
                isScheme = false
            } else {
                guard isSchemeByte(byte, first: count == 0) else { return false }
                count += 1
            }
        }
        return !isScheme && rest > 0
    }

    private static func isSchemeByte(_ byte: UInt8, first: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            !first
        default: false
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: true
        }
    }
}
