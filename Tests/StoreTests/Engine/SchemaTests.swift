// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

struct SchemaTests {
    @Test func keepsEveryKindOfFieldAsItWas() async throws {
        let lab = try await LabNetwork()
        let owner = RecordID.new(at: lab.test.clock.now)
        let sample = Sample.full(owner: owner)
        let id = try await lab.perform(Lab.put.kind, sample.values).row.id
        #expect(try lab.find(id)?.fields.values == sample.values)
        let empty = try await lab.perform(Lab.put.kind, ["name": "Empty"]).row.id
        var bare = Sample()
        bare.name = "Empty"
        #expect(try lab.find(empty)?.fields.values == bare.values)
    }

    @Test func keepsWholeNumbersAsIntegersAndTheRestAsText() async throws {
        let lab = try await LabNetwork()
        try await lab.put()
        let (typeOf, whole) =
            lab.file().isSchema ? ("pg_typeof", "bigint") : ("typeof", "integer")
        let names = ["count", "fee", "fragile", "weight", "taken_on", "taken_at", "place", "files"]
        let types = try lab.file().rows(
            "SELECT \(names.map { "\(typeOf)(\($0))" }.joined(separator: ", ")), weight, taken_at "
                + "FROM lab_sample")
        #expect(
            types == [[
                whole, whole, whole, "text", "text", "text", "text", "text", "12.345",
                "2026-01-05T10:00:00.000Z",
            ]])
        // A value of another type cannot even be put in by hand.
        #expect(throws: (any Error).self) {
            try lab.file().run("UPDATE lab_sample SET count = 'many'")
        }
    }

    @Test func addsAColumnThatWasDeclaredSince() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put()
        try await lab.perform(Lab.amend.kind, on: id, ["remark": "before"])
        try await lab.network.close()
        // As an older program left it, which knew neither field.
        try lab.file().run(
            """
            ALTER TABLE lab_sample DROP COLUMN colour;
            DROP INDEX lab_sample_now_owner_id; ALTER TABLE lab_sample DROP COLUMN owner;
            DELETE FROM migration
            """)
        let again = try lab.beside()
        let sample = try #require(try again.find(id))
        #expect(sample.colour == nil && sample.remark == "before" && sample.version == 2)
        try await again.perform(Lab.amend.kind, on: id, ["colour": "blue"])
        #expect(try again.find(id)?.colour == .blue)
        #expect(try again.find(id, asOf: sample.recordedAt)?.colour == nil)
        let indexes =
            lab.file().isSchema
            ? "pg_indexes WHERE schemaname = current_schema() AND tablename = 'lab_sample'"
            : "pragma_index_list('lab_sample')"
        #expect(try again.file().value("SELECT count(*) FROM \(indexes)") != "0")
    }

    @Test func opensAStoreAsItIs() async throws {
        let lab = try await LabNetwork()
        try await lab.put()
        try await lab.network.close()
        let tables =
            lab.file().isSchema
            ? "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
            : "SELECT sql FROM sqlite_master"
        let before = try lab.file().rows(tables)
        #expect(before.count > 20)
        let again = try lab.beside()
        _ = try again.network.tenant("one")
        #expect(try lab.file().rows(tables) == before)
    }
}
