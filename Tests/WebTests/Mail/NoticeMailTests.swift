// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Outgoing
import Store
import TestKit
import Testing
import Web

/// What people are told is sent to them as they wish, never twice, and what cannot be sent is seen.
struct NoticeMailTests {
    private let net: MailNetwork
    private let orla: RecordID

    init() async throws {
        net = try await MailNetwork()
        orla = try await net.test.person("Orla")
    }

    @Test func isSentAtOnceWithTheLinkAndAWayToStopIt() async throws {
        try await net.tell(orla)
        let mail = try #require(net.mail.sent.first)
        #expect(net.mail.sent.count == 1)
        #expect(mail.to.address == "orla@example.ie")
        #expect(mail.subject == "Kildare: news for you")
        #expect(mail.link("/t/kildare/news/") != nil)
        #expect(mail.messageID.hasSuffix(".kildare@talka.test"))
        #expect(mail.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click")
        #expect(mail.header("Auto-Submitted") == "auto-generated")
        #expect(!String(decoding: try mail.rendered(), as: UTF8.self).contains("Orla"))
        #expect(try net.mails.map(\.state) == [.sent])
    }

    @Test func onePressStopsIt() async throws {
        try await net.tell(orla)
        let header = try #require(net.mail.sent.first?.header("List-Unsubscribe"))
        let path = String(header.dropFirst("<https://talka.test".count).dropLast())
        let program = net.test.client()
        #expect(await program.get(path).contains("Stop the mail"))
        let forged = path.dropLast() + (path.hasSuffix("A") ? "B" : "A")
        #expect(await program.post(String(forged), ["List-Unsubscribe": "One-Click"]).status == 404)
        #expect(await program.post(path, ["List-Unsubscribe": "One-Click"]).status == 200)
        try await net.tell(orla)
        #expect(net.mail.sent.count == 1)
    }

    @Test func isSentOnceADayToWhoWishesIt() async throws {
        let own = try await net.test.client("Orla")
        #expect(await own.submit("/account/mail", on: "/account", ["mail": "daily"]).status == 303)
        try await net.tell(orla)
        try await net.tell(orla)
        #expect(net.mail.sent.isEmpty)
        net.test.clock.set("2026-01-13T06:59:00Z")
        await net.test.work()
        #expect(net.mail.sent.isEmpty)
        net.test.clock.set("2026-01-13T07:00:00Z")
        await net.test.work()
        #expect(net.mail.sent.count == 1)
        let text = net.mail.sent.first?.text ?? ""
        #expect(text.components(separatedBy: "/t/kildare/news/").count == 3)
    }

    @Test func isSentInTheirLanguage() async throws {
        let own = try await net.test.client("Orla")
        #expect(await own.submit("/account/language", on: "/account", ["language": "ga"]).status == 303)
        try await net.tell(orla)
        #expect(net.mail.sent.first?.subject == "Kildare: scéala duit")
    }

    @Test func isTriedAgainWhenItWasNotTaken() async throws {
        net.mail.fail(MailFailure("busy", isFinal: false))
        try await net.tell(orla)
        #expect(try net.mails.map(\.state) == [.waiting])
        net.test.clock.pass(seconds: 60)
        await net.test.work()
        #expect(net.mail.sent.count == 1)
        #expect(try net.mails.map(\.state) == [.sent])
    }

    @Test func isNotSentAgainWhenNobodyKnowsWhetherItWasTaken() async throws {
        net.mail.fail(MailFailure("silence", isFinal: false, mayBeSent: true))
        try await net.tell(orla)
        net.test.clock.pass(days: 1)
        await net.test.work()
        #expect(net.mail.sent.isEmpty)
        #expect(try net.mails.map(\.state) == [.unknown])
        // Whoever looks after it may decide to.
        let ada = try await net.test.client("Ada", roles: ["commons": [.administrator]])
        let page = await ada.get("/t/commons/mail")
        #expect(page.contains("Perhaps sent") && page.contains("o…@e….ie"))
        #expect(!page.contains("orla@example.ie"))
        #expect(await ada.submit("/t/commons/mail/again", on: "/t/commons/mail").status == 303)
        await net.test.jobs.settle()
    }

    @Test func whoseAddressDoesNotWorkIsToldWhenTheySignIn() async throws {
        net.mail.fail(MailFailure("it answered 550", isFinal: true))
        try await net.tell(orla)
        #expect(try net.mails.map(\.state) == [.failed])
        try await net.tell(orla)
        #expect(net.mail.sent.isEmpty)
        let own = try await net.test.client("Orla")
        #expect(await own.get("/work").contains("Mail to your address comes back"))
        #expect(await own.submit("/account/mail/works", on: "/account").status == 303)
        #expect(await !own.get("/work").contains("Mail to your address comes back"))
        try await net.tell(orla)
        #expect(net.mail.sent.count == 1)
    }

    @Test func oneThatComesBackLaterIsNoted() async throws {
        try await net.tell(orla)
        let id = try #require(net.mail.sent.first?.messageID)
        let now = net.test.clock.now
        #expect(try await net.test.accounts.takeBounce(ofMessage: id, "5.1.1", at: now))
        #expect(try await !net.test.accounts.takeBounce(ofMessage: "x.kildare@talka.test", "5.1.1", at: now))
        #expect(try net.mails.map(\.state) == [.bounced])
        #expect(try net.test.accounts.bounce(of: orla) != nil)
    }

    @Test func theQueueIsThereForAdministratorsOfTheNetworkAlone() async throws {
        let other = try await net.test.client("Una", roles: ["kildare": [.administrator]])
        #expect(await other.get("/t/commons/mail").status == 404)
        #expect(await other.get("/t/kildare/mail").status == 404)
    }
}
