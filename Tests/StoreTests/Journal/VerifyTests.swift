// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// Whatever is done to a journal past the product, `verify` names the first entry it concerns.
struct VerifyTests {
    typealias Kind = Verification.Finding.Kind

    /// Six entries: two samples put, one amended twice and shown, the other closed.
    private func lab() async throws -> LabNetwork {
        let lab = try await LabNetwork()
        let first = try await lab.put("First")
        try await lab.perform(Lab.amend.kind, on: first, ["count": 8, "phone": "085 333"])
        let second = try await lab.put("Second")
        try await lab.perform(Lab.show.kind, on: first)
        try await lab.perform(Lab.amend.kind, on: first, ["remark": "Another"])
        try await lab.perform(Lab.close.kind, on: second)
        await lab.network.settle()
        return lab
    }

    /// What is found after statements were run on the file.
    private func finding(after statements: String...) async throws -> Verification.Finding? {
        let lab = try await lab()
        #expect(try lab.network.verify("one").finding == nil)
        for statement in statements { try lab.file().run(statement) }
        return try lab.network.verify("one").finding
    }

    @Test func findsASoundJournalSound() async throws {
        let lab = try await lab()
        let verification = try lab.network.verify("one")
        #expect(verification.finding == nil)
        #expect(verification.tenant == "one")
        #expect(verification.entries == 6)
        #expect(verification.head == (try lab.file().value("SELECT digest FROM seal ORDER BY number DESC")))
        #expect(try lab.network.verify(Tenant.commons).finding == nil)
    }

    @Test(arguments: [
        "at = '2026-01-12T09:00:02.001Z'", "at = 'no time'", "actor = 'system:nobody'",
        "action = 'lab.show'", "record = 'lab.other'", "record_id = lower(record_id) || ' '",
        "version = version + 1", "changes = replace(changes, 'Second', 'Third')",
        "changes = changes || ' '", "changes = ''", "rules = rules || 'x'", "rules = ''",
        "digest = replace(digest, substr(digest, 1, 1), '-')", "digest = ''",
    ])
    func findsAnAlteredColumn(_ change: String) async throws {
        let finding = try await finding(after: "UPDATE journal SET \(change) WHERE seq = 3")
        #expect(finding?.kind == .altered)
        #expect(finding?.entry == 3)
    }

    @Test(.disabled(if: TestNetwork.isOnPostgres, "its text holds no null"), arguments: ["changes", "actor"])
    func findsWhatFollowsANull(_ column: String) async throws {
        let finding = try await finding(
            after: "UPDATE journal SET \(column) = \(column) || char(0) || 'x' WHERE seq = 3")
        #expect(finding?.kind == .altered && finding?.entry == 3)
    }

    @Test func findsAnAlteredNumber() async throws {
        let finding = try await finding(after: "UPDATE journal SET seq = 30 WHERE seq = 3")
        #expect(finding?.kind == .removed && finding?.entry == 3)
    }

