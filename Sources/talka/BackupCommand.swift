// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

/// Backs the network up while it works.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Back the whole network up into a folder, while it works.",
        discussion: """
            Each backup is a folder of its own, named by its moment, readable by its owner alone: \
            passwords and sessions are in it. What has not changed since the one before takes no \
            room again. A store that cannot be copied keeps no other from it. Exit 1: it was made, \
            and something was found: a journal that is not sound, a store that could not be copied \
            or was altered, documents that are gone.
            """)

    @Argument(help: "The folder of the backups.") var folder: String
    @Option(help: "How many backups are kept.") var keep = 30
    @Flag(help: "Report in JSON.") var json = false

    func validate() throws {
        if keep < 1 { throw ValidationError("--keep must be 1 or more.") }
    }

    func run() async throws {
        let settings = try Settings()
        let network = try Composition.present(settings)
        let line = KeepingLine()
        let copies = try await network.backUp(
            to: Backups(folder), keeping: keep, overlays: settings.overlays, told: line.told)
        line.end()
        try await network.close()
        let report = CopyReport(folder: copies.folder, manifest: copies.manifest)
        report.say(asJSON: json)
        if !report.isSound { throw ExitCode(1) }
    }
}

/// Puts a backup back, where no network is.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup back into another place.",
        discussion: """
            The last backup that was begun at the moment or before; the newest if none is said. A \
            whole network is put where none is; one tenant into a network that does not have it. \
            Every journal is verified then.
            """)

    @Argument(help: "The folder of the backups, or one backup.") var folder: String
    @Option(help: "The moment, such as 2026-01-12T09:00:00Z.") var at: String?
    @Option(help: "One tenant alone.") var tenant: String?
    @Option(help: "Where to: sqlite:DIR or postgres://….") var to: String
    @Flag(help: "Report in JSON.") var json = false

    func run() async throws {
        let copies = try copies()
        var environment = ProcessInfo.processInfo.environment
        environment["TALKA_STORE"] = to
        let settings = try Settings(environment: environment)
        if !json { print("Putting back the backup of \(copies.manifest.at).") }
        guard let tenant else {
            if try await !TakenIn.network(copies, settings, asJSON: json) { throw ExitCode(1) }
            return
        }
        let network = try Composition.present(settings)
        let line = KeepingLine()
        do {
            _ = try await network.takeIn(
                tenant, from: copies, overlays: settings.overlays, told: line.told)
        } catch let problems as Problems { throw ValidationError(try Messages.of(problems)) }
        line.end()
        let isSound = try TakenIn(network: network, copies: copies).say([tenant], asJSON: json)
        try await network.close()
        if !isSound { throw ExitCode(1) }
    }

    private func copies() throws -> Copies {
        if FileManager.default.fileExists(atPath: "\(folder)/manifest.json") {
            return try Copies(folder)
        }
        let moment = try at.map { text in
            guard let moment = Instant(iso: text) else {
                throw ValidationError("“\(text)” is no moment such as 2026-01-12T09:00:00Z.")
            }
            return moment
        }
        guard let copies = try Backups(folder).last(before: moment) else {
            let when = moment.map { " of \($0) or before" } ?? ""
            throw ValidationError("There is no backup\(when) in \(folder).")
        }
        return copies
    }
}

/// Shows that the last backup can be put back.
struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Restore the last backup beside the running network, verify and compare it.",
        discussion: """
            A backup that nobody has restored does not count. It is put back on the same engine, \
            every journal is verified, rows and heads are compared with the manifest and with the \
            running network, and all of it is taken away again. Noted for the page of operations.
            """)

    @Argument(help: "The folder of the backups.") var folder: String
    @Option(help: "A folder for what is restored, with room for every store.") var scratch: String?
    @Flag(help: "Report in JSON.") var json = false

    func run() async throws {
        let settings = try Settings()
        let network = try Composition.present(settings)
        guard let copies = try Backups(folder).last() else {
            try await network.note(
                operation: OperationNote("drill", at: network.now(), .failed, detail: "no backup"))
            throw ValidationError("There is no backup in \(folder).")
        }
        let own = (scratch ?? NSTemporaryDirectory()) + "/talka-drill-\(UUID().uuidString)"
        let line = KeepingLine()
        let results = try await Drill(
            network, systems: Composition.systems, scratch: own, logger: settings.logger
        ).hold(with: copies, told: line.told)
        line.end()
        try await network.close()
        if json { print(Self.json(copies, results).pretty()) } else { Self.say(copies, results) }
        if results.contains(where: { !$0.findings.isEmpty }) { throw ExitCode(1) }
    }

    private static func json(_ copies: Copies, _ results: [Drill.Result]) -> JSON {
        [
            "backup": .string(copies.manifest.at.description),
            "stores": .array(results.map { result in
                [
                    "tenant": .string(result.slug), "entries": .integer(result.entries),
                    "findings": .array(result.findings.map(JSON.string)),
                ]
            }),
        ]
    }

    private static func say(_ copies: Copies, _ results: [Drill.Result]) {
        print("The backup of \(copies.manifest.at):")
        for result in results {
            let state = result.findings.isEmpty ? "as it was" : result.findings.joined(separator: "; ")
            print("\(result.slug): \(result.entries) entries, \(state)")
        }
    }
}
