// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// The records must be what the journal says was done to them, personal values too.
struct RecordVerifyTests {
    /// One sample put (entry 1) and amended (2), another put (3).
    private func lab() async throws -> (LabNetwork, RecordID) {
        let lab = try await LabNetwork()
        let first = try await lab.put("First")
        try await lab.perform(Lab.amend.kind, on: first, ["count": 8, "phone": "085 333"])
        try await lab.put("Second")
        await lab.network.settle()
        #expect(try lab.network.verify("one").finding == nil)
        return (lab, first)
    }

    @Test(arguments: Sample.fields.map(\.name), [1, 2])
    func findsAnAlteredField(_ field: String, _ version: Int) async throws {
        let (lab, first) = try await lab()
        let isNumber = ["count", "fee", "fragile"].contains(field)
        let value = isNumber ? "coalesce(\(field), 0) + 1" : "coalesce(\(field), '') || 'x'"
        for change in [value, "NULL"] {
            let row = "WHERE id = '\(first)' AND version = \(version)"
            let text = try lab.file().value("SELECT \(field) FROM lab_sample \(row)")
            let before = text.map { "'\($0.replacing("'", with: "''"))'" } ?? "NULL"
            if change == "NULL", before == "NULL" { continue }
            try lab.file().run("UPDATE lab_sample SET \(field) = \(change) \(row)")
            let finding = try lab.network.verify("one").finding
            #expect(finding?.kind == .record && finding?.entry == version)
            try lab.file().run("UPDATE lab_sample SET \(field) = \(before) \(row)")
        }
        #expect(try lab.network.verify("one").finding == nil)
    }

    @Test(arguments: [
        ("state = 'shown'", 1), ("entry = 3", 1), ("recorded_at = '2026-01-12T09:00:00.001Z'", 1),
        ("until_at = '2026-01-12T09:00:00.001Z'", 2), ("until_at = NULL", 2), ("version = 9", 1),
        ("id = '0192f000-0000-7000-8000-000000000009'", 1),
    ])
    func findsAnAlteredEnvelope(_ change: String, _ entry: Int) async throws {
        let (lab, first) = try await lab()
        try lab.file().run("UPDATE lab_sample SET \(change) WHERE id = '\(first)' AND version = 1")
        let finding = try lab.network.verify("one").finding
        #expect(finding?.kind == .record && finding?.entry == entry)
    }

    @Test func findsARecordClosedByHand() async throws {
        let (lab, first) = try await lab()
        try lab.file().run(
            "UPDATE lab_sample SET until_at = recorded_at WHERE id = '\(first)' AND version = 2")
        let finding = try lab.network.verify("one").finding
        #expect(finding?.kind == .record && finding?.entry == 2)
    }

    @Test(arguments: [(1, 1), (2, 2)])
    func findsARemovedVersion(_ version: Int, _ entry: Int) async throws {
        let (lab, first) = try await lab()
        try lab.file().run("DELETE FROM lab_sample WHERE id = '\(first)' AND version = \(version)")
        let finding = try lab.network.verify("one").finding
        #expect(finding?.kind == .record && finding?.entry == entry)
    }

    @Test(arguments: [2, 3, 77])
    func findsARecordPutInPastTheJournal(_ entry: Int) async throws {
        let (lab, _) = try await lab()
        try lab.file().run(
            """
            INSERT INTO lab_sample (id, version, state, recorded_at, entry, name) VALUES
              ('0192f000-0000-7000-8000-000000000009', 1, 'open', '2026-01-12T09:00:00.000Z',
               \(entry), 'Slipped in')
            """)
        let finding = try lab.network.verify("one").finding
        #expect(finding?.kind == .record && finding?.entry == entry)
        #expect(finding?.detail.contains("0192f000-0000-7000-8000-000000000009") == true)
    }

    @Test func keepsNoPersonalValueInTheJournal() async throws {
        let (lab, _) = try await lab()
        let journal = try lab.file().rows("SELECT * FROM journal").flatMap { $0 }.compactMap { $0 }
        #expect(journal.contains { $0.contains("First") })
        for value in ["085 111 2222", "085 333"] {
            #expect(!journal.contains { $0.contains(value) })
            // Nor a digest that whoever guesses the value could check the guess by.
            #expect(!journal.contains { $0.contains(Digest.of(Array(value.utf8))) })
        }
        let salts = try lab.file().rows("SELECT DISTINCT salt FROM personal")
        #expect(salts.count == 3)
    }

    @Test func findsAPersonalValuePutIn() async throws {
        let (lab, first) = try await lab()
        try lab.file().run(
            "INSERT INTO personal (digest, salt, record, record_id, field, value) "
                + "VALUES ('ab', 'cd', 'lab.sample', '\(first)', 'phone', '\"086\"')")
        let finding = try lab.network.verify("one").finding
        #expect(finding?.kind == .personal)
        #expect(finding?.detail.contains("lab.sample \(first) phone") == true)
    }

    @Test(.disabled(if: TestNetwork.isOnPostgres, "its text holds no null"))
    func findsWhatFollowsANull() async throws {
        let (lab, first) = try await lab()
        for column in ["name", "remark", "phone"] {
            try lab.file().run(
                "UPDATE lab_sample SET \(column) = \(column) || char(0) || 'more' "
                    + "WHERE id = '\(first)' AND version = 1")
            #expect(try lab.network.verify("one").finding?.entry == 1)
            try lab.file().run(
                "UPDATE lab_sample SET \(column) = substr(\(column), 1, length(\(column))) "
                    + "WHERE id = '\(first)' AND version = 1")
            #expect(try lab.network.verify("one").finding == nil)
        }
    }

    @Test(arguments: [
        "UPDATE personal SET value = '\"forged\"'", "UPDATE personal SET salt = 'ab'",
        "UPDATE personal SET value = NULL", "DELETE FROM personal",
        "UPDATE lab_sample SET phone = 'forged'", "UPDATE lab_sample SET phone = NULL",
        "UPDATE lab_sample SET phone = 'forged'; UPDATE personal SET value = '\"forged\"'",
        "UPDATE lab_sample SET phone = NULL; UPDATE personal SET value = NULL",
        "UPDATE lab_sample SET phone = NULL; DELETE FROM personal",
        "UPDATE personal SET record = 'lab.other'", "UPDATE personal SET record_id = 'x'",
        "UPDATE personal SET field = 'hint'",
    ])
    func findsPersonalValuesAltered(_ statement: String) async throws {
        let (lab, _) = try await lab()
        try lab.file().run(statement)
        let finding = try lab.network.verify("one").finding
        #expect(finding?.kind == .record && finding?.entry == 1)
    }
}
