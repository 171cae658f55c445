// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Logging
import Outgoing
import Store
import Web

/// Real use: no demonstration data. Starts on an absent or empty store, too.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the network in the foreground.")

    @Flag(
        help: """
            Let anybody who reaches the port read and write a digital twin at /ngsi-ld/v1, without a token, \
            and let it send to this machine itself: for trying and testing.
            """)
    var openTwin = false

    func run() async throws {
        var settings = try Settings(for: .service)
        if openTwin {
            settings.isOpenTwin = true
            // 0.0.0.0 and :: lead to this machine itself, too (RFC 1122, 3.2.1.3).
            for place in ["127.0.0.0/8", "0.0.0.0", "::1", "::", "localhost"] {
                settings.addresses = settings.addresses.allowing(try AllowedAddress(place))
            }
        }
        try await serve(settings)
    }

    private func serve(_ settings: Settings) async throws {
        try await DirectoryUse(settings.directory).serve { isAlone in
            let network = try Composition.network(settings)
            let site = try Composition.site(network, settings)
            let members = try Accounts(network: network).members(of: Tenant.commons)
            try await Serving(network: network, site: site, settings: settings, isAlone: isAlone).run {
                Serving.say("Talka serves \(settings.store.shown) at \(settings.site.address)")
                if settings.isOpenTwin { Serving.say(Self.openness(at: settings.site.address)) }
                if members.isEmpty { Serving.say(Self.firstSteps) }
            }
        }
    }

    private static func openness(at address: String) -> String {
        """

          Anybody may read and write its twin: \(address)/ngsi-ld/v1

        """
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
    /// Whether nobody else served from the directory when this process began.
    let isAlone: Bool
    /// What goes on until the end beside the answering.
    var beside: @Sendable () async -> Void = {}

    /// Says something at once, also where what is printed goes to a file.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    func run(onReady: @escaping @Sendable () async -> Void) async throws {
        // The threads of the site are kept to the very end of the process: libcrypto clears up at its
        // exit, and of a thread that ends in the same moment it would clear up twice.
        _ = Unmanaged.passRetained(site)
        let network = network
        let certificates = try settings.certificates()
        // What a process left behind that was killed is waited for by nobody. A database may be served
        // from elsewhere, too.
        if isAlone, case .sqlite = settings.store { try network.endLeases() }
        let runner = JobRunner(
            network, handlers: Composition.jobs(site), feeds: Composition.feeds(site))
        let jobs = Task { await runner.run() }
        let beside = Task { [beside] in await beside() }
        let sampling = Task { [site] in await Sampling(site).run() }
        let traces = settings.traces.map { traces in Task { await traces.queue.run() } }
        let watch = certificates.map { files in
            Task { await CertificateWatch(certificates: files, logger: settings.logger).run() }
        }
        let opening = Task.detached { try network.openAll(carrying: false) }
        try await HTTPServer(
            site, host: settings.host, port: settings.port, certificates: certificates,
            logger: settings.logger
        ).run(onReady: onReady)
        jobs.cancel()
        beside.cancel()
        sampling.cancel()
        watch?.cancel()
        _ = try? await opening.value
        await jobs.value
        await beside.value
        traces?.cancel()
        await traces?.value
        for face in site.faces { await face.ending() }
        try await network.close()
    }
}
