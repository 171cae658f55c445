// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// What fills a new network's directory, and what keeps its coverage true.
public enum DirectorySetup {
    /// Records the facts that come with the product: the bodies, the authorities, the shared
    /// systems and what is known of their coverage. What has been recorded before stays as it is,
    /// corrected or not.
    /// - Throws: `Fault` for a mistake in the files.
    public static func load(into network: Network) async throws {
        let facts = Dictionary(grouping: try Fact.all(), by: \.rank)
        let now = network.now()
        for (_, lot) in facts.sorted(by: { $0.key < $1.key }) {
            // All at once, so that many lie in one durable commit.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for fact in lot { group.addTask { try await record(fact, in: network, at: now) } }
                try await group.waitForAll()
            }
        }
    }

    private static func record(_ fact: Fact, in network: Network, at now: Instant) async throws {
        let call = ActionCall(
            fact.action, by: .system("setup"), input: fact.input.values, given: fact.input.given,
            key: fact.key)
        do { _ = try await network.commons.perform(call, at: now) } catch let problems as Problems {
            // The file says it otherwise now: what the network has recorded is its own.
            guard ["key_reused", "slug_taken"].contains(problems.all.first?.code) else {
                throw Fault("\(fact.key): \(problems)")
            }
        }
    }

    /// The bodies and the authorities of today as tenants, none of them yet with a system.
    public static func tenants() throws -> [Tenant] {
        try ["bodies", "authorities-ie"].flatMap { file in
            try (Fact.content(file)["organisations"]?.asArray ?? []).compactMap { entry in
                guard entry["until_day"] == nil, entry["parent"] == nil,
                    let slug = entry["slug"]?.asString, let country = entry["country"]?.asString,
                    let name = entry[pointer: "/names/0/name"]?.asString
                else { return nil }
                return Tenant(
                    slug: slug, name: name, names: names(entry), jurisdiction: country.lowercased(),
                    sort: file == "bodies" ? "body" : "municipality", isDemo: false, systems: [])
            }
        }.sorted { $0.slug < $1.slug }
    }

    /// What an organisation is called in each language, as the facts have it now.
    private static func names(_ entry: JSON) -> [Language: String] {
        let pairs = (entry["names"]?.asArray ?? []).compactMap { name -> (Language, String)? in
            guard name["until_day"] == nil, let language = name["language"]?.asString,
                let text = name["name"]?.asString
            else { return nil }
            return (Language(rawValue: language), text)
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// What the directory says of a system that has been switched on.
    public enum SwitchedOn: Sendable {
        case recorded
        /// Nothing: it has no organisation of the tenant's slug. What one is cannot be guessed.
        case unknownOrganisation
    }

    /// Switches a system on for a tenant, and records the fact for everyone to see, once. It is
    /// Talka's own system, `talka-SYSTEM`, that the authority now has; claims of others speak of
    /// theirs. A tenant that is not in the directory, such as one of a demonstration, has no
    /// such fact until it is.
    @discardableResult
    public static func switchOn(
        _ system: String, for slug: String, in network: Network, by actor: Actor
    ) async throws -> SwitchedOn {
        try await network.switchOn(system, for: slug, by: actor)
        let own = "talka-\(system)"
        let now = network.now()
        let (hasOrganisation, hasFact) = try network.commons.read(as: .system("setup")) { reader in
            (
                try !reader.list(
                    Organisation.self, Query([.field("slug", is: slug), .state(.recorded)], limit: 1)
                ).isEmpty,
                try reader.list(
                    CoverageFact.self,
                    Query([.field("authority", is: slug), .state(.recorded)], limit: 1_000)
                ).contains { $0.system == own && $0.stage == .live }
            )
        }
        guard hasOrganisation else { return .unknownOrganisation }
        if hasFact { return .recorded }
        for fact in try Fact.all(of: ["systems"]) where fact.records(system: own) {
            try await record(fact, in: network, at: now)
        }
        let today = network.commons.moment(for: actor, system: "directory", at: now).today
        let fact = try Fact(
            CoverageFact.kind,
            [
                "authority": .string(slug), "system": .string(own), "stage": "live",
                "earliest": .string("\(today)"), "latest": .string("\(today)"),
                "stated_on": .string("\(today)"), "how": "switched_on",
                "source": .string("/t/\(slug)"), "certain": true,
            ])
        _ = try await network.commons.perform(
            ActionCall(
                fact.action, by: actor, input: fact.input.values, given: fact.input.given,
                key: fact.key), at: now)
        return .recorded
    }
}
