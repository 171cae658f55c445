// SPDX-License-Identifier: EUPL-1.2

import Kernel
import Store
import TestKit
import Testing

/// Many share a commit; each keeps or loses only its own.
struct CommitTests {
    @Test func keepsWhatSucceedsAndNothingOfWhatFails() async throws {
        let lab = try await LabNetwork()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let values: Values = ["fail": .integer(number % 3 == 0 ? 1 : 0)]
                    do {
                        try await lab.perform(Lab.number.kind, values)
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 133)
        // The series has no gap, however they were mixed.
        let counts = try lab.list(Query(limit: 1_000)).compactMap(\.count).sorted()
        #expect(counts == Array(1...133))
        let verification = try lab.network.verify("one")
        #expect(verification.finding == nil && verification.entries == 133)
        // Far fewer commits than acts.
        let seals = Int(try lab.file().value("SELECT count(*) FROM seal") ?? "") ?? 0
        #expect(seals >= 1 && seals <= 133)
    }

    /// What the engine refuses it may say late, when more has been asked of it.
    @Test func aWriteTheEngineRefusesIsUndoneAlone() async throws {
        let lab = try await LabNetwork()
        let taken = try await lab.put("Taken")
        let kept = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let values = Sample.full("Sample \(number)").values
                    do {
                        try await lab.perform(
                            Lab.put.kind, values, key: "key \(number)",
                            newID: number % 3 == 0 ? taken : nil)
                        return true
                    } catch is Fault { return false } catch {
                        Issue.record("\(error)")
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(kept == 40)
        #expect(try lab.list(Query(limit: 1_000)).count == 41)
        let verification = try lab.network.verify("one")
        #expect(verification.finding == nil && verification.entries == 41)
        // Nothing of what was refused is left: not its key, nor what it kept apart.
        let file = lab.file()
        #expect(try file.value("SELECT count(*) FROM answered") == "40")
        let strays = "SELECT count(*) FROM personal WHERE digest NOT IN (SELECT p.digest FROM personal p "
            + "JOIN journal j ON j.record_id = p.record_id AND j.changes LIKE '%' || p.digest || '%')"
        #expect(try file.value(strays) == "0")
        try await lab.perform(Lab.put.kind, Sample.full("Again").values, key: "key 0")
        #expect(try lab.list(Query(limit: 1_000)).count == 42)
    }

    /// What cannot be sent to the engine at all is its own writer's trouble alone.
    @Test(.enabled(if: TestNetwork.isOnPostgres, "the other engine keeps such a text"))
    func aTextThatCannotBeKeptIsRefusedAlone() async throws {
        let lab = try await LabNetwork()
        // With the document that every sample names.
        try await lab.put("First")
        let kept = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let name = number % 4 == 0 ? "zero \0 in it" : "Sample \(number)"
                    let put = try? await lab.perform(
                        Lab.put.kind, Sample.full(name).values, key: "key \(number)")
                    return put != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(kept == 30)
        #expect(try lab.list(Query(limit: 1_000)).count == 31)
        #expect(try lab.network.verify("one").finding == nil)
    }

    @Test func letsTwoProcessesWriteTheSameStore() async throws {
        let lab = try await LabNetwork()
        let other = try lab.beside()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                for process in [lab, other] {
                    group.addTask {
                        try await process.perform(Lab.number.kind, ["fail": 0])
                        if number % 10 == 0 { #expect(try process.network.verify("one").finding == nil) }
                    }
                }
            }
            try await group.waitForAll()
        }
        for process in [lab, other] {
            #expect(try process.list(Query(limit: 1_000)).compactMap(\.count).sorted() == Array(1...100))
            #expect(try process.network.verify("one").finding == nil)
        }
        await lab.network.settle()
        await other.network.settle()
        #expect(try lab.file().value("SELECT count(*) FROM outbox") == "0")
    }

    @Test func waitsForAnotherProcessThatWrites() async throws {
        let lab = try await LabNetwork()
        let put = Task { try await lab.put() }
        try await lab.file().whileLocked { try await Task.sleep(for: .milliseconds(300)) }
        _ = try await put.value
        #expect(try lab.network.verify("one").finding == nil)
    }

    @Test func tellsEverybodyWhenTheDiskIsFull() async throws {
        let lab = try await LabNetwork()
        let id = try await lab.put()
        await lab.network.settle()
        // What the engine does to a commit when the disk is full, at its very end.
        let full =
            lab.file().isSchema
            ? """
            CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON seal FOR EACH ROW EXECUTE FUNCTION no_room()
            """
            : "CREATE TRIGGER no_room BEFORE INSERT ON seal BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        try lab.file().run(full)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    await #expect(throws: Fault.self) { try await lab.put("Sample \(number)") }
                }
            }
        }
        try lab.file().run("DROP TRIGGER no_room\(lab.file().isSchema ? " ON seal" : "")")
        #expect(try lab.list(Query()).map(\.id) == [id])
        try await lab.put("After")
        let verification = try lab.network.verify("one")
        #expect(verification.finding == nil && verification.entries == 2)
    }

    @Test func saysInItsOwnWordsWhatTheEngineRefused() async throws {
        let lab = try await LabNetwork()
        try lab.file().run("DROP TABLE lab_greeting")
        do {
            _ = try lab.network.tenant("one").read(as: LabNetwork.officer) {
                try $0.list(Greeting.self, Query())
            }
            Issue.record("a table that is not there was read")
        } catch let fault as Fault {
            #expect(fault.description.contains("lab_greeting"))
        }
    }
}
