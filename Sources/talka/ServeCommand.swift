// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Logging
import Store
import Web

/// Real use: no demonstration data. Starts on an absent or empty store, too.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the network in the foreground.")

    func run() async throws {
        let settings = try Settings(for: .service)
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
        // The threads of the site are kept to the very end of the process: libcrypto clears up at its
        // exit, and of a thread that ends in the same moment it would clear up twice.
        _ = Unmanaged.passRetained(site)
        let network = network
        let daily = Task { [faces = site.faces, logger = settings.logger] in
            await DailyWork(network: network, faces: faces, logger: logger).run()
        }
        let sampling = Task { [site] in await Sampling(site).run() }
        let opening = Task.detached { try network.openAll() }
        try await HTTPServer(
            site, host: settings.host, port: settings.port, logger: settings.logger
        ).run(onReady: onReady)
        daily.cancel()
        sampling.cancel()
        _ = try? await opening.value
        try await network.close()
    }
}

/// What falls due by itself, done once a day and at the start.
struct DailyWork {
    let network: Network
    let faces: [Face]
    let logger: Logger

    func run() async {
        while !Task.isCancelled {
            for face in faces {
                await work(face)
            }
            try? await Task.sleep(for: .seconds(3_600))
        }
    }

    /// One system's, noted for the platform team with how it went. What is interrupted by the end
    /// of the process is done at the next start.
    private func work(_ face: Face) async {
        let name = "daily:\(face.system.name)"
        do {
            try await face.daily(network)
            try await network.note(operation: OperationNote(name, at: network.now(), .done))
        } catch is CancellationError {
            return
        } catch {
            logger.error("daily work failed", metadata: [
                "system": "\(face.system.name)", "error": "\(error)",
            ])
            try? await network.note(
                operation: OperationNote(name, at: network.now(), .failed, detail: "\(error)"))
        }
    }
}
