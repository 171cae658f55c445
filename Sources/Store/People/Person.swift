// SPDX-License-Identifier: EUPL-1.2

import Foundation
import Kernel

/// A person who signs in, anywhere in the network. Held in the commons.
public struct Person: Record {
    public var name = ""
    public var email = ""
    /// The e-mail as it is compared: folded to lower case.
    public var emailKey = ""
    /// Made up to show the product.
    public var isDemo = false

    public init() {}

    public static let fields: [Field<Person>] = [
        .text("name", \.name, privacy: .personal),
        .text("email", \.email, max: 254, privacy: .personal),
        .text("email_key", \.emailKey, max: 254, privacy: .personal).derived(),
        .flag("demo", \.isDemo),
    ]

    public static let kind = RecordKind(
        Person.self, system: "network", name: "person", plural: "people",
        states: ["active", "closed"], readers: [.role(.administrator)],
        list: ListShape(columns: ["name", "email"], order: "id"), indexes: [["email_key"]])

    public static func settle(_ person: inout Stored<Person>, at moment: Moment) {
        person.emailKey = key(person.email)
    }

    /// How an e-mail address is compared.
    public static func key(_ email: String) -> String {
        email.trimmingCharacters(in: .whitespaces).lowercased()
    }
}

/// A role a person holds in a tenant, from a day and perhaps until one.
public struct Membership: Record {
    public var person = RecordID.none
    public var tenant = ""
    public var role = ""
    public var from: Day?
    public var until: Day?

    public init() {}

    public static let fields: [Field<Membership>] = [
        .person("person", \.person),
        .text("tenant", \.tenant, max: 63),
        .text("role", \.role, max: 40),
        .day("from_day", \.from),
        .day("until_day", \.until),
    ]

    public static let kind = RecordKind(
        Membership.self, system: "network", name: "membership", plural: "memberships",
        states: ["held", "ended"],
        readers: [.role(.administrator), .role(.auditor), .party(field: "person")],
        list: ListShape(columns: ["person", "tenant", "role"], filters: ["tenant"], order: "id"),
        indexes: [["person"], ["tenant"]])
}

/// A key with which a program acts for a person in one tenant. Only its digest is kept.
public struct Token: Record {
    public var person = RecordID.none
    public var tenant = ""
    public var name = ""
    public var digest = ""
    /// What it may do, separated by blanks: `read`, `write`, `write:planning`.
    public var scopes = ""
    public var expiresOn: Day?

    public init() {}

    public static let fields: [Field<Token>] = [
        .person("person", \.person),
        .text("tenant", \.tenant, max: 63),
        .text("name", \.name, max: 100),
        .text("digest", \.digest, max: 64, privacy: .staff),
        .text("scopes", \.scopes, max: 200),
        .day("expires_on", \.expiresOn),
    ]

    public static let kind = RecordKind(
        Token.self, system: "network", name: "token", plural: "tokens",
        states: ["active", "revoked"], readers: [.party(field: "person"), .role(.auditor)],
        list: ListShape(columns: ["name", "tenant", "scopes", "expires_on"], order: "id"),
        indexes: [["digest"], ["person"]])
}
