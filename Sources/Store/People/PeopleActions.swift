// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Joining, holding roles, and keys for programs.
enum PeopleActions {
    static let all: [ActionKind] = [
        signUp.kind, changeName.kind, grantRole.kind, endRole.kind, createToken.kind,
        revokeToken.kind,
    ]

    /// What is asked of somebody who joins. The password never comes here.
    struct SignUp: Form {
        var name = ""
        var email = ""
        var isDemo: Bool?
        static let fields: [Field<SignUp>] = [
            .text("name", \.name, max: 120, privacy: .personal),
            .text("email", \.email, max: 254, privacy: .personal),
            .flag("demo", \.isDemo),
        ]
    }

    static let signUp = Action<Person, SignUp>(
        "sign_up", by: [.anyone, .system("setup")], to: ["active"]
    ) { person, input, desk in
        let key = Person.key(input.email)
        guard key.wholeMatch(of: /[^@\s]+@[^@\s]+\.[^@\s]+/) != nil else {
            throw Problems("email", "not_an_email", Phrase("problem.not_an_email"))
        }
        let others = try desk.list(Person.self, Query([.field("email_key", is: key)], limit: 1))
        guard others.isEmpty else {
            throw Problems("email", "email_taken", Phrase("problem.email_taken"))
        }
        person.name = input.name
        person.email = input.email
        if case .system = desk.moment.actor.kind { person.isDemo = input.isDemo ?? false }
    }

    struct NewName: Form {
        var name = ""
        static let fields: [Field<NewName>] = [
            .text("name", \.name, max: 120, privacy: .personal)
        ]
    }

    static let changeName = Action<Person, NewName>(
        "change_name", by: [.party(field: "id")], from: ["active"]
    ) { person, input, _ in person.name = input.name }

    /// Which role a person is to hold in which tenant.
    struct RoleGrant: Form {
        var person = RecordID.none
        var tenant = ""
        var role = ""
        var until: Day?
        static let fields: [Field<RoleGrant>] = [
            .person("person", \.person), .text("tenant", \.tenant, max: 63),
            .choice("role", \.roleName), .day("until_day", \.until),
        ]
        var roleName: RoleName {
            get { RoleName(rawValue: role) ?? .officer }
            set { role = newValue.rawValue }
        }
    }

    /// The roles every tenant knows.
    enum RoleName: String, Choice {
        typealias Base = RoleName
        case officer, manager, administrator, auditor
    }

    static let grantRole = Action<Membership, RoleGrant>(
        "grant_role", by: [.signedIn, .system("setup")], to: ["held"]
    ) { membership, input, desk in
        try mustAdminister(input.tenant, desk)
        guard try desk.find(Person.self, input.person) != nil else {
            throw Problems("person", "not_found", Phrase("problem.no_such_person"))
        }
        let held = try desk.list(
            Membership.self,
            Query([
                .field("person", is: input.person), .field("tenant", is: input.tenant),
                .field("role", is: input.role), .state("held"),
            ], limit: 1))
        guard held.isEmpty else {
            throw Problems("role", "held_already", Phrase("problem.role_held"))
        }
        membership.person = input.person
        membership.tenant = input.tenant
        membership.role = input.role
        membership.from = desk.moment.today
        membership.until = input.until
    }

    static let endRole = Action<Membership, Nothing>(
        "end_role", by: [.signedIn, .system("setup")], from: ["held"], to: ["ended"]
    ) { membership, _, desk in
        try mustAdminister(membership.tenant, desk)
        membership.until = desk.moment.today
    }

    struct NewToken: Form {
        var tenant = ""
        var name = ""
        var digest = ""
        var scopes = ""
        var expiresOn: Day?
        static let fields: [Field<NewToken>] = [
            .text("tenant", \.tenant, max: 63), .text("name", \.name, max: 100),
            .text("digest", \.digest, max: 64), .text("scopes", \.scopes, max: 200),
            .day("expires_on", \.expiresOn),
        ]
    }

    static let createToken = Action<Token, NewToken>(
        "create_token", by: [.signedIn], to: ["active"]
    ) { token, input, desk in
        guard let person = desk.moment.actor.person else { throw Refusal.signIn }
        token.fields.take(from: input.fields)
        token.person = person
    }

    static let revokeToken = Action<Token, Nothing>(
        "revoke_token", by: [.party(field: "person")], from: ["active"], to: ["revoked"]
    ) { _, _, _ in }

    /// Roles are granted by the administrators of that very tenant, the operator's, and setup.
    private static func mustAdminister(_ tenant: String, _ desk: any Desk) throws {
        if case .system("setup") = desk.moment.actor.kind { return }
        guard let person = desk.moment.actor.person else { throw Refusal.signIn }
        let own = try desk.list(
            Membership.self, Query([.field("person", is: person), .state("held")], limit: 1_000))
        let mayGrant = own.contains {
            ($0.tenant == tenant || $0.tenant == Tenant.commons)
                && $0.role == Role.administrator.rawValue
                && $0.fields.isHeld(on: desk.moment.today)
        }
        guard mayGrant else { throw Refusal.notFound }
    }
}

extension Membership {
    /// Whether the role is held on a day.
    func isHeld(on day: Day) -> Bool {
        (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
    }
}

extension System {
    /// What the network itself consists of: tenants, people, their roles and keys. Its records lie
    /// in the commons.
    public static let network = System(
        "network", isCommons: true,
        records: [TenantEntry.self, Person.self, Membership.self, Token.self],
        actions: TenantActions.all + PeopleActions.all)
}
