// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Planning
import Testing

@Suite("What an import reports") struct ImportReportTests {
    private static func words() throws -> Words {
        var words = Words()
        for name in ["odp.en.json", "en.json"] {
            let file = Pack.folder("Words").appending(path: name)
            try words.add(
                JSONDecoder().decode([String: String].self, from: Data(contentsOf: file)),
                in: .english)
        }
        return words
    }

    private static func report(_ desk: ImportDesk) async throws -> ODPReport {
        try await desk.takeOne(ODPFixtures.published)
        let sent = [
            ODPFixtures.published, ODPFixtures.determined, ODPFixtures.published,
            ODPFixtures.application.with("metadata.id", "mine").with("data.surprise", 1),
            ODPFixtures.application.with("metadata.id", "odd").with("applicationType", "wcc.odd"),
            [:],
        ]
        let files = sent.enumerated().map {
            ODPSource.bytes($1.encoded(), name: "\($0).json")
        }
        return try await desk.importer().take(files)
    }

    @Test func programsReadEverything() async throws {
        let desk = try await ImportDesk()
        let json = try await Self.report(desk).json(words: Self.words())
        for (name, count) in [
            ("taken", 4), ("new", 2), ("same", 1), ("broughtForward", 1), ("keptBeside", 1),
            ("refused", 1),
        ] {
            #expect(json[name]?.asInteger == Int64(count), "\(name)")
        }
        let outcomes = json["files"]?.asArray?.compactMap { $0["outcome"]?.asString }
        #expect(outcomes == ["taken", "taken", "kept_beside", "taken", "taken", "refused"])
        let first = json[pointer: "/files/1/cases/0"]
        #expect(first?["key"]?["type"]?.asString == "pp.full.householder")
        #expect(first?["state"]?.asString == "granted")
        #expect(first?["clock"]?.asString == "known")
        #expect(first?["changes"]?[1]?["theirs"]?.asString == "granted")
        let id = try #require(first?["id"]?.asString)
        #expect(first?["path"]?.asString == "/t/millford/planning/applications/\(id)")
        #expect(json[pointer: "/files/2/cases/0/beside"]?.asString == "earlier_stage")
        #expect(json[pointer: "/files/3/cases/0/unused"] == ["/data/surprise"])
        #expect(json[pointer: "/files/4/cases/0/clock"]?.asString == "unknown")
        let problem = json[pointer: "/files/5/cases/0/problems/0"]
        #expect(problem?["code"]?.asString == "notODP")
        #expect(problem?["message"]?.asString?.hasPrefix("This is not a case") == true)
    }

    @Test func peopleReadWhatMatters() async throws {
        let desk = try await ImportDesk()
        let lines = try await Self.report(desk).lines(words: Self.words())
        #expect(lines.allSatisfy { !$0.contains("[odp.") && !$0.contains("[planning.") })
        #expect(lines.contains("  Nothing new: 24/0001/HH is held as it was sent."))
        #expect(lines.contains("  24/0001/HH brought forward, now granted."))
        #expect(lines.contains("  Not taken into 24/0001/HH (granted), kept beside it."))
        #expect(lines.contains("  No clock is known for the kind wcc.odd."))
        #expect(lines.contains("  Not used, 1 in all: /data/surprise"))
        #expect(
            lines.last == "6 cases for Millford: 2 new, 1 held already, 1 brought forward, "
                + "1 kept beside, 1 refused.")
    }

    @Test func everyWordThatMayBeSaidIsThere() throws {
        let words = try Self.words()
        let keys =
            ODPProblem.Code.allCases.map { "odp.problem.\($0.rawValue)" }
            + ODPFact.allCases.map { "odp.fact.\($0.rawValue)" }
            + ODPState.allCases.map { "odp.state.\($0.rawValue)" }
            + ODPCaseReport.Standing.allCases.flatMap {
                ["odp.report.\($0.rawValue)", "odp.report.sum.\($0.rawValue)"]
            }
        for key in keys { #expect(words.has(key, in: .english), "\(key)") }
    }

    @Test func aFolderStandsForTheFilesInIt() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "talka-odp-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let inner = folder.appending(path: "b")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        for file in ["2.json", "1.JSON", "read.me", "b/3.json"] {
            try Data("{}".utf8).write(to: folder.appending(path: file))
        }
        let names = ODPSource.files(at: [folder.path, "elsewhere.txt"]).map(\.name)
        #expect(names == ["1.JSON", "2.json", "b/3.json"].map { "\(folder.path)/\($0)" }
            + ["elsewhere.txt"])
    }
}
