// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store
import TestKit
import Testing

/// Backups: whole or not there, cheap where nothing changed, and good for what they are for.
struct BackupTests {
    private func backUp(_ lab: KeepingLab, keeping most: Int = 30) async throws -> Copies {
        defer { lab.test.clock.pass(hours: 24) }
        return try await lab.network.backUp(to: Backups(lab.place("backups")), keeping: most)
    }

    private func number(_ path: String) throws -> UInt64 {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
    }

    @Test func whatHasNotChangedIsNotCopiedAgain() async throws {
        let lab = try await KeepingLab()
        let first = try await backUp(lab)
        try await lab.lab.put("Later", in: "two")
        await lab.network.settle()
        let second = try await backUp(lab)
        let same = "stores/one.sqlite", other = "stores/two.sqlite"
        let document = "documents/one/\(Digest.of(Sample.document).prefix(2))/\(Digest.of(Sample.document))"
        #expect(try number("\(first.folder)/\(same)") == number("\(second.folder)/\(same)"))
        #expect(try number("\(first.folder)/\(other)") != number("\(second.folder)/\(other)"))
        #expect(try number("\(first.folder)/\(document)") == number("\(second.folder)/\(document)"))
        #expect(try first.differences() == [] && second.differences() == [])
        #expect(try lab.network.operations().first { $0.name == "backup" }?.outcome == .done)
    }

