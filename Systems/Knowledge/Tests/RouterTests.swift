// SPDX-License-Identifier: EUPL-1.2

import Kernel
import TestKit
import Testing

/// Where a question goes, and why.
@Suite struct RouterTests {
    @Test func theRouterKnowsThreeDoorsTopicsPlacesAndLanguages() async throws {
        let network = try await KnowledgeNetwork()
        for (name, audience) in [
            ("Local governments", ["municipality"]), ("Vendors", ["vendor"]),
            ("Companies and research", ["company", "knowledge_institution"]),
        ] {
            try await network.desk(
                "sro", name, ["audience": .array(audience.map(JSON.string)), "language": ["nl"]])
        }
        try await network.desk(
            "lgma", "Digital", ["topic": ["digital_services"], "audience": ["municipality"]])
        try await network.desk("lgma", "Rest", ["topic": ["housing"], "takes_rest": true])
        try await network.desk("kildare", "Counter", ["audience": ["resident"]])
        let client = network.test.client()

        for (fields, desk, reason) in [
            (["audience": "municipality", "place": "sro"], "Local governments",
                "it is there for municipalities"),
            (["audience": "vendor", "place": "sro"], "Vendors", "vendors and developers"),
            (["audience": "company", "place": "sro"], "Companies and research", "for companies"),
            (["audience": "knowledge_institution", "place": "sro", "language": "nl"],
                "Companies and research", "it answers in your language"),
            (["audience": "municipality", "place": "kildare", "topic": "digital_services"], "Digital",
                "it knows this topic"),
            (["audience": "resident", "place": "kildare"], "Counter", "own desk"),
            (["audience": "resident", "place": "galway", "topic": "mapping"], "Rest", "no other desk"),
        ] as [([String: String], String, String)] {
            let answer = await client.fill("/ask", fields.merging(["text": "How?"]) { $1 })
            #expect(answer.status == 200, "\(fields)")
            #expect(answer.contains("It goes to \(desk) at"), "\(fields)")
            #expect(answer.contains(reason), "\(fields)")
        }
        // Nobody at Galway, and no body of the country, is there for vendors of nothing in particular.
        let desks = await client.get("/ask/desks")
        #expect(desks.contains("Companies and research") && desks.contains("Counter"))
    }

    @Test func whatWasAnsweredIsShownBefore() async throws {
        let network = try await KnowledgeNetwork()
        try await network.desk("lgma", "Everything")
        let officer = Actor(.person(.new(at: network.test.clock.now)), roles: [.officer])
        for (question, answer) in [
            ("How do we record the charging points of electric cars?", "In the register of assets."),
            ("How do we count cats?", "By hand."), ("How do we count votes?", "Twice."),
        ] {
            try await network.perform("write_answer", at: "lgma", by: officer, [
                "question": .string(question), "answer": .string(answer), "expires_on": "2027-01-01",
            ])
        }
        await network.test.network.settle()
        let client = network.test.client()
        let answer = await client.submit(
            "/ask",
            [
                "text": "Where do electric cars charge, and who records chargers?",
                "audience": "resident",
            ])
        #expect(answer.contains("This was answered before") && answer.contains("In the register of assets."))
        #expect(!answer.contains("By hand."))
    }
}
