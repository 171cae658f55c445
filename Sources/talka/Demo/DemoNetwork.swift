// SPDX-License-Identifier: EUPL-1.2

import Directory
import Kernel
import Knowledge
import Planning
import Store
import Twin

/// The demonstration network: the ten bodies and 31 authorities that are real, and people and cases
/// that are not, each marked as demo.
struct DemoNetwork {
    let network: Network
    let folder: DemoFolder
    let twins: TwinHub

    /// The password of every demo account.
    static let password = "talka-demo-2026"
    /// Where cases are told, and how many.
    private static let stories: [(slug: String, count: Int)] = [
        ("kildare", 42), ("galway", 34), ("cork", 34), ("tipperary", 30), ("kerry", 30),
        ("sligo", 26), ("waterford", 26), ("dublin-city", 30),
    ]
    private static let english = "exampleshire"

    /// Makes what is missing, in a folder that was claimed.
    /// - Returns: who can sign in.
    func make() async throws -> JSON {
        if let known = try folder.signIns() { return known }
        try await openTenants()
        try await DirectorySetup.load(into: network)
        try await switchOn()
        let cast = try await DemoCast(network: network).make()
        try await tellStories(cast)
        try await KnowledgeStories(network: network, people: cast.people).tell()
        try await openTwins()
        await network.settle()
        // What would have been sent lately is there to be seen.
        try await network.mailNotices(since: network.now().adding(seconds: -2 * 24 * 60 * 60))
        let signIns = JSON.array(cast.signIns)
        try folder.keep(signIns)
        return signIns
    }

    private func openTenants() async throws {
        let wanted = try DirectorySetup.tenants() + [
            Tenant(
                slug: Self.english, name: "Exampleshire Council (demo)", jurisdiction: "gb-eng",
                sort: "municipality", isDemo: true, systems: []),
            TwinCity.tenant,
        ]
        let there = Set(try network.tenants().map(\.slug))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for tenant in wanted where !there.contains(tenant.slug) {
                group.addTask { [network] in try await network.open(tenant, by: .system("setup")) }
            }
            try await group.waitForAll()
        }
    }

    /// Planning is of municipalities; knowledge, of everybody; the twin, of the city made up for it and of
    /// those that have something to show in it.
    private func switchOn() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for tenant in try network.tenants() {
                let wanted = Self.systems(of: tenant)
                let missing = wanted.filter { !tenant.systems.contains($0) }
                group.addTask { [network] in
                    for system in missing {
                        try await Switching.on(system, for: tenant.slug, in: network)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func systems(of tenant: Tenant) -> [String] {
        if tenant.slug == TwinCity.slug { return ["twin"] }
        guard tenant.sort == "municipality" else { return ["knowledge", "twin"] }
        return ["planning", "knowledge"] + (stories.contains { $0.slug == tenant.slug } ? ["twin"] : [])
    }

    private func openTwins() async throws {
        let slugs = try network.tenants().filter { tenant in
            tenant.slug != TwinCity.slug && tenant.systems.contains("twin")
        }.map(\.slug)
        try await OpenedTwins(twins).open(slugs, in: network)
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
            group.addTask { _ = try await teller.tellElsewhere(for: Self.english) }
            group.addTask { try await TwinCity(twins).tell(in: network) }
            try await group.waitForAll()
        }
    }
}
