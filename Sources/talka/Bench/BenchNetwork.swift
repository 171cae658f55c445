// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Foundation
import Kernel
import Logging
import Planning
import Store
import Web

/// A network of one municipality for measuring: people with tokens, one application open for
/// submissions.
struct BenchNetwork {
    static let slug = "bench"

    let network: Network
    let site: Site
    let logger: Logger
    let port: Int
    let directory: String
    let tokens: [String]
    let application: RecordID

    /// A way to load it: which request each person sends again and again.
    struct Scenario: Sendable {
        let name: String
        let path: String
        let body: JSON
    }

    static func make(in directory: String, people: Int) async throws -> BenchNetwork {
        let port = Int.random(in: 20_000...40_000)
        let settings = try Settings(for: .demonstration, environment: [
            "TALKA_STORE": "sqlite:\(directory)", "PORT": "\(port)",
        ])
        let network = try Composition.network(settings)
        try await network.open(
            Tenant(
                slug: slug, name: "Bench", jurisdiction: "ie", sort: "municipality", isDemo: true,
                systems: ["planning"]),
            by: .system("setup"))
        let accounts = Accounts(network: network)
        let persons = try await accounts.signUpDemo(
            people: (0..<people).map { ("Person \($0)", "person\($0)@bench.example") },
            password: DemoNetwork.password, at: network.now())
        var tokens: [String] = []
        for person in persons {
            tokens.append(
                try await accounts.createToken(
                    Accounts.TokenWish(tenant: slug, name: "bench", scopes: ["read", "write"]),
                    by: Actor(.person(person)), at: network.now()))
        }
        let application = try await PlanningStories(network: network)
            .openCase(for: slug, place: "kildare", officer: persons[0], residents: persons)
        return BenchNetwork(
            network: network, site: try Composition.site(network, settings),
            logger: settings.logger, port: port,
            directory: directory, tokens: tokens, application: application)
    }

    func serve() async throws {
        try await HTTPServer(site, host: "127.0.0.1", port: port, logger: logger)
            .run(onReady: {})
    }

    func waitUntilServing() async throws {
        for _ in 0..<100 {
            if (try? LoadConnection(port: port)) != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Fault("the bench's server did not start")
    }

    func scenarios() throws -> [Scenario] {
        [
            Scenario(
                name: "make_submission (guarded by its clock, published)",
                path: "/api/t/\(Self.slug)/planning/submissions/make-submission",
                body: [
                    "application": .string(application.text), "name": "A. Person",
                    "address": "1 Main Street", "stance": "objection",
                    "text": "The windows on the first floor would look straight into our garden.",
                    "fee_reference": "R-1",
                ]),
            Scenario(
                name: "start_application (a record of 53 fields)",
                path: "/api/t/\(Self.slug)/planning/applications/start-application",
                body: [
                    "type": "permission", "proposal": "A single-storey extension to the rear.",
                    "address": "1 Main Street", "development_class": "2a", "floor_area_new": 28,
                ]),
        ]
    }

    /// Loads it from a process of its own, beside the server.
    func load(_ scenario: Scenario, seconds: Int) async throws -> LoadReport {
        let plan: JSON = [
            "port": .integer(port), "seconds": .integer(seconds), "path": .string(scenario.path),
            "body": scenario.body, "tokens": .array(tokens.map(JSON.string)),
        ]
        let file = "\(directory)/load.json"
        try Data(plan.encoded()).write(to: URL(fileURLWithPath: file))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["bench", "load", file]
        let output = Pipe()
        process.standardOutput = output
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in
                let data = output.fileHandleForReading.readDataToEndOfFile()
                continuation.resume(with: Result { try LoadReport(json: JSON(parsing: [UInt8](data))) })
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}
