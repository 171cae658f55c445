// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// A key with which a program acts for a person in one tenant. Only its digest is kept.
public struct Token: Record {
    public var person = RecordID.none
    public var tenant = ""
    public var name = ""
    public var digest = ""
    /// What it may do, separated by blanks: `read`, `write`, `calendar`; the same in one system, such as
    /// `read:twin` or `write:planning`; and what narrows that, as the system has it: `twin-type=IRI`.
    public var scopes = ""
    /// The last day on which it works; nil: until it is revoked.
    public var expiresOn: Day?

    public init() {}

    /// How long all it may do may be, written down.
    public static let scopesMax = 2_000

    public static let fields: Fields<Token> = [
        .person("person", \.person),
        .text("tenant", \.tenant, max: 63),
        .text("name", \.name, max: 100),
        .text("digest", \.digest, max: 64, privacy: .staff),
        .text("scopes", \.scopes, max: scopesMax),
        .day("expires_on", \.expiresOn),
    ]

    public static let kind = RecordKind(
        Token.self, system: "network", name: "token", plural: "tokens",
        states: ["active", "revoked"], readers: [.party(field: "person"), .role(.auditor)],
        list: ListShape(columns: ["name", "tenant", "scopes", "expires_on"], order: "id"),
        indexes: [["digest"], ["person"]])
}
