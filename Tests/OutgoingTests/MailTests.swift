// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Outgoing
import Testing

struct MailTests {
    static func mail(
        subject: String = "Hello", text: String = "Text\n", name: String? = nil,
        headers: [(name: String, value: String)] = []
    ) throws -> Mail {
        Mail(
            from: try Mailbox("talka@example.ie", name: "Talka"),
            to: try Mailbox("aoife@example.ie", name: name), subject: subject, text: text,
            messageID: "019b-1@talka.example.ie", sentAt: try #require(Instant("2026-01-06T09:30:00Z")),
            headers: headers)
    }

    private func lines(_ mail: Mail) throws -> [String] {
        String(decoding: try mail.rendered(), as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test func aMailIsWrittenAsTheStandardSays() throws {
        let mail = try Self.mail(
            subject: "Your case K-12", text: "Dear Aoife,\n\n1 = 1 \n.\nFrom here", name: "Byrne, \"A\"",
            headers: [("Auto-Submitted", "auto-generated")])
        #expect(
            try lines(mail) == [
                "From: Talka <talka@example.ie>", "To: \"Byrne, \\\"A\\\"\" <aoife@example.ie>",
                "Subject: Your case K-12", "Date: Tue, 06 Jan 2026 09:30:00 +0000",
                "Message-ID: <019b-1@talka.example.ie>", "Auto-Submitted: auto-generated",
                "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable", "", "Dear Aoife,", "",
                "1 =3D 1=20", ".", "From here", "",
            ])
    }

    /// Texts whose bytes are many, whose words are long, or that mean something within a header.
    @Test(arguments: [
        "Fógra maidir le d'iarratas ar chead pleanála i gCill Dara agus an lá deireanach chun freagra",
        "Заявление за разрешение за строеж — решение по преписка № 12/2026 на община София, район Средец",
        "=?utf-8?B?aGk=?=", String(repeating: "a", count: 2_000), String(repeating: "long words ", count: 40),
        "👩‍👩‍👧 family 👩‍👩‍👧 family 👩‍👩‍👧 family 👩‍👩‍👧 family", "ends with é", "",
    ])
    func everySubjectComesBackAsItWas(_ subject: String) throws {
        for mail in [try Self.mail(subject: subject), try Self.mail(name: subject)] {
            let rendered = try lines(mail)
            for line in rendered {
                #expect(line.utf8.count <= 76 && line.utf8.allSatisfy { $0 < 0x7f && $0 >= 0x20 }, "\(line)")
            }
            let name = mail.subject == subject ? "Subject:" : "To:"
            let start = try #require(rendered.firstIndex { $0.hasPrefix(name) })
            let rest = rendered[(start + 1)...].prefix { $0.hasPrefix(" ") }
            let value = ([String(rendered[start].dropFirst(name.count))] + rest).joined()
            #expect(decoded(value).hasPrefix(subject.trimmingCharacters(in: .whitespaces)), "\(value)")
        }
    }

    /// Reads a header as a mail program does: encoded words that follow one another are one text.
    private func decoded(_ value: String) -> String {
        var bytes: [UInt8] = []
        var wasEncoded = false
        for word in value.split(separator: " ") {
            let isEncoded = word.hasPrefix("=?utf-8?B?") && word.hasSuffix("?=")
            if !bytes.isEmpty, !(wasEncoded && isEncoded) { bytes.append(32) }
            let content = Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))
            bytes += isEncoded ? Array(content ?? Data()) : Array(word.utf8)
            wasEncoded = isEncoded
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func programsReadAnAddressAsItIsHoweverLong() throws {
        let address = "<https://talka.example/stop?signature=\(String(repeating: "a", count: 200))>"
        let mail = try Self.mail(headers: [("List-Unsubscribe", address)])
        #expect(try lines(mail).contains("List-Unsubscribe: \(address)"))
    }

    @Test func nothingBeginsAnotherHeader() throws {
        for trick in [
            "a\r\nBcc: all@example.ie", "a\nBcc: b", "a\rBcc: b", "a\u{2028}Bcc: b", "a\u{85}Bcc: é",
        ] {
            let mail = try Self.mail(subject: trick, name: trick, headers: [("X-Note", trick)])
            #expect(try lines(mail).filter { $0.hasPrefix("Bcc") }.isEmpty)
            #expect(try lines(mail).firstIndex(of: "") == 9)
        }
        for name in [
            "Bcc", "to", "X\r\nBcc", "X: Y", "", "Content-Type", "Resent-To", "Subject", "Message-ID", "X Y",
        ] {
            let mail = try Self.mail(headers: [(name, "x")])
            #expect(throws: Fault.self, "\(name)") { try mail.rendered() }
        }
        var mail = try Self.mail()
        for id in ["a", "a@b>\r\nBcc: c", "a@b c", "@b", "a@"] {
            mail.messageID = id
            #expect(throws: Fault.self, "\(id)") { try mail.rendered() }
        }
    }

    @Test(arguments: [
        "a@b\r\nBcc: c@d", "a", "a@", "@b", "a@b@c", "a b@c", "a@b,c@d", "<a@b>", "-f@b", "a@-b", "é@b.ie",
        "a;b@c", "\"a\"@b", "",
    ])
    func whatIsNoAddressIsRefused(_ address: String) {
        #expect(throws: Fault.self) { try Mailbox(address) }
    }

    @Test func mailboxesAreRead() throws {
        #expect(try Mailbox(reading: "Talka <a@b.ie>") == Mailbox("a@b.ie", name: "Talka"))
        #expect(try Mailbox(reading: "\"A, B\" <a@b.ie>") == Mailbox("a@b.ie", name: "A, B"))
        #expect(try Mailbox(reading: " a@b.ie ") == Mailbox("a@b.ie"))
        #expect(throws: Fault.self) { try Mailbox(reading: "Talka <nobody>") }
    }

    @Test func bodiesComeBackAsTheyWere() throws {
        for text in [
            "Seo é an freagra: tá an cead tugtha. Is féidir leat é a léamh.",
            String(repeating: "x=", count: 500),
            String(repeating: "Решението е прието. ", count: 60), "a \r\n\r\n\tb\t\n", "", "\n",
            String(repeating: "é", count: 77),
        ] {
            let rendered = try lines(try Self.mail(text: text))
            let start = try #require(rendered.firstIndex(of: ""))
            for line in rendered { #expect(line.utf8.count <= 76) }
            let isBase64 = rendered.contains("Content-Transfer-Encoding: base64")
            let body = rendered[(start + 1)...].joined(separator: "\r\n")
            let bytes = isBase64
                ? Array(try #require(Data(base64Encoded: body, options: .ignoreUnknownCharacters)))
                : unquoted(body)
            let expected = text.replacing("\r\n", with: "\n") + (isBase64 ? "" : "\n")
            #expect(String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n") == expected)
        }
        #expect(
            try lines(try Self.mail(text: "Решението е прието от общинския съвет, както следва по-долу"
                + " в приложения препис на протокола")).contains("Content-Transfer-Encoding: base64"))
    }

    private func unquoted(_ body: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(body.replacing("=\r\n", with: "").utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
