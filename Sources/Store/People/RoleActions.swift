// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// Granting roles and ending them.
enum RoleActions {
    static let all: [ActionKind] = [grantRole.kind, endRole.kind]

    /// The roles every tenant knows, as a form offers them.
    enum RoleName: String, Choice {
        case officer, manager, administrator, auditor
    }

    /// Which role a person is to hold in which tenant.
    struct RoleGrant: Form {
        var person = RecordID.none
        var tenant = ""
        var role = RoleName.officer
        var until: Day?
        static let fields: Fields<RoleGrant> = [
            .person("person", \.person), .text("tenant", \.tenant, max: 63),
            .choice("role", \.role), .day("until_day", \.until),
        ]
    }

    static let grantRole = Action<Membership, RoleGrant>(
        "grant_role", by: [.signedIn, .system("setup")], to: ["held"]
    ) { membership, input, desk in
        try mustAdminister(input.tenant, desk)
        let holding = Holding(
            person: input.person, tenant: input.tenant, role: input.role, until: input.until,
            source: nil)
        try grant(holding, &membership, desk)
    }

    /// Who is to hold what, and until when.
    struct Holding {
        let person: RecordID
        let tenant: String
        let role: RoleName
        let until: Day?
        /// The provider by whose word it is held.
        let source: String?
    }

    /// Fills in a new membership.
    static func grant(
        _ holding: Holding, _ membership: inout Stored<Membership>, _ desk: any Desk
    ) throws {
        guard let name = try desk.tenantName(holding.tenant) else {
            throw Problems("tenant", "no_such_tenant", Phrase("problem.no_such_tenant"))
        }
        let holder = try check(holding, desk)
        membership.person = holding.person
        membership.tenant = holding.tenant
        membership.role = holding.role.rawValue
        membership.from = desk.moment.today
        membership.until = holding.until
        membership.source = holding.source
        let phrase = membership.fields.waits(for: holder.fields)
            ? Phrase("network.notice.role_waits", ["tenant": name])
            : Phrase("network.notice.role.\(holding.role.rawValue)", ["tenant": name])
        try desk.notify(Notice(to: holding.person, phrase, path: "/work"))
    }

    /// Who is to hold it, if that can be.
    private static func check(_ input: Holding, _ desk: any Desk) throws -> Stored<Person> {
        guard let holder = try desk.find(Person.self, input.person), holder.state == "active" else {
            throw Problems("person", "not_found", Phrase("problem.no_such_person"))
        }
        let today = desk.moment.today
        if let until = input.until, until < today {
            throw Problems("until_day", "day_past", Phrase("problem.day_past"))
        }
        let same = try desk.list(
            Membership.self,
            Query([
                .field("person", is: input.person), .field("tenant", is: input.tenant),
                .field("role", is: input.role.rawValue), .state("held"),
            ], limit: 100))
        guard same.allSatisfy({ $0.fields.isOver(on: today) }) else {
            throw Problems("role", "held_already", Phrase("problem.role_held"))
        }
        return holder
    }

    static let endRole = Action<Membership, Nothing>(
        "end_role", by: [.signedIn, .system("setup")], from: ["held"], to: ["ended"]
    ) { membership, _, desk in
        try mustAdminister(membership.tenant, desk)
        try end(&membership, desk)
    }

    /// Ends a membership today, unless it is the operator's last administrator's.
    static func end(_ membership: inout Stored<Membership>, _ desk: any Desk) throws {
        let today = desk.moment.today
        if membership.tenant == Tenant.commons,
            membership.role == Role.administrator.rawValue
        {
            let all = try desk.list(
                Membership.self,
                Query([
                    .field("tenant", is: Tenant.commons),
                    .field("role", is: Role.administrator.rawValue), .state("held"),
                ], limit: 1_000))
            let others = try all.filter {
                try $0.id != membership.id && $0.fields.isHeld(on: today)
                    && !$0.fields.waits(for: desk.find(Person.self, $0.person)?.fields)
            }
            if others.isEmpty { throw Refusal.notNow(Phrase("refusal.last_administrator")) }
        }
        if !membership.fields.isOver(on: today) { membership.until = today }
    }

    /// Roles are granted by the administrators of that very tenant, the operator's, and setup.
    /// Read here and not from the actor, whose roles are those held in the commons.
    static func mustAdminister(_ tenant: String, _ desk: any Desk) throws {
        if case .system("setup") = desk.moment.actor.kind { return }
        guard let person = desk.moment.actor.person else { throw Refusal.signIn }
        let own = try desk.list(
            Membership.self, Query([.field("person", is: person), .state("held")], limit: 1_000))
        let actor = try desk.find(Person.self, person)?.fields
        let mayGrant = own.contains {
            ($0.tenant == tenant || $0.tenant == Tenant.commons)
                && $0.role == Role.administrator.rawValue
                && $0.fields.isHeld(on: desk.moment.today) && !$0.fields.waits(for: actor)
        }
        guard mayGrant else { throw Refusal.notFound }
    }
}
