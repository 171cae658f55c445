// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel
import Store

/// The demonstration's people: an officer and a manager at every municipality and body, residents, and
/// those who look after the network. All are marked as demo, and share one password.
struct DemoCast {
    let network: Network

    /// The people made, and how each signs in.
    struct Made {
        var officers: [String: RecordID] = [:]
        var residents: [RecordID] = []
        /// Everybody, by the mailbox of their address.
        var people: [String: RecordID] = [:]
        var signIns: [JSON] = []
    }

    private struct Part {
        let name: String
        let email: String
        let role: Role?
        let tenant: String
    }

    func make() async throws -> Made {
        let accounts = Accounts(network: network)
        let parts = try self.parts()
        let ids = try await accounts.signUpDemo(
            people: parts.map { ($0.name, $0.email) }, password: DemoNetwork.password,
            at: network.now())
        var made = Made()
        for (part, id) in zip(parts, ids) {
            made.people[String(part.email.prefix { $0 != "@" })] = id
            if let role = part.role {
                try await hold(role, part.tenant, id, accounts)
                if role == .officer { made.officers[part.tenant] = id }
            } else {
                made.residents.append(id)
            }
            let token = try await token(for: part, id, accounts)
            made.signIns.append([
                "tenant": .string(part.tenant), "role": .string(part.role?.rawValue ?? "resident"),
                "name": .string(part.name), "email": .string(part.email),
                "password": .string(DemoNetwork.password), "token": .string(token),
            ])
        }
        return made
    }

    private func parts() throws -> [Part] {
        var parts = [
            part("Ardal Administrator", "administrator", .administrator, Tenant.commons)
        ]
        let tenants = try network.tenants()
        let towns = tenants.filter { $0.sort == "municipality" }
        for slug in ["kildare", "galway", "exampleshire"] {
            parts += [
                part("Oona Officer", "officer.\(slug)", .officer, slug),
                part("Manus Manager", "manager.\(slug)", .manager, slug),
                part("Aud Auditor", "auditor.\(slug)", .auditor, slug),
                part("Adam Administrator", "administrator.\(slug)", .administrator, slug),
            ]
        }
        parts += ["Rita", "Rory", "Rasa", "Renske", "Radu", "Runa"].enumerated().map {
            part("\($1) Resident", "resident\($0 + 1)", nil, "kildare")
        }
        let first: Set = ["kildare", "galway", "exampleshire"]
        parts += towns.filter { !first.contains($0.slug) }.map {
            part("Oona Officer", "officer.\($0.slug)", .officer, $0.slug)
        }
        parts += tenants.filter { $0.sort != "municipality" }.map {
            part("Ada Adviser", "adviser.\($0.slug)", .officer, $0.slug)
        }
        // Everywhere somebody can take up what nobody holds.
        parts += tenants.filter { !first.contains($0.slug) }.map {
            part("Mona Manager", "manager.\($0.slug)", .manager, $0.slug)
        }
        return parts
    }

    private func part(_ name: String, _ mailbox: String, _ role: Role?, _ tenant: String) -> Part {
        Part(name: "\(name) (demo)", email: "\(mailbox)@demo.example", role: role, tenant: tenant)
    }

    private func hold(
        _ role: Role, _ tenant: String, _ person: RecordID, _ accounts: Accounts
    ) async throws {
        do {
            try await accounts.grant(
                role, in: tenant, to: person, by: .system("setup"), at: network.now())
        } catch let problems as Problems where problems.all.first?.code == "held_already" {
            return
        }
    }

    /// A token of one's own, which may do in this tenant what its holder may.
    private func token(for part: Part, _ person: RecordID, _ accounts: Accounts) async throws
        -> String
    {
        try await accounts.createToken(
            Accounts.TokenWish(
                tenant: part.tenant, name: "Demo token", scopes: ["read", "write"]),
            by: Actor(.person(person)), at: network.now())
    }
}
