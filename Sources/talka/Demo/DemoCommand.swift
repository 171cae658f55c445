// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store
import Web

/// The demonstration: makes what is missing of the demo network and serves it.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Make the demonstration network and serve it.",
        discussion: "Everything in it that is invented is marked as demo.")

    @Flag(help: "Print who can sign in, as JSON, and end.") var signIns = false
    @Flag(help: "Take the demonstration down first and start anew.") var fresh = false

    func run() async throws {
        let settings = try Settings()
        if fresh { try Self.takeDown(settings.directory) }
        let network = try Composition.network(settings)
        let demo = DemoNetwork(network: network)
        if signIns {
            _ = try await demo.make()
            print(try await demo.signIns().pretty())
            return try await network.close()
        }
        _ = try await demo.make()
        let site = try Composition.site(network, settings, isDemo: true)
        let json = try await demo.signIns()
        try await Serving(network: network, site: site, settings: settings).run {
            Serving.say(Self.welcome(settings, json))
        }
    }

    /// Removes a network only if it is a demonstration, so that a slip costs nothing real.
    private static func takeDown(_ directory: String) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: directory) else { return }
        guard files.fileExists(atPath: "\(directory)/\(DemoNetwork.mark)") else {
            if try files.contentsOfDirectory(atPath: directory).isEmpty { return }
            throw ValidationError(
                "\(directory) holds no demonstration, so it is left alone. Name another with TALKA_STORE.")
        }
        try files.removeItem(atPath: directory)
    }

    private static func welcome(_ settings: Settings, _ signIns: JSON) -> String {
        var lines = ["", "  Talka is at \(settings.site.address)", ""]
        lines.append("  Demo sign-ins (all: talka demo --sign-ins):")
        for account in (signIns.asArray ?? []).prefix(4) {
            let text = ["role", "tenant", "email", "password"].map { account[$0]?.asString ?? "" }
            lines.append("    \(text[0]) at \(text[1]): \(text[2])  \(text[3])")
        }
        return (lines + [""]).joined(separator: "\n")
    }
}
