// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// A header as mail writes it: folded at spaces, and what is not ASCII in encoded words (RFC 2047).
/// Line breaks and other control characters in a value are spaces, so that none begins another
/// header.
enum MailHeader {
    private static let widest = 76
    /// The longest a line may be (RFC 5322, section 2.1.1: 998), less the header's name.
    private static let longestLine = 950
    /// The longest encoded word: RFC 2047 allows 75, this leaves room for the header's name.
    private static let longestWord = 60

    static func text(_ name: String, _ value: String) -> String {
        let plain = clean(value)
        let words = isPlain(plain) ? plain.split(separator: " ").map(String.init) : encoded(plain)
        return folded(name, words)
    }

    /// `Name: "Display name" <address>`.
    static func mailbox(_ name: String, _ mailbox: Mailbox) -> String {
        guard let display = mailbox.name.map(clean), !display.isEmpty else {
            return folded(name, [mailbox.address])
        }
        let address = "<\(mailbox.address)>"
        guard isPlain(display) else { return folded(name, encoded(display) + [address]) }
        if display.utf8.allSatisfy({ isAtom($0) || $0 == 0x20 }) {
            return folded(name, display.split(separator: " ").map(String.init) + [address])
        }
        let quoted = display.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return folded(name, "\"\(quoted)\"".split(separator: " ").map(String.init) + [address])
    }

    /// Whether a text may be the name of a header (RFC 5322, section 2.2), and not a long one.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }
    }

    private static func clean(_ value: String) -> String {
        let scalars = value.unicodeScalars.map { scalar -> Unicode.Scalar in
            let isBreak = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
                || [0x2028, 0x2029].contains(scalar.value)
            return isBreak ? " " : scalar
        }
        return String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespaces)
    }

    /// ASCII, in words that can be folded, and nothing that would be read as an encoded word. An address
    /// in angle brackets stays whole, however long: programs read it as it is (RFC 2369).
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x7f } && !text.contains("=?")
            && text.split(separator: " ").allSatisfy { word in
                let isAddress = word.hasPrefix("<") && word.hasSuffix(">")
                return word.utf8.count < (isAddress ? longestLine : widest)
            }
    }

    private static func isAtom(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 0x20)
            || Array("!#$%&'*+-/=?^_`{|}~".utf8).contains(byte)
    }

    /// Each word is whole in itself: it ends with a character, never within one.
    private static func encoded(_ text: String) -> [String] {
        let most = (longestWord - "=?utf-8?B??=".utf8.count) / 4 * 3
        var words: [String] = []
        var part: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if part.count + bytes.count > most {
                words.append(word(part))
                part = []
            }
            part += bytes
        }
        return part.isEmpty ? words : words + [word(part)]
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }

    private static func folded(_ name: String, _ words: [String]) -> String {
        var lines = ["\(name):"]
        for word in words {
            let last = lines[lines.count - 1]
            if last.utf8.count + 1 + word.utf8.count <= widest || last == "\(name):" {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(" \(word)")
            }
        }
        return lines.joined(separator: "\r\n")
    }
}
