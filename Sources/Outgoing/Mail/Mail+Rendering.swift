// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension Mail {
    /// The mail as it is sent (RFC 5322 and 2045): lines of at most 76 bytes that end with CR LF,
    /// nothing but ASCII.
    /// - Throws: `Fault` for a header that is none, or that says what the mail says itself.
    public func rendered() throws -> [UInt8] {
        guard Self.isMessageID(messageID) else { throw Fault("“\(messageID)” is no message id") }
        var lines = [
            MailHeader.mailbox("From", from), MailHeader.mailbox("To", to),
            MailHeader.text("Subject", subject), "Date: \(MailDate.text(sentAt))",
            "Message-ID: <\(messageID)>",
        ]
        for (name, value) in headers {
            guard MailHeader.isName(name), !Self.own.contains(name.lowercased()),
                !name.lowercased().hasPrefix("content-"), !name.lowercased().hasPrefix("resent-")
            else { throw Fault("a mail cannot have the header \(name.prefix(40))") }
            lines.append(MailHeader.text(name, value))
        }
        let body = MailBody(text)
        lines += [
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(body.encoding)", "", body.content,
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// What is said by the mail's own properties, or would send it to others.
    private static let own: Set<String> = [
        "from", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "sender",
        "return-path", "received", "apparently-to",
    ]

    private static func isMessageID(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { part in
            !part.isEmpty && part.utf8.count <= 120
                && part.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (97...122).contains(byte | 0x20)
                        || Array("-_.+=".utf8).contains(byte)
                }
        }
    }
}

/// A moment as mail writes it: `Tue, 06 Jan 2026 09:30:00 +0000`.
enum MailDate {
    static func text(_ instant: Instant) -> String {
        // 2026-01-06T09:30:00.000Z
        let written = Array(instant.description.utf8)
        let day = Day(String(decoding: written[0..<10], as: UTF8.self)) ?? .first
        let time = String(decoding: written[11..<19], as: UTF8.self)
        let name = day.weekday.name.prefix(3).capitalized
        let number = day.day < 10 ? "0\(day.day)" : "\(day.day)"
        return "\(name), \(number) \(months[day.month - 1]) \(day.year) \(time) +0000"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
