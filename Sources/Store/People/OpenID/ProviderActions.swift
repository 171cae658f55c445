// SPDX-License-Identifier: EUPL-1.2

import Kernel

/// What is done on an identity provider's word. Internal: only `Accounts`, which has checked that
/// word, takes these, as `system:openid`.
enum ProviderActions {
    static let all: [ActionKind] = [
        join.kind, link.kind, unlink.kind, grantRole.kind, endRole.kind,
    ]
    static let actor = Actor.system("openid")
    private static let grants: [Grant] = [.system("openid")]
    /// Who takes from an account what led into it before its owner came.
    static let clearing: [Grant] = [.system("setup"), .system("openid"), .system("mail")]

    /// Whom a provider vouches for.
    struct Joining: Form {
        var name = ""
        var email = ""
        var provider = ""
        var issuer = ""
        var subject = ""
        /// Whether the provider may be believed that the address is theirs, and says so.
        var isVerified: Bool?
        static let fields: Fields<Joining> = [
            .text("name", \.name, max: 120, privacy: .personal),
            .text("email", \.email, max: 254, privacy: .personal),
            .text("provider", \.provider, max: 40), .text("issuer", \.issuer, max: 500),
            .text("subject", \.subject, max: 255, privacy: .personal),
            .flag("verified", \.isVerified),
        ]
    }

    /// Makes an account and links it, both or neither.
    static let join = Action<Person, Joining>(
        "join_by_provider", by: grants, to: ["active"], isInternal: true
    ) { person, input, desk in
        try PeopleActions.mustBeEmail(input.email)
        let key = Person.key(input.email)
        guard try desk.list(Person.self, Query([.field("email_key", is: key)], limit: 1)).isEmpty
        else { throw PeopleActions.emailTaken }
        guard try Identity.linked(input.issuer, input.subject, desk) == nil else { throw linkedAlready }
        person.name = input.name
        person.email = input.email
        person.confirmed = input.isVerified ?? false
        var identity = Identity()
        identity.person = person.id
        (identity.provider, identity.issuer) = (input.provider, input.issuer)
        identity.subject = input.subject
        _ = try desk.create(identity, in: "linked")
    }

    /// An account that is to be linked.
    struct Linking: Form {
        var person = RecordID.none
        var provider = ""
        var issuer = ""
        var subject = ""
        static let fields: Fields<Linking> = [
            .person("person", \.person), .text("provider", \.provider, max: 40),
            .text("issuer", \.issuer, max: 500),
            .text("subject", \.subject, max: 255, privacy: .personal),
        ]
    }

    static let link = Action<Identity, Linking>(
        "link_identity", by: grants, to: ["linked"], isInternal: true
    ) { identity, input, desk in
        guard try Identity.linked(input.issuer, input.subject, desk) == nil else { throw linkedAlready }
        identity.fields.take(from: input.fields)
    }

    static let unlink = Action<Identity, Nothing>(
        "unlink_identity", by: [.party(field: "person")] + clearing, from: ["linked"],
        to: ["unlinked"], isInternal: true
    ) { _, _, _ in }

    private static let linkedAlready = Problems(
        nil, "linked_already", Phrase("problem.openid_linked_elsewhere", ["provider": ""]))

    /// A role by a claim.
    struct Claimed: Form {
        var person = RecordID.none
        var tenant = ""
        var role = RoleActions.RoleName.officer
        var source = ""
        static let fields: Fields<Claimed> = [
            .person("person", \.person), .text("tenant", \.tenant, max: 63),
            .choice("role", \.role), .text("source", \.source, max: 40),
        ]
    }

    static let grantRole = Action<Membership, Claimed>(
        "grant_role_by_claim", by: grants, to: ["held"], isInternal: true
    ) { membership, input, desk in
        try RoleActions.grant(
            RoleActions.Holding(
                person: input.person, tenant: input.tenant, role: input.role, until: nil,
                source: input.source),
            &membership, desk)
    }

    static let endRole = Action<Membership, Nothing>(
        "end_role_by_claim", by: grants, from: ["held"], to: ["ended"], isInternal: true
    ) { membership, _, desk in
        // What somebody granted here is not the provider's to take.
        guard membership.source != nil else { throw Refusal.forbidden }
        try RoleActions.end(&membership, desk)
    }
}
