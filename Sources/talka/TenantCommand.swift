// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Store

/// Opening tenants and switching systems on for them.
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "List tenants, open one, switch systems on.",
        subcommands: [List.self, Add.self, SwitchOn.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        @Flag(help: "Report in JSON.") var json = false

        func run() async throws {
            let tenants = try Composition.network(try Settings()).tenants()
            if json {
                print(JSON.array(tenants.map { tenant in
                    [
                        "slug": .string(tenant.slug), "name": .string(tenant.name),
                        "jurisdiction": .string(tenant.jurisdiction), "demo": .bool(tenant.isDemo),
                        "systems": .array(tenant.systems.sorted().map(JSON.string)),
                    ]
                }).pretty())
            } else {
                for tenant in tenants {
                    print("\(tenant.slug)\t\(tenant.name)\t\(tenant.systems.sorted().joined(separator: " "))")
                }
            }
        }
    }

    struct Add: AsyncParsableCommand {
        @Argument(help: "The slug: lower-case letters, digits, hyphens.") var slug: String
        @Argument(help: "What it is called.") var name: String
        @Option(help: "Whose law it works under.") var jurisdiction = "ie"

        func run() async throws {
            let network = try Composition.network(try Settings())
            guard network.law.jurisdictions.contains(jurisdiction) else {
                let known = network.law.jurisdictions.joined(separator: ", ")
                throw ValidationError("There is no jurisdiction “\(jurisdiction)”; there are \(known).")
            }
            do {
                try await network.open(
                    Tenant(
                        slug: slug, name: name, jurisdiction: jurisdiction, sort: "municipality",
                        isDemo: false, systems: []),
                    by: .system("setup"))
            } catch let problems as Problems {
                throw ValidationError(try Messages.of(problems))
            }
            try await network.close()
            print("\(slug) is open.")
        }
    }

    struct SwitchOn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "switch-on")
        @Argument(help: "The system, such as planning.") var system: String
        @Argument(help: "The tenant's slug.") var tenant: String

        func run() async throws {
            let network = try Composition.network(try Settings())
            guard network.systems[system] != nil else {
                throw ValidationError("There is no system “\(system)”.")
            }
            do {
                try await Switching.on(system, for: tenant, in: network)
            } catch let refusal as Refusal {
                throw ValidationError(try Messages.of(refusal))
            }
            try await network.close()
            print("\(tenant) has \(system).")
        }
    }
}
