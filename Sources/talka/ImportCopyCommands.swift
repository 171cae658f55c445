// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Store

extension ImportCommand {
    /// A tenant that was exported.
    struct TenantCopy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tenant", abstract: "Take in a tenant that was exported.",
            discussion: """
                The tenant is there once it is whole; interrupted, the same command goes on. Its \
                journal is verified afterwards: it has the head it had.
                """)

        @Argument(help: "The folder of the export.") var folder: String
        @Option(help: "The tenant's slug, if the folder holds several.") var slug: String?
        @Flag(help: "Report in JSON.") var json = false

        func run() async throws {
            let settings = try Settings()
            let copies = try Copies(folder)
            let own = copies.manifest.stores.map(\.slug).filter { $0 != Tenant.commons }
            guard let slug = slug ?? (own.count == 1 ? own[0] : nil), own.contains(slug) else {
                throw ValidationError("Say --slug; there are \(own.joined(separator: ", ")).")
            }
            let network = try Composition.present(settings)
            let line = KeepingLine()
            let rules: [String]
            do {
                rules = try await network.takeIn(
                    slug, from: copies, overlays: settings.overlays, told: line.told)
            } catch let problems as Problems { throw ValidationError(try Messages.of(problems)) }
            line.end()
            let isSound = try TakenIn(network: network, copies: copies).say([slug], asJSON: json)
            try await network.close()
            for path in rules where !json {
                print("Its own rules are in \(path): put them where TALKA_OVERLAYS points.")
            }
            if !isSound { throw ExitCode(1) }
        }
    }

    /// A whole network that was exported or backed up.
    struct NetworkCopy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "network", abstract: "Take in a whole network where there is none yet.")

        @Argument(help: "The folder of the export.") var folder: String
        @Flag(help: "Report in JSON.") var json = false

        func run() async throws {
            let settings = try Settings()
            let isSound = try await TakenIn.network(try Copies(folder), settings, asJSON: json)
            if !isSound { throw ExitCode(1) }
        }
    }
}

/// What was taken in, verified: every journal must be sound and have the head it had.
struct TakenIn {
    let network: Network
    let copies: Copies

    /// Takes in a whole network and says what it is now.
    static func network(_ copies: Copies, _ settings: Settings, asJSON json: Bool) async throws -> Bool {
        let line = KeepingLine()
        try settings.store.takeIn(
            copies, systems: Composition.systems, documents: settings.documents,
            logger: settings.logger, told: line.told)
        line.end()
        let network = try Composition.present(settings)
        let slugs = copies.manifest.stores.map(\.slug)
        let isSound = try TakenIn(network: network, copies: copies).say(slugs, asJSON: json)
        try await network.close()
        return isSound
    }

    /// Says it; whether all is as it was.
    func say(_ slugs: [String], asJSON json: Bool) throws -> Bool {
        var reports: [JSON] = []
        var isSound = true
        for slug in slugs {
            let verification = try network.verify(slug, Composition.ledgerChecks)
            let head = try network.head(of: slug)
            let isSame = head == copies.manifest.store(slug)?.head
            isSound = isSound && isSame && verification.finding == nil
            reports.append([
                "tenant": .string(slug), "entries": .integer(verification.entries),
                "head": .string(head), "same_head": .bool(isSame),
                "finding": .optional(verification.finding?.detail),
            ])
            if !json { print(Self.line(verification, head, isSame)) }
        }
        if json { print(JSON.array(reports).pretty()) } else {
            for trouble in copies.manifest.findings.values.joined() {
                print("When it was copied: \(trouble)")
            }
        }
        return isSound
    }

    private static func line(_ verification: Verification, _ head: String, _ isSame: Bool) -> String {
        let state = verification.finding.map { "NOT SOUND: \($0.detail)" } ?? "sound"
        return "\(verification.tenant): \(state), \(verification.entries) entries, head \(head.prefix(16)) "
            + (isSame ? "as it was" : "and NOT the one it had")
    }
}
