// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Outgoing
import Synchronization
import Testing

struct SendingMailTests {
    /// A mail server that says what it is told to say to some commands, and yes to all others.
    private func server(
        _ replies: [String: String] = [:], greeting: String = "250-test\r\n250 8BITMIME",
        heard: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> Listener {
        try Listener { wire in
            wire.say("220 test\r\n")
            while let line = wire.line() {
                heard(line)
                let command = String(line.uppercased().prefix(4))
                if let reply = replies[command] {
                    wire.say("\(reply)\r\n")
                } else if command == "EHLO" {
                    wire.say("\(greeting)\r\n")
                } else if command == "DATA" {
                    wire.say("354 go on\r\n")
                    while let line = wire.line(), line != "." { heard(line) }
                    wire.say("\(replies["."] ?? "250 taken")\r\n")
                } else if command == "QUIT" {
                    return wire.say("221 bye\r\n")
                } else {
                    wire.say("250 fine\r\n")
                }
            }
        }
    }

    private func failure(_ sender: any MailSending, _ mail: Mail) async -> MailFailure? {
        do {
            try await sender.send(mail)
            return nil
        } catch { return error as? MailFailure }
    }

    @Test func aMailServerIsHandedTheMailWhole() async throws {
        let heard = Mutex<[String]>([])
        let server = try server { line in heard.withLock { $0.append(line) } }
        var mail = try MailTests.mail(subject: "Fógra", text: "One\n.\n..two\n")
        mail.returnTo = try Mailbox("bounces+7@example.ie")
        let sender = try MailSetting("smtp://127.0.0.1:\(server.port)?tls=none").sender()
        try await sender.send(mail)
        let lines = heard.withLock { $0 }
        #expect(lines.contains { $0.hasPrefix("MAIL FROM:<bounces+7@example.ie>") })
        #expect(lines.contains { $0.hasPrefix("RCPT TO:<aoife@example.ie>") })
        let start = try #require(lines.firstIndex { $0.hasPrefix("From: ") })
        let end = try #require(lines.firstIndex { $0.hasPrefix("QUIT") })
        let message = String(decoding: try mail.rendered(), as: UTF8.self)
        // Dots that begin a line are doubled on the way (RFC 5321, 4.5.2).
        let sent = lines[start..<end].map { $0.hasPrefix(".") ? String($0.dropFirst()) : $0 }
        #expect(sent.joined(separator: "\r\n") + "\r\n" == message)
        try await sender.send(mail)
        #expect(server.connections == 2)
    }

    @Test func withoutTLSNothingIsSaidUnlessThatIsAskedFor() async throws {
        let heard = Mutex<[String]>([])
        let server = try server { line in heard.withLock { $0.append(line) } }
        let sender = try MailSetting("smtp://user:secret@127.0.0.1:\(server.port)").sender()
        let failure = try #require(await failure(sender, try MailTests.mail()))
        #expect(!failure.isFinal)
        #expect(!heard.withLock { $0 }.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
        #expect(!failure.description.contains("secret") && !failure.description.contains("user"))
    }

    @Test(arguments: [
        ("RCPT", "550 aoife@example.ie is nobody here", true), ("RCPT", "450 later", false),
        ("MAIL", "421 too many", false), (".", "554 spam", true), (".", "452 full", false),
        ("EHLO", "554 go away", true),
    ])
    func aRefusalIsForGoodOrNot(_ command: String, _ reply: String, _ isFinal: Bool) async throws {
        var replies = [command: reply]
        if command == "EHLO" { replies["HELO"] = reply }
        let server = try server(replies)
        let sender = try MailSetting("smtp://127.0.0.1:\(server.port)?tls=none").sender()
        let failure = try #require(await failure(sender, try MailTests.mail()))
        #expect(failure.isFinal == isFinal, "\(failure)")
        #expect(failure.description.contains(reply.prefix(3)), "\(failure)")
        #expect(!failure.description.contains("aoife"), "\(failure)")
    }

    @Test func aServerThatIsNotThereIsTriedAgain() async throws {
        let failure = await failure(
            try MailSetting("smtp://127.0.0.1:1?tls=none").sender(), try MailTests.mail())
        #expect(failure?.isFinal == false)
    }

    @Test(arguments: [
        "smtp://u:secret@127.0.0.1?tls=none", "smtp://secret@127.0.0.1", "smtp://127.0.0.1/secret", "http://secret",
        "smtp://127.0.0.1?secret", "smtps://127.0.0.1?tls=none", "sendmail:secret", "secret", "",
        "smtp://", "smtp://a b",
    ])
    func settingsThatCannotBeMeantSayNothingSecret(_ text: String) {
        do {
            _ = try MailSetting(text)
            Issue.record("\(text) was taken")
        } catch { #expect(!"\(error)".contains("secret")) }
    }

    @Test func settingsAreShownWithoutPasswords() throws {
        for (text, shown) in [
            ("smtp://me%40x.ie:p%3Ass@mail.example.ie", "smtp://mail.example.ie:25"),
            ("smtps://me:pass@mail.example.ie:4650", "smtps://mail.example.ie:4650"),
            ("sendmail:/usr/sbin/sendmail", "sendmail:/usr/sbin/sendmail"), ("none", "none"),
        ] {
            #expect(try MailSetting(text).description == shown)
            #expect("\(try MailSetting(text))" == shown)
        }
    }

    @Test func aProgramIsHandedTheMailAndNothingElse() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sendmail-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func program(_ lines: String) throws -> Sendmail {
            let path = "\(folder)/program-\(UUID())"
            try "#!/bin/sh\n\(lines)\n".write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
            return Sendmail(path)
        }
        let mail = try MailTests.mail(text: "One\n.\nTwo")
        try await program("cd \(folder); echo \"$@\" > told; env > env; cat > mail").send(mail)
        func read(_ name: String) throws -> String {
            try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        }
        #expect(try read("told") == "-i -t -f talka@example.ie\n")
        let message = String(decoding: try mail.rendered(), as: UTF8.self)
        #expect(try read("mail") == message.replacing("\r\n", with: "\n"))
        let names = try read("env").split(separator: "\n").map { $0.prefix { $0 != "=" } }
        #expect(Set(names).isSubset(of: ["PATH", "LANG", "PWD", "_", "SHLVL", "OLDPWD"]))
        // It need not read to the end.
        try await program("exec 0<&-; exit 0").send(mail)
        for (status, isFinal) in [(75, false), (67, true), (1, false)] {
            #expect(await failure(try program("exit \(status)"), mail)?.isFinal == isFinal)
        }
        #expect(await failure(Sendmail("\(folder)/none"), mail)?.isFinal == false)
    }

    @Test func nobodyIsWrittenToWhereMailIsOff() async throws {
        try await MailSetting("none").sender().send(try MailTests.mail())
    }
}
