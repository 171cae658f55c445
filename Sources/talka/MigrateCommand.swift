// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store

/// Brings every store to this release, or says how they stand with it.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring every store to this release.",
        discussion: """
            Only ever adds; the release before works on beside it. A store that fails stays as it \
            was: it is read and not written, and the others go on. Servers do the same to each \
            store as they open it. Exit 1: a store failed, or with --status waits.
            """)

    @Flag(help: "Say how each store stands; change nothing.") var status = false
    @Flag(help: "Try it on a copy of each store, and verify that.") var dryRun = false
    @Flag(help: "Report in JSON.") var json = false

    func validate() throws {
        if status, dryRun { throw ValidationError("Say --status or --dry-run.") }
    }

    func run() async throws {
        let settings = try Settings()
        guard try settings.store.holdsNetwork() else {
            throw ValidationError("There is no network in \(settings.store.shown).")
        }
        let migrations = try Migrations(
            of: settings.store, systems: Composition.systems, timepiece: Composition.now,
            logger: settings.logger)
        let all: [Migrations.Status]
        if status {
            all = try await migrations.status()
        } else if dryRun {
            let folder = NSTemporaryDirectory() + "/talka-migrate-\(UUID().uuidString)"
            all = try await migrations.tried(in: folder)
        } else {
            all = try await migrations.apply()
        }
        if json {
            print(JSON.array(all.map(Self.json)).pretty())
        } else {
            for one in all { print(line(one)) }
        }
        let isWell = all.allSatisfy { one in
            switch one.outcome {
            case .current, .done: true
            case .waiting, .failed: false
            }
        }
        if !isWell { throw ExitCode(1) }
    }

    private func line(_ one: Migrations.Status) -> String {
        let last = one.last.map { " (last: \($0))" } ?? ""
        switch one.outcome {
        case .current: return "\(one.slug): up to date\(last)"
        case .waiting(let lacks): return "\(one.slug): waits for \(lacks.joined(separator: ", "))\(last)"
        case .done(let lacks):
            let what = dryRun ? "would get" : "got"
            return "\(one.slug): \(what) \(lacks.joined(separator: ", "))"
        case .failed(let why): return "\(one.slug): FAILED: \(why)"
        }
    }

    private static func json(_ one: Migrations.Status) -> JSON {
        let (state, detail): (String, [String]) =
            switch one.outcome {
            case .current: ("current", [])
            case .waiting(let lacks): ("waiting", lacks)
            case .done(let lacks): ("done", lacks)
            case .failed(let why): ("failed", [why])
            }
        return [
            "tenant": .string(one.slug), "state": .string(state),
            "detail": .array(detail.map(JSON.string)), "last": .optional(one.last),
        ]
    }
}