    @Test func findsAColumnAlteredTogetherWithItsDigest() async throws {
        let first = try await lab()
        // Closed, so that nothing is witnessed any more but what this test says.
        try await first.network.close()
        let lab = try first.beside()
        let row = try #require(
            try lab.file().rows(
                "SELECT seq, at, actor, action, record, record_id, version, changes, rules "
                    + "FROM journal WHERE seq = 3").first)
        var forged = row.map { $0 ?? "" }
        forged[2] = "system:nobody"
        let digest = Self.digest(forged)
        try lab.file().run(
            "UPDATE journal SET actor = 'system:nobody', digest = '\(digest)' WHERE seq = 3")
        let finding = try lab.network.verify("one").finding
        #expect(finding?.kind == .altered && finding?.entry == 3)
        // With its link forged too, the next link does not follow from it.
        let seal = try #require(
            try lab.file().rows(
                "SELECT number, at, previous, digest FROM seal WHERE entries LIKE '3:%'").first)
        let link = Self.link(seal[0] ?? "", seal[1] ?? "", "3:\(digest)", seal[2] ?? "")
        try lab.file().run(
            "UPDATE seal SET entries = '3:\(digest)', digest = '\(link)' WHERE number = \(seal[0] ?? "")")
        let commons = lab.file(Tenant.commons)
        try commons.run("DELETE FROM witness")
        let next = try lab.network.verify("one").finding
        #expect(next?.kind == .link && next?.entry == 4)
        // Where the commons had witnessed that link, the link itself is missed.
        try commons.run(
            "INSERT INTO witness (tenant, seal, digest, at) "
                + "VALUES ('one', \(seal[0] ?? ""), '\(seal[3] ?? "")', '')")
        let witnessed = try lab.network.verify("one").finding
        #expect(witnessed?.kind == .witness && witnessed?.entry == 3)
    }

    @Test(arguments: [1, 3, 6])
    func findsARemovedEntry(_ number: Int) async throws {
        let finding = try await finding(after: "DELETE FROM journal WHERE seq = \(number)")
        #expect(finding?.kind == .removed && finding?.entry == number)
    }

    @Test func findsAllEntriesRemoved() async throws {
        let finding = try await finding(after: "DELETE FROM journal")
        #expect(finding?.kind == .removed && finding?.entry == 1)
    }

    @Test(arguments: [-3, 0, 7, 400])
    func findsAnInsertedEntryWithAnyDigest(_ number: Int) async throws {
        for digest in ["", "digest"] {
            let lab = try await lab()
            try lab.file().run(Self.copy(of: 3, as: number, digest: digest.isEmpty ? "''" : digest))
            let finding = try lab.network.verify("one").finding
            #expect(finding?.kind == .inserted && finding?.entry == number)
        }
    }

    @Test func findsAnInsertedEntryWithItsRightDigest() async throws {
        let lab = try await lab()
        let row = [
            "7", "2026-01-12T10:00:00.000Z", "visitor", "lab.put", "lab.sample",
            "0192f000-0000-7000-8000-000000000009", "1", "[]", "",
        ]
        let values = row.map { "'\($0)'" }.joined(separator: ", ")
        try lab.file().run("INSERT INTO journal VALUES (\(values), '\(Self.digest(row))')")
        let finding = try lab.network.verify("one").finding
        #expect(finding?.kind == .inserted && finding?.entry == 7)
    }

    @Test func findsAnEntryInsertedBetweenOthers() async throws {
        let finding = try await finding(
            after: "UPDATE journal SET seq = -seq - 1 WHERE seq > 3",
            "UPDATE journal SET seq = -seq WHERE seq < 0", Self.copy(of: 1, as: 4, digest: "digest"))
        #expect(finding?.kind == .altered && finding?.entry == 4)
    }

    @Test(arguments: [
        "at = '2020-01-01T00:00:00.000Z'", "at = ''", "entries = entries || ',9:ab'", "entries = 'x'",
        "previous = replace(previous, substr(previous, 1, 1), '-')", "digest = 'ab'",
        "number = 30", "number = 0",
    ])
    func findsAnAlteredLink(_ change: String) async throws {
        let finding = try await finding(after: "UPDATE seal SET \(change) WHERE entries LIKE '3:%'")
        #expect(finding != nil)
        #expect([3, 4, 9].contains(finding?.entry))
    }

    @Test func findsALinkRemoved() async throws {
        for number in 1...6 {
            let finding = try await finding(after: "DELETE FROM seal WHERE number = \(number)")
            #expect(finding?.entry == number)
        }
    }

    @Test func findsTheTailCutOffEvenWhereNothingElseIsLeftOfIt() async throws {
        let lab = try await lab()
        try await lab.network.close()
        try lab.file().run(
            """
            DELETE FROM journal WHERE seq > 4; DELETE FROM seal WHERE number > 4;
            DELETE FROM lab_sample WHERE entry > 4;
            UPDATE lab_sample SET until_at = NULL WHERE (id, version) IN
              (SELECT id, max(version) FROM lab_sample GROUP BY id)
            """)
        let again = try lab.beside()
        #expect(try again.network.tenant("one").verify().finding == nil)
        let finding = try again.network.verify("one").finding
        #expect(finding?.kind == .removed && finding?.entry == 5)
    }

    @Test func findsTheTailReplacedByAnother() async throws {
        let lab = try await lab()
        try await lab.network.close()
        try lab.file().run(
            """
            DELETE FROM journal WHERE seq > 4; DELETE FROM seal WHERE number > 4;
            DELETE FROM lab_sample WHERE entry > 4;
            UPDATE lab_sample SET until_at = NULL WHERE (id, version) IN
              (SELECT id, max(version) FROM lab_sample GROUP BY id)
            """)
        let again = try lab.beside()
        try await again.put("Third")
        try await again.put("Fourth")
        #expect(try again.network.tenant("one").verify().finding == nil)
        let finding = try again.network.verify("one").finding
        #expect(finding?.kind == .witness && finding?.entry == 6)
    }

    @Test func staysSoundWhileOthersWrite() async throws {
        let lab = try await lab()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask { _ = try await lab.put("Sample \(number)") }
            }
            for _ in 0..<15 {
                group.addTask {
                    let finding = try lab.network.verify("one").finding
                    #expect(finding == nil)
                }
            }
            try await group.waitForAll()
        }
        #expect(try lab.network.verify("one").entries == 66)
    }

    private static func copy(of number: Int, as other: Int, digest: String) -> String {
        "INSERT INTO journal SELECT \(other), at, actor, action, record, record_id, version, changes, "
            + "rules, \(digest) FROM journal WHERE seq = \(number)"
    }

    /// The digest an entry of these columns should have, worked out anew.
    private static func digest(_ columns: [String]) -> String {
        sha(columns.enumerated().map { ($0 == 0 || $0 == 6 ? "i" : "t", $1) })
    }

    private static func link(_ number: String, _ at: String, _ entries: String, _ previous: String)
        -> String
    {
        sha([("i", number), ("t", at), ("t", entries), ("t", previous)])
    }

    private static func sha(_ columns: [(String, String)]) -> String {
        Digest.of(Array(columns.map { "\($0)\($1.utf8.count):\($1)" }.joined().utf8))
    }
}
