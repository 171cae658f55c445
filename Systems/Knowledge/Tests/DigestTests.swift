// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Outgoing
import Store
import TestKit
import Testing

/// The weekly digest: who is told what, once.
@Suite struct DigestTests {
    @Test func eachIsToldOfTheirTopicsOnceAWeek() async throws {
        let net = try await DigestNetwork()
        _ = try await net.follower("Ai", ["topic": "ai"])
        _ = try await net.follower("Priva", ["topic": "privacy"])
        _ = try await net.follower("Every")
        net.test.clock.pass(days: 1)
        let answer = try await net.answer("May a robot answer?", "ai")
        try await net.answer("Not from here", "ai", at: "lgma")
        // Seven in the morning in Copenhagen.
        #expect(try await net.digests(on: "2026-01-19T05:59:00Z").isEmpty)
        let sent = try await net.digests(on: "2026-01-19T06:00:00Z")
        #expect(Set(sent.keys) == ["ai", "every"])
        let mail = try #require(sent["ai"])
        #expect(mail.subject == "Kl: 1 thing is new")
        #expect(mail.contains("May a robot answer?") && mail.contains("It is so."))
        #expect(mail.contains("https://talka.test/t/kl/knowledge/answers/\(answer.text)"))
        #expect(!mail.contains("Not from here") && !mail.contains("Ai@") && !mail.contains("Every"))
        // The same week again, the same day later, or another process: nothing more.
        #expect(try await net.digests(on: "2026-01-19T09:00:00Z").isEmpty)
        #expect(try await net.digests(on: "2026-01-22T07:00:00Z").isEmpty)
        // Nothing is new but a word that was mended: nobody is written to.
        _ = try await net.knowledge.act("keep_answer", at: "kl", on: answer, ["expires_on": "2028-01-01"])
        #expect(try await net.digests(on: DigestNetwork.nextMonday).isEmpty)
    }

    @Test func theWholeNetworkAndALanguageAreChosen() async throws {
        let net = try await DigestNetwork()
        let client = try await net.follower("Dana", ["scope": "network", "language": "da"])
        _ = await client.submit("/account/language", on: "/account", ["language": "da"])
        try await net.answer("Hvad nu?", "data", ["language": "da"])
        try await net.answer("What now?", "data", ["language": "en"], at: "lgma")
        try await net.answer("Et svar fra Irland", "data", ["language": "da"], at: "lgma")
        let mail = try #require(try await net.digests(on: DigestNetwork.monday)["dana"])
        #expect(mail.subject == "Kl: 2 nyheder")
        #expect(mail.contains("Hvad nu?") && mail.contains("Et svar fra Irland"))
        #expect(!mail.contains("What now?") && mail.contains("Offentliggjorte svar".uppercased()))
    }

    @Test func aRoleIsToldOfWhatNamesIt() async throws {
        let net = try await DigestNetwork()
        _ = try await net.follower("Laura", ["readers": "lawyer"])
        let guides = [("For the law", ["lawyer"]), ("For the purse", ["finance"]), ("For all", [])]
        for (title, readers) in guides {
            let (_, edition) = try await net.knowledge.guide(
                "kl", title, ["readers": .array(readers.map(JSON.string))])
            try await net.knowledge.section("kl", edition, "One", "Text.")
            try await net.knowledge.publish("kl", edition)
        }
        let mail = try #require(try await net.digests(on: DigestNetwork.monday)["laura"])
        #expect(mail.contains("For the law") && mail.contains("Edition 1"))
        #expect(!mail.contains("For the purse") && !mail.contains("For all"))
    }

    @Test func aDutyIsToldWhoeverHoldsIt() async throws {
        let net = try await DigestNetwork()
        let manager = Actor(.person(RecordID.none), roles: [.manager])
        let (old, new) = (try await net.test.person("Olga"), try await net.test.person("Nina"))
        _ = try await net.follower("Olga", ["by_duty": "true"])
        _ = try await net.follower("Nina", ["by_duty": "true"])
        // The duty is held at a municipality that neither of them follows.
        let post = try await net.knowledge.perform("make_post", at: "kildare", by: manager, [
            "name": "Data protection officer", "duty": "data_protection_officer", "seats": 1,
        ]).row.id
        func appoint(_ person: RecordID, _ day: String) async throws -> RecordID {
            try await net.knowledge.perform("appoint", at: "kildare", by: manager, [
                "post": .string(post.text), "name": "Somebody", "person": .string(person.text),
                "from_day": .string(day),
            ]).row.id
        }
        let mandate = try await appoint(old, "2026-01-01")
        try await net.answer("What of cookies?", "privacy")
        try await net.answer("What of bridges?", "mobility")
        let first = try await net.digests(on: DigestNetwork.monday)
        #expect(Array(first.keys) == ["olga"])
        #expect(first["olga"]?.contains("cookies") == true && first["olga"]?.contains("bridges") == false)
        try await net.knowledge.perform(
            "end_mandate", at: "kildare", by: manager, on: mandate, ["ended_on": "2026-01-19"])
        _ = try await appoint(new, "2026-01-19")
        try await net.answer("What of cameras?", "privacy")
        let second = try await net.digests(on: DigestNetwork.nextMonday)
        #expect(Array(second.keys) == ["nina"])
    }