    @Test func keepsSoManyAndNoHalfOnes() async throws {
        let lab = try await KeepingLab()
        let folder = lab.place("backups")
        let half = "\(folder)/20260101T000000Z.unfinished"
        try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: true)
        for _ in 1...4 { _ = try await backUp(lab, keeping: 2) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let days = names.filter { !$0.hasPrefix(".") }.map { String($0.prefix(9)) }
        #expect(days == ["20260114T", "20260115T"])
        let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions]
        #expect((mode as? NSNumber)?.intValue == 0o700)
    }

    @Test func isRestoredToAMoment() async throws {
        let lab = try await KeepingLab()
        let first = try await backUp(lab)
        let before = try KeepingLab.whatEveryoneSees(in: lab.network)
        let late = try await lab.lab.put("Late")
        try await lab.lab.perform(Lab.show.kind, on: late)
        await lab.network.settle()
        _ = try await backUp(lab)
        let moment = first.manifest.at.adding(seconds: 3_600)
        let found = try Backups(lab.place("backups")).last(before: moment)
        let chosen = try #require(found)
        #expect(chosen.manifest.at == first.manifest.at)
        for place in lab.others() {
            try place.address.takeIn(
                chosen, systems: [.network, Lab.system], documents: place.documents,
                logger: KeepingLab.logger)
            let other = try lab.elsewhere(place)
            for slug in [Tenant.commons, "one", "two"] {
                #expect(try other.network.verify(slug).finding == nil)
            }
            #expect(try KeepingLab.whatEveryoneSees(in: other.network) == before)
        }
        // And one tenant alone, into a network that does not have it.
        let other = try lab.elsewhere(lab.others()[0])
        _ = try await other.network.takeIn("two", from: chosen)
        #expect(try other.network.verify("two").finding == nil)
        #expect(try KeepingLab.whatEveryoneSees(in: other.network).count == 2)
    }

    @Test func aDrillFindsWhatABackupCannotGiveBack() async throws {
        let lab = try await KeepingLab()
        let copies = try await backUp(lab)
        try await lab.lab.put("Later")
        let drill = Drill(
            lab.network, systems: [.network, Lab.system], scratch: lab.place("drill"),
            logger: KeepingLab.logger)
        let results = try await drill.hold(with: copies)
        #expect(results.map(\.slug) == [Tenant.commons, "one", "two"])
        #expect(results.flatMap(\.findings) == [])
        #expect(!FileManager.default.fileExists(atPath: lab.place("drill")))
        #expect(try lab.network.operations().first { $0.name == "drill" }?.outcome == .done)

        // The running journal was cut since: it no longer has the head of then.
        lab.test.clock.pass(hours: 1)
        try lab.file("two").run("DELETE FROM seal WHERE number > 2")
        let cut = try await drill.hold(with: copies)
        #expect(cut.filter { !$0.findings.isEmpty }.map(\.slug) == ["two"])
        #expect(try lab.network.operations().first { $0.name == "drill" }?.outcome == .failed)

        let path = "\(copies.folder)/stores/one.sqlite"
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try handle.seek(toOffset: 5_000)
        try handle.write(contentsOf: Data("spoilt".utf8))
        try handle.close()
        await #expect(throws: Fault.self) { try await drill.hold(with: copies) }
    }

    private func restored(_ lab: KeepingLab, _ copies: Copies) throws -> TestNetwork {
        let place = lab.others()[0]
        try place.address.takeIn(
            copies, systems: [.network, Lab.system], documents: place.documents,
            logger: KeepingLab.logger)
        return try lab.elsewhere(place)
    }

    /// What is not sound is what one needs a backup of most: it says so, and can be put back.
    @Test func aJournalThatIsNotSoundIsStillPutBack() async throws {
        let lab = try await KeepingLab()
        try lab.file("two").run("UPDATE journal SET actor = 'evil' WHERE seq = 2")
        let copies = try await backUp(lab)
        #expect(!copies.manifest.isSound)
        #expect(copies.manifest.store("two")?.entries == 8)
        #expect(try lab.network.operations().first { $0.name == "backup" }?.outcome == .failed)
        let other = try restored(lab, copies)
        #expect(try other.network.verify("one").finding == nil)
        #expect(try other.network.verify("two").finding != nil)
        #expect(try other.network.head(of: "two") == lab.network.head(of: "two"))
        let results = try await Drill(
            lab.network, systems: [.network, Lab.system], scratch: lab.place("drill"),
            logger: KeepingLab.logger
        ).hold(with: copies)
        #expect(results.filter { !$0.findings.isEmpty }.map(\.slug) == ["two"])
        // It may leave, too, with an export that has all there is.
        try lab.network.export("two", to: lab.place("export"))
        try await lab.network.leave("two", having: Copies(lab.place("export")))
        #expect(try lab.network.find("two") == nil)
    }

    @Test(.disabled(if: TestNetwork.isOnPostgres, "its store is a file"))
    func aStoreThatCannotBeCopiedKeepsNoOtherFromIt() async throws {
        let lab = try await KeepingLab()
        _ = try await backUp(lab)
        try await lab.network.close()
        let path = "\(lab.test.directory)/two.sqlite"
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        try Data().write(to: URL(fileURLWithPath: path))
        let again = try lab.lab.beside()
        try await again.put("Later", in: "one")
        let copies = try await again.network.backUp(to: Backups(lab.place("backups")), keeping: 30)
        #expect(copies.manifest.troubles.count == 1)
        #expect(copies.manifest.troubles[0].contains("two: could not be copied"))
        let note = try again.network.operations().first { $0.name == "backup" }
        #expect(note?.outcome == .failed && note?.detail.contains("two: could not be copied") == true)
        // The other is as it is now, this one as it was last copied.
        let other = try restored(lab, copies)
        #expect(try other.network.head(of: "one") == again.network.head(of: "one"))
        for slug in [Tenant.commons, "one", "two"] { #expect(try other.network.verify(slug).finding == nil) }
        // Without an earlier copy it is left out, and said to be.
        try again.network.exportAll(to: lab.place("export"), withSecrets: false)
        let export = try Copies(lab.place("export"))
        #expect(export.manifest.stores.map(\.slug) == [Tenant.commons, "one"])
        #expect(export.manifest.findings["two"]?.count == 1 && !export.manifest.isSound)
    }

    @Test func whatWasAlteredPastTheJournalIsSaidAndTheGoodCopyStays() async throws {
        let lab = try await KeepingLab()
        let first = try await backUp(lab)
        try lab.file("two").run("UPDATE lab_sample SET name = 'Altered' WHERE version = 1")
        let second = try await backUp(lab)
        #expect(second.manifest.store("two") == first.manifest.store("two"))
        #expect(second.manifest.findings.keys.sorted() == ["two"])
        let other = try restored(lab, second)
        #expect(try other.network.verify("two").finding == nil)
    }

    @Test func aDocumentThatIsGoneIsSaidAndKeptFromTheBackupBefore() async throws {
        let lab = try await KeepingLab()
        let first = try await backUp(lab)
        let digest = Digest.of(Sample.document)
        let path = "\(lab.test.directory)/documents/one/\(digest.prefix(2))/\(digest)"
        try FileManager.default.removeItem(atPath: path)
        let second = try await backUp(lab)
        #expect(second.manifest.findings["one"]?.count == 1)
        #expect(second.manifest.documents["one"] == first.manifest.documents["one"])
        #expect(try second.differences() == [])
        // Where no earlier copy has it, that is said.
        try lab.network.export("one", to: lab.place("export"))
        let export = try Copies(lab.place("export"))
        #expect(export.manifest.findings["one"]?.first?.contains("1 of them are in no earlier copy") == true)
    }
}
