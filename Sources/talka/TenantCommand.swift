// SPDX-License-Identifier: EUPL-1.2

import ArgumentParser
import Kernel
import Store

/// Opening tenants and switching systems on for them.
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "List tenants, open or rename one, switch systems on, let one go.",
        subcommands: [List.self, Add.self, Rename.self, SwitchOn.self, Leave.self, Moved.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tenants and their systems.")

        @Flag(help: "Report in JSON.") var json = false

        func run() async throws {
            let tenants = try Composition.present(try Settings()).tenants()
            if json {
                print(JSON.array(tenants.map { tenant in
                    [
                        "slug": .string(tenant.slug), "name": .string(tenant.name),
                        "jurisdiction": .string(tenant.jurisdiction), "demo": .bool(tenant.isDemo),
                        "systems": .array(tenant.systems.sorted().map(JSON.string)),
                    ]
                }).pretty())
            } else {
                if tenants.isEmpty {
                    print("There is no tenant yet. `talka tenant add SLUG NAME` opens one.")
                }
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
        @Option(help: "What it is called in another language, such as “ga=Comhairle Contae”.")
        var nameIn: [String] = []

        func run() async throws {
            let names = try TenantCommand.names(nameIn)
            let network = try Composition.network(try Settings())
            guard network.law.jurisdictions.contains(jurisdiction) else {
                let known = network.law.jurisdictions.joined(separator: ", ")
                throw ValidationError("There is no jurisdiction “\(jurisdiction)”; there are \(known).")
            }
            do {
                try await network.open(
                    Tenant(
                        slug: slug, name: name, names: names, jurisdiction: jurisdiction,
                        sort: "municipality", isDemo: false, systems: []),
                    by: .system("setup"))
            } catch let problems as Problems {
                throw ValidationError(try Messages.of(problems))
            }
            try await network.close()
            print("\(slug) is open.")
        }
    }

    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name a tenant anew; its slug and its addresses stay.")
        @Argument(help: "The tenant's slug.") var slug: String
        @Argument(help: "What it is called from now on.") var name: String
        @Option(help: "What it is called in another language; those that are not said stay.")
        var nameIn: [String] = []

        func run() async throws {
            let names = try TenantCommand.names(nameIn)
            let network = try Composition.present(try Settings())
            guard slug != Tenant.commons, let tenant = try network.find(slug) else {
                throw ValidationError("There is no tenant “\(slug)”.")
            }
            try await network.rename(
                slug, to: name, names: tenant.names.merging(names) { $1 }, by: .system("setup"))
            try await network.close()
            print("\(slug) is called \(name).")
        }
    }

    /// What a tenant is called in other languages, of those that pages are in.
    private static func names(_ said: [String]) throws -> [Language: String] {
        let languages = try Composition.words(try Composition.faces()).languages
        let pairs = try said.map { text -> (Language, String) in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw ValidationError("“\(text)” is not a language and a name, such as “ga=…”.")
            }
            let language = Language(rawValue: parts[0])
            guard languages.contains(language) else {
                let known = languages.map(\.code).joined(separator: ", ")
                throw ValidationError("There are no pages in “\(parts[0])”; there are \(known).")
            }
            return (language, parts[1])
        }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    struct SwitchOn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "switch-on", abstract: "Switch a system on for a tenant.")
        @Argument(help: "The system, such as planning.") var system: String
        @Argument(help: "The tenant's slug.") var tenant: String

        func run() async throws {
            let network = try Composition.present(try Settings())
            guard let known = network.systems[system], !known.isCommons else {
                let all = network.systems.all.filter { !$0.isCommons }.map(\.name)
                throw ValidationError(
                    "“\(system)” is no system of tenants; there are \(all.joined(separator: ", ")).")
            }
            guard tenant != Tenant.commons, try network.find(tenant) != nil else {
                throw ValidationError("There is no tenant “\(tenant)”.")
            }
            let told = try await Switching.on(system, for: tenant, in: network)
            try await network.close()
            print("\(tenant) has \(system).")
            if let told { print(told) }
        }
    }
}
