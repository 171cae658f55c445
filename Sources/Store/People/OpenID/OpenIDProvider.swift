// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// An identity provider that people may sign in with (OpenID Connect Core 1.0), as an installation
/// is set up for it.
public struct OpenIDProvider: Sendable, Hashable {
    /// A role at a tenant.
    public struct Place: Sendable, Hashable {
        public let tenant: String
        public let role: Role

        public init(_ tenant: String, _ role: Role) {
            self.tenant = tenant
            self.role = role
        }
    }

    /// What it is called in addresses and in the journal: lower-case letters, digits, hyphens.
    public let name: String
    /// Who it is, compared sign by sign with what it says of itself.
    public let issuer: String
    /// Who this installation is there.
    public let clientID: String
    /// Nil for a client without a secret, whom PKCE alone protects.
    public let clientSecret: String?
    /// What it is called to people, by the language's code; `en` is always there.
    public var labels: [String: String]
    /// What is asked for; `openid` is always among it.
    public var scopes = ["openid", "profile", "email"]
    /// Whether somebody unknown is given an account.
    public var createsAccounts = false
    /// Whether its verified e-mail addresses are believed, so that who has an account by an address
    /// is taken to be the person it names.
    public var trustsEmail = false
    /// The claim that gives roles: its name, or a JSON Pointer into the claims; nil: none does.
    public var rolesClaim: String?
    /// Which roles its values give.
    public var roles: [String: [Place]] = [:]
    /// The tenants whose staff sign in by it alone.
    public var onlyWayAt: Set<String> = []
    /// How surely it must have known the person (`acr`), one of these; empty: as it pleases.
    public var levels: [String] = []

    public init(name: String, issuer: String, clientID: String, clientSecret: String?, label: String) {
        self.name = name
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        labels = ["en": label]
    }

    /// What it is called in a language, else in English.
    public func label(in language: Language) -> String {
        labels[language.code] ?? labels["en"] ?? name
    }

    /// Which roles somebody of whom it says this is to hold.
    func places(of claims: JSON) -> Set<Place> {
        guard let value = rolesClaim.flatMap({ Self.find($0, in: claims) }) else { return [] }
        let values = value.asString.map { [$0] } ?? (value.asArray ?? []).compactMap(\.asString)
        return Set(values.flatMap { roles[$0] ?? [] })
    }

    static func find(_ claim: String, in claims: JSON) -> JSON? {
        claim.hasPrefix("/") ? claims[pointer: claim] : claims[claim]
    }
}

/// A session with an identity provider that ends here.
public struct ProviderSession: Sendable {
    public let provider: OpenIDProvider
    /// What the provider gave when it began.
    public let idToken: String?
}
