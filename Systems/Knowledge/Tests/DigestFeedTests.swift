// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Store
import TestKit
import Testing

/// Lists as Atom: everything everyone may read, and nothing else.
@Suite struct DigestFeedTests {
    @Test func everyListIsAFeedWithItsFilters() async throws {
        let net = try await DigestNetwork()
        let answer = try await net.answer("What of <cookies> & cakes?", "privacy", ["language": "da"])
        try await net.answer("What of bridges?", "mobility")
        try await net.knowledge.event("kl", "Forum", ["topic": "ai"])
        let client = net.test.client()
        let feed = await client.get("/answers.atom?topic=privacy")
        #expect(feed.header("content-type") == "application/atom+xml; charset=utf-8")
        #expect(feed.contains("<id>urn:uuid:\(answer.text)</id>") && !feed.contains("bridges"))
        #expect(feed.contains("<entry xml:lang=\"da\">") && feed.contains("<name>Kl</name>"))
        #expect(feed.contains("What of &lt;cookies&gt; &amp; cakes?"))
        #expect(feed.contains("/t/kl/knowledge/answers/\(answer.text)\""))
        #expect(await client.get("/events.atom?topic=ai").contains("Forum"))
        #expect(await !client.get("/events.atom?topic=data").contains("Forum"))
        for list in ["guides", "guides/rounds", "practices", "events", "answers", "duties"] {
            let page = await client.get("/\(list)")
            #expect(page.contains("type=\"application/atom+xml\""), "\(list) names no feed")
            #expect(page.contains("Follow by Atom") && page.contains("/\(list).atom"))
            let feed = await client.get("/\(list).atom")
            #expect(feed.status == 200 && feed.contains("</feed>"), "\(list).atom")
            let tag = feed.header("etag") ?? ""
            #expect(await client.get("/\(list).atom", headers: ["if-none-match": tag]).status == 304)
        }
    }

    @Test func whatMembersReadIsInNone() async throws {
        let net = try await DigestNetwork()
        try await net.knowledge.event("kl", "Behind closed doors", ["visibility": "members"])
        let desk = try await net.knowledge.desk("kl", "Everything", ["takes_rest": true])
        let asker = try await net.test.client("Anna", roles: ["kildare": [.officer]])
        let question = await net.knowledge.ask(
            asker, at: "kl", desk: desk, "Between ourselves?", ["visibility": "members"])
        try await net.knowledge.act("answer", at: "kl", on: question.recordID, ["text": "Yes."])
        // Members who are signed in are given what everybody is.
        for client in [net.test.client(), asker] {
            for list in ["events", "answers", "answers.atom?kind=knowledge.question"] {
                let feed = await client.get(list.contains("atom") ? "/\(list)" : "/\(list).atom")
                #expect(feed.status == 200)
                #expect(!feed.contains("closed doors") && !feed.contains("ourselves"))
            }
        }
        #expect(await asker.get("/answers.atom?kind=knowledge.shared_question").status == 404)
        #expect(await asker.get("/answers?kind=knowledge.shared_question").contains("ourselves"))
    }
}