    @Test func whatMembersReadIsToldToMembersAlone() async throws {
        let net = try await DigestNetwork()
        // A resident, a member of another tenant, and one who stops being one before the digest.
        _ = try await net.follower("Rita", ["scope": "network"])
        _ = try await net.follower("Mona", ["scope": "network"], roles: ["kildare": [.officer]])
        _ = try await net.follower("Gone", ["scope": "network"], roles: ["galway": [.officer]])
        // Who follows another body is told nothing of this one.
        _ = try await net.follower("Lena", roles: ["kildare": [.officer]], at: "lgma")
        try await net.knowledge.event("kl", "Behind closed doors", ["visibility": "members"])
        try await net.knowledge.event("kl", "Open house")
        let gone = try #require(
            try net.test.accounts.members(of: "galway").first { $0.name == "Gone" }?.membership.id)
        try await net.test.accounts.endRole(gone, by: .system("setup"), at: net.test.clock.now)
        let sent = try await net.digests(on: DigestNetwork.monday)
        #expect(Set(sent.keys) == ["rita", "mona", "gone"])
        #expect(sent["mona"]?.contains("Behind closed doors") == true)
        for name in ["rita", "gone"] {
            #expect(sent[name]?.contains("Open house") == true)
            #expect(sent[name]?.contains("Behind closed doors") == false)
            #expect(sent[name]?.subject == "Kl: 1 thing is new")
        }
    }

    @Test func whatWasTakenBackBeforeItsTurnIsNotTold() async throws {
        let net = try await DigestNetwork()
        _ = try await net.follower("Ida")
        let answer = try await net.answer("Said too soon", "ai")
        // The mail server is away when the digest is due; meanwhile the answer is withdrawn.
        net.mail.fail(MailFailure("busy", isFinal: false))
        #expect(try await net.digests(on: DigestNetwork.monday).isEmpty)
        try await net.knowledge.act("withdraw_answer", at: "kl", on: answer)
        #expect(try await net.digests(on: "2026-01-19T07:30:00Z").isEmpty)
        #expect(try net.test.network.tenant("kl").mailCounts() == [.dropped: 1])
    }

    @Test func whoGoesOnAfterACrashTellsNobodyTwiceAndLeavesNobodyOut() async throws {
        let net = try await DigestNetwork()
        for number in 1...6 { _ = try await net.follower("P\(number)") }
        try await net.answer("What now?", "ai")
        // Two are refused for now, and the job of building is done all over again.
        net.mail.fail(MailFailure("busy", isFinal: false), MailFailure("busy", isFinal: false))
        let first = try await net.digests(on: DigestNetwork.monday)
        #expect(first.count == 4)
        let store = try net.test.network.tenant("kl")
        let job = try #require(try store.jobs(.done, kind: "knowledge.digest").first)
        #expect(job.done == 6 && job.total == 6)
        try await store.retryJob(job.id, at: net.test.clock.now)
        try await net.answer("What came since", "ai")
        let second = try await net.digests(on: "2026-01-19T07:30:00Z")
        #expect(second.count == 2)
        #expect(Set(first.keys).union(second.keys).count == 6)
        // They are told of the same as the others.
        #expect(second.values.allSatisfy { $0.contains("What now?") && !$0.contains("What came since") })
        #expect(try store.mailCounts() == [.sent: 6])
        let next = try await net.digests(on: DigestNetwork.nextMonday)
        #expect(next.count == 6)
        #expect(next.values.allSatisfy { !$0.contains("What now?") && $0.contains("What came since") })
    }

    @Test func whoIsSentNoMailIsToldInTheApplication() async throws {
        let net = try await DigestNetwork()
        let client = try await net.follower("Nora")
        _ = await client.submit("/account/mail", on: "/account", ["mail": "never"])
        try await net.answer("What now?", "ai")
        #expect(try await net.digests(on: DigestNetwork.monday).isEmpty)
        try await client.signIn("nora@example.ie", TestNetwork.password)
        #expect(await client.get("/notices").contains("something is new of what you follow"))
        #expect(await client.get("/digest").contains("Mail does not reach you"))
        #expect(await client.get("/t/kl/knowledge/digest").contains("What now?"))
    }

    @Test func atOnceIsToldWithinMinutesAndOnce() async throws {
        let net = try await DigestNetwork()
        try await net.answer("Before", "ai")
        let client = try await net.follower("Alma", ["topic": "ai", "pace": "at_once", "scope": "network"])
        _ = try await net.follower("Weekly", ["topic": "ai"])
        net.test.clock.pass(seconds: 400)
        try await net.answer("Just now", "ai", at: "lgma")
        try await net.knowledge.event("kl", "Closed", ["visibility": "members", "topic": "ai"])
        await net.test.work()
        #expect(net.mail.sent.map(\.to.address) == ["alma@example.ie"])
        #expect(net.mail.sent.first?.text.contains("A new answer: Just now") == true)
        let notices = await client.get("/notices")
        #expect(!notices.contains("Before") && !notices.contains("Closed"))
        net.test.clock.pass(seconds: 400)
        await net.test.work()
        let store = try net.test.network.tenant("kl")
        let job = try #require(try store.jobs(.done, kind: "knowledge.alert").first)
        try await store.retryJob(job.id, at: net.test.clock.now)
        await net.test.work()
        #expect(net.mail.sent.count == 1)
        #expect(try await net.digests(on: DigestNetwork.monday).keys.sorted() == ["weekly"])
    }
}
