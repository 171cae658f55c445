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
}
