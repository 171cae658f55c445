// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Knowledge
import Outgoing
import Store
import TestKit
import Testing

/// Bodies that people follow, and the mail they are sent. It is Monday, 12 January 2026; the first digest
/// of who is followed from now on goes out a week later.
struct DigestNetwork {
    let mail: TestMail
    let knowledge: KnowledgeNetwork
    var test: TestNetwork { knowledge.test }

    init() async throws {
        mail = TestMail()
        knowledge = try await KnowledgeNetwork(mail: mail)
    }

    static let follow = "/t/kl/knowledge/subscriptions/new/follow"

    /// Somebody who follows KL by the form.
    func follower(
        _ name: String, _ more: [String: String] = [:], roles: [String: Set<Role>] = [:],
        at slug: String = "kl"
    ) async throws -> TestClient {
        let client = try await test.client(name, roles: roles)
        let fields = ["scope": "body", "pace": "weekly"].merging(more) { $1 }
        let form = "/t/\(slug)/knowledge/subscriptions/new/follow"
        let answer = await client.fill(form, fields)
        try #require(answer.status == 303, "\(name) was answered \(answer.status)")
        return client
    }

    /// An answer everyone may read.
    @discardableResult
    func answer(_ question: String, _ topic: String, _ more: JSON = [:], at slug: String = "kl") async throws
        -> RecordID
    {
        var input: JSONObject = [
            "question": .string(question), "answer": "It is so.", "topic": .string(topic),
            "expires_on": "2027-01-01",
        ]
        for (name, value) in more.asObject ?? [:] { input[name] = value }
        let made = try await knowledge.perform(
            "write_answer", at: slug, by: KnowledgeNetwork.officer, .object(input))
        await test.network.settle()
        return made.row.id
    }

    /// What is sent at a moment: KL is in Copenhagen, an hour before Dublin.
    func digests(on moment: String) async throws -> [String: TestMailText] {
        // What else people are told is sent in its own time.
        await test.jobs.settle()
        let before = mail.sent.count
        test.clock.set(moment)
        try await knowledge.daily()
        await test.work()
        let sent = mail.sent.dropFirst(before).filter {
            $0.header("List-Unsubscribe")?.contains("/knowledge/digest/stop?") == true
        }
        try #require(Set(sent.map(\.to.address)).count == sent.count, "somebody was sent two")
        return Dictionary(
            sent.map { (String($0.to.address.prefix { $0 != "." && $0 != "@" }), TestMailText($0)) },
            uniquingKeysWith: { $1 })
    }

    static let monday = "2026-01-19T06:00:00Z"
    static let nextMonday = "2026-01-26T07:00:00Z"
}

/// A mail as its reader sees it.
struct TestMailText {
    let subject: String
    let text: String
    /// The path at which one press stops it.
    let stop: String

    init(_ mail: Mail) {
        (subject, text) = (mail.subject, mail.text)
        let address = mail.header("List-Unsubscribe") ?? ""
        stop = String(address.dropFirst("<https://talka.test".count).dropLast())
    }

    func contains(_ part: String) -> Bool { text.contains(part) }
}
