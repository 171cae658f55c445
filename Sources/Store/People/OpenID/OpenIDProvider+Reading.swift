// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

extension OpenIDProvider {
    /// What is wrong with a file of providers, in words for who wrote it.
    public struct Misread: Error, CustomStringConvertible {
        public let description: String
    }

    private static let members: Set<String> = [
        "name", "label", "issuer", "client_id", "client_secret_env", "client_secret_file", "scopes",
        "creates_accounts", "trusts_email", "claim", "roles", "only_way_at", "levels",
    ]

    /// Reads the providers of a file: `{"providers": [{…}, …]}`.
    /// - Parameter secret: finds a secret: by the name of an environment variable, or of a file.
    /// - Throws: `Misread` for the first thing that cannot be meant.
    public static func read(
        _ file: JSON, secret: (_ member: String, _ name: String) throws -> String
    ) throws -> [OpenIDProvider] {
        guard let object = file.asObject, object.keys == ["providers"],
            let entries = file["providers"]?.asArray
        else { throw Misread(description: "It must be an object with the one member “providers”, a list.") }
        let providers = try entries.map { try OpenIDProvider($0, secret: secret) }
        guard Set(providers.map(\.name)).count == providers.count else {
            throw Misread(description: "Two providers have one name.")
        }
        return providers
    }

    private init(_ entry: JSON, secret: (String, String) throws -> String) throws {
        guard let object = entry.asObject else { throw Misread(description: "A provider must be an object.") }
        if let unknown = object.keys.first(where: { !Self.members.contains($0) }) {
            throw Misread(description: "“\(unknown)” is no member of a provider.")
        }
        func text(_ member: String) throws -> String {
            guard let text = entry[member]?.asString, !text.isEmpty else {
                throw Misread(description: "A provider must say its “\(member)”.")
            }
            return text
        }
        let name = try text("name")
        guard name.wholeMatch(of: /[a-z][a-z0-9-]{0,39}/) != nil else {
            throw Misread(description: "“\(name)” is no name: lower-case letters, digits and hyphens.")
        }
        let issuer = try text("issuer")
        guard Self.isAddress(issuer, mayBePlain: true) else {
            throw Misread(description: "\(name): the issuer must be an address with https.")
        }
        let found = try ["client_secret_env", "client_secret_file"].compactMap { member in
            try entry[member]?.asString.map { try secret(member, $0) }
        }
        guard found.count < 2 else {
            throw Misread(description: "\(name): the secret is named twice.")
        }
        let labels = try Self.labels(entry["label"], name)
        self.init(
            name: name, issuer: issuer, clientID: try text("client_id"), clientSecret: found.first,
            label: labels["en"] ?? name)
        self.labels = labels
        try readRest(entry)
    }

    private mutating func readRest(_ entry: JSON) throws {
        let name = name
        func flag(_ member: String) throws -> Bool {
            guard let value = entry[member] else { return false }
            guard let flag = value.asBool else {
                throw Misread(description: "\(name): “\(member)” must be true or false.")
            }
            return flag
        }
        createsAccounts = try flag("creates_accounts")
        trustsEmail = try flag("trusts_email")
        if let scopes = try Self.texts(entry, "scopes", name) {
            self.scopes = scopes.contains("openid") ? scopes : ["openid"] + scopes
        }
        levels = try Self.texts(entry, "levels", name) ?? []
        onlyWayAt = Set(try Self.texts(entry, "only_way_at", name) ?? [])
        // Were the provider out of order, nobody could mend anything.
        guard !onlyWayAt.contains(Tenant.commons) else {
            throw Misread(description: "\(name): it cannot be the only way for the operator.")
        }
        rolesClaim = entry["claim"]?.asString
        try readRoles(entry["roles"])
    }

    private mutating func readRoles(_ value: JSON?) throws {
        guard let value else { return }
        guard let members = value.asObject, rolesClaim != nil else {
            throw Misread(
                description: "\(name): “roles” must be an object, and “claim” name what gives them.")
        }
        for (value, places) in members {
            roles[value] = try (places.asArray ?? []).map { place in
                guard let pair = place.asArray, pair.count == 2, let tenant = pair[0].asString,
                    let role = pair[1].asString.map(Role.init(rawValue:)), Role.all.contains(role)
                else {
                    throw Misread(
                        description: "\(name): “\(value)” must give pairs of a tenant and a role, "
                            + "such as [\"kildare\", \"officer\"].")
                }
                return Place(tenant, role)
            }
        }
    }

    private static func labels(_ value: JSON?, _ name: String) throws -> [String: String] {
        if let text = value?.asString { return ["en": text] }
        let pairs = (value?.asObject ?? [:]).compactMap { key, value in
            value.asString.map { (key, $0) }
        }
        let labels = Dictionary(pairs, uniquingKeysWith: { _, last in last })
        guard labels["en"] != nil else {
            throw Misread(description: "\(name): “label” must say what it is called, at least in “en”.")
        }
        return labels
    }

    private static func texts(_ entry: JSON, _ member: String, _ name: String) throws -> [String]? {
        guard let value = entry[member] else { return nil }
        guard let all = value.asArray, case let texts = all.compactMap(\.asString),
            texts.count == all.count
        else { throw Misread(description: "\(name): “\(member)” must be a list of texts.") }
        return texts
    }

    /// Whether it is an address with TLS; without, only of this very machine, for trying things out.
    static func isAddress(_ text: String, mayBePlain: Bool) -> Bool {
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { return false }
        if parts.scheme == "https" { return true }
        return mayBePlain && parts.scheme == "http"
            && ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
    }
}
