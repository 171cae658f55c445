// SPDX-License-Identifier: EUPL-1.2

import Directory
import Foundation
import Kernel
import Planning
import Store

/// The demonstration network: the ten bodies and 31 authorities that are real, and people and cases
/// that are not, each marked as demo.
struct DemoNetwork {
    let network: Network

    /// The file that tells a demonstration from a network in real use, and holds its sign-ins.
    static let mark = "demonstration.json"
    /// The password of every demo account.
    static let password = "talka-demo-2026"
    /// Where cases are told, and how many.
    private static let stories: [(slug: String, count: Int)] = [
        ("kildare", 42), ("galway", 34), ("cork", 34), ("tipperary", 30), ("kerry", 30),
        ("sligo", 26), ("waterford", 26), ("dublin-city", 30),
    ]
    private static let english = "exampleshire"

    private var markPath: String { "\(network.directory.path)/\(Self.mark)" }

    /// Makes what is missing.
    /// - Returns: whether it was all there already.
    func make() async throws -> Bool {
        if try await signIns() != .null { return true }
        guard FileManager.default.createFile(atPath: markPath, contents: nil) else {
            throw Fault("the demonstration cannot be marked as one at \(markPath)")
        }
        try await openTenants()
        try await DirectorySetup.load(into: network)
        for tenant in try network.tenants() where tenant.sort == "municipality" {
            if !tenant.systems.contains("planning") {
                try await Switching.on("planning", for: tenant.slug, in: network)
            }
        }
        let cast = try await DemoCast(network: network).make()
        try await tellStories(cast)
        await network.settle()
        let json = JSON.array(cast.signIns)
        guard
            FileManager.default.createFile(
                atPath: markPath, contents: Data(json.encoded()),
                attributes: [.posixPermissions: 0o600])
        else { throw Fault("the demonstration's sign-ins cannot be written to \(markPath)") }
        return false
    }

    /// Who can sign in; null while the demonstration is not whole.
    func signIns() async throws -> JSON {
        guard let data = FileManager.default.contents(atPath: markPath), !data.isEmpty else {
            return .null
        }
        return try JSON(parsing: [UInt8](data))
    }

    private func openTenants() async throws {
        let wanted = try DirectorySetup.tenants() + [
            Tenant(
                slug: Self.english, name: "Exampleshire Council (demo)", jurisdiction: "gb-eng",
                sort: "municipality", isDemo: true, systems: [])
        ]
        let there = Set(try network.tenants().map(\.slug))
        for tenant in wanted where !there.contains(tenant.slug) {
            try await network.open(tenant, by: .system("setup"))
        }
    }

    /// Every tenant's cases at once: each has a store of its own.
    private func tellStories(_ cast: DemoCast.Made) async throws {
        let teller = try PlanningStories(network: network)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, story) in Self.stories.enumerated() {
                guard let officer = cast.officers[story.slug] else { continue }
                let players = PlanningStories.Cast(officer: officer, residents: cast.residents)
                group.addTask {
                    _ = try await teller.tell(
                        story.count, for: story.slug, cast: players, seed: UInt64(index + 1))
                }
            }
            try await group.waitForAll()
        }
    }
}
