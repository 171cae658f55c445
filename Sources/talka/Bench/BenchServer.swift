// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Measuring
import Store
import Web

/// The product on a port of this process, while something is measured.
struct BenchServer {
    let place: BenchPlace
    let network: Network
    let site: Site

    init(_ place: BenchPlace, _ network: Network) throws {
        self.place = place
        self.network = network
        site = try Composition.site(network, place.settings)
    }

    /// Serves while the body runs.
    func serve<T>(while body: () async throws -> T) async throws -> T {
        // Kept to the end of the process, as by a server in use.
        _ = Unmanaged.passRetained(site)
        let server = Task { [site, place] in
            try await HTTPServer(
                site, host: "127.0.0.1", port: place.port, logger: place.settings.logger
            ).run(onReady: {})
        }
        defer { server.cancel() }
        try await waitUntilServing()
        return try await body()
    }

    private func waitUntilServing() async throws {
        for _ in 0..<100 {
            if let connection = try? LoadConnection(port: place.port) {
                close(connection.descriptor)
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Fault("the bench's server did not start")
    }

    /// Loads it, and says what each group of senders met.
    func load(_ senders: [LoadPlan.Sender], seconds: Double) async throws -> [String: Summary] {
        let plan = LoadPlan(port: place.port, seconds: seconds, senders: senders)
        return try await LoadProcess.run(plan, in: place.directory)
    }
}
