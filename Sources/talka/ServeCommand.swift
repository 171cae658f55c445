// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Store
import Web

/// Real use: no demonstration data. Starts on an absent or empty store, too.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the network in the foreground.")

    func run() async throws {
        let settings = try Settings()
        try await DirectoryUse(settings.directory).serve {
            let network = try Composition.network(settings)
            let site = try Composition.site(network, settings)
            let members = try Accounts(network: network).members(of: Tenant.commons)
            try await Serving(network: network, site: site, settings: settings).run {
                Serving.say("Talka serves \(settings.directory) at \(settings.site.address)")
                if members.isEmpty { Serving.say(Self.firstSteps) }
            }
        }
    }

    private static let firstSteps = """

          Nobody can sign in yet. Beside this server, with the same TALKA_STORE:
            talka setup --name NAME --email EMAIL   makes the first administrator
            talka directory load                    records the bodies and authorities known
            talka tenant add SLUG NAME              opens a tenant
            talka tenant switch-on planning SLUG    gives it a system

        """
}

/// Serving until a signal, then closing every store.
struct Serving {
    let network: Network
    let site: Site
    let settings: Settings

    /// Says something at once, also where what is printed goes to a file.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    func run(onReady: @escaping @Sendable () async -> Void) async throws {
        let network = network
        let certificates = try settings.certificates()
        let daily = Task { [faces = site.faces] in
            await DailyWork(network: network, faces: faces).run()
        }
        let watch = certificates.map { files in
            Task { await CertificateWatch(certificates: files).run() }
        }
        let opening = Task.detached { try network.openAll() }
        try await HTTPServer(
            site, host: settings.host, port: settings.port, certificates: certificates,
            logger: Settings.logger
        ).run(onReady: onReady)
        daily.cancel()
        watch?.cancel()
        _ = try? await opening.value
        try await network.close()
    }
}

/// What falls due by itself, done once a day and at the start.
struct DailyWork {
    let network: Network
    let faces: [Face]

    func run() async {
        while !Task.isCancelled {
            for face in faces {
                do { try await face.daily(network) } catch {
                    Settings.logger.error("daily work failed", metadata: [
                        "system": "\(face.system.name)", "error": "\(error)",
                    ])
                }
            }
            try? await Task.sleep(for: .seconds(3_600))
        }
    }
}
