// SPDX-License-Identifier: EUPL-1.2

import Foundation

/// A text as mail carries it (RFC 2045, section 6): quoted-printable, which whoever reads Latin
/// letters can read as it is, or base64 where that is shorter.
struct MailBody {
    let encoding: String
    /// Lines of at most 76 bytes, the last ended, too.
    let content: String

    init(_ text: String) {
        let lines = text.withOneLineEnd.replacing("\r", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let quoted = lines.map(Self.quoted).joined(separator: "\r\n")
        let whole = Data(lines.joined(separator: "\r\n").utf8)
        if quoted.utf8.count <= whole.count * 3 / 2 + 100 {
            encoding = "quoted-printable"
            content = quoted + "\r\n"
        } else {
            encoding = "base64"
            content = whole.base64EncodedString(
                options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
                + "\r\n"
        }
    }

    private static func quoted(_ line: String) -> String {
        var text = ""
        var width = 0
        let bytes = Array(line.utf8)
        for (index, byte) in bytes.enumerated() {
            // White space is not seen at the end of a line, and lost there.
            let isSeen = byte > 0x20 || index + 1 < bytes.count && (byte == 0x20 || byte == 9)
            let isPlain = isSeen && byte < 0x7f && byte != UInt8(ascii: "=")
            let unit = isPlain ? String(UnicodeScalar(byte)) : hexadecimal(byte)
            if width + unit.utf8.count > 75 {
                text += "=\r\n"
                width = 0
            }
            text += unit
            width += unit.utf8.count
        }
        return text
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
