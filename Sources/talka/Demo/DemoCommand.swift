// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Twin

/// The demonstration: makes what is missing of the demo network and serves it.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Make the demonstration network and serve it.",
        discussion: "Everything in it that is invented is marked as demo.")

    @Flag(help: "Print who can sign in, as JSON, and make nothing.") var signIns = false
    @Flag(help: "Take the demonstration down first and start anew.") var fresh = false

    func run() async throws {
        let settings = try Settings(for: .demonstration)
        let folder = DemoFolder(path: settings.directory, store: settings.store)
        if signIns { return try Self.printSignIns(of: folder) }
        let use = try DirectoryUse(settings.directory)
        if fresh { try use.alone { try folder.clear() } }
        let twins = TwinHub(isOpen: settings.isOpenTwin)
        try await use.serve { isAlone in
            let (network, accounts) = try await use.make {
                try folder.claim()
                let network = try Composition.network(settings)
                return (network, try await DemoNetwork(network: network, folder: folder, twins: twins).make())
            }
            let site = try Composition.site(network, settings, twins: twins, isDemo: true)
            var serving = Serving(
                network: network, site: site, settings: settings, isAlone: isAlone)
            serving.beside = { await TwinCity(twins).live(on: site) }
            try await serving.run {
                Serving.say(Self.welcome(settings, accounts))
            }
        }
    }

    /// Reads only: asking who can sign in never makes anything.
    private static func printSignIns(of folder: DemoFolder) throws {
        guard let signIns = try folder.signIns() else {
            throw ValidationError(
                "\(folder.path) holds no demonstration that is whole; `talka demo` makes it.")
        }
        print(signIns.pretty())
    }

    private static func welcome(_ settings: Settings, _ signIns: JSON) -> String {
        var lines = ["", "  Talka is at \(settings.site.address)", ""]
        lines.append("  Demo sign-ins (all: talka demo --sign-ins):")
        for account in (signIns.asArray ?? []).prefix(4) {
            let text = ["role", "tenant", "email", "password"].map { account[$0]?.asString ?? "" }
            lines.append("    \(text[0]) at \(text[1]): \(text[2])  \(text[3])")
        }
        lines.append("")
        let (address, slug) = (settings.site.address, TwinCity.slug)
        lines.append("  A live twin, open to anybody: \(address)/t/\(slug)/twin")
        lines.append("  and \(address)/ngsi-ld/v1 with the header NGSILD-Tenant: \(slug)")
        return (lines + [""]).joined(separator: "\n")
    }
}
