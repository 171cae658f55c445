// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Store

/// Writes everything of a tenant, or of the network, for another installation or another engine.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write everything of a tenant, or of the whole network, into a folder.",
        discussion: """
            The store as an SQLite file that any program opens, documents, the tenant's own rules, \
            and a manifest with their digests. Others go on working meanwhile. `talka import` takes \
            it in elsewhere. Exit 1: it was written, and a journal in it is not sound.
            """)

    @Argument(help: "The tenant's slug, then the folder to write; with --all the folder alone.")
    var names: [String]
    @Flag(help: "The whole network.") var all = false
    @Flag(help: "With passwords, sessions and second factors (--all only).") var withSecrets = false
    @Flag(help: "Report in JSON.") var json = false

    func validate() throws {
        guard names.count == (all ? 1 : 2) else {
            throw ValidationError("Say `talka export TENANT DIR` or `talka export --all DIR`.")
        }
        if withSecrets, !all {
            throw ValidationError("Secrets belong to the network; they travel with --all alone.")
        }
    }

    func run() async throws {
        let settings = try Settings()
        let network = try Composition.present(settings)
        let line = KeepingLine()
        let folder = names[names.count - 1]
        let manifest: Manifest
        if all {
            manifest = try network.exportAll(
                to: folder, withSecrets: withSecrets, overlays: settings.overlays, told: line.told)
        } else {
            guard try network.find(names[0]) != nil else {
                throw ValidationError("There is no tenant “\(names[0])”.")
            }
            manifest = try network.export(
                names[0], to: folder, overlays: settings.overlays, address: settings.site.address,
                told: line.told)
        }
        line.end()
        try await network.close()
        let report = CopyReport(folder: folder, manifest: manifest)
        report.say(asJSON: json)
        if !report.isSound { throw ExitCode(1) }
    }
}
